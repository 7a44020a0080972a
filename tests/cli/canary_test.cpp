// One patient with a name like no other goes through every door of the program that runs: what people keep beside the
// record (messages, errors, the audit and its witnesses) holds nothing of them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> canaries{"canary-7q4x", "Zyxwvutsky", "1931-07-19", "MRN8834417"};

// What this process and its children write to standard error goes to a file meanwhile.
class CaughtErrors {
public:
    explicit CaughtErrors(const std::string& file) : before_(::dup(STDERR_FILENO)) {
        const int caught = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ::dup2(caught, STDERR_FILENO);
        ::close(caught);
    }
    ~CaughtErrors() {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
    }
    CaughtErrors(const CaughtErrors&) = delete;
    CaughtErrors& operator=(const CaughtErrors&) = delete;

private:
    int before_;
};

class Canary : public testing::Test {
protected:
    Canary() : folder((fs::temp_directory_path() / ("stormkeel-canary-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        fs::remove(folder + ".log");
        log_everything();
    }
    ~Canary() override {
        fs::remove_all(folder);
        fs::remove(folder + ".log");
    }

    static std::string text_of_file(const std::string& path) {
        std::ifstream stream(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    // The log tells the most there is, so that nothing of a patient stands in any level of it.
    void log_everything() const {
        fs::create_directory(folder);
        std::ofstream(folder + "/stormkeel.toml") << "[log]\nlevel = \"debug\"\n";
    }

    // Every row of the audit as one text.
    std::string audit() const {
        sqlite3* database = nullptr;
        std::string text;
        if (sqlite3_open((folder + "/ward.sqlite").c_str(), &database) == SQLITE_OK) {
            const auto add = [](void* into, int count, char** values, char**) {
                for (int i = 0; i < count; ++i) *static_cast<std::string*>(into) += std::string(values[i]) + '\n';
                return 0;
            };
            sqlite3_exec(database, "SELECT actor, action, object, context FROM audit", add, &text, nullptr);
        }
        sqlite3_close(database);
        return text;
    }

    // Of the log, the audit and its witnesses.
    void expect_no_trace() const;

    std::string folder;
};

void expect_no_canary(const std::string& text, const std::string& where) {
    for (const std::string_view canary : canaries) {
        EXPECT_EQ(text.find(canary), std::string::npos) << where << " holds " << canary << ": " << text;
    }
}

void Canary::expect_no_trace() const {
    const std::string log = text_of_file(folder + ".log");
    EXPECT_NE(log.find(R"("event":"request")"), std::string::npos) << log;
    expect_no_canary(log, "standard error");
    const std::string rows = audit();
    EXPECT_NE(rows.find(R"("role":"nurse")"), std::string::npos) << "the context is looked at: " << rows;
    EXPECT_NE(rows.find("read\npatient "), std::string::npos) << rows;
    expect_no_canary(rows, "the audit");
    for (const char* file : {"audit-checkpoints", "audit-public-key"}) {
        expect_no_canary(text_of_file(folder + '/' + file), file);
    }
}

std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const std::size_t begin = text.find(before);
    if (begin == std::string::npos) return {};
    return text.substr(begin + before.size(), text.find(after, begin + before.size()) - begin - before.size());
}

const std::string canary_facts = R"({"facts":[
{"time":"1931-07-19","item":"birth_date","value":null},
{"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"},
{"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6,"unit":"Cel"},
{"time":"2026-03-03T10:30:00Z","item":"rate:norepinephrine","value":"0.05","unit":"ug/kg/min"}]})";

const std::string fhir_patient = R"({"resourceType":"Patient","id":"canary-7q4x","birthDate":"1931-07-19",
"name":[{"family":"Zyxwvutsky"}],"identifier":[{"system":"urn:mrn","value":"MRN8834417"}]})";

const std::string hl7 =
    "\x0bMSH|^~\\&|LAB|H|WARD|H|20260303100000+0000||ORU^R01|m1|P|2.5.1\r"
    "PID|1||MRN8834417^^^H^MR||Zyxwvutsky^A||19310719|F\r"
    "OBR|1|||8310-5^T^LN|||20260303100000+0000\r"
    "OBX|1|NM|8310-5^T^LN||39.1|Cel^^UCUM|||||F|||20260303100000+0000\r\x1c\r";

TEST_F(Canary, LeavesNoTraceBesideTheRecord) {
    std::string errors;
    {
        const CaughtErrors caught(folder + ".log");
        Served ward(folder, {"--mllp", "127.0.0.1:0"}, folder + ".log");
        std::string token = run({"token", "add", "feed", "--role", "integration", "--data", folder}).out;
        token.resize(64);
        ASSERT_EQ(run({"user", "add", "ada", "--role", "nurse", "--data", folder}, "seven quiet herons\n").status, 0);
        const auto ask = [&](const std::string& line, const std::string& body = "") {
            return ward.ask(line, token, body);
        };
        ask("POST /api/patients/canary-7q4x/facts", canary_facts);
        ask("POST /fhir", fhir_patient);
        ask("POST /cds-services/stormkeel-patient-view",
            R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/x","patientId":"canary-7q4x"}})");
        const std::string kept = ask("GET /api/patients/canary-7q4x/facts");
        ASSERT_NE(kept.find("1931-07-19"), std::string::npos) << "it is in the record: " << kept;
        ask("POST /api/alerts/1/acknowledge", R"({"patient":"canary-7q4x"})");
        PlainClient feed(ward.mllp_port);
        feed.send(hl7);
        feed.receive_until("\x1c\r");
        // A person reads it.
        const std::string body = R"({"name":"ada","password":"seven quiet herons"})";
        PlainClient browser(ward.port);
        browser.send("POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
                     "\r\n\r\n" + body);
        const std::string cookie = between(browser.response(), "Set-Cookie: ", ";");
        ASSERT_FALSE(cookie.empty());
        browser.send("GET /api/patients/canary-7q4x/assessment HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie +
                     "\r\n\r\n");
        ASSERT_NE(browser.response().find("canary-7q4x"), std::string::npos);
        // What goes wrong.
        for (const auto& [line, sent] : std::vector<std::pair<std::string, std::string>>{
                 {"GET /api/nothing/canary-7q4x/Zyxwvutsky", ""},
                 {"PUT /api/patients/canary-7q4x/facts", ""},
                 {"GET /api/patients/canary-7q4x-none/assessment", ""},
                 {"GET /api/patients/canary-7q4x/assessment?at=Zyxwvutsky", ""},
                 {"POST /api/patients/canary-7q4x/facts", "Zyxwvutsky 1931-07-19"},
                 {"POST /api/patients/canary-7q4x/facts", R"({"facts":[{"item":"MRN8834417"}]})"},
                 {"POST /api/alerts/2/acknowledge", R"({"patient":"Zyxwvutsky"})"},
                 {"POST /cds-services/stormkeel-patient-view", "Zyxwvutsky MRN8834417"},
                 {"POST /session", R"({"name":"Zyxwvutsky","password":"MRN8834417"})"},
                 {"POST /fhir", "Zyxwvutsky 1931-07-19"}}) {
            const std::string answer = ask(line, sent);
            EXPECT_NE(answer.substr(9, 1), "2") << line << answer;
            errors += answer;
        }
        errors += ward.ask("GET /api/patients/canary-7q4x/facts", "no-token");
        errors += ask("GET /metrics");
        EXPECT_EQ(ward.end(SIGTERM), 0);
    }
    expect_no_canary(errors, "an error");
    expect_no_trace();
}

// What was sent instead of a message may be the rest of one: a name, a birth date.
TEST_F(Canary, WhatIsNoMessageIsNotRepeatedInItsAcknowledgement) {
    const Served ward(folder, {"--mllp", "127.0.0.1:0"}, folder + ".log");
    for (const std::string garbage :
         {"Zyxwvutsky^A^^MRN8834417 1931-07-19", "PID|1||MRN8834417||Zyxwvutsky^A||19310719",
          "Zyxwvutsky\rMSH|^~\\&|LAB", "MSH|Zyxwvutsky|MRN8834417", "Zyx"}) {
        PlainClient feed(ward.mllp_port);
        feed.send("\x0b" + garbage + "\r\x1c\r");
        const std::string answer = feed.receive_until("\x1c\r");
        EXPECT_NE(answer.find("MSA|A"), std::string::npos) << answer;
        expect_no_canary(answer, "the acknowledgement of '" + garbage + "'");
        EXPECT_EQ(answer.find("Zyx"), std::string::npos) << "not even how it begins: " << answer;
    }
    expect_no_canary(text_of_file(folder + ".log"), "standard error");
}

TEST_F(Canary, ACallOfCdsHooksForAPatientWhoIsNotKnownNamesNobody) {
    const Served ward(folder, {}, folder + ".log");
    std::string token = run({"token", "add", "feed", "--role", "integration", "--data", folder}).out;
    token.resize(64);
    for (const char* service : {"stormkeel-patient-view", "stormkeel-order-select", "stormkeel-order-sign"}) {
        const std::string hook = std::string(service).substr(std::string("stormkeel-").size());
        const std::string answer = ward.ask(
            "POST /cds-services/" + std::string(service), token,
            R"({"hook":")" + hook +
                R"(","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/x",)"
                R"("patientId":"canary-7q4x","selections":[],"draftOrders":{"resourceType":"Bundle","type":"collection"}}})");
        EXPECT_NE(answer.find("HTTP/1.1 412"), std::string::npos) << answer;
        expect_no_canary(answer, service);
    }
    expect_no_canary(text_of_file(folder + ".log"), "standard error");
}

// How a process ended that was told to crash where a core may be as large as it likes.
int crashed(pid_t process) {
    ::kill(process, SIGSEGV);
    int status = 0;
    ::waitpid(process, &status, 0);
    return status;
}

TEST_F(Canary, ACrashLeavesNoImageOfTheMemory) {
    const fs::path before = fs::current_path();
    rlimit usual{};
    ::getrlimit(RLIMIT_CORE, &usual);
    const rlimit unlimited{usual.rlim_max, usual.rlim_max};
    ::setrlimit(RLIMIT_CORE, &unlimited);
    fs::current_path(folder);
    {
        const Served ward(folder);
        rlimit own{1, 1};
        EXPECT_EQ(::prlimit(ward.process(), RLIMIT_CORE, nullptr, &own), 0);
        EXPECT_EQ(own.rlim_cur, 0U) << "no core is written";
        EXPECT_EQ(own.rlim_max, 0U) << "nor may it be allowed again";
        const int status = crashed(ward.process());
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV) << status;
        EXPECT_FALSE(WCOREDUMP(status));
    }
    const pid_t other = ::fork();
    if (other == 0) {
        for (;;) ::pause();
    }
    const int control = crashed(other);
    fs::current_path(before);
    ::setrlimit(RLIMIT_CORE, &usual);
    if (!WCOREDUMP(control)) std::cout << "this machine keeps no core of anybody: only the limit is seen\n";
}

// Whether this process, which may nothing more than its account, can open the memory of another of it.
bool can_look_into(pid_t process) {
    const int memory = ::open(("/proc/" + std::to_string(process) + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (memory >= 0) ::close(memory);
    return memory >= 0;
}

void give_up_every_capability() {
    for (int each = 0; ::prctl(PR_CAPBSET_READ, each, 0, 0, 0) >= 0; ++each) ::prctl(PR_CAPBSET_DROP, each, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const std::array<__user_cap_data_struct, 2> none{};
    ::syscall(SYS_capset, &header, none.data());
}

// A collector of cores does not ask for the limit: it is held off as every other process of the account is.
TEST_F(Canary, NoProcessOfTheAccountLooksIntoTheMemoryOfTheWard) {
    const pid_t account = ::fork();
    if (account == 0) {
        give_up_every_capability();
        const pid_t other = ::fork();
        if (other == 0) {
            for (;;) ::pause();
        }
        int told = 0;
        {
            const Served ward(folder);
            told = (can_look_into(other) ? 1 : 0) + (can_look_into(ward.process()) ? 2 : 0);
        }
        ::kill(other, SIGKILL);
        ::_exit(told);
    }
    int status = 0;
    ::waitpid(account, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    EXPECT_EQ(WEXITSTATUS(status) & 1, 1) << "the memory of another process is open to it";
    EXPECT_EQ(WEXITSTATUS(status) & 2, 0) << "that of the ward is not";
}

}  // namespace
}  // namespace stormkeel::cli_test
