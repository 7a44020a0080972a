// The demonstration as its visitor meets it: no sign-in, on this machine alone, and never in the data of a ward.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

class ServeDemonstrationTest : public testing::Test {
protected:
    ServeDemonstrationTest()
        : folder((fs::temp_directory_path() / ("stormkeel-demonstration-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
    }
    ~ServeDemonstrationTest() override { fs::remove_all(folder); }

    std::string folder;
};

TEST_F(ServeDemonstrationTest, AVisitorSeesTwelvePatientsAtOnceAndSignsInNowhere) {
    Served ward(folder, {"--demo"});
    const std::string board = ward.ask("GET /api/ward", std::nullopt);
    EXPECT_TRUE(has(board, "Stormkeel-Demonstration: true")) << board;
    for (const char* patient : {"demo-01", "demo-12"}) EXPECT_TRUE(has(board, patient)) << board;
    EXPECT_TRUE(has(ward.ask("GET /", std::nullopt), "<title>"));
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", std::nullopt, R"({"facts":[]})"), "403"));
    EXPECT_TRUE(has(ward.ask("GET /api/ward", "0123456789"), "401")) << "a token of another ward opens nothing";
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

TEST_F(ServeDemonstrationTest, EachStartBeginsAnew) {
    Served ward(folder, {"--demo"});
    EXPECT_TRUE(has(ward.ask("POST /api/alerts/1/acknowledge", std::nullopt), R"("state":"acknowledged")"));
    ward.end(SIGTERM);
    ward.start();
    EXPECT_FALSE(has(ward.ask("GET /api/ward", std::nullopt), "acknowledged"));
}

TEST_F(ServeDemonstrationTest, DemonstrationAndWardNeverShareTheirData) {
    Served real(folder);
    real.end(SIGTERM);
    const auto size = fs::file_size(folder + "/ward.sqlite");
    const Outcome demonstration = run({"serve", "--demo", "--data", folder, "--listen", "127.0.0.1:0"});
    EXPECT_EQ(demonstration.status, 1);
    EXPECT_TRUE(has(demonstration.error, "it holds a ward's data, no demonstration")) << demonstration.error;
    EXPECT_EQ(fs::file_size(folder + "/ward.sqlite"), size) << "it is left as it was";
    real.start();
    real.end(SIGTERM);
    const std::string other = folder + "/demonstration";
    Served shown(other, {"--demo"});
    shown.end(SIGTERM);
    const Outcome ward = run({"serve", "--data", other, "--listen", "127.0.0.1:0"});
    EXPECT_EQ(ward.status, 1);
    EXPECT_TRUE(has(ward.error, "it holds a demonstration")) << ward.error;
}

TEST_F(ServeDemonstrationTest, ItStaysOnThisMachine) {
    const Outcome open = run({"serve", "--demo", "--data", folder, "--listen", "0.0.0.0:0"});
    EXPECT_EQ(open.status, 78);
    EXPECT_EQ(std::count(open.error.begin(), open.error.end(), '\n'), 1) << open.error;
    EXPECT_FALSE(fs::exists(folder));
}

TEST_F(ServeDemonstrationTest, ASecondOneOnTheSameDataEndsWith75AndDisturbsNothing) {
    const Served ward(folder, {"--demo"});
    EXPECT_EQ(run({"serve", "--demo", "--data", folder, "--listen", "127.0.0.1:0"}).status, 75);
    EXPECT_EQ(run({"token", "add", "feed", "--role", "integration", "--data", folder}).status, 75);
    EXPECT_TRUE(has(ward.ask("GET /api/ward", std::nullopt), "demo-12"));
}

}  // namespace
}  // namespace stormkeel::cli_test
