// Pages for people: the clock on the wall, what could not be used, what is due, and figures of a ward's length.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/assessment_text.h"
#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

std::string all_replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

// The usual chart as a ward one hour ahead of UTC writes it.
std::string chart_in_plus_one(const std::string& rows) { return all_replaced(chart_with(rows), ":00Z,", ":00+01:00,"); }

bool page_holds(const Outcome& page, const std::string& words) { return page.out.find(words) != std::string::npos; }

TEST(WallTime, PagesTellTheChartsOwnClock) {
    const std::string chart = chart_in_plus_one("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n");
    const Outcome page = run({"assess", "-"}, chart);
    EXPECT_TRUE(page.out.starts_with("p1, 2026-03-03 10:30 +01:00, times as in the chart\n")) << page.out;
    EXPECT_TRUE(page_holds(page, "given 2026-03-01 09:00 +01:00")) << page.out;
    EXPECT_TRUE(page_holds(page, "systolic blood pressure 84 mmHg at 2026-03-03 10:30 +01:00")) << page.out;
    EXPECT_FALSE(page_holds(page, "UTC")) << page.out;
    EXPECT_TRUE(page_holds(run({"explain", "-"}, chart), "the answer changes at 2026-03-0"));
    EXPECT_FALSE(page_holds(run({"explain", "-"}, chart), "UTC"));
    const Outcome table = run({"timeline", "-"}, chart);
    EXPECT_TRUE(page_holds(table, "time (+01:00)")) << table.out;
    EXPECT_TRUE(page_holds(table, "2026-03-03 10:30 ")) << table.out;
}

TEST(WallTime, AnOrdersReasonsAreToldByTheSameClock) {
    const Outcome page =
        run({"order", "-", "--order", "tocilizumab 640 mg"},
            chart_in_plus_one("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\np1,2026-03-03T11:00:00Z,give:tocilizumab,"
                              "640,mg\n"));
    EXPECT_TRUE(page_holds(page, "Not before 2026-03-03 19:00 +01:00.")) << page.out;
    EXPECT_TRUE(page_holds(page, "Tocilizumab not before 2026-03-03 19:00 +01:00")) << page.out;
    EXPECT_FALSE(page_holds(page, "T18:00:00Z")) << page.out;
}

TEST(WallTime, ARecordOfTwoOffsetsIsToldInUtc) {
    const Outcome page = run({"assess", "-"}, chart_with("p1,2026-03-03T11:30:00+01:00,systolic_bp,84,mm[Hg]\n"));
    EXPECT_TRUE(page.out.starts_with("p1, 2026-03-03 10:30 UTC\n")) << page.out;
}

TEST(WallTime, DataStaysInUtc) {
    const std::string chart = chart_in_plus_one("");
    EXPECT_TRUE(page_holds(run({"assess", "-", "--format", "json"}, chart), R"("as_of":"2026-03-03T09:00:00Z")"));
    EXPECT_TRUE(page_holds(run({"timeline", "-", "--format", "csv"}, chart), "p1,2026-03-03T09:00:00Z,1,1"));
}

TEST(WallTime, TimesInsideATextAreRewrittenAndNothingElse) {
    const WallClock ahead{60};
    EXPECT_EQ(with_moments("not before 2026-03-02T09:00:00Z: 8 h", ahead), "not before 2026-03-02 10:00 +01:00: 8 h");
    EXPECT_EQ(with_moments("2026-12-31T23:30:00.5Z", ahead), "2027-01-01 00:30:00.5 +01:00");
    EXPECT_EQ(with_moments("2026-03-02T09:00:00+01:00 and 2026-02-30T09:00:00Z", ahead),
              "2026-03-02T09:00:00+01:00 and 2026-02-30T09:00:00Z");
    EXPECT_EQ(with_moments("2026-03-02T09:00:00Z", WallClock{}), "2026-03-02 09:00 UTC");
    EXPECT_EQ(moment_words(*parse_instant("2026-03-02T01:00:00Z"), WallClock{-210}), "2026-03-01 21:30 -03:30");
}

TEST(Figures, HaveNoMoreDecimalsThanAWardUses) {
    const auto told = [](const char* value, int decimals) { return shortened(*parse_decimal(value), decimals); };
    EXPECT_EQ(told("38.555555556", 2), "38.56");
    EXPECT_EQ(told("87.007395629", 2), "87.01");
    EXPECT_EQ(told("558.82579984", 1), "558.8");
    EXPECT_EQ(told("640", 1), "640");
    EXPECT_EQ(told("0.05", 1), "0.05");
    EXPECT_EQ(told("0.004", 2), "0.004");
    EXPECT_EQ(told("0", 2), "0");
    EXPECT_EQ(told("-1.256", 2), "-1.26");
    // Just below a limit is not at the limit.
    EXPECT_EQ(told("37.996", 2), "37.99");
    EXPECT_EQ(told("38.004", 2), "38");
}

TEST(Unused, StandsUnderTheHeading) {
    const Outcome page = run({"assess", "-"}, chart_with("p1,2026-03-03T10:30:00Z,ice_score,11,\n"
                                                         "p1,2026-03-03T10:30:00Z,sbp,84,mm[Hg]\n"));
    EXPECT_EQ(lines_of(page.out).at(3), "2 records could not be used: blood pressure, ICE score (listed below)");
    EXPECT_TRUE(page_holds(page, "did you mean 'systolic_bp'?")) << page.out;
    EXPECT_TRUE(page_holds(run({"assess", "-"}, chart_with("p1,2026-03-03T10:30:00Z,weight,80,\n")),
                           "\n1 record could not be used: weight (listed below)\n"));
    EXPECT_FALSE(page_holds(run({"assess", "-"}, chart_with("")), "could not be used"));
}

TEST(Unused, ATherapyThatCouldNotBeReadIsNotNone) {
    const std::string chart = all_replaced(chart_with(""), "axicabtagene_ciloleucel", "yescarta-like");
    const Outcome page = run({"assess", "-"}, chart);
    EXPECT_TRUE(page_holds(page, "\nA therapy is recorded but could not be read: yescarta-like\n")) << page.out;
    EXPECT_FALSE(page_holds(page, "No therapy is recorded")) << page.out;
}

TEST(Unused, AShortNameIsSuggestedNeverTaken) {
    const std::vector<std::pair<std::string, std::string>> names{
        {"sbp", "systolic_bp"},     {"dbp", "diastolic_bp"}, {"map", "mean_bp"},         {"hr", "heart_rate"},
        {"rr", "respiratory_rate"}, {"temp", "temperature"}, {"ice", "ice_score"},       {"o2_flow", "oxygen_flow"},
        {"flow", "oxygen_flow"},    {"spo2_pct", "spo2"},    {"device", "oxygen_device"}};
    for (const auto& [name, item] : names) {
        const Outcome answer =
            run({"assess", "-"}, "patient,time,item,value,unit\np1,2026-03-03T10:00:00Z," + name + ",5,\n");
        EXPECT_EQ(answer.status, 3) << name;
        EXPECT_NE(answer.error.find("did you mean '" + item + "'?"), std::string::npos) << answer.error;
    }
}

TEST(Unused, ARejectedRateAloneIsNoUsableFact) {
    for (const char* row : {"oxygen_device,oxigen mask,", "rate:norepinephrine,fast,ug/kg/min", "oxygen_flow,2,kg"}) {
        const Outcome answer =
            run({"assess", "-"}, std::string("patient,time,item,value,unit\np1,2026-03-03T10:00:00Z,") + row + "\n");
        EXPECT_EQ(answer.status, 3) << row << answer.out;
    }
}

TEST(Due, IsOneListInOrderOfTimeWithThePlanOnOneLine) {
    const Outcome page = run({"assess", "-"}, chart_with("p1,2026-03-03T10:30:00Z,systolic_bp,80,mm[Hg]\n"
                                                         "p1,2026-03-03T10:40:00Z,rate:norepinephrine,0.1,ug/kg/min\n"
                                                         "p1,2026-03-03T10:40:00Z,rate:epinephrine,0.1,ug/kg/min\n"
                                                         "p1,2026-03-03T10:50:00Z,give:methylprednisolone,500,mg\n"));
    std::vector<std::string> times;
    bool due = false;
    std::size_t plan = 0;
    for (const std::string& line : lines_of(page.out)) {
        if (line == "Due") due = true;
        if (due && line.empty()) due = false;
        if (due && line.starts_with("  - ")) times.push_back(line.substr(4, 16));
        if (due && line.find("methylprednisolone") != std::string::npos) ++plan;
    }
    EXPECT_GE(times.size(), 3U) << page.out;
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end())) << page.out;
    EXPECT_EQ(plan, 1U) << page.out;
    EXPECT_TRUE(page_holds(page, "2026-03-03 22:50 UTC methylprednisolone 500 mg, then 500 mg every 12 h")) << page.out;
}

TEST(Due, NothingIsSaidToBeDueOnlyWhenNothingIsOverdue) {
    Assessment quiet;
    quiet.patient = "p1";
    EXPECT_NE(assessment_text(quiet, {}).find("Next: Nothing is due now."), std::string::npos);
    quiet.timers = {{"A", "crp", {}, true}, {"B", "ferritin", {}, true}, {"C", "vital_signs", {}, false}};
    EXPECT_NE(assessment_text(quiet, {}).find("Next: Nothing urgent; overdue: CRP, ferritin."), std::string::npos);
}

TEST(Hlh, AnOpenStatusSaysWhy) {
    EXPECT_TRUE(
        page_holds(run({"assess", "-"}, chart_with("")), "  HLH unknown\n  - Not charted, or not lately: ferritin."));
    EXPECT_TRUE(page_holds(run({"explain", "-"}, chart_with("")), "Why HLH is unknown\n  - Not charted"));
}

TEST(Ask, AQuestionThatHoldsADrugBackStandsWithWhatIsUrgent) {
    // FHIR without any drug record: whether tocilizumab was given is not known.
    const Outcome page = run({"assess", "-"}, bundle_without_drugs());
    const std::size_t ask = page.out.find("MGMT.G2.tocilizumab ");
    ASSERT_NE(ask, std::string::npos) << page.out;
    EXPECT_LT(ask, page.out.find("\nWhy\n")) << page.out;
    EXPECT_EQ(page.out.find("Dose 1 of"), std::string::npos) << page.out;
}

TEST(Explain, SaysWhatChangesAndLeavesDeathOut) {
    const Outcome page = run({"explain", "-"}, chart_with(""));
    EXPECT_FALSE(page_holds(page, "grade 5")) << page.out;
    // Vital signs of 10:00 are due four hours later, before anything else changes.
    EXPECT_TRUE(page_holds(page, "the answer changes at 2026-03-03 14:00 UTC: due: vital\n    signs")) << page.out;
}

TEST(Identity, EveryPageTellsTheBirthDateBesideTheName) {
    const std::string rows = "p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n";
    const std::string chart = chart_with(rows);
    for (const auto& arguments :
         {std::vector<std::string>{"assess", "-"}, {"explain", "-"}, {"order", "-", "--order", "tocilizumab 640 mg"}}) {
        EXPECT_TRUE(page_holds(run(arguments, chart), " UTC\nBorn 1961-05-02, 64 years\n")) << arguments[0];
    }
    EXPECT_TRUE(page_holds(run({"assess", "-"}, all_replaced(chart, "1961-05-02", "2025-10-02")),
                           "\nBorn 2025-10-02, 5 months\n"));
    const std::string unknown = all_replaced(chart, "1961-05-02", "");
    EXPECT_TRUE(page_holds(run({"assess", "-"}, unknown), "\nBirth date not on record\n"));
}

TEST(Brief, FitsEightyColumnsAndNeverCutsTheAction) {
    const Outcome lines = run_shell("\"$STORMKEEL\" assess examples/*.csv --brief");
    for (const std::string& line : lines_of(lines.out)) EXPECT_LE(columns_of(line), 80U) << line;
    EXPECT_EQ(lines.out.find("…"), std::string::npos) << lines.out;
    EXPECT_TRUE(page_holds(lines, "ex01-axicel-grade2  CRS 2, ICANS 0 (ASTCT 2019); give tocilizumab 640 mg\n"));
    EXPECT_TRUE(page_holds(lines, "HLH suspected\n    give dexamethasone 10 mg\nex06")) << lines.out;
    const std::string chart = all_replaced(chart_with("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n"), "p1,",
                                           "an-identifier-of-a-large-hospital,");
    const Outcome line = run({"assess", "-", "--brief"}, chart);
    EXPECT_EQ(line.out,
              "an-identifier-of-a-large-hospital  CRS 2, ICANS 0 (ASTCT 2019)\n"
              "    give fluid bolus 500 mL\n");
}

}  // namespace
}  // namespace stormkeel::cli_test
