// Whoever changes the audit in its file is found out by the chain, and where the chain is made anew by a checkpoint.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "storage/audit_checkpoints.h"
#include "storage/chain.h"
#include "storage/digest.h"
#include "storage/sqlite_store.h"

namespace stormkeel {
namespace {

AuditEntry nth_entry(std::uint64_t number) {
    return {number,
            Instant{1'772'000'000'000'000 + static_cast<std::int64_t>(number)},
            "nora",
            "read",
            "patient " + std::to_string(number * 7919),
            R"({"role":"nurse","up_ms":)" + std::to_string(number) + "}"};
}

// What stands in several fields has a border between them: nothing that was kept is written in another way under the
// same hash.
TEST(Chains, NoRowWithLessInItHasTheHashOfOneWithMore) {
    const Chains start;
    const auto hash = [&](const auto& row) { return Chains(start).add(row); };
    const AuditEntry entry{7, Instant{8}, "nora", "read", "patient 1", R"({"role":"nurse"})"};
    AuditEntry bare = entry;
    bare.object = digest_of({entry.object, entry.context});
    bare.context.clear();
    EXPECT_NE(hash(bare), hash(entry)) << "the object says what digest both have";
    const Account account{"nora", "nurse", "$scrypt$x", Instant{8}, "7 West", "{}", ""};
    Account plain{"nora", "nurse", digest_of({account.credential, account.units, account.factors, account.subject}),
                  Instant{8}};
    EXPECT_NE(hash(plain), hash(account));
    EXPECT_EQ(Chains(start).add_as_before(account), hash(plain)) << "as rows of before were hashed";
    KeptAssessment doubted{1, "p1", Instant{8}, 2, "guideline", "digest", hours(6)};
    KeptAssessment sure = doubted;
    sure.clock_doubt = Duration{};
    sure.digest = digest_of({doubted.digest, std::to_string(doubted.clock_doubt.microseconds)});
    EXPECT_NE(hash(sure), hash(doubted));
    EXPECT_EQ(Chains(start).add_as_before(doubted), hash(sure)) << "as rows of before were hashed";
}

// 1,000 rows, each byte of each in turn: none has the hash that was kept.
TEST(AuditChain, NoByteOfARowChangesUnnoticed) {
    constexpr std::uint64_t rows = 1000;
    Chains chains;
    std::size_t flips = 0;
    for (std::uint64_t number = 1; number <= rows; ++number) {
        const std::string before = chains.audit;
        const std::string kept = chains.add(nth_entry(number));
        const auto is_noticed = [&](const AuditEntry& changed) {
            Chains again;
            again.audit = before;
            ++flips;
            return again.add(changed) != kept;
        };
        for (std::string AuditEntry::* field :
             {&AuditEntry::actor, &AuditEntry::action, &AuditEntry::object, &AuditEntry::context}) {
            for (std::size_t at = 0; at < (nth_entry(number).*field).size(); ++at) {
                AuditEntry changed = nth_entry(number);
                (changed.*field)[at] = static_cast<char>((changed.*field)[at] ^ (1 << (at % 8)));
                ASSERT_TRUE(is_noticed(changed)) << "row " << number << ", byte " << at;
            }
        }
        for (int bit = 0; bit < 64; bit += 8) {
            AuditEntry changed = nth_entry(number);
            changed.at.microseconds ^= std::int64_t{1} << bit;
            ASSERT_TRUE(is_noticed(changed)) << "the time of row " << number;
            changed = nth_entry(number);
            changed.number ^= std::uint64_t{1} << bit;
            ASSERT_TRUE(is_noticed(changed)) << "the number of row " << number;
        }
        std::string other = before;
        if (!other.empty()) other.front() ^= 1;
        Chains after_another;
        after_another.audit = other;
        EXPECT_EQ(after_another.add(nth_entry(number)) == kept, before.empty()) << "the row before " << number;
    }
    EXPECT_GT(flips, 60 * rows);
}

class AuditTampering : public testing::Test {
protected:
    AuditTampering()
        : folder_(std::filesystem::temp_directory_path() / ("stormkeel-audit-" + std::to_string(getpid()))) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        const auto store = open();
        Batch batch;
        for (std::uint64_t number = 1; number <= rows; ++number) batch.audit.push_back(nth_entry(number));
        store->commit(batch);
        const auto opened = open_audit_checkpoints(folder_.string(), *store);
        std::get<std::unique_ptr<AuditCheckpoints>>(opened)->finish(Instant{});
    }
    ~AuditTampering() override { std::filesystem::remove_all(folder_); }

    std::string file() const { return (folder_ / "ward.sqlite").string(); }
    // nullptr: it is not opened.
    std::unique_ptr<Store> open() const {
        auto opened = open_sqlite_store({file(), sqlite::Purpose::ward, {}});
        auto* store = std::get_if<std::unique_ptr<Store>>(&opened);
        return store == nullptr ? nullptr : std::move(*store);
    }
    void change(const std::string& sql) const {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }
    std::string wrong(Store& store) const {
        const auto written = std::get<WrittenCheckpoints>(written_checkpoints(folder_.string()));
        return std::get<CheckedAudit>(check_audit(store, written)).wrong;
    }
    // Each in turn on the file as it was.
    void expect_unopened(const std::string& sql) const {
        const std::string good = file() + ".good";
        std::filesystem::copy_file(file(), good);
        change(sql);
        EXPECT_EQ(open(), nullptr) << sql;
        std::filesystem::remove(file() + "-wal");
        std::filesystem::remove(file() + "-shm");
        std::filesystem::rename(good, file());
    }

    static constexpr std::uint64_t rows = 40;

private:
    std::filesystem::path folder_;
};

TEST_F(AuditTampering, RowsTakenOutPutInAndExchangedAreFound) {
    for (std::uint64_t row = 1; row < rows; row += 3) {
        const std::string at = std::to_string(row);
        const std::string next = std::to_string(row + 1);
        expect_unopened("DELETE FROM audit WHERE number = " + at);
        expect_unopened("UPDATE audit SET number = -1 WHERE number = " + at + "; UPDATE audit SET number = " + at +
                        " WHERE number = " + next + "; UPDATE audit SET number = " + next + " WHERE number = -1");
        expect_unopened("UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = " + next +
                        ") WHERE number = " + at);
    }
    expect_unopened(
        "INSERT INTO audit SELECT number + 1, at, actor, action, object, hash, context FROM audit "
        "WHERE number = " +
        std::to_string(rows));
    EXPECT_NE(open(), nullptr) << "as it was";
}

TEST_F(AuditTampering, AnEndThatIsCutOffIsFoundByTheCheckpoint) {
    change("DELETE FROM audit WHERE number > 30");
    const auto store = open();
    ASSERT_NE(store, nullptr) << "the chain alone does not show it";
    EXPECT_NE(wrong(*store).find("its end was cut off"), std::string::npos);
}

TEST_F(AuditTampering, AnAuditWrittenAnewIsFoundByTheCheckpoint) {
    std::filesystem::remove(file());
    const auto store = open();
    Batch batch;
    for (std::uint64_t number = 1; number <= rows; ++number) batch.audit.push_back(nth_entry(number));
    batch.audit[5].actor = "nobody";
    store->commit(batch);
    EXPECT_NE(wrong(*store).find("another audit"), std::string::npos);
}

TEST_F(AuditTampering, BackwardsAndForwardsItIsTheSame) {
    const auto store = open();
    const auto back = std::get<std::vector<AuditEntry>>(store->audit_before(21, 7));
    ASSERT_EQ(back.size(), 7U);
    EXPECT_EQ(back.front().number, 20U);
    EXPECT_EQ(back.back().number, 14U);
    EXPECT_EQ(back.front().context, nth_entry(20).context);
    EXPECT_TRUE(std::get<std::vector<AuditEntry>>(store->audit_before(1, 7)).empty());
}

}  // namespace
}  // namespace stormkeel
