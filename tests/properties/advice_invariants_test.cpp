// What every recommendation keeps: docs/safety/invariants.md, I-27 to I-35.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <regex>

#include "core/assess.h"
#include "properties/chart.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

Assessment drawn_answer() {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    return assess(timeline, knowledge().guideline, at_minute(*moments()));
}

bool is_named(const Assessment& answer, std::string_view item) {
    return std::any_of(answer.recommendations.begin(), answer.recommendations.end(),
                       [&](const Recommendation& each) { return each.item == item && each.action != Action::avoid; });
}

// Checked on the packs themselves: a grade's rule looks at the pressure or at the oxygen, never at both, and the
// highest rule that holds is the grade. So the grade is the worse of the two.
TEST(Invariant, I20EachGradeRuleLooksAtOneOfPressureAndOxygen) {
    const auto names = [](const Condition& when, std::initializer_list<FindingId> findings) {
        return std::any_of(when.steps.begin(), when.steps.end(), [&](const Step& step) {
            return std::find(findings.begin(), findings.end(), step.finding) != findings.end();
        });
    };
    int pressure = 0;
    int oxygen = 0;
    for (const GradeRule& rule : knowledge().guideline.grade_rules) {
        if (rule.scale != Scale::crs) continue;
        const bool by_pressure =
            names(rule.when, {FindingId::hypotension, FindingId::vasopressors, FindingId::vasopressin});
        const bool by_oxygen = names(rule.when, {FindingId::oxygen_support, FindingId::low_oxygen_saturation});
        EXPECT_FALSE(by_pressure && by_oxygen) << knowledge().guideline.statements[rule.statement].id;
        pressure += by_pressure ? 1 : 0;
        oxygen += by_oxygen ? 1 : 0;
    }
    EXPECT_GE(pressure, 3);
    EXPECT_GE(oxygen, 3);
}

// Checked on the packs themselves: no rule can offer it, whatever the patient.
TEST(Invariant, I27NoRuleOffersWhatIsNeverGiven) {
    for (const Advice& advice : knowledge().guideline.advice) {
        if (advice.action == Action::avoid) continue;
        for (const char* never_given :
             {"gm_csf", "sargramostim", "molgramostim", "leukodepleting_filter", "steroid_premedication"})
            EXPECT_NE(advice.item, never_given) << knowledge().guideline.statements[advice.statement].id;
    }
}

RC_GTEST_PROP(Invariant, I29EveryRecommendationHasItsSourceItsFactsAndItsTime, ()) {
    const Assessment answer = drawn_answer();
    RC_ASSERT(answer.fingerprint.starts_with("sha256:"));
    RC_ASSERT(!answer.packs.empty());
    RC_ASSERT(answer.changes_at > answer.as_of);
    for (const Recommendation& each : answer.recommendations) {
        const auto statement = knowledge().guideline.statement_named(each.statement);
        RC_ASSERT(statement.has_value());
        RC_ASSERT(!each.source.empty());
        RC_ASSERT(!knowledge().guideline.statements[*statement].sentence.empty());
        for (const Reason& reason : each.reasons) {
            RC_ASSERT(!reason.statement.empty());
            for (const Evidence& evidence : reason.evidence) {
                RC_ASSERT(!evidence.item.empty());
                RC_ASSERT(!evidence.source.empty());
                RC_ASSERT(evidence.at <= answer.as_of);
            }
        }
    }
}

// What already stands in the chart, such as a patient in intensive care, is not asked for again.
RC_GTEST_PROP(Invariant, I31SevereGradesHaveIntensiveCareEchocardiogramAndTelemetry, ()) {
    const Chart chart = *charts(People::anyone);
    const int minute = *moments();
    const auto charted = [&](std::string_view item) {
        return std::any_of(chart.rows.begin(), chart.rows.end(),
                           [&](const Row& row) { return row.item == item && row.minute <= minute; });
    };
    const Assessment answer = assess(timeline_of(chart), knowledge().guideline, at_minute(minute));
    if (answer.crs.at_least >= 3) {
        RC_ASSERT((charted("icu_admission") || is_named(answer, "icu_admission")));
        RC_ASSERT((charted("echocardiogram") || is_named(answer, "echocardiogram")));
    }
    if (answer.crs.at_least >= 2) RC_ASSERT((charted("telemetry") || is_named(answer, "telemetry")));
}

RC_GTEST_PROP(Invariant, I32NoGradeFrom2OnIsWithoutAnAction, ()) {
    const Assessment answer = drawn_answer();
    if (answer.crs.at_least < 2) return;
    RC_ASSERT(std::any_of(answer.recommendations.begin(), answer.recommendations.end(), [](const Recommendation& each) {
        return each.action == Action::give || each.action == Action::escalate;
    }));
}

RC_GTEST_PROP(Invariant, I33AnActiveCorticosteroidPlanBringsUpAntifungals, ()) {
    const Assessment answer = drawn_answer();
    const bool runs = std::any_of(answer.corticosteroid_plan.begin(), answer.corticosteroid_plan.end(),
                                  [](const PlannedDose& dose) { return dose.given; });
    if (runs) RC_ASSERT(is_named(answer, "antifungal_prophylaxis"));
}

RC_GTEST_PROP(Invariant, I34HlhThatMayBeIsShown, ()) {
    const Assessment answer = drawn_answer();
    if (answer.hlh.status == HlhStatus::suspected) RC_ASSERT(!answer.hlh.reasons.empty());
    if (answer.hlh.status != HlhStatus::unknown || !answer.therapy) return;
    RC_ASSERT(
        std::any_of(answer.gaps.begin(), answer.gaps.end(), [](const Gap& gap) { return gap.could_change == "hlh"; }));
}

// Checked on the packs themselves. A text says what is to be done and never that somebody must obey.
TEST(Invariant, I35NoTextCommandsAndEachStandsOnASentenceAndASource) {
    static const std::regex command(
        R"(\b(must|mandatory|obligatory|compulsory|required to|order is placed|we order)\b)", std::regex::icase);
    const Guideline& guideline = knowledge().guideline;
    for (const Advice& advice : guideline.advice) {
        const Statement& statement = guideline.statements[advice.statement];
        EXPECT_FALSE(std::regex_search(advice.text, command)) << statement.id << ": " << advice.text;
        EXPECT_FALSE(statement.sentence.empty()) << statement.id;
        EXPECT_FALSE(statement.source.empty()) << statement.id;
    }
}

}  // namespace
}  // namespace stormkeel::properties
