// The ward as its operator sees it: what it logs and measures, who is told that it lives, and who notices when not.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

class OperationTest : public testing::Test {
protected:
    OperationTest()
        : folder((fs::temp_directory_path() / ("stormkeel-operation-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    ~OperationTest() override { fs::remove_all(folder); }

    void set(const std::string& settings) const { std::ofstream(folder + "/stormkeel.toml") << settings; }

    std::string token() const {
        const Outcome made = run({"token", "add", "feed", "--role", "integration", "--data", folder});
        EXPECT_EQ(made.status, 0) << made.error;
        return made.out.substr(0, made.out.find('\n'));
    }

    std::string log() const {
        std::ifstream stream(folder + "/log", std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    std::string folder;
};

const std::string fever_facts =
    R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6123,"unit":"Cel"}]})";

// What a response says after its head.
std::string body_of(const std::string& response) { return response.substr(response.find("\r\n\r\n") + 4); }

TEST_F(OperationTest, TheLogTellsOfEveryCallAndNothingOfAPatient) {
    set("[log]\nlevel = \"debug\"\n");
    Served ward(folder, {}, folder + "/log");
    const std::string feed = token();
    ward.ask("POST /api/patients/Canary-4711/facts?note=Canary-4711", feed, fever_facts);
    ward.ask("GET /api/patients/Canary-4711/assessment?at=Canary-4711", feed);
    ward.ask("GET /Canary-4711", feed);
    ward.ask("CANARY-4711 /api/ward", feed);
    ward.ask("GET /api/ward", "Canary-4711");
    ward.ask("GET /healthz", feed);
    EXPECT_EQ(ward.end(SIGTERM), 0);
    const std::string text = log();
    std::map<std::string, int> events;
    std::string calls;
    for (const std::string& line : lines_of(text)) {
        const auto read = nlohmann::json::parse(line, nullptr, false);
        ASSERT_TRUE(read.is_object()) << line;
        ++events[read["event"]];
        if (read["event"] != "request") continue;
        calls += read["method"].get<std::string>() + " " + read["path"].get<std::string>() + " " +
                 std::to_string(read["status"].get<int>()) + " " + read["role"].get<std::string>() + "\n";
        EXPECT_GT(read["milliseconds"].get<double>(), 0);
    }
    EXPECT_EQ(events["start"], 1);
    EXPECT_EQ(events["end"], 1);
    EXPECT_EQ(calls,
              "POST /control/tokens/{name} 200 operator\n"
              "POST /api/patients/{patient}/facts 200 integration\n"
              "GET /api/patients/{patient}/assessment 400 integration\n"
              "GET none 404 integration\n"
              "other /api/ward 405 integration\n"
              "GET none 401 anyone\n"
              "GET /healthz 200 integration\n");
    EXPECT_EQ(text.find("anary"), std::string::npos) << text;
    EXPECT_EQ(text.find("38.6123"), std::string::npos) << text;
    EXPECT_EQ(text.find(feed), std::string::npos) << "a token was written";
}

TEST_F(OperationTest, TheLevelDecidesWhatIsLogged) {
    set("[log]\nlevel = \"warning\"\n");
    Served ward(folder, {}, folder + "/log");
    ward.ask("GET /api/ward", token());
    ward.ask("GET /api/ward", "none");
    EXPECT_EQ(ward.end(SIGTERM), 0);
    const auto lines = lines_of(log());
    ASSERT_EQ(lines.size(), 1U) << log();
    EXPECT_NE(lines.front().find("\"status\":401"), std::string::npos) << lines.front();
}

// Whether a text is the format 0.0.4: each value belongs to the metric begun last, and each metric begins once.
std::string wrong_with_metrics(const std::string& text) {
    static const std::regex value(
        R"(([a-z_0-9]+?)(_bucket|_sum|_count)?(\{([a-z_]+="([^"\\\n]|\\.)*",?)+\})? [0-9.e+-]+)");
    static const std::regex type(R"(# TYPE ([a-z_0-9]+) (counter|gauge|histogram))");
    std::set<std::string> begun;
    std::string name;
    std::string kind;
    for (const std::string& line : lines_of(text)) {
        std::smatch found;
        if (line.starts_with("# HELP ")) continue;
        if (std::regex_match(line, found, type)) {
            name = found[1];
            kind = found[2];
            if (!begun.insert(name).second) return line + ": begun twice";
            if ((kind == "counter") != name.ends_with("_total")) return line + ": a counter ends in _total";
        } else if (!std::regex_match(line, found, value)) {
            return line;
        } else if (const std::string all = line.substr(0, line.find_first_of("{ "));
                   kind == "histogram" ? all != name + found[2].str() : all != name) {
            return line + ": of another metric than " + name;
        }
    }
    return text.ends_with('\n') ? "" : "no end of line";
}

TEST_F(OperationTest, MetricsAreForMachinesWithATokenAndTellNothingOfAPatient) {
    Served ward(folder);
    const std::string feed = token();
    for (int i = 0; i < 2; ++i) ward.ask("POST /api/patients/Canary-4711/facts", feed, fever_facts);
    EXPECT_NE(ward.ask("GET /metrics", "none").find("401"), std::string::npos);
    const std::string response = ward.ask("GET /metrics", feed);
    EXPECT_NE(response.find("text/plain; version=0.0.4"), std::string::npos) << response;
    const std::string text = body_of(response);
    EXPECT_EQ(wrong_with_metrics(text), "");
    for (const char* line :
         {"stormkeel_patients 1\n", "stormkeel_records 1\n", "stormkeel_records_received_total{outcome=\"kept\"} 1\n",
          "stormkeel_records_received_total{outcome=\"repeated\"} 1\n",
          "stormkeel_http_requests_total{method=\"POST\",path=\"/api/patients/{patient}/facts\",status=\"200\"} 2\n",
          "stormkeel_http_requests_total{method=\"GET\",path=\"none\",status=\"401\"} 1\n",
          "stormkeel_commit_seconds_count 3\n", "stormkeel_alerts_raised_total{condition=\"hlh\"} 0\n",
          "stormkeel_commits_refused_total 0\n", "stormkeel_event_readers 0\n",
          "stormkeel_feed_silent_seconds{feed=\"feed\"} 0"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
    }
    EXPECT_EQ(text.find("anary"), std::string::npos) << text;
}

TEST_F(OperationTest, AMessageOverMllpIsCountedByItsSenderAndToldWithoutItsContent) {
    Served ward(folder, {"--mllp", "127.0.0.1:0"}, folder + "/log");
    PlainClient sender(ward.mllp_port);
    sender.send(
        "\vMSH|^~\\&|LAB|HOSP|SK|H|20260303100000+0000||ORU^R01^ORU_R01|7|P|2.5.1\rPID|||Canary-4711\r"
        "OBR|1|||8310-5\rOBX|1|NM|8310-5^^LN||38.6123|Cel^^UCUM|||||F|||20260303100000+0000\r\x1c\r");
    EXPECT_NE(sender.receive_until("\x1c\r").find("MSA|AA|7"), std::string::npos);
    sender.send("\vMSH|^~\\&|LAB|HOSP\r\x1c\r");
    sender.receive_until("\x1c\r");
    const std::string text = body_of(ward.ask("GET /metrics", token()));
    EXPECT_EQ(wrong_with_metrics(text), "");
    for (const char* line : {"stormkeel_hl7v2_messages_total{outcome=\"accepted\"} 1\n",
                             "stormkeel_feed_silent_seconds{feed=\"LAB|HOSP\"} 0", "stormkeel_patients 1\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
    }
    ward.end(SIGTERM);
    EXPECT_NE(log().find(R"("event":"hl7v2_message","outcome":"accepted")"), std::string::npos) << log();
    EXPECT_EQ((text + log()).find("anary"), std::string::npos) << log();
}

// A socket on which the service manager would listen.
class NotifySocket {
public:
    explicit NotifySocket(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
        ::setenv("WATCHDOG_USEC", "7000000", 1);
    }
    ~NotifySocket() {
        ::unsetenv("NOTIFY_SOCKET");
        ::unsetenv("WATCHDOG_USEC");
        ::close(socket_);
    }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    // The next word, within five seconds.
    std::string hears() const {
        pollfd door{socket_, POLLIN, 0};
        if (::poll(&door, 1, 5000) != 1) return "nothing";
        char text[64];
        const ssize_t size = ::recv(socket_, text, sizeof text, 0);
        return {text, static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
    }

private:
    int socket_;
};

TEST_F(OperationTest, TheServiceManagerIsToldThatItLives) {
    const NotifySocket manager(folder + "/notify");
    Served ward(folder);
    std::vector<std::string> heard;
    EXPECT_EQ(manager.hears(), "STATUS=Reads and checks what is kept");
    for (int i = 0; i < 3; ++i) heard.push_back(manager.hears());
    const std::string ready = "READY=1\nSTATUS=Serves the ward at http://127.0.0.1:" + std::to_string(ward.port);
    EXPECT_EQ(std::count(heard.begin(), heard.end(), ready), 1) << heard.front();
    EXPECT_EQ(std::count(heard.begin(), heard.end(), "WATCHDOG=1"), 2);
    EXPECT_EQ(run({"backup", folder + "/copy.sqlite", "--data", folder}).status, 0);
    std::string patience;
    for (int i = 0; i < 10 && patience.find("=7") == std::string::npos; ++i) patience += manager.hears() + " ";
    EXPECT_NE(patience.find("WATCHDOG_USEC=900000000 WATCHDOG_USEC=7000000 "), std::string::npos) << patience;
    ward.send(SIGTERM);
    std::string last = manager.hears();
    while (last == "WATCHDOG=1") last = manager.hears();
    EXPECT_EQ(last, "STOPPING=1");
}

TEST_F(OperationTest, AStalledADeadAndAFullWardAreRaisedWithinTenSeconds) {
    const std::string command =
        "[watchdog]\ncommand = [\"sh\", \"-c\", \"echo \\\"$0\\\" >> " + folder + "/raised\"]\n";
    set(command);
    const auto watched = [&] {
        return std::async(std::launch::async,
                          [this] { return run_shell("timeout 60 \"$STORMKEEL\" watch --data '" + folder + "'"); });
    };
    Served ward(folder);
    for (const int signal : {SIGSTOP, SIGKILL}) {
        auto raised = watched();
        EXPECT_EQ(raised.wait_for(3s), std::future_status::timeout) << "the ward lives: " << raised.get().error;
        const auto began = SteadyClock::now();
        ward.send(signal);
        const Outcome outcome = raised.get();
        EXPECT_LT(SteadyClock::now() - began, 10s) << signal;
        EXPECT_EQ(outcome.status, 69) << outcome.error;
        EXPECT_NE(outcome.error.find(R"("event":"ward_not_live")"), std::string::npos) << outcome.error;
        ward.send(SIGCONT);
    }
    ward.end(SIGKILL);
    set(command + "free_mib = 1000000000\n");
    ward.start();
    EXPECT_NE(ward.ask("GET /healthz", token()).find("503"), std::string::npos);
    EXPECT_EQ(watched().get().status, 69);
    std::ifstream stream(folder + "/raised");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}),
              "the ward does not answer\nno ward is served\nthe disk has less than 1000000000 MiB free\n");
}

}  // namespace
}  // namespace stormkeel::cli_test
