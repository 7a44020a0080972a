// The checkpoints of the audit reach a syslog collector over TLS: openssl s_server stands for it.
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

class AuditSyslogTest : public testing::Test {
protected:
    AuditSyslogTest()
        : folder((fs::temp_directory_path() / ("stormkeel-syslog-" + std::to_string(::getpid()))).string()),
          port(20'000 + ::getpid() % 20'000) {
        fs::remove_all(folder);
        fs::create_directories(folder);
        make("collector", "-addext subjectAltName=IP:127.0.0.1");
        make("stranger", "-addext subjectAltName=IP:127.0.0.1");
        make("elsewhere", "-addext subjectAltName=DNS:other.example");
    }
    ~AuditSyslogTest() override {
        end_collector();
        fs::remove_all(folder);
    }

    void make(const std::string& name, const std::string& more) const {
        const Outcome made = run_shell(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
            " -keyout " + folder + "/" + name + ".key -out " + folder + "/" + name + ".pem " + more);
        ASSERT_EQ(made.status, 0) << made.error;
    }
    std::string settings(const std::string& authority) const {
        return file_with("stormkeel.toml", "[audit]\nsyslog = \"127.0.0.1:" + std::to_string(port) +
                                               "\"\nsyslog_ca = \"" + folder + "/" + authority + ".pem\"\n");
    }
    // What it receives goes into folder/received.
    void begin_collector(const std::string& name, const std::string& more = "") const {
        const Outcome begun =
            run_shell("test -p " + folder + "/input || mkfifo " + folder +
                      "/input; openssl s_server -quiet -accept 127.0.0.1:" + std::to_string(port) + " -cert " + folder +
                      "/" + name + ".pem -key " + folder + "/" + name + ".key " + more + " >>" + folder +
                      "/received 2>/dev/null 0<>" + folder + "/input & echo $! >" + folder + "/pid");
        ASSERT_EQ(begun.status, 0) << begun.error;
    }
    void end_collector() const {
        if (fs::exists(folder + "/pid")) run_shell("kill $(cat " + folder + "/pid)");
        fs::remove(folder + "/pid");
    }
    std::string file(const std::string& name) const {
        std::ifstream stream(folder + '/' + name, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    std::string received_within(int seconds) const {
        for (int i = 0; i < 20 * seconds && !has(file("received"), " audit-checkpoint - "); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return file("received");
    }
    void add_a_row() const {
        const Outcome added =
            run({"user", "add", "nora", "--role", "nurse", "--data", folder + "/data"}, "seven quiet herons\n");
        ASSERT_EQ(added.status, 0) << added.error;
    }
    bool waits_for(const std::string& text) const {
        for (int i = 0; i < 200 && !has(file("log"), text); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return has(file("log"), text);
    }

    std::string folder;
    int port;
};

// Its length, then the message: priority 109 is "log audit", notice.
TEST_F(AuditSyslogTest, ACheckpointArrivesAsItStandsInItsFile) {
    add_a_row();
    begin_collector("collector");
    Served ward(folder + "/data", {"--config", settings("collector")}, folder + "/log");
    const std::string received = received_within(20);
    const std::string line = lines_of(file("data/audit-checkpoints")).front();
    ASSERT_TRUE(has(received, "<109>1 20")) << received << file("log");
    EXPECT_TRUE(has(received, " audit-checkpoint - " + line)) << received;
    const std::size_t begin = received.find('<');
    const std::string message = received.substr(begin, std::stoul(received.substr(0, begin)));
    EXPECT_TRUE(message.ends_with(line)) << "its length is right: " << received;
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

TEST_F(AuditSyslogTest, WhatTheCollectorMissedItGetsWhenItIsBack) {
    add_a_row();
    Served ward(folder + "/data", {"--config", settings("collector")}, folder + "/log");
    EXPECT_TRUE(waits_for("audit_syslog_unreachable")) << file("log");
    EXPECT_TRUE(has(ward.ask("GET /healthz", std::nullopt), "200 OK")) << "the ward goes on";
    begin_collector("collector");
    const std::string received = received_within(40);
    EXPECT_TRUE(has(received, lines_of(file("data/audit-checkpoints")).front())) << file("log");
    EXPECT_TRUE(waits_for("audit_syslog_reached")) << file("log");
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

TEST_F(AuditSyslogTest, NothingGoesToACollectorOfAnotherCertificate) {
    add_a_row();
    for (const char* name : {"stranger", "elsewhere"}) {
        fs::remove(folder + "/log");
        begin_collector(name);
        Served ward(folder + "/data", {"--config", settings(name[0] == 's' ? "collector" : "elsewhere")},
                    folder + "/log");
        EXPECT_TRUE(waits_for("its certificate is not accepted")) << name << file("log");
        EXPECT_FALSE(has(file("received"), "checkpoint")) << name;
        EXPECT_EQ(ward.end(SIGTERM), 0);
        end_collector();
    }
}

TEST_F(AuditSyslogTest, ACollectorMayAskForTheWardsOwnCertificate) {
    add_a_row();
    make("ward", "");
    begin_collector("collector", "-Verify 1 -verify_return_error -CAfile " + folder + "/ward.pem");
    {
        Served ward(folder + "/data", {"--config", settings("collector")}, folder + "/log");
        EXPECT_TRUE(waits_for("audit_syslog_unreachable")) << "none is shown: " << file("log");
        EXPECT_EQ(ward.end(SIGTERM), 0);
    }
    EXPECT_FALSE(has(file("received"), "checkpoint"));
    end_collector();
    begin_collector("collector", "-Verify 1 -verify_return_error -CAfile " + folder + "/ward.pem");
    const std::string shown = settings("collector");
    std::ofstream(shown, std::ios::app) << "syslog_certificate = \"" << folder << "/ward.pem\"\nsyslog_key = \""
                                        << folder << "/ward.key\"\n";
    add_a_row();
    Served ward(folder + "/data", {"--config", shown}, folder + "/log");
    EXPECT_TRUE(has(received_within(20), "checkpoint")) << file("log");
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

TEST_F(AuditSyslogTest, WrongSettingsAreToldBeforeAnythingIsServed) {
    const auto check = [&](const std::string& lines) {
        return run({"serve", "--check", "--config", file_with("stormkeel.toml", "[audit]\n" + lines)});
    };
    for (const char* wrong : {"logs.example.org", "logs.example.org:0", "logs.example.org:6514/x", "a b:1", ":6514"}) {
        const Outcome told = check("syslog = \"" + std::string(wrong) + "\"\n");
        EXPECT_EQ(told.status, 2) << wrong;
        EXPECT_TRUE(has(told.error, "write logs.example.org:6514")) << told.error;
    }
    const std::string place = "syslog = \"logs.example.org:6514\"\n";
    EXPECT_EQ(check(place).status, 0) << check(place).error;
    EXPECT_EQ(check(place + "syslog_ca = \"" + folder + "/collector.key\"\n").status, 78);
    EXPECT_EQ(check(place + "syslog_certificate = \"" + folder + "/collector.pem\"\n").status, 2);
    const std::string both = place + "syslog_certificate = \"" + folder + "/collector.pem\"\nsyslog_key = \"" + folder;
    EXPECT_EQ(check(both + "/stranger.key\"\n").status, 78) << "a key of another certificate";
    fs::permissions(folder + "/collector.key", fs::perms::group_read, fs::perm_options::add);
    EXPECT_TRUE(has(check(both + "/collector.key\"\n").error, "chmod 600"));
}

}  // namespace
}  // namespace stormkeel::cli_test
