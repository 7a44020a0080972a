// The served ward as its operator meets it: it starts, keeps what it answered for through a kill, and ends when told.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "cli/program.h"
#include "server/plain_client.h"

extern char** environ;

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

// `stormkeel serve` on a free port and a folder of its own.
class Served {
public:
    explicit Served(std::string folder) : data(std::move(folder)) { start(); }
    ~Served() { end(SIGKILL); }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    void start() {
        int out[2];
        ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        std::vector<std::string> words{STORMKEEL_PROGRAM, "serve", "--data", data, "--listen", "127.0.0.1:0"};
        std::vector<char*> pointers;
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        ASSERT_EQ(::posix_spawn(&process_, STORMKEEL_PROGRAM, &actions, nullptr, pointers.data(), environ), 0);
        posix_spawn_file_actions_destroy(&actions);
        ::close(out[1]);
        std::string line;
        for (char each = 0; ::read(out[0], &each, 1) == 1 && each != '\n';) line += each;
        ::close(out[0]);
        const std::size_t colon = line.rfind(':');
        ASSERT_NE(colon, std::string::npos) << line;
        port = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
    }

    int end(int signal) {
        if (process_ <= 0) return -1;
        ::kill(process_, signal);
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    std::string ask(const std::string& request_line, const std::string& token, const std::string& body = {}) const {
        PlainClient client(port);
        client.send(request_line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " +
                    token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return client.receive_all();
    }

    std::string data;
    std::uint16_t port = 0;

private:
    pid_t process_ = 0;
};

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

const std::string fever =
    R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6,"unit":"Cel"}]})";

TEST_F(ServeTest, WhatWasAnsweredForIsThereAfterAKill) {
    Served ward(folder);
    EXPECT_NE(ward.ask("GET /healthz", "").find("401"), std::string::npos) << "an empty token opens nothing";
    const std::string token = token_of(folder);
    EXPECT_NE(ward.ask("POST /api/patients/p1/facts", token, fever).find(R"("kept":1)"), std::string::npos);
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

TEST_F(ServeTest, TokensAndBackupsAreMadeWithoutTheServiceToo) {
    const std::string token = token_of(folder);
    const std::string copy = folder + "/copy.sqlite";
    EXPECT_EQ(run({"backup", copy, "--data", folder}).status, 0);
    EXPECT_NE(run({"backup", copy, "--data", folder}).status, 0) << "it is there already";
    Served ward(folder);
    EXPECT_NE(ward.ask("GET /api/ward", token).find("200 OK"), std::string::npos);
    EXPECT_EQ(run({"backup", folder + "/while-it-runs.sqlite", "--data", folder}).status, 0);
    EXPECT_TRUE(fs::exists(folder + "/while-it-runs.sqlite"));
    EXPECT_EQ(run({"token", "add", "feed", "--role", "admin", "--data", folder}).status, 2);
    EXPECT_EQ(run({"token", "add", "a feed", "--role", "kiosk", "--data", folder}).status, 2);
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
