// Accounts of people as the operator keeps them, the first administrator, and what the audit's witnesses show.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/program.h"
#include "storage/sqlite_store.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

class UserTest : public testing::Test {
protected:
    UserTest() : folder((fs::temp_directory_path() / ("stormkeel-user-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
    }
    ~UserTest() override { fs::remove_all(folder); }

    Outcome user(const std::vector<std::string>& words, const std::string& input = "") const {
        std::vector<std::string> all{"user"};
        all.insert(all.end(), words.begin(), words.end());
        all.insert(all.end(), {"--data", folder});
        return run(all, input);
    }
    std::string file(const std::string& name) const {
        std::ifstream stream(folder + '/' + name, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    // Into the store of a ward that is not served.
    void keep_factors_of(const std::string& name, const std::string& factors) const {
        const auto opened = open_sqlite_store({folder + "/ward.sqlite", sqlite::Purpose::ward, {}});
        Store& store = *std::get<std::unique_ptr<Store>>(opened);
        Batch batch;
        batch.accounts = std::get<std::vector<Account>>(store.accounts());
        std::erase_if(batch.accounts, [&](const Account& account) { return account.name != name; });
        ASSERT_EQ(batch.accounts.size(), 1U);
        batch.accounts.front().factors = factors;
        EXPECT_TRUE(std::holds_alternative<Done>(store.commit(batch)));
    }

    std::string folder;
};

// Without a token, as a browser asks.
std::string post(const Served& ward, const std::string& path, const std::string& body) {
    PlainClient client(ward.port);
    client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.receive_all();
}

const std::string ada = R"({"name":"ada","password":"seven quiet herons"})";

TEST_F(UserTest, IsAddedListedAndRemovedWithTheServiceAndWithoutIt) {
    for (const bool running : {false, true}) {
        fs::remove_all(folder);
        std::optional<Served> ward;
        if (running) ward.emplace(folder);
        EXPECT_EQ(user({"add", "ada", "--role", "admin"}, "seven quiet herons\n").status, 0);
        EXPECT_EQ(user({"add", "bob", "--role", "nurse"}, "nine green lanterns\n").status, 0);
        EXPECT_EQ(user({"add", "bob", "--role", "nurse"}, "short\n").status, 2);
        EXPECT_EQ(user({"add", "bob", "--role", "kiosk"}, "nine green lanterns\n").status, 2);
        const std::string people = user({"list"}).out;
        EXPECT_TRUE(has(people, "ada  admin  since ") && has(people, "bob  nurse  since ")) << people;
        EXPECT_EQ(user({"remove", "ada"}).status, 2) << "the last administrator";
        EXPECT_EQ(user({"remove", "bob"}).status, 0);
        EXPECT_EQ(user({"remove", "bob"}).status, 2) << "there is no such";
        EXPECT_FALSE(has(user({"list"}).out, "bob"));
        EXPECT_EQ(run({"token", "add", "ada", "--role", "kiosk", "--data", folder}).status, 2) << "a person's name";
    }
}

TEST_F(UserTest, WhoSignsInElsewhereIsAddedByTheirSubject) {
    for (const bool running : {false, true}) {
        fs::remove_all(folder);
        std::optional<Served> ward;
        if (running) ward.emplace(folder);
        EXPECT_EQ(user({"add", "ada", "--role", "admin"}, "seven quiet herons\n").status, 0);
        const Outcome bare = user({"add", "eve", "--role", "nurse", "--subject", "248"});
        EXPECT_EQ(bare.status, 2) << "nobody knows of which issuer";
        EXPECT_TRUE(has(bare.error, "https://id.example.org SUB")) << bare.error;
        const std::string subject = "https://id.example.org 248";
        EXPECT_EQ(user({"add", "eve", "--role", "nurse", "--subject", subject}).status, 0);
        EXPECT_TRUE(has(user({"list"}).out, "  subject " + subject + "\n"));
        EXPECT_TRUE(has(user({"add", "bob", "--role", "nurse", "--subject", subject}).error, "subject of eve"));
        EXPECT_EQ(user({"add", "ada", "--role", "nurse", "--subject", "https://id.example.org 1"}).status, 2)
            << "the last administrator";
        EXPECT_EQ(user({"add", "eve", "--role", "physician"}, "nine green lanterns\n").status, 0);
        EXPECT_TRUE(has(user({"list"}).out, "  subject " + subject + "\n")) << "what else there is of them stays";
    }
}

// What is kept of the factors here is none of ours: it is asked for, and only taking it away helps.
TEST_F(UserTest, SecondFactorsStayWithAnotherPasswordAndAreResetByTheOperator) {
    for (const bool running : {false, true}) {
        fs::remove_all(folder);
        EXPECT_EQ(user({"add", "ada", "--role", "nurse"}, "seven quiet herons\n").status, 0);
        keep_factors_of("ada", "{}");
        EXPECT_EQ(user({"add", "ada", "--role", "physician"}, "seven quiet herons\n").status, 0);
        std::optional<Served> ward;
        if (running) ward.emplace(folder);
        if (running) {
            EXPECT_TRUE(has(post(*ward, "/session", ada), R"("second_factor")"));
        }
        EXPECT_EQ(user({"reset-factors", "bob"}).status, 2);
        const Outcome reset = user({"reset-factors", "ada"});
        EXPECT_EQ(reset.out, "ada has no second factor any more, and no PIN and badge\n") << reset.error;
        if (!running) ward.emplace(folder);
        EXPECT_TRUE(has(post(*ward, "/session", ada), R"("role":"physician")"));
    }
}

TEST_F(UserTest, AShortPasswordIsTakenForARoleThatNeedsASecondFactorAlone) {
    for (const bool running : {false, true}) {
        fs::remove_all(folder);
        fs::create_directories(folder);
        std::ofstream(folder + "/stormkeel.toml") << "[sign_in]\nsecond_factor = [\"admin\"]\n";
        std::optional<Served> ward;
        if (running) ward.emplace(folder);
        EXPECT_EQ(user({"add", "ada", "--role", "admin"}, "k7wq2mfp\n").status, 0);
        EXPECT_EQ(user({"add", "ada", "--role", "admin"}, "k7wq2mf\n").status, 2);
        EXPECT_EQ(user({"add", "bob", "--role", "nurse"}, "k7wq2mfp\n").status, 2);
    }
}

TEST_F(UserTest, SignsInWithTheServiceOnceAdded) {
    const Served ward(folder);
    EXPECT_TRUE(has(post(ward, "/session", ada), " 401 "));
    EXPECT_EQ(user({"add", "ada", "--role", "physician"}, "seven quiet herons\n").status, 0);
    const std::string in = post(ward, "/session", ada);
    EXPECT_TRUE(has(in, " 200 ") && has(in, R"("role":"physician")")) << in;
}

TEST_F(UserTest, TheFirstAdministratorIsMadeByTheTokenOfThisStartOnce) {
    Served ward(folder);
    const std::string before = file("setup-token");
    ward.end(SIGTERM);
    EXPECT_FALSE(fs::exists(folder + "/setup-token")) << "it ends with the service";
    ward.start();
    const std::string token = file("setup-token").substr(0, 64);
    ASSERT_EQ(token.size(), 64U);
    EXPECT_NE(before, file("setup-token"));
    EXPECT_EQ(fs::status(folder + "/setup-token").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto set_up = [&](const std::string& with, const std::string& password) {
        return post(ward, "/setup", R"({"token":")" + with + R"(","name":"ada","password":")" + password + "\"}");
    };
    EXPECT_TRUE(has(set_up(before.substr(0, 64), "seven quiet herons"), " 403 ")) << "of an earlier start";
    EXPECT_TRUE(has(set_up(token, "short"), " 400 ")) << "and the token is not used up by that";
    EXPECT_TRUE(has(set_up(token, "seven quiet herons"), " 200 "));
    EXPECT_FALSE(fs::exists(folder + "/setup-token"));
    EXPECT_TRUE(has(set_up(token, "seven quiet herons"), " 409 "));
    EXPECT_TRUE(has(post(ward, "/session", ada), R"("role":"admin")"));
    ward.end(SIGKILL);
    ward.start();
    EXPECT_FALSE(fs::exists(folder + "/setup-token")) << "there is an administrator";
}

// Somebody with the file takes the last rows out: what is left is a whole chain.
TEST_F(UserTest, VerifyNoticesAnAuditWhoseEndWasCutOff) {
    {
        Served ward(folder);
        post(ward, "/session", ada);
        EXPECT_EQ(user({"add", "ada", "--role", "admin"}, "seven quiet herons\n").status, 0);
        EXPECT_EQ(ward.end(SIGTERM), 0);
    }
    const Outcome good = run({"verify", "--data", folder});
    EXPECT_EQ(good.status, 0) << good.error;
    EXPECT_TRUE(has(good.out, "Audit: 4 rows") && has(good.out, "0 rows since the last")) << good.out;
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder + "/ward.sqlite").c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, "DELETE FROM audit WHERE number = 4", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
    const Outcome cut = run({"verify", "--data", folder});
    EXPECT_EQ(cut.status, 1) << cut.out;
    EXPECT_TRUE(has(cut.error, "saw 4 rows of the audit, and there are 3")) << cut.error;
}

// An account that was closed must not be open again because the row that closed it is gone.
TEST_F(UserTest, VerifyNoticesThatTheEndOfAnotherTableWasCutOff) {
    {
        Served ward(folder);
        post(ward, "/session", ada);
        EXPECT_EQ(user({"add", "ada", "--role", "admin"}, "seven quiet herons\n").status, 0);
        EXPECT_EQ(ward.end(SIGTERM), 0);
    }
    EXPECT_EQ(run({"verify", "--data", folder}).status, 0);
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder + "/ward.sqlite").c_str(), &database), SQLITE_OK);
    const char* cut_off = "DELETE FROM account WHERE row = (SELECT max(row) FROM account)";
    EXPECT_EQ(sqlite3_exec(database, cut_off, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
    const Outcome cut = run({"verify", "--data", folder});
    EXPECT_EQ(cut.status, 1) << cut.out;
    EXPECT_TRUE(has(cut.error, "the table account ends with row")) << cut.error;
    // A ward that went on would count anew to where it was, and hide it.
    const Outcome served = run_shell("timeout 20 \"$STORMKEEL\" serve --data '" + folder + "' --listen 127.0.0.1:0");
    EXPECT_EQ(served.status, 1);
    EXPECT_TRUE(has(served.error, "restore the last backup")) << served.error;
}

}  // namespace
}  // namespace stormkeel::cli_test
