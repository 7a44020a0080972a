// The store keeps what it answered for, in order, and says which file it will not open.
#include "storage/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace stormkeel {
namespace {

namespace fs = std::filesystem;

class SqliteStoreTest : public testing::Test {
protected:
    SqliteStoreTest() : folder_(fs::temp_directory_path() / ("stormkeel-store-" + std::to_string(getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~SqliteStoreTest() override { fs::remove_all(folder_); }

    std::string file(const char* name = "ward.sqlite") const { return (folder_ / name).string(); }

    std::unique_ptr<Store> open(const char* name = "ward.sqlite") const {
        auto opened = open_sqlite_store({file(name), sqlite::Purpose::ward, {}});
        if (const auto* problem = std::get_if<StoreProblem>(&opened)) ADD_FAILURE() << problem->what;
        return std::move(std::get<std::unique_ptr<Store>>(opened));
    }

    StoreProblem refused(const SqlitePlace& place) const {
        auto opened = open_sqlite_store(place);
        EXPECT_TRUE(std::holds_alternative<StoreProblem>(opened)) << "it was opened";
        return std::get<StoreProblem>(opened);
    }

private:
    fs::path folder_;
};

Record record(std::uint64_t number, const std::string& patient, const std::string& source) {
    return {number, patient,          RecordForm::chart_row, source,
            "1",    Instant{100 + 1}, Instant{200},          "temperature,38.6,Cel"};
}

template <typename Value>
Value value_of(Stored<Value> stored) {
    if (const auto* problem = std::get_if<StoreProblem>(&stored)) {
        ADD_FAILURE() << problem->what;
        return {};
    }
    return std::move(std::get<Value>(stored));
}

std::vector<std::string> sources(Store& store, std::optional<std::string_view> patient) {
    std::vector<std::string> found;
    value_of(store.each_record(patient, [&](const Record& one) { found.push_back(one.patient + " " + one.source); }));
    return found;
}

Batch two_records() {
    Batch batch;
    batch.records = {record(1, "p2", "line 1"), record(2, "p1", "line 2")};
    batch.audit = {{1, Instant{200}, "feed", "records", "2"}};
    return batch;
}

TEST_F(SqliteStoreTest, RecordsComeBackAsTheyWereKeptAfterARestart) {
    {
        value_of(open()->commit(two_records()));
    }
    const auto store = open();
    const auto found = value_of(store->versions("line 2"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].number, 2U);
    EXPECT_EQ(found[0].patient, "p1");
    EXPECT_EQ(found[0].version, "1");
    EXPECT_EQ(found[0].effective, Instant{101});
    EXPECT_EQ(found[0].received, Instant{200});
    EXPECT_EQ(found[0].text, "temperature,38.6,Cel");
    EXPECT_EQ(value_of(store->last_numbers()).record, 2U);
}

TEST_F(SqliteStoreTest, AllRecordsComePatientByPatient) {
    const auto store = open();
    value_of(store->commit(two_records()));
    EXPECT_EQ(sources(*store, {}), (std::vector<std::string>{"p1 line 2", "p2 line 1"}));
    EXPECT_TRUE(sources(*store, "").empty()) << "no record belongs to no patient";
    EXPECT_EQ(value_of(store->patients()), (std::vector<std::string>{"p1", "p2"}));
    EXPECT_EQ(sources(*store, "p2"), (std::vector<std::string>{"p2 line 1"}));
    EXPECT_TRUE(sources(*store, "p3").empty());
}

TEST_F(SqliteStoreTest, OfABatchThatFailsNothingIsKept) {
    auto store = open();
    value_of(store->commit(two_records()));
    Batch again;
    again.records = {record(3, "p1", "line 3"), record(4, "p1", "line 2")};
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(store->commit(again))) << "one source and version came twice";
    store.reset();
    EXPECT_EQ(sources(*open(), "p1"), (std::vector<std::string>{"p1 line 2"}));
}

TEST_F(SqliteStoreTest, TheLastRowOfAnAlertCountsAndAnEndedOneIsGone) {
    const auto store = open();
    Batch batch;
    Alert grade;
    grade.number = 1;
    grade.patient = "p1";
    grade.condition = "crs";
    grade.priority = AlarmPriority::high;
    grade.words = "1 2 3";
    grade.text = "Give tocilizumab";
    grade.raised_at = grade.changed_at = Instant{5};
    Alert ended = grade;
    ended.number = 2;
    batch.alerts = {grade, ended};
    grade.state = AlertState::acknowledged;
    grade.by = "nurse-1";
    grade.changed_at = Instant{9};
    ended.state = AlertState::ended;
    batch.alerts.insert(batch.alerts.end(), {grade, ended});
    value_of(store->commit(batch));
    const auto open_ones = value_of(store->open_alerts());
    ASSERT_EQ(open_ones.size(), 1U);
    EXPECT_EQ(open_ones[0].state, AlertState::acknowledged);
    EXPECT_EQ(open_ones[0].by, "nurse-1");
    EXPECT_EQ(open_ones[0].words, "1 2 3");
    EXPECT_EQ(open_ones[0].told, 1U);
    EXPECT_EQ(open_ones[0].raised_at, Instant{5});
    EXPECT_EQ(open_ones[0].changed_at, Instant{9});
}

TEST_F(SqliteStoreTest, EventsGoOnAfterTheLastOneThatWasSeen) {
    const auto store = open();
    Batch batch;
    for (std::uint64_t i = 1; i <= 5; ++i) batch.events.push_back({i, "assessment", "p1", "{}"});
    value_of(store->commit(batch));
    const auto found = value_of(store->events_after(2, 2));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].number, 3U);
    EXPECT_EQ(found[1].number, 4U);
}

TEST_F(SqliteStoreTest, TheLastEntryOfAnAccountCounts) {
    const auto store = open();
    Batch batch;
    batch.accounts = {{"feed", "integration", "aaaa", Instant{1}}, {"feed", "integration", "", Instant{2}}};
    value_of(store->commit(batch));
    const auto found = value_of(store->accounts());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].credential, "");
    EXPECT_EQ(found[0].changed_at, Instant{2});
}

TEST_F(SqliteStoreTest, TheLastRowOfACosignCountsWhileItIsOpenOrYoung) {
    const auto store = open();
    const Cosign open_one{1, "merge", CosignState::open, "p1", "p2", "twice", "a", Instant{5}, {}, {}, Instant{5}};
    Cosign old = open_one;
    old.number = 2;
    Cosign answered = old;
    answered.state = CosignState::approved;
    answered.second = "b";
    answered.changed_at = Instant{7};
    Batch batch;
    batch.cosigns = {open_one, old, answered};
    value_of(store->commit(batch));
    const auto young = value_of(store->cosigns_after(Instant{4}));
    ASSERT_EQ(young.size(), 2U);
    EXPECT_EQ(young[0].number, 1U);
    EXPECT_EQ(young[1].second, "b");
    EXPECT_EQ(young[1].state, CosignState::approved);
    EXPECT_EQ(young[1].changed_at, Instant{7});
    EXPECT_EQ(value_of(store->cosigns_after(Instant{5})).size(), 1U) << "the open one is told however old it is";
    EXPECT_EQ(value_of(store->last_numbers()).cosign, 2U);
}

TEST_F(SqliteStoreTest, ASessionIsChangedInPlaceAndTakenAway) {
    const auto store = open();
    Batch batch;
    batch.sessions = {{"aa", "m", "x", Instant{1}, Instant{1}}, {"bb", "n", "y", Instant{2}, Instant{2}}};
    value_of(store->commit(batch));
    batch.sessions = {{"aa", "m", "x", Instant{1}, Instant{9}}, {"bb", {}, {}, {}, {}, true}};
    value_of(store->commit(batch));
    const auto found = value_of(store->sessions());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].digest, "aa");
    EXPECT_EQ(found[0].last_used, Instant{9});
}

// Who was signed in when the copy was made is not when it takes the place of what was lost.
TEST_F(SqliteStoreTest, ACopyHoldsNoSession) {
    const auto store = open();
    Batch batch = two_records();
    batch.sessions = {{"digest of a secret", "m", "x", Instant{1}, Instant{1}}};
    value_of(store->commit(batch));
    value_of(store->back_up(file("copy.sqlite")));
    EXPECT_EQ(value_of(store->sessions()).size(), 1U) << "here they go on";
    std::ifstream read(file("copy.sqlite"), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(read), {}};
    EXPECT_EQ(bytes.find("digest of a secret"), std::string::npos);
    const auto copy = open("copy.sqlite");
    EXPECT_TRUE(value_of(copy->sessions()).empty());
    EXPECT_EQ(value_of(copy->last_numbers()).record, 2U);
}

TEST_F(SqliteStoreTest, ASecondStoreOnTheSameFileIsRefused) {
    const auto first = open();
    value_of(first->commit(two_records()));
    EXPECT_EQ(refused({file(), sqlite::Purpose::ward, {}}).kind, StoreProblem::Kind::in_use);
}

TEST_F(SqliteStoreTest, ADemonstrationNeverOpensTheDataOfAWard) {
    {
        open();
    }
    const StoreProblem problem = refused({file(), sqlite::Purpose::demonstration, {}});
    EXPECT_EQ(problem.kind, StoreProblem::Kind::damaged);
    EXPECT_NE(problem.what.find("ward"), std::string::npos);
}

// Changes the closed file by SQL, as somebody with the file in hand could.
void tamper(const std::string& file, const char* sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
}

TEST_F(SqliteStoreTest, AFileOfALaterVersionIsRefusedAndLeftAlone) {
    {
        open();
    }
    tamper(file(), "PRAGMA user_version = 99");
    EXPECT_EQ(refused({file(), sqlite::Purpose::ward, {}}).kind, StoreProblem::Kind::newer);
}

TEST_F(SqliteStoreTest, AChangedRecordIsFound) {
    {
        value_of(open()->commit(two_records()));
    }
    tamper(file(), "UPDATE record SET text = 'temperature,36.6,Cel' WHERE number = 1");
    const StoreProblem problem = refused({file(), sqlite::Purpose::ward, {}});
    EXPECT_EQ(problem.kind, StoreProblem::Kind::damaged);
    EXPECT_NE(problem.what.find("row 1 of record"), std::string::npos) << problem.what;
}

TEST_F(SqliteStoreTest, WhatLaterSchemasAddedIsInTheChainsToo) {
    const auto found_after = [&](const char* change) {
        std::filesystem::remove(file());
        {
            Batch batch;
            batch.accounts = {{"m", "nurse", "aaaa", Instant{1}, "7 West", "totp", "issuer"}};
            batch.audit = {{1, Instant{2}, "m", "sign in", "nurse m", "{}"}};
            batch.cosigns = {{1, "merge", CosignState::open, "p1", "p2", "twice", "m", Instant{5}, {}, {}, Instant{5}}};
            value_of(open()->commit(batch));
        }
        tamper(file(), change);
        const auto opened = open_sqlite_store({file(), sqlite::Purpose::ward, {}});
        if (const auto* problem = std::get_if<StoreProblem>(&opened)) return problem->what;
        const auto damaged = std::get<std::unique_ptr<Store>>(opened)->damaged();
        return damaged.empty() ? std::string() : to_text(damaged.front());
    };
    for (const char* change :
         {"UPDATE account SET units = '8'", "UPDATE account SET factors = ''", "UPDATE account SET subject = ''",
          "UPDATE audit SET context = ''", "UPDATE cosign SET second = 'n'", "UPDATE cosign SET state = 1"}) {
        EXPECT_NE(found_after(change).find("is not what was kept"), std::string::npos) << change;
    }
}

TEST_F(SqliteStoreTest, ARecordTakenOutIsFound) {
    {
        value_of(open()->commit(two_records()));
    }
    tamper(file(), "DELETE FROM record WHERE number = 1");
    EXPECT_EQ(refused({file(), sqlite::Purpose::ward, {}}).kind, StoreProblem::Kind::damaged);
}

TEST_F(SqliteStoreTest, AChangedAuditEntryIsFound) {
    {
        value_of(open()->commit(two_records()));
    }
    tamper(file(), "UPDATE audit SET actor = 'somebody else'");
    EXPECT_EQ(refused({file(), sqlite::Purpose::ward, {}}).kind, StoreProblem::Kind::damaged);
}

TEST_F(SqliteStoreTest, ATextFileIsNoStore) {
    std::ofstream(file()) << std::string(5000, 'x');
    EXPECT_EQ(refused({file(), sqlite::Purpose::ward, {}}).kind, StoreProblem::Kind::damaged);
}

TEST_F(SqliteStoreTest, ADatabaseOfAnotherProgramIsLeftAlone) {
    tamper(file(), "CREATE TABLE mine(a)");
    EXPECT_EQ(refused({file(), sqlite::Purpose::ward, {}}).kind, StoreProblem::Kind::damaged);
}

TEST_F(SqliteStoreTest, ABackupToANameThatNoFileCanHaveIsRefusedWithTheReason) {
    const auto store = open();
    const auto done = store->back_up(file(std::string(300, 'x').c_str()));
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(done));
    EXPECT_NE(std::get<StoreProblem>(done).what.find("too long"), std::string::npos);
    value_of(store->commit(two_records()));
}

TEST_F(SqliteStoreTest, ABackupTakenWhileItRunsOpensAsAStore) {
    const auto store = open();
    value_of(store->commit(two_records()));
    value_of(store->back_up(file("copy.sqlite")));
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(store->back_up(file("copy.sqlite")))) << "it is there already";
    auto opened = open_sqlite_store({file("copy.sqlite"), sqlite::Purpose::ward, {}});
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Store>>(opened));
    EXPECT_EQ(sources(*std::get<std::unique_ptr<Store>>(opened), "p2"), (std::vector<std::string>{"p2 line 1"}));
}

}  // namespace
}  // namespace stormkeel
