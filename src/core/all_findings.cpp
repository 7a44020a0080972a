// Every finding of the vocabulary: the grading findings again with their facts, and those about person and episode.
#include "core/all_findings.h"

namespace stormkeel {

namespace {

// A grade rests on the facts of the rules that make it certain.
Finding graded(Scale scale, const Bedside& bedside) {
    const Range range = scale == Scale::crs ? bedside.grades.crs : bedside.grades.icans;
    Finding found = finding(range);
    for (const GradeRule& rule : bedside.guideline.grade_rules) {
        if (rule.scale != scale || rule.grade != range.lowest) continue;
        if (evaluate(rule.when, bedside.findings.ranges) != Truth::present) continue;
        for (const Step& step : rule.when.steps) {
            if (step.finding == FindingId::count_of_findings) continue;
            for (const std::uint32_t fact : bedside.findings[step.finding].facts) found.because(fact);
        }
    }
    return found;
}

void find_graded(Bedside& bedside, const FindingRanges& walked) {
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    // 1. What grading found, with its facts.
    for (std::size_t i = 0; i <= static_cast<std::size_t>(FindingId::hlh_organs); ++i) {
        const auto id = static_cast<FindingId>(i);
        out.set(id, find_one(id, bedside.course, parameters));
    }
    // 2. What the walk found of progress and grades: ranges only.
    for (const FindingId id :
         {FindingId::hlh_suspected, FindingId::fever_duration, FindingId::first_tocilizumab_age,
          FindingId::hlh_duration, FindingId::no_improvement, FindingId::worsened_since_tocilizumab}) {
        out.set(id, finding(walked[static_cast<std::size_t>(id)]));
    }
    // 2a. ... with the facts that began them.
    const auto rests_on = [&out](FindingId id, std::initializer_list<std::uint32_t> facts) {
        Finding found = out[id];
        for (const std::uint32_t fact : facts) found.because(fact);
        out.set(id, found);
    };
    const Finding& organs = out[FindingId::hlh_organs];
    rests_on(FindingId::hlh_suspected, {out[FindingId::hlh_ferritin].facts[0], organs.facts[0], organs.facts[1]});
    rests_on(FindingId::fever_duration, {bedside.course.episode.onset_fact, bedside.course.last_fever_fact});
    for (const FindingId id : {FindingId::first_tocilizumab_age, FindingId::no_improvement}) {
        rests_on(id, {bedside.course.episode.first_tocilizumab.fact});
    }
    // 3. How long the rest has lasted.
    for (const FindingId id : {FindingId::therapy_age, FindingId::episode_age, FindingId::tocilizumab_age,
                               FindingId::improved_duration, FindingId::severe_duration, FindingId::grade_age}) {
        out.set(id, finding(duration_since(start_of(id, bedside.course), bedside.course.now)));
    }
    out.set(FindingId::crs_grade, graded(Scale::crs, bedside));
    out.set(FindingId::icans_grade, graded(Scale::icans, bedside));
    Finding treat_as = out[FindingId::crs_grade];
    treat_as.range = exactly(bedside.grades.treat_as);
    out.set(FindingId::treat_as, treat_as);
}

bool is_infection(std::string_view cause) { return cause == "infection" || cause == "sepsis"; }

Finding attributed(const Bedside& bedside, Component component) {
    const Attribution& attribution = bedside.course.attribution[attribution_index(component)];
    const bool acts = is_attributed(bedside.course, bedside.guideline.parameters, component);
    return acts ? finding(Truth::present).because(attribution.fact) : finding(Truth::absent);
}

Finding infection_attributed(const Bedside& bedside) {
    for (const Component component : {Component::fever, Component::hypotension, Component::hypoxia}) {
        const Attribution& attribution = bedside.course.attribution[attribution_index(component)];
        if (!is_attributed(bedside.course, bedside.guideline.parameters, component)) continue;
        if (is_infection(bedside.timeline.text(attribution.cause))) {
            return finding(Truth::present).because(attribution.fact);
        }
    }
    return finding(Truth::absent);
}

Finding under_treatment(const Bedside& bedside) {
    const AllFindings& out = bedside.findings;
    if (!shown_episode(bedside.course, bedside.guideline.parameters).open) return finding(Truth::absent);
    const Truth calm = both(negated(out.truth(FindingId::fever)), negated(out.truth(FindingId::hypotension)));
    const Truth no_oxygen = both(truth_of(out[FindingId::oxygen_support].range == exactly(0)),
                                 negated(out.truth(FindingId::low_oxygen_saturation)));
    const Truth no_pressor =
        both(truth_of(out[FindingId::vasopressors].range == exactly(0)), negated(out.truth(FindingId::vasopressin)));
    const Finding masked = find_fever_masked(bedside.course, bedside.guideline.parameters);
    const Truth all = both(both(calm, no_oxygen), both(no_pressor, truth_of(masked.range)));
    return finding(all).because(masked.facts[0]);
}

}  // namespace

const Episode& shown_episode(const Course& course, const Parameters& parameters) {
    const bool hidden = course.episode.open && is_attributed(course, parameters, Component::fever);
    return hidden ? course.over : course.episode;
}

void find_patient(Bedside& bedside) {
    const Course& course = bedside.course;
    AllFindings& out = bedside.findings;
    const Parameters& parameters = bedside.guideline.parameters;
    const TherapyClass therapy = therapy_class(course, bedside.guideline.formulary);
    out.set(FindingId::therapy, finding(exactly(static_cast<std::int64_t>(therapy))).because(course[Item::therapy]));
    const std::int64_t product = course.therapy_known() ? course[Item::therapy].code : -1;
    out.set(FindingId::product, finding(exactly(product)).because(course[Item::therapy]));
    const auto younger_than = [&course](int years) {
        return finding(course.age.known ? truth_of(course.age.years < years) : Truth::unknown);
    };
    out.set(FindingId::child, younger_than(parameters.adult_from_years));
    out.set(FindingId::infant, younger_than(parameters.infant_below_years));
    const bool open = shown_episode(course, parameters).open;
    out.set(FindingId::episode_open, finding(truth_of(open)).because(course.episode.onset_fact));
    out.set(FindingId::fever_masked, find_fever_masked(course, parameters));
    out.set(FindingId::under_treatment, under_treatment(bedside));
    out.set(FindingId::fever_attributed, attributed(bedside, Component::fever));
    out.set(FindingId::hypotension_attributed, attributed(bedside, Component::hypotension));
    out.set(FindingId::hypoxia_attributed, attributed(bedside, Component::hypoxia));
    out.set(FindingId::infection_attributed, infection_attributed(bedside));
}

Bedside look_at(const Walk& walk, const Timeline& timeline, const Guideline& guideline) {
    const Course& course = walk.course();
    Bedside bedside{timeline,
                    guideline,
                    course,
                    walk.grades(),
                    tocilizumab_ledger(course, guideline, &timeline),
                    corticosteroid_course(course, guideline.parameters),
                    {}};
    find_graded(bedside, walk.findings());
    find_patient(bedside);
    find_therapy(bedside);
    find_treatment(bedside);
    find_hlh_criteria(bedside);
    find_laboratory(bedside);
    find_flags(bedside);
    find_known(bedside);
    return bedside;
}

}  // namespace stormkeel
