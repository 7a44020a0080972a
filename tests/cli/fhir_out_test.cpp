// assess --format fhir: one Bundle a line and patient; no other command has the format.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

TEST(AssessFhir, IsOneBundleALine) {
    const Outcome answer =
        run({"assess", "examples/ex01-axicel-grade2.csv", "examples/ex02-brexucel-grade3.csv", "--format", "fhir"});
    ASSERT_EQ(answer.status, 0) << answer.error;
    const std::vector<std::string> lines = lines_of(answer.out);
    ASSERT_EQ(lines.size(), 2U);
    for (const std::string& line : lines) {
        const auto bundle = nlohmann::json::parse(line);
        EXPECT_EQ(bundle["resourceType"], "Bundle");
        EXPECT_EQ(bundle["type"], "collection");
    }
    EXPECT_EQ(nlohmann::json::parse(lines[0])["timestamp"], "2026-03-04T10:00:00Z");
}

TEST(AssessFhir, IsForTheTimeAskedFor) {
    const Outcome answer = run({"assess", "-", "--format", "fhir", "--at", "2026-03-03T12:34:56Z"}, chart_with(""));
    ASSERT_EQ(answer.status, 0) << answer.error;
    EXPECT_EQ(nlohmann::json::parse(answer.out)["timestamp"], "2026-03-03T12:34:56Z");
}

// The dose stays the calculated one; what the site makes of it, and what else it set, is told.
TEST(AssessFhir, TellsWhatASiteSet) {
    const Outcome answer =
        run({"assess", "examples/ex12-tebentafusp-ward-units.csv", "--site", "example", "--format", "fhir"});
    ASSERT_EQ(answer.status, 0) << answer.error;
    EXPECT_NE(answer.out.find(R"("doseQuantity":{"value":558.82579984,)"), std::string::npos);
    EXPECT_NE(answer.out.find("Rounded by the site: 560 mg"), std::string::npos);
    EXPECT_NE(answer.out.find("Set by the site example: MGMT.logistics.rounding"), std::string::npos);
}

// What the engine wrote is no record of the patient: alone it answers nothing.
TEST(AssessFhir, ReadBackAloneHoldsNoFact) {
    const Outcome written = run({"assess", "examples/ex07-obecel-icans.csv", "--format", "fhir"});
    const Outcome back = run({"assess", "-"}, written.out);
    EXPECT_EQ(back.status, 3) << back.out;
}

TEST(AssessFhir, OtherCommandsDoNotHaveIt) {
    for (const char* command : {"timeline", "order"}) {
        std::vector<std::string> words{command, "examples/ex01-axicel-grade2.csv", "--format", "fhir"};
        if (words[0] == "order") words.insert(words.end(), {"--order", "tocilizumab 640 mg"});
        EXPECT_EQ(run(words).status, 2) << command;
    }
}

}  // namespace
}  // namespace stormkeel::cli_test
