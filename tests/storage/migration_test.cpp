// A file of an earlier version becomes one of this, with a copy of it beside; a failed step changes nothing.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/sqlite_store.h"

namespace stormkeel {
namespace {

namespace fs = std::filesystem;

class MigrationTest : public testing::Test {
protected:
    MigrationTest() : folder_(fs::temp_directory_path() / ("stormkeel-migration-" + std::to_string(getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        Batch batch;
        batch.records.push_back(
            {1, "p1", RecordForm::chart_row, "fact/1", "1", Instant{1}, Instant{2}, "temperature,38.6,Cel"});
        batch.audit.push_back({1, Instant{2}, "feed", "take", "1 record"});
        auto opened = open_sqlite_store({file(), sqlite::Purpose::ward, {}});
        std::get<std::unique_ptr<Store>>(opened)->commit(batch);
    }
    ~MigrationTest() override { fs::remove_all(folder_); }

    std::string file(const std::string& ending = "") const { return (folder_ / "ward.sqlite").string() + ending; }

    // "records audit" of a file, or why it was not opened.
    static std::string held(const std::string& path, sqlite::Steps later = {}) {
        auto opened = open_sqlite_store({path, sqlite::Purpose::ward, {}, later});
        if (const auto* problem = std::get_if<StoreProblem>(&opened)) return problem->what;
        const auto last = std::get<std::unique_ptr<Store>>(opened)->last_numbers();
        const auto& numbers = std::get<LastNumbers>(last);
        return std::to_string(numbers.record) + " " + std::to_string(numbers.audit);
    }

    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }

private:
    fs::path folder_;
};

constexpr std::array<std::string_view, 1> next{"CREATE TABLE later(number INTEGER PRIMARY KEY, text TEXT) STRICT"};

TEST_F(MigrationTest, EverythingIsCopiedBesideTheFileFirst) {
    EXPECT_EQ(held(file()), "1 1");
    EXPECT_FALSE(fs::exists(file(".schema-5"))) << "nothing was to be changed";
    EXPECT_EQ(held(file(), next), "1 1");
    ASSERT_TRUE(fs::exists(file(".schema-5")));
    EXPECT_EQ(held(file(), next), "1 1");
    EXPECT_FALSE(fs::exists(file(".schema-5.2"))) << "it was changed once";
}

TEST_F(MigrationTest, TheEarlierProgramRefusesTheChangedFileAndTakesTheCopy) {
    held(file(), next);
    EXPECT_NE(held(file()).find("later version"), std::string::npos) << held(file());
    EXPECT_EQ(held(file(".schema-5")), "1 1");
    EXPECT_EQ(held(file(".schema-5"), next), "1 1") << "and the copy may be changed in its turn";
}

TEST_F(MigrationTest, AStepThatFailsChangesNothing) {
    constexpr std::array<std::string_view, 2> broken{next[0], "CREATE TABLE record(number INTEGER) STRICT"};
    EXPECT_NE(held(file(), broken).find("already exists"), std::string::npos);
    EXPECT_EQ(held(file()), "1 1");
    EXPECT_EQ(held(file(".schema-5")), "1 1");
    EXPECT_NE(held(file(), broken).find("already exists"), std::string::npos);
    EXPECT_TRUE(fs::exists(file(".schema-5.2"))) << "a copy that is there is never written over";
}

TEST_F(MigrationTest, ACopyThatFailsLeavesNothingAndBreaksNothing) {
    auto opened = open_sqlite_store({file(), sqlite::Purpose::ward, {}});
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const std::size_t before = files();
    const auto copied = store.back_up(file("-nowhere/copy.sqlite"));
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(copied));
    EXPECT_EQ(files(), before);
    Batch batch;
    batch.audit.push_back({2, Instant{3}, "feed", "take", "1 record"});
    EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    EXPECT_TRUE(std::holds_alternative<Done>(store.back_up(file(".copy"))));
    EXPECT_EQ(held(file(".copy")), "1 2");
}

// As one bit does that changes: SQLite goes by what the file says of itself.
TEST_F(MigrationTest, AFileWhoseTablesAreNotThoseOfTheStepsIsRefused) {
    for (const char* edit : {"replace(sql, '(patient, number)', '(patient, source)') WHERE name = 'record_of_patient'",
                             "replace(sql, 'version TEXT', 'versiom TEXT') WHERE name = 'record'",
                             "replace(sql, 'state INTEGER', 'spate INTEGER') WHERE name = 'cosign'"}) {
        const std::string changed = file(".changed");
        fs::copy_file(file(), changed, fs::copy_options::overwrite_existing);
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(changed.c_str(), &handle), SQLITE_OK);
        const std::string sql = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = " + std::string(edit) +
                                "; PRAGMA wal_checkpoint";
        ASSERT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        ASSERT_EQ(sqlite3_total_changes(handle), 1);
        sqlite3_close(handle);
        EXPECT_NE(held(changed).find("restore the last backup"), std::string::npos) << edit << ": " << held(changed);
    }
    EXPECT_EQ(held(file()), "1 1");
}

// What a program of an earlier schema wrote, out of the dump of its file.
void restore(const std::string& name, const std::string& file) {
    std::ifstream stream(std::string(STORMKEEL_SOURCE_DIR) + "/tests/storage/" + name);
    const std::string dump{std::istreambuf_iterator<char>(stream), {}};
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, dump.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
}

TEST_F(MigrationTest, AFileOfSchemaTwoTakesWhatSchemaThreeHolds) {
    const std::string earlier = file("-2");
    restore("schema_2.sql", earlier);
    EXPECT_EQ(held(earlier), "1 2");
    EXPECT_TRUE(fs::exists(earlier + ".schema-2")) << "it was copied beside first";
    {
        auto opened = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
        Store& store = *std::get<std::unique_ptr<Store>>(opened);
        const auto accounts = store.accounts();
        Account changed = std::get<std::vector<Account>>(accounts).back();
        EXPECT_EQ(changed.name + ' ' + changed.role + ' ' + changed.units, "m.ortega admin ");
        changed.units = "7 West";
        Batch batch;
        batch.accounts = {changed};
        batch.audit = {{3, Instant{9}, "operator", "account open", "admin m.ortega", R"({"role":"operator"})"}};
        batch.cosigns = {{1, "merge", CosignState::open, "p1", "p2", "twice", "m.ortega", Instant{9}, {}, {}, {}}};
        batch.sessions = {{"aa", "m.ortega", "bb", Instant{8}, Instant{9}}};
        EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    }
    auto again = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Store>>(again)) << "the chain holds over both schemas";
    Store& store = *std::get<std::unique_ptr<Store>>(again);
    const auto accounts = store.accounts();
    EXPECT_EQ(std::get<std::vector<Account>>(accounts).back().units, "7 West");
    const auto audit = store.audit_after(2, 9);
    EXPECT_EQ(std::get<std::vector<AuditEntry>>(audit).at(0).context, R"({"role":"operator"})");
    const auto cosigns = store.cosigns_after(Instant{99});
    EXPECT_EQ(std::get<std::vector<Cosign>>(cosigns).at(0).object, "p2");
    const auto sessions = store.sessions();
    EXPECT_EQ(std::get<std::vector<KeptSession>>(sessions).at(0).last_used, Instant{9});
}

// Who was signed in signs in again: nothing says that the ward itself wrote that they were.
TEST_F(MigrationTest, AFileOfSchemaThreeGoesOnAndItsSessionsEnd) {
    const std::string earlier = file("-3");
    restore("schema_3.sql", earlier);
    EXPECT_EQ(held(earlier), "1 6");
    EXPECT_TRUE(fs::exists(earlier + ".schema-3")) << "it was copied beside first";
    auto opened = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    EXPECT_TRUE(std::get<std::vector<KeptSession>>(store.sessions()).empty());
    Batch batch;
    batch.sessions = {{"aa", "m.ortega", "bb", Instant{8}, Instant{9}, false, "sealed"}};
    EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    EXPECT_EQ(std::get<std::vector<KeptSession>>(store.sessions()).at(0).seal, "sealed");
}

// The nurse's row has a unit, and was hashed with it as one digest in the place of a field.
TEST_F(MigrationTest, AFileOfSchemaFourGoesOnWithTheHashesThatItHas) {
    const std::string earlier = file("-4");
    restore("schema_4.sql", earlier);
    EXPECT_EQ(held(earlier), "2 7");
    EXPECT_TRUE(fs::exists(earlier + ".schema-4")) << "it was copied beside first";
    {
        auto opened = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
        Store& store = *std::get<std::unique_ptr<Store>>(opened);
        EXPECT_TRUE(store.damaged().empty());
        EXPECT_TRUE(std::get<std::vector<KeptSession>>(store.sessions()).empty()) << "who was signed in signs in again";
        const auto read = store.accounts();
        const auto& accounts = std::get<std::vector<Account>>(read);
        ASSERT_EQ(accounts.size(), 3U);
        Account nurse = accounts.back();
        EXPECT_EQ(nurse.name + ' ' + nurse.units, "nora 7 West");
        nurse.units = "ICU";
        Batch batch;
        batch.accounts = {nurse};
        EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    }
    auto again = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Store>>(again)) << "the chain holds over both schemas";
    EXPECT_TRUE(std::get<std::unique_ptr<Store>>(again)->damaged().empty());
    again = StoreProblem{};
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(earlier.c_str(), &handle), SQLITE_OK);
    sqlite3_exec(handle, "UPDATE account SET units = 'ICU 2' WHERE row = 4", nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    const auto altered = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Store>>(altered));
    const auto damaged = std::get<std::unique_ptr<Store>>(altered)->damaged();
    ASSERT_EQ(damaged.size(), 1U);
    EXPECT_EQ(to_text(damaged.front()), "row 4 of account is not what was kept");
}

TEST_F(MigrationTest, AFileOfSchemaOneGoesOnWithAllThatItHolds) {
    const std::string earlier = file("-1");
    restore("schema_1.sql", earlier);
    EXPECT_EQ(held(earlier), "2 1");
    EXPECT_TRUE(fs::exists(earlier + ".schema-1")) << "it was copied beside first";
    auto opened = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const auto last = store.last_assessment("p1");
    const auto& answer = std::get<std::optional<KeptAssessment>>(last);
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->number, 2U);
    EXPECT_EQ(answer->last_record, 2U);
    EXPECT_EQ(answer->clock_doubt, Duration{}) << "nothing was doubted then";
    Batch batch;
    batch.assessments.push_back(*answer);
    batch.assessments.back().number = 3;
    batch.assessments.back().clock_doubt = hours(6);
    EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    opened = StoreProblem{};
    auto again = open_sqlite_store({earlier, sqlite::Purpose::ward, {}});
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Store>>(again)) << "the chain holds over both schemas";
    const auto newest = std::get<std::unique_ptr<Store>>(again)->last_assessment("p1");
    EXPECT_EQ(std::get<std::optional<KeptAssessment>>(newest)->clock_doubt, hours(6));
}

}  // namespace
}  // namespace stormkeel
