// A row that was changed in the file is named with its patient, and keeps nobody else from being read.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/pseudonyms.h"
#include "storage/session_seal.h"
#include "storage/sqlite_store.h"

namespace stormkeel {
namespace {

class DamagedRows : public testing::Test {
protected:
    DamagedRows() : folder_(std::filesystem::temp_directory_path() / ("stormkeel-damage-" + std::to_string(getpid()))) {
        write_ward();
    }
    ~DamagedRows() override { std::filesystem::remove_all(folder_); }

    std::string file() const { return (folder_ / "ward.sqlite").string(); }

    Stored<std::unique_ptr<Store>> open() const { return open_sqlite_store({file(), sqlite::Purpose::ward, {}}); }

    // Two records, an answer, an alert and an event of each of two patients.
    void write_ward() const {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        Batch batch;
        for (std::uint64_t i = 1; i <= 4; ++i) {
            batch.records.push_back({i, i % 2 == 1 ? "p1" : "p2", RecordForm::chart_row, "api " + std::to_string(i),
                                     "1", Instant{5}, Instant{6}, "temperature 38." + std::to_string(i) + " Cel"});
        }
        for (std::uint64_t i = 1; i <= 2; ++i) {
            const std::string patient = "p" + std::to_string(i);
            batch.assessments.push_back({i, patient, Instant{7}, 4, "packs", "digest"});
            Alert alert;
            alert.number = i;
            alert.patient = patient;
            alert.condition = "crs";
            alert.text = "look at them";
            batch.alerts.push_back(alert);
            batch.events.push_back({i, "assessment", patient, "{}"});
        }
        batch.audit = {{1, Instant{7}, "feed", "take", "4 records"}};
        auto opened = open();
        std::get<std::unique_ptr<Store>>(opened)->commit(batch);
    }

    void tamper(const std::string& sql) const {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }

    // "record 3: p1", each with a semicolon behind it; or why nothing was opened.
    static std::string told(const Stored<std::unique_ptr<Store>>& opened) {
        if (const auto* problem = std::get_if<StoreProblem>(&opened)) return problem->what;
        return told(std::get<std::unique_ptr<Store>>(opened)->damaged());
    }
    static std::string told(const std::vector<DamagedRow>& rows) {
        std::string text;
        for (const DamagedRow& row : rows) {
            text += row.table + ' ' + std::to_string(row.row) + ':';
            for (const std::string& patient : row.patients) text += ' ' + patient;
            text += ';';
        }
        return text;
    }
    std::string told_after(const std::string& sql) const {
        write_ward();
        tamper(sql);
        return told(open());
    }

private:
    std::filesystem::path folder_;
};

TEST_F(DamagedRows, EachIsToldWithItsPatientAndTheStoreOpens) {
    EXPECT_EQ(told(open()), "");
    EXPECT_EQ(told_after("UPDATE record SET text = 'temperature 36.1 Cel' WHERE number = 1"), "record 1: p1;");
    EXPECT_EQ(told_after("UPDATE record SET hash = 'ff' WHERE number = 2"), "record 2: p2;") << "and not the next";
    EXPECT_EQ(told_after("UPDATE record SET hash = 'ff' WHERE number = 4"), "record 4: p2;") << "the last";
    EXPECT_EQ(told_after("UPDATE record SET form = 77 WHERE number = 3"), "record 3: p1;");
    EXPECT_EQ(told_after("UPDATE record SET source = 'api 9', text = '' WHERE patient = 'p2' AND number < 4"),
              "record 2: p2;");
    EXPECT_EQ(told_after("UPDATE assessment SET digest = 'other' WHERE number = 2"), "assessment 2: p2;");
    EXPECT_EQ(told_after("UPDATE alert SET text = 'all is well' WHERE number = 1"), "alert 1: p1;");
    EXPECT_EQ(told_after("UPDATE event SET json = '[]' WHERE number = 1"), "event 1: p1;");
}

TEST_F(DamagedRows, ARowThatWasGivenToAnotherIsOfBoth) {
    EXPECT_EQ(told_after("UPDATE record SET patient = 'p2' WHERE number = 3"), "record 3: p2 p1;");
    EXPECT_EQ(told_after("UPDATE record SET patient = 'nobody' WHERE number = 3"), "record 3: p1;");
}

// What cannot be told whose it is stops the ward, as does what is nobody's.
TEST_F(DamagedRows, WhatIsOfNoPatientForCertainIsNotOpened) {
    for (const char* change :
         {"UPDATE record SET patient = 'nobody', text = 'x' WHERE number = 3", "DELETE FROM record WHERE number = 3",
          "UPDATE audit SET object = '3 records'", "DELETE FROM event WHERE number = 1",
          "UPDATE record SET patient = '' WHERE number = 3 OR number = 1"}) {
        write_ward();
        tamper(change);
        const auto opened = open();
        ASSERT_TRUE(std::holds_alternative<StoreProblem>(opened)) << change << told(opened);
        EXPECT_EQ(std::get<StoreProblem>(opened).kind, StoreProblem::Kind::damaged) << change;
    }
}

TEST_F(DamagedRows, WhatIsKeptAfterThemIsWholeAndAnAlteredAlertIsNotTold) {
    tamper("UPDATE record SET hash = 'ff' WHERE number = 4; UPDATE alert SET state = 3, number = 2 WHERE row = 1");
    {
        auto opened = open();
        Store& store = *std::get<std::unique_ptr<Store>>(opened);
        const auto alerts = store.open_alerts();
        ASSERT_EQ(std::get<std::vector<Alert>>(alerts).size(), 1U);
        EXPECT_EQ(std::get<std::vector<Alert>>(alerts)[0].patient, "p2") << "which the changed row would have ended";
        Batch batch;
        batch.records = {{5, "p1", RecordForm::chart_row, "api 5", "1", Instant{5}, Instant{6}, "spo2 96 %"}};
        EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    }
    EXPECT_EQ(told(open()), "record 4: p2;alert 1: p1;");
}

// The rows were read when the store was opened, and stand in its memory; what is beneath it changed since.
TEST_F(DamagedRows, AnAlteredPageIsSeenWhileTheStoreIsOpen) {
    auto opened = open();
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const auto look = [&](std::chrono::microseconds slice) {
        std::size_t slices = 1;
        auto looked = store.look_through(slice);
        for (; std::holds_alternative<Store::Found>(looked) && !std::get<Store::Found>(looked); ++slices) {
            looked = store.look_through(slice);
        }
        return std::pair(told(std::get<Store::Found>(looked).value()), slices);
    };
    EXPECT_EQ(look(std::chrono::seconds(1)), std::pair(std::string(), std::size_t{1}));
    std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(bytes), {}};
    const std::size_t place = all.find("38.3 Cel");
    ASSERT_NE(place, std::string::npos);
    bytes.seekp(static_cast<std::streamoff>(place)).write("36.3", 4).flush();
    EXPECT_EQ(look(std::chrono::seconds(1)).first, "record 3: p1;");
    const auto [found, slices] = look(std::chrono::microseconds(0));
    EXPECT_EQ(found, "record 3: p1;");
    EXPECT_EQ(slices, 4U + 2 + 2 + 1 + 2 + 1) << "a row each, and the end";
    Batch batch;
    batch.audit = {{2, Instant{8}, "feed", "take", "1 record"}};
    EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch))) << "the store goes on";
}

// A page that tells of fewer rows than it has leaves no gap between those that are left.
TEST_F(DamagedRows, ARowThatIsGoneFromTheEndIsSeenWhileTheStoreIsOpen) {
    std::uint64_t root = 0;
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &handle), SQLITE_OK);
    const auto take_root = [](void* into, int, char** values, char**) {
        *static_cast<std::uint64_t*>(into) = std::stoull(values[0]);
        return 0;
    };
    sqlite3_exec(handle, "SELECT rootpage FROM sqlite_schema WHERE name = 'event'", take_root, &root, nullptr);
    sqlite3_close(handle);
    ASSERT_GT(root, 1U);
    auto opened = open();
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>((root - 1) * 4096 + 4)).put(1).flush();
    const auto looked = store.look_through(std::chrono::seconds(1));
    EXPECT_EQ(told(std::get<Store::Found>(looked).value()), "event 2:;");
}

// Nora and Mara signed in by their second entries, and Mara's account was closed since.
TEST_F(DamagedRows, WhoseAccountWasAlteredIsClosedAndNobodyElse) {
    const auto told_of = [this](const char* change, bool again) {
        write_ward();
        Batch batch;
        batch.accounts = {{"mara", "nurse", "m1", Instant{1}},
                          {"nora", "nurse", "n1", Instant{1}},
                          {"mara", "nurse", "", Instant{2}},
                          {"nora", "admin", "n2", Instant{3}},
                          {"vera", "nurse", "v1", Instant{4}}};
        std::get<std::unique_ptr<Store>>(open())->commit(batch);
        tamper(change);
        auto opened = open();
        if (const auto* problem = std::get_if<StoreProblem>(&opened)) return problem->what;
        Store& store = *std::get<std::unique_ptr<Store>>(opened);
        Batch anew;
        anew.accounts = {{"nora", "nurse", "n3", Instant{9}}};
        if (again) store.commit(anew);
        std::string text = told(store.damaged());
        const auto accounts = store.accounts();
        for (const Account& one : std::get<std::vector<Account>>(accounts)) {
            text += ' ' + one.name + '=' + one.credential;
        }
        return text;
    };
    EXPECT_EQ(told_of("UPDATE account SET units = '' WHERE row = 1", false), " mara= nora=n2 vera=v1");
    EXPECT_EQ(told_of("UPDATE account SET credential = 'known' WHERE row = 4", false),
              "account 4:; mara= nora= vera=v1");
    EXPECT_EQ(told_of("UPDATE account SET role = 'admin' WHERE row = 5", false), "account 5:; mara= nora=n2 vera=");
    EXPECT_EQ(told_of("UPDATE account SET hash = 'ff' WHERE row = 4", false), "account 4:; mara= nora= vera=v1");
    EXPECT_EQ(told_of("UPDATE account SET name = 'nora' WHERE row = 3", false), "account 3:; mara= nora=n2 vera=v1")
        << "and not as Mara's was before she was closed";
    EXPECT_EQ(told_of("UPDATE account SET name = 'vera' WHERE row = 4", false), "account 4:; mara= nora= vera=v1");
    EXPECT_EQ(told_of("UPDATE account SET role = 'physician' WHERE row = 4", true), "account 4:; mara= nora=n3 vera=v1")
        << "an entry that is made anew opens it";
    EXPECT_NE(told_of("DELETE FROM account WHERE row = 3", false).find("is missing"), std::string::npos);
}

TEST_F(DamagedRows, ASessionCountsWithTheSealOfItsKeyAlone) {
    const Pseudonyms key("a key that the file does not hold");
    KeptSession session{"aa", "nora", "account", Instant{1}, Instant{2}};
    session.seal = seal_of(session, key);
    Batch batch;
    batch.sessions = {session};
    auto opened = open();
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    batch.sessions.push_back(sealed_together({session}, 1, key));
    store.commit(batch);
    const auto first_altered = [&](const Pseudonyms& by) {
        return std::get<CheckedSessions>(checked_sessions(store, by)).first_altered;
    };
    EXPECT_EQ(first_altered(key), 0U);
    EXPECT_EQ(std::get<CheckedSessions>(checked_sessions(store, key)).sound.size(), 1U);
    EXPECT_EQ(first_altered(Pseudonyms("another")), 1U);
    for (auto change : {+[](KeptSession& one) { one.name = "mara"; }, +[](KeptSession& one) { one.account = "other"; },
                        +[](KeptSession& one) { one.begun = Instant{9}; }, +[](KeptSession& one) { one.seal = ""; },
                        +[](KeptSession& one) { one.last_used = Instant{9}; }}) {
        batch.sessions = {session};
        change(batch.sessions[0]);
        store.commit(batch);
        EXPECT_EQ(first_altered(key), 1U);
        EXPECT_TRUE(std::get<CheckedSessions>(checked_sessions(store, key)).sound.empty());
    }
}

// Each of them was sealed once: what was taken away and put back is told by the others, and by the audit.
TEST_F(DamagedRows, ASessionThatWasPutBackCountsNoMore) {
    const Pseudonyms key("a key that the file does not hold");
    const auto sealed = [&](const char* digest, const char* name) {
        KeptSession session{digest, name, "account", Instant{1}, Instant{2}};
        session.seal = seal_of(session, key);
        return session;
    };
    const KeptSession nora = sealed("aa", "nora");
    const KeptSession mara = sealed("bb", "mara");
    KeptSession signs_out = nora;
    signs_out.ended = true;
    auto opened = open();
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const auto keep = [&](std::vector<KeptSession> sessions, const char* act) {
        Batch batch;
        batch.sessions = std::move(sessions);
        const std::uint64_t next = std::get<LastNumbers>(store.last_numbers()).audit + 1;
        if (act != nullptr) batch.audit = {{next, Instant{8}, "nora", act, "nurse nora"}};
        EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
        return next;
    };
    const auto sound = [&] { return std::get<CheckedSessions>(checked_sessions(store, key)).sound.size(); };
    const auto altered = [&] { return std::get<CheckedSessions>(checked_sessions(store, key)).altered; };
    const std::uint64_t in = std::get<LastNumbers>(store.last_numbers()).audit + 1;
    const KeptSession of_both = sealed_together({nora, mara}, in, key);
    keep({nora, mara, of_both}, "sign in");
    EXPECT_EQ(sound(), 2U);
    keep({}, "alert shown");
    EXPECT_EQ(sound(), 2U) << "what else the audit tells of changes nothing";
    keep({signs_out, sealed_together({mara}, in + 2, key)}, "sign out");
    EXPECT_EQ(sound(), 1U);
    keep({nora}, nullptr);
    EXPECT_EQ(sound(), 0U) << "her row alone";
    EXPECT_EQ(altered(), 2U);
    keep({of_both}, nullptr);
    EXPECT_EQ(sound(), 0U) << "with the row that sealed both: she signed out since";
    EXPECT_EQ(altered(), 2U);
    keep({signs_out, sealed_together({mara}, in + 2, key)}, nullptr);
    EXPECT_EQ(sound(), 1U) << "as it was last";
    KeptSession none = sealed_together({mara}, in + 2, key);
    none.ended = true;
    keep({none}, nullptr);
    EXPECT_EQ(sound(), 0U) << "as an earlier version kept them";
    EXPECT_EQ(altered(), 0U) << "which is no sign of anything";
}

}  // namespace
}  // namespace stormkeel
