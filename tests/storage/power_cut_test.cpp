// What was answered for outlives a full disk, a failing write and a failing sync, and a byte that changed is noticed.
#include <gtest/gtest.h>

#include "storage/committing.h"

namespace stormkeel {
namespace {

// All that the store tells, in one text.
std::string told(Store& store) {
    std::string text;
    const auto records = store.each_record({}, [&](const Record& one) {
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
        // Of one row it is told; of more the file is refused.
        if (store == nullptr || !store->damaged().empty()) {
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
