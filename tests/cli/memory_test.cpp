// F-05: a ward with too little memory keeps what it answered for, and ends or refuses; it never goes on in silence.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <set>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Processes that are started while this lives have so many bytes of addresses.
class AddressLimit {
public:
    explicit AddressLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_AS, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    ~AddressLimit() { ::setrlimit(RLIMIT_AS, &before_); }
    AddressLimit(const AddressLimit&) = delete;
    AddressLimit& operator=(const AddressLimit&) = delete;

private:
    rlimit before_{};
};

class MemoryTest : public testing::Test {
protected:
    MemoryTest() : folder((fs::temp_directory_path() / ("stormkeel-memory-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        const Outcome made = run({"token", "add", "feed", "--role", "integration", "--data", folder});
        token = made.out.substr(0, made.out.find('\n'));
    }
    ~MemoryTest() override { fs::remove_all(folder); }

    std::string folder;
    std::string token;
};

constexpr int facts_at_once = 300;

std::string many_facts() {
    std::string facts;
    for (int i = 0; i < facts_at_once; ++i) {
        facts += (i == 0 ? "" : ",") + (R"({"time":"2026-03-03T)" + std::to_string(10 + i / 60)) + ":" +
                 std::to_string(10 + i % 50) + R"(:00Z","item":"temperature","unit":"Cel","value":36.)" +
                 std::to_string(1000 + i) + "}";
    }
    return R"({"facts":[)" + facts + "]}";
}

struct Round {
    int asked = 0;
    std::set<int> kept;
    bool started = false;
    int status = 0;  // the ward ended with this
};

// A ward with this limit takes facts of new patients until it no longer does.
Round fill(const std::string& folder, const std::string& token, rlim_t limit, int first) {
    Round round;
    std::optional<Served> ward;
    try {
        const AddressLimit here(limit);
        ward.emplace(folder);
    } catch (const std::runtime_error&) {
        return round;
    }
    round.started = true;
    for (int patient = first; patient < first + 30; ++patient) {
        ++round.asked;
        const std::string path = "POST /api/patients/p" + std::to_string(patient) + "/facts";
        const std::string response = ward->ask(path, token, many_facts());
        if (!response.starts_with("HTTP/1.1 200")) break;
        round.kept.insert(patient);
    }
    const bool refused = static_cast<int>(round.kept.size()) < round.asked;
    const auto by_itself = refused ? ward->ended(5s) : std::nullopt;
    round.status = by_itself ? *by_itself : ward->end(SIGTERM);
    return round;
}

TEST_F(MemoryTest, WhatWasAnsweredForIsThereHoweverLittleMemoryThereIs) {
    std::set<int> kept;
    int short_of_memory = 0;
    int served = 0;
    for (rlim_t mib = 18; mib <= 42; mib += 2) {
        const Round round = fill(folder, token, mib << 20U, static_cast<int>(mib) * 100);
        kept.insert(round.kept.begin(), round.kept.end());
        EXPECT_TRUE(round.status == 0 || round.status == 1) << "it ended by itself or as told: " << round.status;
        served += round.started ? 1 : 0;
        short_of_memory += round.started && static_cast<int>(round.kept.size()) < round.asked ? 1 : 0;
    }
    RecordProperty("served", served);
    RecordProperty("short", short_of_memory);
    EXPECT_GT(short_of_memory, 0) << "no ward ran out of memory while it was served: " << served;
    const Served ward(folder);
    for (const int patient : kept) {
        const std::string facts = ward.ask("GET /api/patients/p" + std::to_string(patient) + "/facts", token);
        EXPECT_NE(facts.find("36." + std::to_string(1000 + facts_at_once - 1)), std::string::npos) << patient;
    }
    EXPECT_EQ(run({"verify", "--data", folder}).status, 0);
}

}  // namespace
}  // namespace stormkeel::cli_test
