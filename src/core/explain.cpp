// Explaining: the statements that decided, each with its sentence and the facts it rests on.
#include "core/explain.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/site.h"

namespace stormkeel {

namespace {

std::string drug_text(const Fact& fact, const Timeline& timeline, const Formulary& formulary) {
    if (fact.code != unknown_drug && fact.code < formulary.drugs.size()) return formulary.drugs[fact.code];
    return fact.text == 0 ? "unknown" : std::string(timeline.text(fact.text));
}

std::string word_text(const Fact& fact, const Timeline& timeline, const Formulary& formulary) {
    switch (kind_of(fact.item)) {
        case ItemKind::therapy:
            return fact.code < formulary.products.size() ? formulary.products[fact.code].name : std::string{};
        case ItemKind::substance:
            return drug_text(fact, timeline, formulary);
        case ItemKind::text: {
            const std::string cause(timeline.text(fact.text));
            if (fact.item != Item::attributed) return cause;
            const std::string component(name_of(static_cast<Component>(fact.code)));
            return component + ":" + (fact.amount > Decimal{} ? cause : "clear");
        }
        default: {
            const Item listed = fact.item == Item::baseline_oxygen ? Item::oxygen_device : fact.item;
            const auto list = words_of(listed);
            return fact.code < list.size() ? std::string(list[fact.code]) : std::string{};
        }
    }
}

bool is_number(const Fact& fact) {
    if (fact.item == Item::baseline_oxygen) return fact.unit != Unit::none;
    const ItemKind kind = kind_of(fact.item);
    return kind == ItemKind::measured || kind == ItemKind::score || kind == ItemKind::drug;
}

bool belongs(const Reason& reason, const std::vector<Reason>& reasons) {
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](const Reason& other) { return other.statement == reason.statement; });
}

// The parameters a limit of blood pressure can come from.
std::span<const std::string_view> limits_of(bool adult) {
    static constexpr std::array<std::string_view, 2> of_adults{"systolic_limit_adult", "mean_limit_adult"};
    static constexpr std::array<std::string_view, 4> of_children{"systolic_limit_neonate", "systolic_limit_infant",
                                                                 "systolic_limit_child_base",
                                                                 "systolic_limit_child_per_year"};
    if (adult) return of_adults;
    return of_children;
}

// The limit of blood pressure that was used is part of the answer.
std::string limit_text(const Condition& condition, const Bedside& bedside) {
    const bool asks = std::any_of(condition.steps.begin(), condition.steps.end(),
                                  [](const Step& step) { return step.finding == FindingId::hypotension; });
    if (!asks || bedside.findings.truth(FindingId::hypotension_attributed) == Truth::present) return {};
    const Parameters& parameters = bedside.guideline.parameters;
    const PressureLimit limit = systolic_limit(bedside.course, parameters);
    if (limit.certain != limit.possible) {
        return " Limits by age: systolic below " + to_text(limit.certain) + " to " + to_text(limit.possible) +
               " mmHg; the birth date is not known.";
    }
    std::string text = " Limit used: systolic below " + to_text(limit.certain) + " mmHg";
    const bool adult = bedside.course.age.known && bedside.course.age.years >= parameters.adult_from_years;
    if (adult) text += " or mean below " + to_text(parameters.mean_limit_adult) + " mmHg";
    const Reading& derived = bedside.course.derived_mean;
    if (adult && derived.exists() && derived.at >= bedside.course[Item::mean_bp].at) {
        const std::int64_t tenths = derived.amount.billionths / (Decimal::one / 10);
        text += " (mean " + to_text(Decimal{tenths * (Decimal::one / 10)}) + ", derived)";
    }
    text += ".";
    for (const std::string_view name : limits_of(adult)) {
        text += said_by_site(bedside.guideline, bedside.guideline.id_of_parameter(name));
    }
    return text;
}

Reason reason_of(StatementId statement, Truth truth, const Condition& condition, const Bedside& bedside) {
    const Statement& said = bedside.guideline.statements[statement];
    return {said.id, truth, said.sentence + limit_text(condition, bedside), evidence_of(condition, bedside)};
}

}  // namespace

Truth truth_in(const Condition& condition, const Bedside& bedside) {
    return evaluate(condition, bedside.findings.ranges);
}

Evidence evidence_of(std::uint32_t place, const Timeline& timeline, const Formulary& formulary) {
    const Fact& fact = timeline.facts()[place];
    Evidence evidence;
    evidence.item = std::string(name_of(fact.item));
    if (kind_of(fact.item) == ItemKind::drug) evidence.item += ":" + drug_text(fact, timeline, formulary);
    evidence.unit = fact.unit;
    evidence.at = fact.at;
    evidence.source = timeline.source_text(fact.source);
    if (fact.state == ValueState::unreadable) {
        evidence.value = "unreadable";
    } else if (fact.state == ValueState::not_recorded) {
        evidence.value = "not recorded";
    } else if (is_number(fact)) {
        evidence.value = std::string(sign_of(fact.comparator)) + to_text(fact.amount);
        evidence.is_number = fact.comparator == Comparator::equal;
    } else {
        evidence.value = word_text(fact, timeline, formulary);
    }
    return evidence;
}

std::vector<Evidence> evidence_of(const Condition& condition, const Bedside& bedside) {
    std::vector<std::uint32_t> places;
    places.reserve(32);  // more than most conditions rest on
    for (const Step& step : condition.steps) {
        if (step.finding == FindingId::count_of_findings) continue;
        for (const std::uint32_t place : bedside.findings[step.finding].facts) {
            if (place != no_fact) places.push_back(place);
        }
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::vector<Evidence> evidence;
    evidence.reserve(places.size());
    for (const std::uint32_t place : places) {
        evidence.push_back(evidence_of(place, bedside.timeline, bedside.guideline.formulary));
    }
    return evidence;
}

namespace {

// A note may hold the name of a count: "{iec_hs_signs} of 4" becomes "1 to 3 of 4".
std::string with_counts(std::string text, const Bedside& bedside) {
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) break;
        const std::string name = text.substr(open + 1, close - open - 1);
        for (std::size_t i = 0; i < finding_count; ++i) {
            const auto id = static_cast<FindingId>(i);
            if (kind_of(id) != FindingKind::count || name_of(id) != name) continue;
            const Range range = bedside.findings[id].range;
            std::string count = std::to_string(range.lowest);
            if (!range.known()) count += " to " + std::to_string(range.highest);
            text.replace(open, close - open + 1, count);
            break;
        }
    }
    return text;
}

}  // namespace

std::vector<Reason> explain_notes(Note::Under under, const Bedside& bedside) {
    const Guideline& guideline = bedside.guideline;
    // Of the dead the record is explained, and nothing is said of treatment.
    const bool graded_alone = bedside.course[Item::death].exists() && under != Note::Under::hlh;
    std::vector<Reason> reasons;
    for (const Note& note : guideline.notes) {
        const Statement& said = guideline.statements[note.statement];
        if (note.under != under || (graded_alone && guideline.packs[said.pack].layer != Layer::grading)) continue;
        if (truth_in(note.when, bedside) != Truth::present) continue;
        reasons.push_back({said.id, Truth::present, with_counts(note.text, bedside), evidence_of(note.when, bedside)});
    }
    return reasons;
}

std::vector<Reason> explain_rules(const std::vector<GradeRule>& rules, Scale scale, Range range,
                                  const Bedside& bedside) {
    std::vector<Reason> reasons;
    // 1. What makes the least grade certain.
    for (const GradeRule& rule : rules) {
        if (rule.scale != scale || rule.grade != range.lowest) continue;
        if (truth_in(rule.when, bedside) != Truth::present) continue;
        reasons.push_back(reason_of(rule.statement, Truth::present, rule.when, bedside));
    }
    // 2. What cannot be ruled out above it, the nearest grade first, by one rule a grade.
    for (auto grade = range.lowest + 1; grade <= range.highest; ++grade) {
        for (const GradeRule& rule : rules) {
            if (rule.scale != scale || rule.grade != grade || truth_in(rule.when, bedside) != Truth::unknown) continue;
            reasons.push_back(reason_of(rule.statement, Truth::unknown, rule.when, bedside));
            break;
        }
    }
    // 3. No grade at all: what was looked at for the lowest one.
    if (range == exactly(0)) {
        for (const GradeRule& rule : rules) {
            if (rule.scale != scale || rule.grade != 1) continue;
            Reason looked_at = reason_of(rule.statement, Truth::absent, rule.when, bedside);
            if (!looked_at.evidence.empty() || reasons.empty()) reasons.push_back(std::move(looked_at));
        }
    }
    return reasons;
}

std::vector<Reason> explain_scale(Scale scale, const Bedside& bedside) {
    const Range range = scale == Scale::crs ? bedside.grades.crs : bedside.grades.icans;
    std::vector<Reason> reasons = explain_rules(bedside.guideline.grade_rules, scale, range, bedside);
    for (Reason& note : explain_notes(scale == Scale::crs ? Note::Under::crs : Note::Under::icans, bedside)) {
        if (!belongs(note, reasons)) reasons.push_back(std::move(note));
    }
    return reasons;
}

std::vector<Reason> explain_treat_as(const Bedside& bedside) {
    std::vector<Reason> reasons;
    for (const TreatAsRule& rule : bedside.guideline.treat_as_rules) {
        if (rule.grade != bedside.grades.treat_as || rule.grade <= bedside.grades.crs.lowest) continue;
        if (truth_in(rule.when, bedside) != Truth::present) continue;
        reasons.push_back(reason_of(rule.statement, Truth::present, rule.when, bedside));
    }
    return reasons;
}

std::vector<Reason> explain_hlh(const Bedside& bedside) { return explain_notes(Note::Under::hlh, bedside); }

}  // namespace stormkeel
