// The hand-over to the next shift, and what would change the answer.
#include <gtest/gtest.h>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

const char* const grade_two_chart =
    "patient,time,item,value,unit\n"
    "p1,1961-05-02,birth_date,,\n"
    "p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,\n"
    "p1,2026-03-01T09:00:00Z,weight,80,kg\n"
    "p1,2026-03-03T10:00:00Z,temperature,38.6,Cel\n"
    "p1,2026-03-03T10:00:00Z,systolic_bp,118,mm[Hg]\n"
    "p1,2026-03-03T10:00:00Z,oxygen_device,nasal_cannula,\n"
    "p1,2026-03-03T10:00:00Z,oxygen_flow,2,L/min\n"
    "p1,2026-03-03T10:00:00Z,ice_score,10,\n";

// A line break and its indent are one blank: what a page says does not depend on where it wraps.
std::string in_one_line(const std::string& text) {
    std::string line;
    for (const char c : text) {
        const char blank = c == '\n' ? ' ' : c;
        if (blank != ' ' || line.empty() || line.back() != ' ') line += blank;
    }
    return line;
}

bool says(const Outcome& page, const std::string& words) {
    return in_one_line(page.out).find(in_one_line(words)) != std::string::npos;
}

TEST(Handover, TellsSituationBackgroundAssessmentAndRecommendation) {
    const std::string chart = std::string(grade_two_chart) +
                              "p1,2026-03-03T10:30:00Z,give:tocilizumab,640,mg\n"
                              "p1,2026-03-03T10:40:00Z,rate:norepinephrine,0.05,ug/kg/min\n";
    const Outcome page = run({"assess", "-", "--format", "handover"}, chart);
    EXPECT_EQ(page.status, 0);
    EXPECT_TRUE(page.out.starts_with("Hand-over: p1, 2026-03-03 10:40 UTC\n\nSituation\n")) << page.out;
    EXPECT_TRUE(says(page,
                     "  CRS grade 3 (ASTCT 2019); ICANS grade 0 (ASTCT 2019); HLH unknown.\n"
                     "  Episode 1 since 2026-03-03 10:00 UTC, highest grade 3.\n"))
        << page.out;
    EXPECT_TRUE(says(
        page,
        "Background\n  Age 64 years (born 1961-05-02).\n  axicabtagene ciloleucel, given 2026-03-01 09:00 UTC, day 2.\n"
        "  tocilizumab, 1 dose: 640 mg 2026-03-03 10:30.\n"))
        << page.out;
    EXPECT_TRUE(says(page, "norepinephrine 0.05 micrograms/kg/min at 2026-03-03 10:40")) << page.out;
    EXPECT_TRUE(says(page, "\nAssessment\n")) << page.out;
    EXPECT_TRUE(says(page, "[ASTCT.G3.vasopressor]")) << page.out;
    EXPECT_TRUE(says(page, "Not known: What is the ferritin?")) << page.out;
    EXPECT_TRUE(says(page, "\nRecommendation\n")) << page.out;
    EXPECT_TRUE(says(page, "Next: Give dexamethasone 10 mg")) << page.out;
    EXPECT_TRUE(says(page, "2026-03-03 18:30 UTC tocilizumab")) << page.out;
}

TEST(Handover, SaysWhenNothingWasGivenAndNoTherapyIsRecorded) {
    const Outcome page = run({"assess", "-", "--format", "handover"},
                             "patient,time,item,value,unit\np1,2026-03-03T10:00:00Z,temperature,38.6,Cel\n");
    EXPECT_TRUE(says(page, "No therapy is recorded.")) << page.out;
    EXPECT_TRUE(says(page, "No tocilizumab, corticosteroid or fluid bolus is on record.")) << page.out;
    EXPECT_TRUE(says(page, "No oxygen and no infusion is on record.")) << page.out;
}

TEST(Handover, TellsWhatCouldNotBeReadAndNoFlowOfAnEarlierDevice) {
    const Outcome page =
        run({"assess", "-", "--format", "handover"}, std::string(grade_two_chart) +
                                                         "p1,2026-03-03T10:30:00Z,give:tocilizumab,640,\n"
                                                         "p1,2026-03-03T10:31:00Z,oxygen_device,nasal_cannula,\n"
                                                         "p1,2026-03-03T10:31:00Z,oxygen_flow,2,L/min\n"
                                                         "p1,2026-03-03T10:45:00Z,oxygen_device,bag valve,\n"
                                                         "p1,2026-03-03T10:45:00Z,rate:norepinephrine,0.1,\n");
    EXPECT_TRUE(says(page, "tocilizumab, 1 dose: amount not readable 2026-03-03 10:30.")) << page.out;
    EXPECT_TRUE(says(page, "norepinephrine at a rate that could not be read at 2026-03-03 10:45")) << page.out;
    EXPECT_TRUE(says(page, "oxygen device not readable at 2026-03-03 10:45")) << page.out;
    EXPECT_FALSE(says(page, "oxygen flow 2")) << page.out;
    EXPECT_TRUE(says(page, "Last charted: weight 80 kg")) << page.out;
    EXPECT_TRUE(says(page, "\nToday\n")) << page.out;
    EXPECT_FALSE(says(page, "\nBesides\n")) << page.out;
}

TEST(Handover, TellsTheNewestDosesOfALongCourse) {
    std::string chart = grade_two_chart;
    for (int hour = 10; hour < 18; ++hour) {
        chart += "p1,2026-03-03T" + std::to_string(hour) + ":30:00Z,give:dexamethasone,10,mg\n";
    }
    const Outcome page = run({"assess", "-", "--format", "handover"}, chart);
    EXPECT_TRUE(says(page, "dexamethasone, 8 doses: the last 6: 10 mg 2026-03-03 12:30,")) << page.out;
}

TEST(Handover, IsOfOneCommandOnly) {
    const Outcome page = run({"order", "-", "--order", "tocilizumab", "--format", "handover"}, grade_two_chart);
    EXPECT_EQ(page.status, 2);
}

TEST(WhatWouldChangeIt, OneSignMoreOrLess) {
    const Outcome page = run({"explain", "-"}, grade_two_chart);
    EXPECT_TRUE(says(page,
                     "  - CRS grade 1: with no oxygen [ASTCT.G2.oxygen]\n"
                     "  - CRS grade 3: with a vasopressor [ASTCT.G3.vasopressor]; with more than 6 L/min\n"
                     "    of oxygen, or a mask [ASTCT.G3.oxygen]\n"))
        << page.out;
    EXPECT_TRUE(says(page,
                     "  - CRS grade 4: with a second vasopressor; vasopressin does not count\n"
                     "    [ASTCT.G4.vasopressors]; with positive pressure: CPAP, BiPAP or a ventilator\n"
                     "    [ASTCT.G4.positive_pressure]\n"))
        << page.out;
    EXPECT_FALSE(says(page, "CAPD")) << page.out;  // the patient is an adult
}

TEST(WhatWouldChangeIt, WithoutAnEpisodeOnlyFeverBringsAGrade) {
    const Outcome page = run({"explain", "-"},
                             "patient,time,item,value,unit\np1,1961-05-02,birth_date,,\n"
                             "p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,\n"
                             "p1,2026-03-03T10:00:00Z,temperature,36.8,Cel\n"
                             "p1,2026-03-03T10:00:00Z,systolic_bp,118,mm[Hg]\n"
                             "p1,2026-03-03T10:00:00Z,oxygen_device,room_air,\np1,2026-03-03T10:00:00Z,spo2,97,%\n");
    EXPECT_TRUE(says(page, "CRS grade 1: with fever from 38.0 °C [ASTCT.G1.fever]")) << page.out;
    EXPECT_FALSE(says(page, "ASTCT.G3.vasopressor")) << page.out;
}

TEST(WhatWouldChangeIt, TheGradeItWillBeTreatedAs) {
    const Outcome page = run({"explain", "-"},
                             "patient,time,item,value,unit\np1,1961-05-02,birth_date,,\n"
                             "p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,\n"
                             "p1,2026-03-03T10:00:00Z,temperature,38.6,Cel\n"
                             "p1,2026-03-03T10:00:00Z,systolic_bp,118,mm[Hg]\n"
                             "p1,2026-03-03T10:00:00Z,oxygen_device,room_air,\np1,2026-03-03T10:00:00Z,spo2,97,%\n");
    EXPECT_TRUE(says(page, "From 2026-03-06 10:00 UTC on, if nothing else changes: treated as CRS grade 2."))
        << page.out;
    EXPECT_TRUE(says(page, "CRS grade 0: with no fever for 24 hours [ASTCT.G1.fever]")) << page.out;
}

}  // namespace
}  // namespace stormkeel::cli_test
