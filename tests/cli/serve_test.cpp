// The served ward as its operator meets it: it starts, keeps what it answered for through a kill, and ends when told.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

class ServeTest : public testing::Test {
protected:
    ServeTest() : folder((fs::temp_directory_path() / ("stormkeel-serve-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
    }
    ~ServeTest() override { fs::remove_all(folder); }

    std::string token_of(const std::string& data) const {
        const Outcome made = run({"token", "add", "feed", "--role", "integration", "--data", data});
        EXPECT_EQ(made.status, 0) << made.error;
        EXPECT_EQ(made.out.size(), 65U) << made.out;
        return made.out.substr(0, made.out.find('\n'));
    }

    std::string folder;
};

std::string text_of_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

const std::string fever_fact =
    R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6,"unit":"Cel"}]})";

TEST_F(ServeTest, WhatWasAnsweredForIsThereAfterAKill) {
    Served ward(folder);
    EXPECT_NE(ward.ask("GET /api/ward", "").find("401"), std::string::npos) << "an empty token opens nothing";
    const std::string token = token_of(folder);
    EXPECT_NE(ward.ask("POST /api/patients/p1/facts", token, fever_fact).find(R"("kept":1)"), std::string::npos);
    ward.end(SIGKILL);
    ward.start();
    const std::string facts = ward.ask("GET /api/patients/p1/facts", token);
    EXPECT_NE(facts.find(R"("value":"38.6")"), std::string::npos) << facts;
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

TEST_F(ServeTest, ASecondOneOnTheSameDataEndsWith75) {
    const Served ward(folder);
    const Outcome second = run({"serve", "--data", folder, "--listen", "127.0.0.1:0"});
    EXPECT_EQ(second.status, 75);
    EXPECT_NE(second.error.find("another process"), std::string::npos) << second.error;
}

TEST_F(ServeTest, AnAddressThatOthersReachEndsWith78AndABadOneWith2) {
    const Outcome open = run({"serve", "--data", folder, "--listen", "0.0.0.0:0"});
    EXPECT_EQ(open.status, 78);
    EXPECT_EQ(std::count(open.error.begin(), open.error.end(), '\n'), 1) << "one clear line: " << open.error;
    EXPECT_FALSE(fs::exists(folder)) << "nothing was made";
    EXPECT_EQ(run({"serve", "--data", folder, "--listen", "8080"}).status, 2);
}

TEST_F(ServeTest, MllpIsForThisMachineAloneUnlessEachSenderIsKnown) {
    const Outcome open = run({"serve", "--data", folder, "--listen", "127.0.0.1:0", "--mllp", "0.0.0.0:0"});
    EXPECT_EQ(open.status, 78);
    EXPECT_NE(open.error.find("--mllp-client-ca"), std::string::npos) << open.error;
    EXPECT_EQ(run({"serve", "--data", folder, "--mllp", "2575"}).status, 2);
    EXPECT_FALSE(fs::exists(folder)) << "nothing was made";
}

TEST_F(ServeTest, TokensAndBackupsAreMadeWithoutTheServiceToo) {
    const std::string token = token_of(folder);
    const std::string copy = folder + "/copy.sqlite";
    EXPECT_EQ(run({"backup", copy, "--data", folder}).status, 0);
    EXPECT_NE(run({"backup", copy, "--data", folder}).status, 0) << "it is there already";
    Served ward(folder);
    EXPECT_NE(ward.ask("GET /api/ward", token).find("200 OK"), std::string::npos);
    EXPECT_EQ(run({"backup", folder + "/while-it-runs.sqlite", "--data", folder}).status, 0);
    EXPECT_TRUE(fs::exists(folder + "/while-it-runs.sqlite"));
    const Outcome first = run({"token", "add", "lab", "--role", "integration", "--data", folder});
    EXPECT_EQ(first.error, "");
    const Outcome again = run({"token", "add", "lab", "--role", "integration", "--data", folder});
    EXPECT_TRUE(has(again.error, "Note: the token of lab that was there opens nothing any more")) << again.error;
    EXPECT_EQ(again.out.size(), 65U) << "the token alone";
    const Outcome wrong = run({"token", "add", "feed", "--role", "admin", "--data", folder});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_TRUE(has(wrong.error, "integration, sender, cds, monitor or kiosk")) << wrong.error;
    const Outcome monitor = run({"token", "add", "prometheus", "--role", "monitor", "--data", folder});
    EXPECT_EQ(monitor.error, "");
    const std::string measures = monitor.out.substr(0, 64);
    EXPECT_NE(ward.ask("GET /metrics", measures).find("200 OK"), std::string::npos);
    EXPECT_NE(ward.ask("GET /api/ward", measures).find(" 403 "), std::string::npos);
    EXPECT_EQ(run({"token", "add", "a feed", "--role", "kiosk", "--data", folder}).status, 2);
}

TEST_F(ServeTest, OfAFolderThatHoldsNoWardNothingIsCopiedAndNoWardIsMade) {
    const Outcome copied = run({"backup", folder + "-copy.sqlite", "--data", folder});
    EXPECT_EQ(copied.status, 2);
    EXPECT_TRUE(has(copied.error, folder + " holds no ward")) << copied.error;
    EXPECT_EQ(run({"user", "list", "--data", folder}).status, 2);
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_FALSE(fs::exists(folder + "-copy.sqlite"));
}

TEST_F(ServeTest, ACopyThatIsOnlyVerifiedIsNoBackup) {
    token_of(folder);
    const Served ward(folder);
    const auto kept = [&] {
        std::ostringstream text;
        for (const char* name : {"/ward.sqlite", "/ward.sqlite-wal"}) text << std::ifstream(folder + name).rdbuf();
        return text.str();
    };
    EXPECT_EQ(run({"verify", "--data", folder}).status, 0);
    // A row of the audit: who, and what they did.
    EXPECT_TRUE(has(kept(), "operatorcopy to verify"));
    EXPECT_FALSE(has(kept(), "operatorbackup"));
    const std::string copy = folder + "/copy.sqlite";
    EXPECT_EQ(run({"backup", copy, "--data", folder}).status, 0);
    EXPECT_TRUE(has(kept(), "operatorbackup" + copy)) << "and where it went";
}

TEST_F(ServeTest, WhatIsKeptIsVerifiedWhileItRunsAndAfterwards) {
    EXPECT_EQ(run({"verify", "--data", folder}).status, 2) << "there is no ward yet";
    const std::string token = token_of(folder);
    Served ward(folder);
    ward.ask("POST /api/patients/p1/facts", token, fever_fact);
    for (const bool running : {true, false}) {
        if (!running) ward.end(SIGTERM);
        const Outcome verified = run({"verify", "--data", folder});
        EXPECT_EQ(verified.status, 0) << verified.error;
        EXPECT_NE(verified.out.find("Records: 1."), std::string::npos) << verified.out;
        EXPECT_NE(verified.out.find("1 byte for byte, 0 otherwise, 0 by other packs"), std::string::npos)
            << verified.out;
    }
    for (const auto& entry : fs::directory_iterator(folder)) {
        EXPECT_EQ(entry.path().filename().string().find("verify"), std::string::npos) << "its copy is gone";
    }
}

TEST_F(ServeTest, AFileThatWasChangedIsNotVerified) {
    const std::string token = token_of(folder);
    Served ward(folder);
    ward.ask("POST /api/patients/p1/facts", token, fever_fact);
    ward.end(SIGTERM);
    const std::string file = folder + "/ward.sqlite";
    std::string bytes = text_of_file(file);
    const std::size_t place = bytes.find("38.6");
    ASSERT_NE(place, std::string::npos);
    bytes[place + 1] = '6';
    std::ofstream(file, std::ios::binary) << bytes;
    const Outcome verified = run({"verify", "--data", folder});
    EXPECT_EQ(verified.status, 1) << verified.out;
    EXPECT_NE(verified.error.find("is not what was kept"), std::string::npos) << verified.error;
}

TEST_F(ServeTest, WhatIsKeptIsForItsOwnAccountAlone) {
    const Served ward(folder);
    const auto mode = [](const std::string& path) { return fs::status(path).permissions() & fs::perms::all; };
    EXPECT_EQ(mode(folder), fs::perms::owner_all);
    EXPECT_EQ(mode(folder + "/ward.sqlite"), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(mode(folder + "/control.socket"), fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace stormkeel::cli_test
