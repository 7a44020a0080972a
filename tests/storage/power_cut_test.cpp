// What was answered for outlives every power cut, full disk and failing sync; of a batch that was not, nothing is left.
#include <gtest/gtest.h>

#include "storage/sqlite_store.h"
#include "storage/unreliable_disk.h"

namespace stormkeel {
namespace {

constexpr std::uint64_t records_in_batch = 3;

std::unique_ptr<Store> opened(const UnreliableDisk& disk) {
    auto store = open_sqlite_store({"ward.sqlite", sqlite::Purpose::ward, disk.name()});
    return std::holds_alternative<StoreProblem>(store) ? nullptr : std::move(std::get<std::unique_ptr<Store>>(store));
}

Batch batch_after(std::uint64_t records) {
    Batch batch;
    for (std::uint64_t i = records + 1; i <= records + records_in_batch; ++i) {
        const std::string text(40 + 700 * (i % 5), static_cast<char>('a' + i % 26));
        batch.records.push_back({i, "p" + std::to_string(i % 3), RecordForm::fhir, "Observation/" + std::to_string(i),
                                 "1", Instant{1}, Instant{2}, text});
        batch.events.push_back({i, "assessment", "p1", "{}"});
    }
    return batch;
}

// The number of records that were answered for, until a commit fails.
std::uint64_t commit_until_failure(Store& store, std::uint64_t records, int batches) {
    for (int i = 0; i < batches; ++i) {
        if (std::holds_alternative<StoreProblem>(store.commit(batch_after(records)))) return records;
        records += records_in_batch;
    }
    return records;
}

std::uint64_t kept(Store& store) {
    std::uint64_t count = 0;
    const auto read = store.each_record("", [&](const Record&) { ++count; });
    EXPECT_TRUE(std::holds_alternative<Done>(read));
    return count;
}

// One life: a store that is cut off at some operation, starts again, and may be cut off again.
void live_through_power_cuts(std::uint64_t seed) {
    UnreliableDisk disk(seed);
    std::uint64_t answered = 0;
    for (std::uint64_t life = 0; life < 4; ++life) {
        disk.fail_at(1 + (seed * 31 + life * 17) % 60, Fault::power_cut);
        if (auto store = opened(disk)) answered = commit_until_failure(*store, answered, 20);
        disk.power_up();
        auto store = opened(disk);
        ASSERT_NE(store, nullptr) << "seed " << seed << ", life " << life;
        const std::uint64_t found = kept(*store);
        // The commit under way may be there, if all of it is.
        ASSERT_TRUE(found == answered || found == answered + records_in_batch)
            << "seed " << seed << ": answered " << answered << ", found " << found;
        ASSERT_EQ(std::get<LastNumbers>(store->last_numbers()).event, found) << "seed " << seed;
        answered = found;
    }
}

TEST(PowerCut, NothingAnsweredForIsLostInTwoThousandCuts) {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) live_through_power_cuts(seed);
}

// All that the store tells, in one text.
std::string told(Store& store) {
    std::string text;
    const auto records = store.each_record("", [&](const Record& one) {
        text += std::to_string(one.number) + one.patient + one.source + one.version + one.text + '\n';
        const auto versions = store.versions(one.source);
        text += std::to_string(std::get<std::vector<Record>>(versions).size());
    });
    if (std::holds_alternative<StoreProblem>(records)) return "refused";
    const auto events = store.events_after(0, 1000);
    for (const WardEvent& event : std::get<std::vector<WardEvent>>(events)) {
        text += std::to_string(event.number) + event.kind + event.patient + event.json;
    }
    return text;
}

TEST(BitRot, AnyByteThatChangesIsNoticedOrChangesNothing) {
    UnreliableDisk disk(1);
    std::string before;
    {
        auto store = opened(disk);
        ASSERT_NE(store, nullptr);
        ASSERT_EQ(commit_until_failure(*store, 0, 5), 5 * records_in_batch);
        before = told(*store);
    }
    const std::vector<unsigned char> good = disk.bytes("ward.sqlite");
    std::size_t noticed = 0;
    for (std::size_t at = 0; at < good.size(); at += 13) {
        disk.bytes("ward.sqlite") = good;
        disk.bytes("ward.sqlite")[at] ^= 0x20;
        auto store = opened(disk);
        if (store == nullptr) {
            ++noticed;
            continue;
        }
        EXPECT_EQ(told(*store), before) << "byte " << at;
    }
    EXPECT_GT(noticed, good.size() / 13 / 4);
}

// Every operation of a small life fails once, in each way; the store says so, and all that it answered for is there.
void fail_everywhere(Fault fault) {
    for (std::uint64_t operation = 1;; ++operation) {
        UnreliableDisk disk(operation);
        std::uint64_t answered = 0;
        {
            auto store = opened(disk);
            ASSERT_NE(store, nullptr);
            answered = commit_until_failure(*store, 0, 2);
            const std::uint64_t before = disk.operations();
            disk.fail_at(operation, fault);
            answered = commit_until_failure(*store, answered, 5);
            const bool went_through = disk.operations() - before < operation;
            disk.repair();
            // A full disk that was emptied goes on, any other error ends this store.
            if (answered < 7 * records_in_batch && fault == Fault::full) {
                answered = commit_until_failure(*store, answered, 1);
                ASSERT_EQ(kept(*store), answered) << "operation " << operation;
            }
            if (answered < 7 * records_in_batch && fault != Fault::full) {
                EXPECT_TRUE(std::holds_alternative<StoreProblem>(store->commit(batch_after(answered))));
            }
            if (went_through) return;
        }
        auto store = opened(disk);
        ASSERT_NE(store, nullptr) << "operation " << operation;
        const std::uint64_t found = kept(*store);
        ASSERT_TRUE(found == answered || found == answered + records_in_batch)
            << "operation " << operation << ": answered " << answered << ", found " << found;
    }
}

TEST(FailingDisk, AFullDiskRefusesTheBatchAndGoesOnWhenEmptied) { fail_everywhere(Fault::full); }
TEST(FailingDisk, AFailedWriteEndsTheStoreAndLosesNothing) { fail_everywhere(Fault::write_error); }
TEST(FailingDisk, AFailedSyncEndsTheStoreAndLosesNothing) { fail_everywhere(Fault::sync_error); }

}  // namespace
}  // namespace stormkeel
