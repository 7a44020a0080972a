// Changes findings one at a time and grades again with the same rules.
#include "core/what_if.h"

#include <algorithm>
#include <array>

#include "core/explain.h"
#include "core/grading.h"

namespace stormkeel {

namespace {

constexpr int highest_of_the_living = 4;

// Findings that tell whether a rule is about this patient at all; no sign by itself.
constexpr std::array contexts = {FindingId::crs_active, FindingId::ice_applies, FindingId::capd_applies};

bool is_context(FindingId finding) { return std::find(contexts.begin(), contexts.end(), finding) != contexts.end(); }

bool is_comparison(const Step& step) { return step.finding != FindingId::count_of_findings; }

// The value next to the limit on the side where the comparison holds, or where it does not.
Range just_inside(const Step& step) { return exactly(step.value); }
Range just_outside(const Step& step) {
    return exactly(step.kind == Step::Kind::at_most ? step.value + 1 : step.value - 1);
}

// A sign that would not count now: another cause explains it, no therapy is on record, or sedation hides it.
bool would_not_count(FindingId sign, const Bedside& bedside) {
    const auto holds = [&](FindingId id) { return bedside.findings.truth(id) == Truth::present; };
    switch (sign) {
        case FindingId::fever:
            return holds(FindingId::fever_attributed) || !bedside.course.therapy_known();
        case FindingId::hypotension:
        case FindingId::vasopressors:
        case FindingId::vasopressin:
            return holds(FindingId::hypotension_attributed);
        case FindingId::oxygen_support:
        case FindingId::low_oxygen_saturation:
            return holds(FindingId::hypoxia_attributed);
        case FindingId::ice_score:
        case FindingId::capd:
        case FindingId::consciousness:
        case FindingId::seizure:
        case FindingId::motor_weakness:
        case FindingId::cerebral_edema:
            return holds(FindingId::sedated);
        default:
            return false;
    }
}

// Makes one comparison of the rule true; all of them when one is not enough. False when the rule is about others, or
// when its signs would not count.
bool make_present(const GradeRule& rule, const Bedside& bedside, FindingRanges& findings) {
    const bool counts = std::none_of(rule.when.steps.begin(), rule.when.steps.end(), [&](const Step& step) {
        return is_comparison(step) && would_not_count(step.finding, bedside);
    });
    if (!counts) return false;
    const FindingRanges now = findings;
    // Fever is what makes CRS active; every other sign needs that already.
    const bool by_fever = std::any_of(rule.when.steps.begin(), rule.when.steps.end(),
                                      [](const Step& step) { return step.finding == FindingId::fever; });
    if (by_fever) at(findings, FindingId::crs_active) = exactly(1);
    const FindingRanges ready = findings;
    for (const Step& step : rule.when.steps) {
        if (!is_comparison(step) || is_context(step.finding)) continue;
        findings = ready;
        at(findings, step.finding) = just_inside(step);
        if (evaluate(rule.when, findings) == Truth::present) return true;
    }
    for (const Step& step : rule.when.steps) {
        if (is_comparison(step) && !is_context(step.finding)) at(findings, step.finding) = just_inside(step);
    }
    if (evaluate(rule.when, findings) == Truth::present) return true;
    findings = now;
    return false;
}

void make_absent(const GradeRule& rule, FindingRanges& findings) {
    for (const Step& step : rule.when.steps) {
        if (!is_comparison(step) || is_context(step.finding)) continue;
        if (compare(at(findings, step.finding), step.kind, step.value) == Truth::absent) continue;
        at(findings, step.finding) = just_outside(step);
    }
}

Range range_now(Scale scale, const Bedside& bedside) {
    return scale == Scale::crs ? bedside.grades.crs : bedside.grades.icans;
}

}  // namespace

std::vector<WhatIf> with_one_more(Scale scale, const Bedside& bedside) {
    std::vector<WhatIf> found;
    const Range now = range_now(scale, bedside);
    for (const GradeRule& rule : bedside.guideline.grade_rules) {
        const bool higher = rule.grade > now.lowest && rule.grade <= highest_of_the_living;
        if (rule.scale != scale || !higher || rule.with.empty()) continue;
        FindingRanges findings = bedside.findings.ranges;
        if (!make_present(rule, bedside, findings)) continue;
        const Range then = grade_by(bedside.guideline.grade_rules, scale, findings);
        if (then.lowest > now.lowest) found.push_back({scale, {rule.statement}, rule.with, then});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const WhatIf& a, const WhatIf& b) { return a.grade.lowest < b.grade.lowest; });
    return found;
}

std::vector<WhatIf> without_what_holds(Scale scale, const Bedside& bedside) {
    const Range now = range_now(scale, bedside);
    WhatIf without;
    without.scale = scale;
    FindingRanges findings = bedside.findings.ranges;
    for (const GradeRule& rule : bedside.guideline.grade_rules) {
        if (rule.scale != scale || rule.grade != now.lowest || rule.without.empty()) continue;
        if (evaluate(rule.when, bedside.findings.ranges) != Truth::present) continue;
        make_absent(rule, findings);
        without.statements.push_back(rule.statement);
        without.with += (without.with.empty() ? "" : " and ") + rule.without;
    }
    without.grade = grade_by(bedside.guideline.grade_rules, scale, findings);
    if (without.statements.empty() || without.grade.lowest >= now.lowest) return {};
    return {without};
}

std::vector<LaterTreatAs> treated_later(const Bedside& bedside) {
    std::vector<LaterTreatAs> found;
    for (const TreatAsRule& rule : bedside.guideline.treat_as_rules) {
        if (rule.grade <= bedside.grades.treat_as) continue;
        FindingRanges findings = bedside.findings.ranges;
        LaterTreatAs later{rule.statement, rule.grade, never};
        for (const Step& step : rule.when.steps) {
            const bool length = is_comparison(step) && kind_of(step.finding) == FindingKind::duration;
            if (!length || step.kind != Step::Kind::at_least) continue;
            const Instant start = start_of(step.finding, bedside.course);
            if (start == never || at(findings, step.finding).lowest < 0) continue;
            later.from = std::max(later.from, start + Duration{step.value});
            at(findings, step.finding) = just_inside(step);
        }
        const bool then = evaluate(rule.when, findings) == Truth::present;
        if (then && later.from > bedside.course.now) found.push_back(later);
    }
    return found;
}

}  // namespace stormkeel
