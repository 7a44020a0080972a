// Reading facts in order of time: each kind of fact changes a few fields of the course, and nothing is looked up twice.
#include "core/course.h"

#include <algorithm>

#include "core/course_oxygen.h"
#include "core/episode.h"
#include "core/findings.h"
#include "core/reading.h"
#include "core/taper.h"

namespace stormkeel {

namespace {

// Tocilizumab counts from the first infusion of a CAR-T product; a second part of the same product starts no new count.
void apply_therapy(Course& course, const Guideline& guideline, const Fact& fact, std::uint32_t place) {
    const bool car_t = fact.code < guideline.formulary.products.size() &&
                       guideline.formulary.products[fact.code].therapy_class == TherapyClass::car_t;
    const Reading& before = course[Item::therapy];
    if (car_t && (!before.exists() || before.code != fact.code)) {
        course.tocilizumab_since_infusion = 0;
        course.tocilizumab_outside_episode = 0;
        course.tocilizumab_in_episode = 0;
        course.episode.first_tocilizumab = {};
    }
    TherapyHistory& history = course.therapy_history;
    if (before.exists() && before.code != fact.code) history = {};
    if (history.doses == 0 || before.at != fact.at) ++history.doses;
    history.worst_since_dose = 0;
    if (!course.therapy_known()) {
        course.first_therapy = reading_of(fact, place);
        course.baseline_ferritin = course[Item::ferritin];
        course.baseline_ice = course[Item::ice_score];
    }
    keep(course[Item::therapy], fact, place);
}

void apply_temperature(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    keep(course[Item::temperature], fact, place);
    course.temperature_charting.note(fact.at, parameters.resolution_charting_gap);
    const Reading reading = reading_of(fact, place);
    if (is_at_least(reading, parameters.hlh_2004_fever) == Truth::present) course.high_fever = reading;
    if (is_at_least(reading, parameters.fever_at_least) != Truth::present) return;
    if (!course.therapy_known()) {
        course.untreated_fever = fact.at;
        course.untreated_fever_fact = place;
        return;
    }
    record_fever(course, parameters, fact.at, place);
}

void apply_pressure(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    keep(course[fact.item], fact, place);
    if (fact.item == Item::mean_bp && course.derived_mean.at == fact.at) course.derived_mean = {};
    if (fact.item != Item::diastolic_bp) course.pressure_charting.note(fact.at, parameters.resolution_charting_gap);
}

// After all pressures of an instant: the mean is derived when it was not measured. Exact to a billionth.
void derive_mean(Course& course, Instant at) {
    const Reading& systolic = course[Item::systolic_bp];
    const Reading& diastolic = course[Item::diastolic_bp];
    if (systolic.at != at && diastolic.at != at) return;
    // A mean derived from older pressures does not outlive a newer one.
    course.derived_mean = {};
    if (systolic.at != at || diastolic.at != at || course[Item::mean_bp].at == at) return;
    if (systolic.comparator != Comparator::equal || diastolic.comparator != Comparator::equal) return;
    const std::int64_t thirds = systolic.amount.billionths + 2 * diastolic.amount.billionths;
    course.derived_mean = systolic;
    course.mean_derived_at = at;
    course.derived_mean.amount = {thirds / 3};  // pressures are positive: rounds down, so 64.999… stays below 65
}

Infusion* find_infusion(Course& course, const Fact& fact) {
    if (fact.code == unknown_drug) {
        for (std::uint32_t i = 0; i < course.unknown_infusion_count; ++i) {
            if (course.unknown_infusions[i].name == fact.text) return &course.unknown_infusions[i];
        }
        if (course.unknown_infusion_count == course.unknown_infusions.size()) {
            course.more_unknown_infusions = true;
            return nullptr;
        }
        Infusion& added = course.unknown_infusions[course.unknown_infusion_count++];
        added.name = fact.text;
        return &added;
    }
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        if (course.infusions[i].drug == fact.code) return &course.infusions[i];
    }
    if (course.infusion_count == course.infusions.size()) return nullptr;
    Infusion& added = course.infusions[course.infusion_count++];
    added.drug = fact.code;
    return &added;
}

void apply_tocilizumab(Course& course, const GivenDose& dose) {
    course.tocilizumab.add(dose);
    ++course.tocilizumab_since_infusion;
    if (!course.episode.open) ++course.tocilizumab_outside_episode;
    if (course.episode.open) {
        if (course.tocilizumab_in_episode++ == 0) {
            course.episode.first_tocilizumab.at = dose.at;
            course.episode.first_tocilizumab.fact = dose.fact;
        }
    }
}

// An antipyretic, anticytokine drug or corticosteroid given in an episode may hide fever from then on.
void mask_fever(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    const bool masks = parameters.is(fact.code, DrugClass::antipyretic) ||
                       parameters.is(fact.code, DrugClass::anticytokine) ||
                       parameters.is(fact.code, DrugClass::corticosteroid);
    if (!masks || !course.episode.open) return;
    course.episode.last_masked = fact.at;
    if (course.episode.masked_at != never) return;
    course.episode.masked_at = fact.at;
    course.episode.masked_fact = place;
}

void apply_corticosteroid(Course& course, const Parameters& parameters, const GivenDose& dose) {
    if (parameters.is(dose.drug, DrugClass::dexamethasone)) {
        const GivenDose* before = course.dexamethasone.last();
        const bool goes_on = before != nullptr && is_recent(before->at, parameters.corticosteroid_course_gap, dose.at);
        if (!goes_on) course.dexamethasone_since = dose.at;
        course.dexamethasone.add(dose);
    } else if (parameters.is(dose.drug, DrugClass::methylprednisolone)) {
        course.methylprednisolone.add(dose);
        apply_taper(course.taper, parameters, dose);
    } else {
        course.other_corticosteroid = {dose.at, dose.fact};
        course.other_corticosteroid_drug = dose.drug;
    }
    if (course.episode.open && course.episode.first_corticosteroid == never) {
        course.episode.first_corticosteroid = dose.at;
        course.episode.corticosteroid_fact = dose.fact;
    }
}

// Drugs whose infusions are followed from rate to rate.
bool is_followed(const Parameters& parameters, DrugId drug) {
    constexpr std::array followed{DrugClass::vasopressor, DrugClass::vasopressin, DrugClass::inotrope,
                                  DrugClass::tocilizumab, DrugClass::corticosteroid};
    return std::any_of(followed.begin(), followed.end(), [&](DrugClass each) { return parameters.is(drug, each); });
}

// An infusion of tocilizumab or of a corticosteroid that begins is a dose; how much of it is not told, unless the dose
// of that instant is charted beside it.
void begin_infusion(Course& course, const Parameters& parameters, const GivenDose& dose) {
    const auto counted = [&](const GivenDose* last) {
        return last != nullptr && last->at == dose.at && last->drug == dose.drug;
    };
    if (parameters.is(dose.drug, DrugClass::tocilizumab) && !counted(course.tocilizumab.last())) {
        apply_tocilizumab(course, dose);
    }
    const bool steroid = parameters.is(dose.drug, DrugClass::corticosteroid);
    if (steroid && !counted(course.dexamethasone.last()) && !counted(course.methylprednisolone.last())) {
        apply_corticosteroid(course, parameters, dose);
    }
}

void apply_rate(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    // A record that could not be read proves nothing of the others.
    if (fact.state != ValueState::unreadable) course.last_drug_record = fact.at;
    const bool runs = fact.state == ValueState::not_recorded || fact.amount > Decimal{};
    if (runs) mask_fever(course, parameters, fact, place);
    if (runs && parameters.is(fact.code, DrugClass::antifungal)) course.antifungal = {fact.at, place};
    if (runs && parameters.is(fact.code, DrugClass::antibacterial)) course.antibacterial = {fact.at, place};
    if (fact.code != unknown_drug && !is_followed(parameters, fact.code)) return;
    Infusion* infusion = find_infusion(course, fact);
    if (infusion == nullptr) return;
    const bool ran = infusion->runs();
    // Of two rates at one instant the higher counts; a rate that says "stopped" ends the run for resolution.
    keep(infusion->rate, fact, place);
    if (infusion->runs() && !ran) {
        infusion->since = fact.at;
        begin_infusion(course, parameters, {fact.code, fact.at, {}, Unit::none, ValueState::not_recorded, place});
    }
    const bool counts =
        parameters.is(fact.code, DrugClass::vasopressor) || parameters.is(fact.code, DrugClass::vasopressin);
    if (ran && !infusion->runs() && counts && !is_attributed(course, parameters, Component::hypotension)) {
        course.last_vasopressor = fact.at;
    }
}

void apply_bolus(Episode& episode, Instant at) {
    if (episode.bolus_count == episode.fluid_boluses.size()) {
        std::rotate(episode.fluid_boluses.begin(), episode.fluid_boluses.begin() + 1, episode.fluid_boluses.end());
        --episode.bolus_count;
    }
    episode.fluid_boluses[episode.bolus_count++] = at;
}

void apply_antipyretic(Course& course, const GivenDose& dose) {
    course.antipyretic = {dose.at, dose.fact};
    if (course.first_antipyretic != never || !course.therapy_known()) return;
    course.first_antipyretic = dose.at;
    course.antipyretic_fact = dose.fact;
}

void apply_dose(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    // A record that could not be read proves nothing of the others.
    if (fact.state != ValueState::unreadable) course.last_drug_record = fact.at;
    const GivenDose dose{fact.code, fact.at, fact.amount, fact.unit, fact.state, place};
    const auto is = [&](DrugClass wanted) { return parameters.is(dose.drug, wanted); };
    Episode& episode = course.episode;
    mask_fever(course, parameters, fact, place);
    if (fact.code == unknown_drug && fact.text == 0) course.nameless = {fact.at, place};
    if (is(DrugClass::antipyretic)) apply_antipyretic(course, dose);
    if (is(DrugClass::tocilizumab)) apply_tocilizumab(course, dose);
    if (is(DrugClass::corticosteroid)) apply_corticosteroid(course, parameters, dose);
    if (is(DrugClass::antifungal)) course.antifungal = {fact.at, place};
    if (is(DrugClass::antibacterial)) course.antibacterial = {fact.at, place};
    if (is(DrugClass::fluid_bolus) && episode.open) apply_bolus(episode, fact.at);
}

void apply_attribution(Course& course, const Fact& fact, std::uint32_t place) {
    const auto component = static_cast<Component>(fact.code);
    const bool explains = fact.amount > Decimal{};
    for (const Component each : {Component::fever, Component::hypotension, Component::hypoxia}) {
        if (component != each && component != Component::all) continue;
        Attribution& attribution = course.attribution[attribution_index(each)];
        // Of both at one instant "clear" counts: what is not explained worries more.
        if (!explains) attribution = {never, no_fact, 0, fact.at};
        if (explains && attribution.cleared != fact.at) attribution = {fact.at, place, fact.text, attribution.cleared};
    }
}

// Several allergies are no contradiction, and the first record of one is as good as the last.
void apply_allergy(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    const bool new_one = course.tocilizumab_allergy.at == never && parameters.is(fact.code, DrugClass::tocilizumab);
    if (new_one) course.tocilizumab_allergy = {fact.at, place};
}

void apply_ferritin(Course& course, const Fact& fact, std::uint32_t place) {
    if (fact.state != ValueState::known) return;
    if (course.ferritin_count == course.ferritins.size()) {
        std::rotate(course.ferritins.begin(), course.ferritins.begin() + 1, course.ferritins.end());
        --course.ferritin_count;
    }
    course.ferritins[course.ferritin_count++] = reading_of(fact, place);
}

void apply_reading(Course& course, const Fact& fact, std::uint32_t place) {
    keep(course[fact.item], fact, place);
    if (fact.item == Item::ferritin) apply_ferritin(course, fact, place);
    if (fact.item != Item::ferritin || !course.therapy_known()) return;
    Reading& highest = course.highest_ferritin;
    if (!highest.exists() || fact.amount > highest.amount ||
        (fact.amount == highest.amount && fact.comparator > highest.comparator)) {
        highest = reading_of(fact, place);
    }
}

// The weight before this one, or the other one of the same instant, tells slips of pounds and of the decimal point.
void apply_weight(Course& course, const Fact& fact, std::uint32_t place) {
    Reading& weight = course[Item::weight];
    const Reading before = weight;
    keep(weight, fact, place);
    if (before.exists() && !same_value(before, fact)) {
        course.previous_weight = weight.fact == place ? before : reading_of(fact, place);
    } else if (before.exists() && before.at != fact.at) {
        course.previous_weight = before;
    }
}

void apply_one(Course& course, const Guideline& guideline, const Fact& fact, std::uint32_t place) {
    const Parameters& parameters = guideline.parameters;
    switch (fact.item) {
        case Item::therapy:
            return apply_therapy(course, guideline, fact, place);
        case Item::temperature:
            return apply_temperature(course, parameters, fact, place);
        case Item::systolic_bp:
        case Item::diastolic_bp:
        case Item::mean_bp:
            return apply_pressure(course, parameters, fact, place);
        case Item::spo2:
        case Item::oxygen_device:
        case Item::oxygen_flow:
        case Item::oxygen_reason:
            return apply_oxygen(course, parameters, fact, place);
        case Item::rate:
            return apply_rate(course, parameters, fact, place);
        case Item::give:
            return apply_dose(course, parameters, fact, place);
        case Item::attributed:
            return;  // apply_attributions()
        case Item::allergy:
            return apply_allergy(course, parameters, fact, place);
        case Item::ice_score:
        case Item::capd:
        case Item::consciousness:
        case Item::seizure:
        case Item::motor_weakness:
        case Item::cerebral_edema:
        case Item::sedated:
            course.neurology_charted = true;
            return keep(course[fact.item], fact, place);
        case Item::weight:
            return apply_weight(course, fact, place);
        default:
            return apply_reading(course, fact, place);
    }
}

// Judgements come before all else of their instant, which they explain too.
void apply_attributions(Course& course, std::span<const Fact> facts, std::uint32_t first) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (facts[i].item == Item::attributed) {
            apply_attribution(course, facts[i], first + static_cast<std::uint32_t>(i));
        }
    }
}

}  // namespace

Course begin_course(const Timeline& timeline) {
    Course course;
    course.medication_record = timeline.medication_record();
    course.birth_date = timeline.birth_date();
    course.age.known = course.birth_date.has_value();
    course.age.changes_at = course.age.known ? never : forever;
    return course;
}

void apply(Course& course, const Guideline& guideline, std::span<const Fact> facts, std::uint32_t first) {
    const Reading device_before = course[Item::oxygen_device];
    apply_attributions(course, facts, first);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        apply_one(course, guideline, facts[i], first + static_cast<std::uint32_t>(i));
        // Facts of one instant come in the order of their items.
        const bool last = i + 1 == facts.size() || facts[i + 1].item != Item::oxygen_device;
        if (facts[i].item != Item::oxygen_device || !last) continue;
        change_device(course, guideline.parameters, device_before, facts);
    }
    derive_mean(course, course.now);
    settle_reason(course, guideline.parameters);
    const bool dose_may_differ = std::any_of(facts.begin(), facts.end(), [](const Fact& fact) {
        return fact.item == Item::rate || fact.item == Item::weight;
    });
    if (dose_may_differ) course.vasopressor_dose = vasopressor_dose(course, guideline.parameters);
}

}  // namespace stormkeel
