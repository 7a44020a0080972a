// A dose that is charted on a day, in a month or in a year without its time was given before that was over: by FHIR and
// HL7 v2 as by chart (tests/cases/management/dose-of-a-day-*).
#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

// When the one dose of tocilizumab that has no time was given at the latest.
std::string latest_in(const Timeline& timeline) {
    if (timeline.rejected().size() != 1 || timeline.rejected().front().drug == unknown_drug) return "no such dose";
    const Instant at = timeline.rejected().front().at_latest;
    return at == forever ? "not told" : to_text(at);
}

std::string latest_by_fhir(std::string_view time) {
    const FhirPatients read = example::read(
        administration(R"({"effectiveDateTime": null, "medicationCodeableConcept": {"text": "tocilizumab"}, )" +
                       std::string(time) + "}"));
    return latest_in(read.patients.at("p1"));
}

std::string latest_by_hl7v2(const std::string& time) {
    return latest_in(
        Feed({ras("M1", {"RXA|0|1|" + time + "||^tocilizumab|640|mg"})}).record.timeline({std::string("p1")}));
}

TEST(DoseOfADay, WasGivenBeforeTheDayWasOverEverywhere) {
    EXPECT_EQ(latest_by_fhir(R"("effectiveDateTime": "2026-02-28")"), "2026-03-01T12:00:00Z");
    EXPECT_EQ(latest_by_fhir(R"("effectiveDateTime": "2025-12")"), "2026-01-01T12:00:00Z");
    EXPECT_EQ(latest_by_fhir(R"("effectiveDateTime": "2024")"), "2025-01-01T12:00:00Z");
    EXPECT_EQ(latest_by_hl7v2("20260228"), "2026-03-01T12:00:00Z");
    EXPECT_EQ(latest_by_hl7v2("2026022823"), "2026-03-01T12:00:00Z");
    EXPECT_EQ(latest_by_hl7v2("202512"), "2026-01-01T12:00:00Z");
    EXPECT_EQ(latest_by_hl7v2("2024"), "2025-01-01T12:00:00Z");
}

TEST(DoseOfADay, WhatGoesOnOrIsNoDayMayBeNow) {
    EXPECT_EQ(latest_by_fhir(R"("effectivePeriod": {"start": "2025-06"})"), "not told");
    EXPECT_EQ(latest_by_fhir(R"("effectiveDateTime": "1026-02-28")"), "not told");
    EXPECT_EQ(latest_by_fhir(R"("effectiveDateTime": "yesterday")"), "not told");
    EXPECT_EQ(latest_by_hl7v2("20260231"), "not told");
}

// MSH-7 tells noon; if it was given, that was before it was told.
TEST(DoseOfADay, OneAfterItsOwnMessageWasGivenBeforeThat) {
    EXPECT_EQ(latest_by_hl7v2("20260303231500+0000"), "2026-03-03T12:00:00Z");
}

}  // namespace
}  // namespace stormkeel
