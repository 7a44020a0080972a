// Clocks and questions: what is due from which moment on, and what would settle what is not known.
#include <algorithm>
#include <array>
#include <tuple>

#include "core/advise.h"
#include "core/explain.h"
#include "core/moments.h"

namespace stormkeel {

namespace {

// A clock of something never charted runs from the onset of the episode, else from the therapy.
Instant or_start(Instant at, const Course& course) {
    if (at != never) return at;
    return course.episode.open ? course.episode.onset : course[Item::therapy].at;
}

// Vital signs are due again after the last full set: a lone saturation does not stand for the blood pressure.
Instant last_full_set(const Course& course) {
    const Instant pressure = last_of(course, {Item::systolic_bp, Item::mean_bp});
    Instant oldest = forever;
    for (const Instant at : {course[Item::temperature].at, pressure, course[Item::spo2].at}) {
        if (at != never) oldest = std::min(oldest, at);
    }
    return oldest == forever ? never : oldest;
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
    switch (anchor) {
        case Anchor::none:
            return never;
        case Anchor::onset:
            return course.episode.open ? course.episode.onset : never;
        case Anchor::first_tocilizumab:
            return start_of(FindingId::first_tocilizumab_age, course);
        case Anchor::last_tocilizumab:
            return course.tocilizumab.last() == nullptr ? never : course.tocilizumab.last()->at;
        case Anchor::last_dexamethasone:
            return course.dexamethasone.last() == nullptr ? never : course.dexamethasone.last()->at;
        case Anchor::last_methylprednisolone:
            return course.methylprednisolone.last() == nullptr ? never : course.methylprednisolone.last()->at;
        case Anchor::last_assessment:
            return last_assessment(course);
        case Anchor::grade_since:
            return course.grade_since == forever ? never : course.grade_since;
        case Anchor::hlh_since:
            return course.hlh_since;
        case Anchor::last_ferritin:
            return or_start(course[Item::ferritin].at, course);
        case Anchor::last_crp:
            return or_start(course[Item::crp].at, course);
        case Anchor::last_vital_signs:
            return or_start(last_full_set(course), course);
        case Anchor::first_corticosteroid:
            return course.episode.first_corticosteroid;
        case Anchor::severe_since:
            return course.episode.open ? course.episode.severe_since : never;
        case Anchor::last_neurology:
            return or_start(last_examination(course, bedside.guideline.parameters), course);
        case Anchor::last_bolus:
            return course.episode.open && course.episode.bolus_count > 0
                       ? course.episode.fluid_boluses[course.episode.bolus_count - 1]
                       : never;
        case Anchor::last_blood_pressure:
            return or_start(last_of(course, {Item::systolic_bp, Item::mean_bp}), course);
        case Anchor::last_therapy:
            return course[Item::therapy].at;
        case Anchor::last_intervention:
            return last_intervention(course);
        case Anchor::new_fever:
            return course.new_fever_since;
        case Anchor::fever_since:
            return course.last_fever == never ? never : course.fever_since;
    }
    return never;
}

std::vector<Timer> due_clocks(const Bedside& bedside) {
    std::vector<Timer> timers;
    if (bedside.course[Item::death].exists()) return timers;
    for (const Clock& clock : bedside.guideline.clocks) {
        if (truth_in(clock.when, bedside) != Truth::present) continue;
        const Instant start = moment_of(clock.anchor, bedside);
        if (start == never) continue;
        Instant due = start + clock.after;
        // Tocilizumab is never due before its ledger allows it.
        if (clock.item == "tocilizumab") due = std::max(due, bedside.tocilizumab.next);
        if (due >= forever) continue;
        const bool overdue = bedside.course.now >= due + seconds(1);
        timers.push_back({bedside.guideline.statements[clock.statement].id, clock.item, due, overdue});
    }
    std::sort(timers.begin(), timers.end(), [](const Timer& a, const Timer& b) {
        return std::tie(a.due, a.statement) < std::tie(b.due, b.statement);
    });
    return timers;
}

namespace {

bool is_of_icans(Item item) {
    constexpr std::array neurologic{Item::ice_score,      Item::capd,           Item::consciousness, Item::seizure,
                                    Item::motor_weakness, Item::cerebral_edema, Item::sedated};
    return std::find(neurologic.begin(), neurologic.end(), item) != neurologic.end();
}

bool is_of_crs(Item item) {
    constexpr std::array signs{Item::temperature, Item::systolic_bp, Item::mean_bp, Item::spo2};
    return std::find(signs.begin(), signs.end(), item) != signs.end();
}

// What could not be used, by its time: the order of arrival leaves no trace. Of two at one time the place tells, and
// line 9 comes before line 10.
std::vector<const Rejection*> unused_in_order(const Timeline& timeline) {
    std::vector<const Rejection*> unused;
    for (const Rejection& each : timeline.rejected()) unused.push_back(&each);
    const auto place = [](const Rejection& each) {
        return std::tuple(each.at, each.where.size(), std::string_view(each.where));
    };
    std::stable_sort(unused.begin(), unused.end(),
                     [&](const Rejection* a, const Rejection* b) { return place(*a) < place(*b); });
    return unused;
}

// A record of a sign that could not be used and is newer than the one that is: the grade may rest on the past.
std::vector<Gap> newer_than_used(const Bedside& bedside) {
    std::vector<Gap> gaps;
    // Asked at the last fact, a record that is later still is the newest there is.
    const auto facts = bedside.timeline.facts();
    const bool all_read = facts.empty() || facts.back().at <= bedside.course.now;
    for (const Rejection* each : unused_in_order(bedside.timeline)) {
        const Rejection& unused = *each;
        const bool icans = is_of_icans(unused.item);
        if (!icans && !is_of_crs(unused.item)) continue;
        const Reading& used = bedside.course[unused.item];
        if ((unused.at > bedside.course.now && !all_read) || unused.at <= used.at) continue;
        const std::string item(name_of(unused.item));
        const bool asked = std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) { return gap.item == item; });
        if (asked) continue;
        std::string spaced = item;
        std::replace(spaced.begin(), spaced.end(), '_', ' ');
        const std::string_view statement =
            bedside.guideline.id_of_parameter(icans ? "neurology_age" : "vital_signs_age");
        gaps.push_back({std::string(statement), item, used.exists() ? std::optional(used.at) : std::nullopt,
                        "A newer record of " + spaced + " could not be used: chart it again.",
                        icans ? "icans" : "crs"});
    }
    return gaps;
}

// A dose or an infusion that stands nowhere in time: it is neither counted nor running, and may be.
std::vector<Gap> drugs_without_a_time(const Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    std::vector<Gap> gaps;
    for (const Rejection* each : unused_in_order(bedside.timeline)) {
        const Rejection& unused = *each;
        if (unused.drug == unknown_drug) continue;
        const bool tocilizumab = parameters.is(unused.drug, DrugClass::tocilizumab);
        if (tocilizumab && is_of_no_dose_that_counts(unused, bedside.course, parameters)) continue;
        const std::string& drug = bedside.guideline.formulary.drugs[unused.drug];
        const bool asked = std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) { return gap.item == drug; });
        if (asked) continue;
        const bool supports =
            parameters.is(unused.drug, DrugClass::vasopressor) || parameters.is(unused.drug, DrugClass::vasopressin);
        gaps.push_back({std::string(bedside.guideline.id_of_parameter("medication_record_window")), drug, std::nullopt,
                        "A record of " + drug +
                            " has no time that can be used: chart it with its time; until then it does not count.",
                        supports ? "crs" : "dose"});
    }
    return gaps;
}

// What holds tocilizumab back beside: a dose whose time has not come, and one that may have been of any drug.
std::vector<Gap> doses_in_doubt(const Bedside& bedside) {
    const TocilizumabLedger& ledger = bedside.tocilizumab;
    const std::string statement(bedside.guideline.id_of_parameter("medication_record_window"));
    std::vector<Gap> gaps;
    if (ledger.ahead != never) {
        gaps.push_back({statement, "tocilizumab", std::nullopt,
                        "A dose of tocilizumab is on record at " + to_text(ledger.ahead) +
                            ", which has not come: was it given? Until then it may have been.",
                        "dose"});
    }
    if (ledger.nameless != never) {
        gaps.push_back({statement, "tocilizumab", std::nullopt,
                        "A record of a drug that was given at " + to_text(ledger.nameless) +
                            " names none: which drug was it? It may have been tocilizumab.",
                        "dose"});
    }
    return gaps;
}

std::vector<Gap> doses_charted_twice(const Bedside& bedside) {
    const auto twice = charted_twice(bedside.course, bedside.guideline.parameters);
    if (!twice) return {};
    return {{std::string(bedside.guideline.id_of_parameter("tocilizumab_charted_twice")), "tocilizumab", twice->second,
             "Two doses of tocilizumab are on record at " + to_text(twice->first) + " and " + to_text(twice->second) +
                 ": was it one, charted twice? Both count until one record is taken back.",
             "dose"}};
}

}  // namespace

std::vector<Gap> open_questions(const Bedside& bedside) {
    std::vector<Gap> gaps;
    for (const Question& question : bedside.guideline.questions) {
        if (truth_in(question.when, bedside) != Truth::present) continue;
        // Of the dead only the cause is asked.
        if (bedside.course[Item::death].exists() && question.item != name_of(Item::death)) continue;
        const bool asked = std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) {
            return gap.item == question.item && gap.could_change == question.could_change;
        });
        if (asked) continue;
        gaps.push_back({bedside.guideline.statements[question.statement].id, question.item,
                        last_seen(question.item, bedside), question.ask, question.could_change});
    }
    if (bedside.course[Item::death].exists()) return gaps;
    std::vector<Gap> newer = newer_than_used(bedside);
    std::erase_if(newer, [&](const Gap& unread) {
        return std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) { return gap.item == unread.item; });
    });
    gaps.insert(gaps.begin(), newer.begin(), newer.end());
    for (const auto& of_drugs :
         {doses_in_doubt(bedside), drugs_without_a_time(bedside), doses_charted_twice(bedside)}) {
        gaps.insert(gaps.begin(), of_drugs.begin(), of_drugs.end());
    }
    return gaps;
}

}  // namespace stormkeel
