// Infusions told by several resources: what ends one of them and what does not.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string norepinephrine_run(std::string_view id, std::string_view status, std::string_view times) {
    return administration(
        R"({"medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm",
            "code": "7512"}]}, "id": ")" +
        std::string(id) + R"(", "status": ")" + std::string(status) + R"(", )" + std::string(times) + "}");
}

constexpr std::string_view open_from_ten =
    R"("effectiveDateTime": null, "effectivePeriod": {"start": "2026-03-03T10:00:00Z"})";
constexpr std::string_view eleven_to_twelve = R"("effectiveDateTime": null,
    "effectivePeriod": {"start": "2026-03-03T11:00:00Z", "end": "2026-03-03T12:00:00Z"})";

TEST(FhirInfusion, WhatIsInProgressGoesOnWhenAnotherBagIsEmpty) {
    const auto last_beside = [](std::string_view status, const std::string& other) {
        return facts(read(bundle({norepinephrine_run("a", status, open_from_ten), other}))).back();
    };
    const std::string other = norepinephrine_run("b", "completed", eleven_to_twelve);
    EXPECT_EQ(last_beside("in-progress", other),
              "2026-03-03T11:00:00Z rate norepinephrine 0 [not recorded] from MedicationAdministration/b");
    EXPECT_TRUE(last_beside("completed", other).starts_with("2026-03-03T12:00:00Z rate norepinephrine 0 "))
        << "it is over, and when is not told: until the drug's next record";
    const std::string stop = norepinephrine_run("b", "stopped", R"("effectiveDateTime": "2026-03-03T12:00:00Z")");
    EXPECT_TRUE(last_beside("in-progress", stop).starts_with("2026-03-03T12:00:00Z rate norepinephrine 0 "))
        << "charts that write one record for each change end it so";
}

}  // namespace
}  // namespace stormkeel
