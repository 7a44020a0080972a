// Grades the other scales with the same evaluator, and picks the sentence that tells why their answer differs.
#include "core/scales.h"

#include <algorithm>

#include "core/explain.h"
#include "core/findings_scales.h"
#include "core/scores.h"

namespace stormkeel {

namespace {

bool names(const Condition& condition, std::initializer_list<FindingId> findings) {
    return std::any_of(condition.steps.begin(), condition.steps.end(), [&](const Step& step) {
        return std::find(findings.begin(), findings.end(), step.finding) != findings.end();
    });
}

Relation relation_of(Range scale, Range crs) {
    if (scale == crs) return Relation::same;
    if (scale.highest < crs.lowest) return Relation::lower;
    return scale.lowest > crs.highest ? Relation::higher : Relation::open;
}

// An estimated fraction of oxygen is called so wherever an answer rests on it.
std::string fraction_text(const Condition& condition, const Bedside& bedside, const SupportHistory& history) {
    if (!names(condition, {FindingId::high_fio2, FindingId::supplemental_oxygen})) return {};
    const OxygenFraction fraction = oxygen_fraction(bedside.course, bedside.guideline.parameters, history.device_since);
    if (!fraction.estimated) return {};
    std::string text = " FiO2 estimated from the flow: " + to_text(fraction.lowest);
    if (fraction.highest != fraction.lowest) text += " to " + to_text(fraction.highest);
    return text + " %.";
}

std::string organ_text(const Condition& condition, const Bedside& bedside) {
    if (!names(condition, {FindingId::organ_toxicity, FindingId::liver_toxicity, FindingId::kidney_toxicity}))
        return {};
    const std::vector<Item> missing = organs_taken_as_none(bedside.course, bedside.guideline.parameters);
    if (bedside.findings[FindingId::organ_toxicity].range.highest == 0 || missing.empty()) return {};
    if (!bedside.findings[FindingId::kidney_toxicity].range.known()) return {};
    std::string text;
    for (const Item organ : missing) {
        std::string_view name = name_of(organ);
        name.remove_prefix(name.find(':') + 1);
        text += (text.empty() ? " Not charted and taken as none: " : ", ") + std::string(name);
    }
    return text + ".";
}

const Condition* condition_of(const Guideline& guideline, std::string_view statement) {
    for (const GradeRule& rule : guideline.comparison_rules) {
        if (guideline.statements[rule.statement].id == statement) return &rule.when;
    }
    return nullptr;
}

void say_why_differs(ComparedScale& out, Scale scale, Range range, const Bedside& bedside) {
    const Relation relation = relation_of(range, bedside.grades.crs);
    for (const Difference& difference : bedside.guideline.differences) {
        if (difference.scale != scale || difference.relation != relation) continue;
        if (truth_in(difference.when, bedside) != Truth::present) continue;
        out.differs = difference.text;
        out.statement = bedside.guideline.statements[difference.statement].id;
        return;
    }
}

ComparedScale answer_of(Scale scale, const Bedside& bedside, const SupportHistory& history) {
    const std::vector<GradeRule>& rules = bedside.guideline.comparison_rules;
    const Range range = grade_by(rules, scale, bedside.findings.ranges);
    ComparedScale out;
    out.scale = std::string(name_of(scale));
    out.title = std::string(title_of(scale));
    out.at_least = static_cast<int>(range.lowest);
    out.at_most = static_cast<int>(range.highest);
    out.reasons = explain_rules(rules, scale, range, bedside);
    const bool goes_by_fraction = std::any_of(rules.begin(), rules.end(), [&](const GradeRule& rule) {
        return rule.scale == scale && names(rule.when, {FindingId::high_fio2});
    });
    for (Reason& reason : out.reasons) {
        const Condition* when = condition_of(bedside.guideline, reason.statement);
        if (when == nullptr) continue;
        if (goes_by_fraction) reason.text += fraction_text(*when, bedside, history);
        reason.text += organ_text(*when, bedside);
    }
    say_why_differs(out, scale, range, bedside);
    return out;
}

}  // namespace

std::vector<Scale> scales_for_comparison(const Guideline& guideline) {
    std::vector<Scale> found;
    for (std::size_t i = 0; i < scale_count; ++i) {
        const auto scale = static_cast<Scale>(i);
        const bool has_rules = std::any_of(guideline.comparison_rules.begin(), guideline.comparison_rules.end(),
                                           [&](const GradeRule& rule) { return rule.scale == scale; });
        if (has_rules) found.push_back(scale);
    }
    return found;
}

Comparison compare(const Timeline& timeline, const Guideline& guideline, Instant as_of, const Wanted& wanted) {
    const Walk walk = walk_to(timeline, guideline, as_of);
    Bedside bedside = look_at(walk, timeline, guideline);
    const SupportHistory history = support_history(timeline, guideline, as_of);
    find_comparison(bedside, history);
    Comparison comparison;
    for (const Scale scale : wanted.scales) comparison.scales.push_back(answer_of(scale, bedside, history));
    for (const std::size_t place : wanted.scores) {
        if (place < guideline.scores.size()) comparison.scores.push_back(calculate(guideline.scores[place], bedside));
    }
    return comparison;
}

}  // namespace stormkeel
