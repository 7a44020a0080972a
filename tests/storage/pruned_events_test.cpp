// Events that were taken away leave the chain of the others whole, and what was not taken away is still missed.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "storage/pruned_events.h"
#include "storage/sqlite_store.h"

namespace stormkeel {
namespace {

namespace fs = std::filesystem;

class PrunedEventsTest : public testing::Test {
protected:
    PrunedEventsTest() : folder_(fs::temp_directory_path() / ("stormkeel-pruned-" + std::to_string(getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        open();
        Batch batch;
        for (std::uint64_t number = 1; number <= 10; ++number) batch.events.push_back({number, "alert", "p1", "{}"});
        keep(batch);
        prune(6, 1);
    }
    ~PrunedEventsTest() override { fs::remove_all(folder_); }

    void open() {
        store.reset();
        auto opened = open_sqlite_store({(folder_ / "ward.sqlite").string(), sqlite::Purpose::ward, {}});
        why = std::holds_alternative<StoreProblem>(opened) ? std::get<StoreProblem>(opened).what : "";
        if (why.empty()) store = std::move(std::get<std::unique_ptr<Store>>(opened));
    }

    void keep(const Batch& batch) const { ASSERT_TRUE(std::holds_alternative<Done>(store->commit(batch))); }

    void prune(std::uint64_t up_to, std::uint64_t audit) const {
        const auto hash = std::get<std::string>(store->hash_of_event(up_to));
        EXPECT_EQ(hash.size(), 64U);
        Batch batch;
        batch.prune_events_to = up_to;
        batch.audit.push_back(
            {audit, Instant{1}, "stormkeel", std::string(PrunedEvents::action), to_text(PrunedEvents{up_to, hash})});
        keep(batch);
    }

    void tamper(const char* sql) {
        store.reset();
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open((folder_ / "ward.sqlite").c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
        open();
    }

    std::unique_ptr<Store> store;
    std::string why;  // it was not opened

private:
    fs::path folder_;
};

TEST_F(PrunedEventsTest, TheOthersAreStillProvedAndCountedOn) {
    open();
    ASSERT_EQ(why, "");
    const auto left = std::get<std::vector<WardEvent>>(store->events_after(0, 100));
    ASSERT_EQ(left.size(), 4U);
    EXPECT_EQ(left.front().number, 7U);
    EXPECT_EQ(std::get<LastNumbers>(store->last_numbers()).event, 10U);
    prune(8, 2);
    Batch more;
    more.events.push_back({11, "alert", "p1", "{}"});
    keep(more);
    open();
    ASSERT_EQ(why, "");
    EXPECT_EQ(std::get<std::vector<WardEvent>>(store->events_after(0, 100)).front().number, 9U);
}

TEST_F(PrunedEventsTest, AnEventTakenOutWithoutTheAuditIsMissed) {
    tamper("DELETE FROM event WHERE number = 7");
    EXPECT_NE(why.find("row 1 of event"), std::string::npos) << why;
}

TEST_F(PrunedEventsTest, AnAuditMadeToFitIsNotBelieved) {
    tamper(
        "UPDATE audit SET object = '7 ' || (SELECT hash FROM event WHERE number = 7); "
        "DELETE FROM event WHERE number = 7");
    EXPECT_NE(why.find("row 1 of audit"), std::string::npos) << why;
}

}  // namespace
}  // namespace stormkeel
