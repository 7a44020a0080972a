// Old events are taken away while the ward is served; what is left is proved, and a reader is never led over a gap.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class RetentionTest : public testing::Test {
protected:
    RetentionTest()
        : folder((fs::temp_directory_path() / ("stormkeel-retention-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        fs::create_directories(folder);
        std::ofstream(folder + "/stormkeel.toml") << "[retention]\nevents = 10\n";
    }
    ~RetentionTest() override { fs::remove_all(folder); }

    std::string folder;
};

// The head of the response to a reader who has seen the event of this number.
std::string events_after(const Served& ward, const std::string& token, int number) {
    PlainClient client(ward.port);
    client.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
                "\r\nLast-Event-ID: " + std::to_string(number) + "\r\n\r\n");
    return client.receive_until("\r\n");
}

TEST_F(RetentionTest, WhatIsLeftIsProvedAndNoReaderIsLedOverAGap) {
    Served ward(folder);
    const Outcome made = run({"token", "add", "feed", "--role", "integration", "--data", folder});
    const std::string token = made.out.substr(0, made.out.find('\n'));
    PlainClient feed(ward.port);
    for (int i = 0; i < 1011; ++i) {
        const std::string body =
            R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","unit":"Cel","value":36.)" +
            std::to_string(i) + "}]}";
        feed.send("POST /api/patients/p" + std::to_string(i % 5) +
                  "/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
                  "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        ASSERT_TRUE(feed.response().starts_with("HTTP/1.1 200"));
    }
    EXPECT_EQ(events_after(ward, token, 1005), "HTTP/1.1 200 OK\r\n");
    for (int tries = 0; tries < 100 && !events_after(ward, token, 0).starts_with("HTTP/1.1 410"); ++tries) {
        std::this_thread::sleep_for(100ms);
    }
    for (const bool restarted : {false, true}) {
        if (restarted) {
            ward.end(SIGKILL);
            ward.start();
        }
        EXPECT_EQ(events_after(ward, token, 0), "HTTP/1.1 410 Gone\r\n");
        EXPECT_EQ(events_after(ward, token, 999), "HTTP/1.1 410 Gone\r\n");
        EXPECT_EQ(events_after(ward, token, 1000), "HTTP/1.1 200 OK\r\n") << "everything after it is kept";
    }
    const Outcome verified = run({"verify", "--data", folder});
    EXPECT_EQ(verified.status, 0) << verified.error;
    EXPECT_NE(verified.out.find("Records: 1011."), std::string::npos) << "records stay: " << verified.out;
}

}  // namespace
}  // namespace stormkeel::cli_test
