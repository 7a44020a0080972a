// Clocks and questions: what is due from which moment on, and what would settle what is not known.
#include <algorithm>
#include <tuple>

#include "core/advise.h"
#include "core/explain.h"

namespace stormkeel {

namespace {

Instant last_of(const Course& course, std::initializer_list<Item> items) {
    Instant last = never;
    for (const Item item : items) last = std::max(last, course[item].at);
    return last;
}

Instant last_dose_of(const Course& course, const Parameters& parameters, DrugClass wanted) {
    Instant last = never;
    for (const GivenDose& dose : course.corticosteroids.all()) {
        if (parameters.is(dose.drug, wanted)) last = dose.at;
    }
    return last;
}

// Grading rests on these; a regrade is due some hours after all of them were last charted together, that is, after the
// newest of them.
Instant last_assessment(const Course& course) {
    return last_of(course, {Item::temperature, Item::systolic_bp, Item::mean_bp, Item::spo2, Item::oxygen_device});
}

// The items whose last reading a question about another name asks for.
std::optional<Instant> last_seen(std::string_view item, const Bedside& bedside) {
    const Course& course = bedside.course;
    Instant at = never;
    if (item == "vasopressor" || item == "tocilizumab") {
        at = course.last_drug_record;
    } else if (item == "blood_pressure") {
        at = last_of(course, {Item::systolic_bp, Item::mean_bp});
    } else if (const auto named = item_named(item); named && kind_of(*named) != ItemKind::date) {
        at = course[*named].at;
    }
    return at == never ? std::nullopt : std::optional(at);
}

}  // namespace

Instant moment_of(Anchor anchor, const Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    switch (anchor) {
        case Anchor::none:
            return never;
        case Anchor::onset:
            return course.episode.open ? course.episode.onset : never;
        case Anchor::first_tocilizumab:
            return course.episode.first_tocilizumab.at;
        case Anchor::last_tocilizumab:
            return course.tocilizumab.last() == nullptr ? never : course.tocilizumab.last()->at;
        case Anchor::last_dexamethasone:
            return last_dose_of(course, parameters, DrugClass::dexamethasone);
        case Anchor::last_methylprednisolone:
            return last_dose_of(course, parameters, DrugClass::methylprednisolone);
        case Anchor::last_assessment:
            return last_assessment(course);
        case Anchor::grade_since:
            return course.grade_since == forever ? never : course.grade_since;
        case Anchor::hlh_since:
            return course.hlh_since;
        case Anchor::last_ferritin:
            return course[Item::ferritin].at;
        case Anchor::last_crp:
            return course[Item::crp].at;
        case Anchor::last_vital_signs:
            return last_of(course, {Item::temperature, Item::systolic_bp, Item::mean_bp, Item::heart_rate, Item::spo2});
        case Anchor::first_corticosteroid:
            return course.episode.first_corticosteroid;
        case Anchor::fever_since:
            return course.last_fever == never ? never : course.fever_since;
    }
    return never;
}

std::vector<Timer> due_clocks(const Bedside& bedside) {
    std::vector<Timer> timers;
    for (const Clock& clock : bedside.guideline.clocks) {
        if (truth_in(clock.when, bedside) != Truth::present) continue;
        const Instant start = moment_of(clock.anchor, bedside);
        if (start == never) continue;
        const Instant due = start + clock.after;
        timers.push_back({bedside.guideline.statements[clock.statement].id, clock.item, due, due < bedside.course.now});
    }
    std::sort(timers.begin(), timers.end(), [](const Timer& a, const Timer& b) {
        return std::tie(a.due, a.statement) < std::tie(b.due, b.statement);
    });
    return timers;
}

std::vector<Gap> open_questions(const Bedside& bedside) {
    std::vector<Gap> gaps;
    for (const Question& question : bedside.guideline.questions) {
        if (truth_in(question.when, bedside) != Truth::present) continue;
        const bool asked = std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) {
            return gap.item == question.item && gap.could_change == question.could_change;
        });
        if (asked) continue;
        gaps.push_back({bedside.guideline.statements[question.statement].id, question.item,
                        last_seen(question.item, bedside), question.ask, question.could_change});
    }
    return gaps;
}

}  // namespace stormkeel
