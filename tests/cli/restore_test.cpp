// The restore drill: a backup of a ward that runs, taken to another folder after a loss, gives the same answers.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

class RestoreTest : public testing::Test {
protected:
    RestoreTest() : root_(fs::temp_directory_path() / ("stormkeel-restore-" + std::to_string(::getpid()))) {
        fs::remove_all(root_);
        fs::create_directories(root_);
    }
    ~RestoreTest() override { fs::remove_all(root_); }

    std::string in_root(const std::string& name) const { return (root_ / name).string(); }

private:
    fs::path root_;
};

constexpr int patients = 20;

// A day of a patient: fever, and a pressure that falls.
std::string facts_of(int patient) {
    std::string facts;
    const auto add = [&](const std::string& time, const std::string& rest) {
        facts += (facts.empty() ? "" : ",") + (R"({"time":"2026-03-03T)" + time) + R"(:00Z",)" + rest + "}";
    };
    add("06:00", R"("item":"therapy","value":"axicabtagene_ciloleucel")");
    for (int hour = 10; hour < 20; ++hour) {
        const std::string at = std::to_string(hour) + ":" + std::to_string(10 + patient);
        add(at, R"("item":"temperature","unit":"Cel","value":)" + std::to_string(37 + hour % 3) + "." +
                    std::to_string(patient % 10));
        add(at, R"("item":"systolic_bp","unit":"mm[Hg]","value":)" + std::to_string(120 - 3 * (hour - 10)));
    }
    return R"({"facts":[)" + facts + "]}";
}

std::string path_of(int patient) { return "/api/patients/p" + std::to_string(patient); }

// What the ward says of every patient, without the heads of the responses.
std::string told(const Served& ward, const std::string& token) {
    std::string all;
    for (int patient = 0; patient < patients; ++patient) {
        for (const char* call : {"/facts", "/timeline", "/assessment?at=2026-03-03T20:00:00Z"}) {
            const std::string response = ward.ask("GET " + path_of(patient) + call, token);
            EXPECT_TRUE(response.starts_with("HTTP/1.1 200")) << response;
            all += response.substr(response.find("\r\n\r\n") + 4) + "\n";
        }
    }
    return all;
}

TEST_F(RestoreTest, ABackupOfARunningWardGivesTheSameAnswersElsewhere) {
    const std::string lost = in_root("lost");
    const std::string found = in_root("found");
    const std::string copy = in_root("copy.sqlite");
    Served ward(lost);
    const Outcome made = run({"token", "add", "feed", "--role", "integration", "--data", lost});
    const std::string token = made.out.substr(0, made.out.find('\n'));
    for (int patient = 0; patient < patients; ++patient) {
        const std::string taken = ward.ask("POST " + path_of(patient) + "/facts", token, facts_of(patient));
        ASSERT_NE(taken.find(R"("kept":21)"), std::string::npos) << taken;
    }
    const std::string before = told(ward, token);
    EXPECT_EQ(run({"backup", copy, "--data", lost}).status, 0);
    // What comes after the backup is what a restore loses.
    ward.ask("POST /api/patients/after/facts", token, facts_of(0));
    ward.end(SIGKILL);
    fs::remove_all(lost);

    const auto began = SteadyClock::now();
    fs::create_directories(found);
    fs::copy_file(copy, found + "/ward.sqlite");
    const Outcome verified = run({"verify", "--data", found});
    EXPECT_EQ(verified.status, 0) << verified.error;
    EXPECT_NE(verified.out.find("Records: 420."), std::string::npos) << verified.out;
    EXPECT_NE(verified.out.find("20 byte for byte, 0 otherwise, 0 by other packs"), std::string::npos) << verified.out;
    const Served restored(found);
    EXPECT_EQ(told(restored, token), before) << "the tokens go on too";
    const auto took = std::chrono::duration<double>(SteadyClock::now() - began);
    RecordProperty("seconds", std::to_string(took.count()));
    EXPECT_LT(took.count(), 60) << "the target is a quarter of an hour, for a whole ward";
    EXPECT_NE(restored.ask("GET /api/patients/after/facts", token).find("404"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel::cli_test
