// Translates the classes of the abstract domain into ranges of findings, as VOCABULARY.md defines them.
#include "prove/exhaustive/findings.h"

#include <array>

#include "core/parameters.h"
#include "core/time.h"
#include "core/vocabulary.h"

namespace prove {

namespace {

using stormkeel::between;
using stormkeel::exactly;
using stormkeel::FindingId;
using stormkeel::FindingKind;
using stormkeel::FindingRanges;
using stormkeel::not_happened;
using stormkeel::Range;
using stormkeel::unbounded;

constexpr Range absent = {0, 0};
constexpr Range present = {1, 1};
constexpr Range perhaps = {0, 1};

Range truth(second::Answer answer) { return answer == second::yes ? present : answer == second::no ? absent : perhaps; }

Range since(std::int64_t hours) { return exactly(stormkeel::hours(hours).microseconds); }

struct Breathing {
    Range support;  // none, low flow, high flow, positive pressure
    Range low_saturation;
};

// In the order of second::Oxygen.
constexpr std::array<Breathing, second::oxygen_count> breathing{{{{0, 0}, absent},
                                                                 {{0, 0}, present},
                                                                 {{0, 0}, perhaps},
                                                                 {{1, 1}, absent},
                                                                 {{2, 2}, absent},
                                                                 {{1, 2}, absent},
                                                                 {{2, 2}, absent},
                                                                 {{3, 3}, absent},
                                                                 {{0, 3}, perhaps},
                                                                 {{0, 3}, present},
                                                                 {{1, 3}, perhaps}}};

constexpr std::int64_t no_product_of_a_pack = 100'000;

void set_therapy(second::Therapy therapy, FindingRanges& findings) {
    const bool known = therapy != second::no_therapy;
    const bool cells = therapy == second::car_t || therapy == second::late_car_t;
    at(findings, FindingId::therapy) = exactly(!known ? 0 : cells ? 1 : 2);
    at(findings, FindingId::therapy_known) = known ? present : absent;
    at(findings, FindingId::therapy_age) = !known ? not_happened : since(therapy == second::late_car_t ? 24 * 29 : 72);
    at(findings, FindingId::therapy_doses) = exactly(known ? 1 : 0);
}

void set_support(const second::State& state, FindingRanges& findings) {
    const bool explained = state.attributed == second::support_attributed;
    at(findings, FindingId::hypotension_attributed) = explained ? present : absent;
    at(findings, FindingId::hypoxia_attributed) = explained ? present : absent;
    const Range running = state.pressors == second::pressors_unknown ? between(0, 20) : exactly(state.pressors);
    at(findings, FindingId::hypotension) = explained ? absent : truth(state.hypotension);
    at(findings, FindingId::vasopressors) = explained ? exactly(0) : running;
    at(findings, FindingId::vasopressin) = explained ? absent : truth(state.vasopressin);
    const Breathing& breath = breathing[explained ? 0U : static_cast<std::size_t>(state.oxygen)];
    at(findings, FindingId::oxygen_support) = breath.support;
    at(findings, FindingId::low_oxygen_saturation) = breath.low_saturation;
}

}  // namespace

FindingRanges usual_findings() {
    FindingRanges findings{};
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (stormkeel::kind_of(static_cast<FindingId>(i)) == FindingKind::duration) findings[i] = not_happened;
    }
    for (const FindingId id : {FindingId::birth_date_known, FindingId::weight_usable, FindingId::temperature_known,
                               FindingId::blood_pressure_known, FindingId::medication_record_known,
                               FindingId::oxygen_device_known, FindingId::spo2_known, FindingId::consciousness_known,
                               FindingId::ice_known, FindingId::cause_of_death_known}) {
        at(findings, id) = present;
    }
    at(findings, FindingId::product) = exactly(no_product_of_a_pack);
    return findings;
}

// An episode is open where fever opened it: fever now, or one that a drug hides. Without a therapy nothing opens it.
void set_grading(const second::State& state, FindingRanges& findings) {
    const bool explained = state.attributed == second::fever_attributed;
    const bool treated = state.therapy != second::no_therapy;
    const bool masked = state.masked && treated && !explained;
    const Range fever = explained ? absent : truth(state.fever);
    set_therapy(state.therapy, findings);
    set_support(state, findings);
    at(findings, FindingId::fever) = fever;
    at(findings, FindingId::fever_attributed) = explained ? present : absent;
    at(findings, FindingId::infection_attributed) = explained ? present : absent;
    at(findings, FindingId::fever_masked) = masked ? present : absent;
    at(findings, FindingId::episode_open) = masked || (fever == present && treated) ? present : absent;
    at(findings, FindingId::crs_active) = masked ? present : treated ? fever : Range{0, fever.highest};
}

void set_boluses(const second::State& state, FindingRanges& findings) {
    at(findings, FindingId::fluid_boluses) = exactly(state.boluses);
    const Range low = at(findings, FindingId::hypotension);
    at(findings, FindingId::hypotension_after_boluses) = state.boluses == 2 ? low : absent;
}

// Grade 1 to 4 by the row of the table that asks for the least.
void set_icans(std::uint8_t icans, FindingRanges& findings) {
    constexpr std::array<std::int64_t, 5> ice{10, 9, 6, 2, 0};
    const bool known = icans < 5;
    at(findings, FindingId::neuro_assessable) = known ? present : perhaps;
    at(findings, FindingId::ice_applies) = present;
    at(findings, FindingId::ice_score) = known ? exactly(ice[icans]) : between(0, 10);
    at(findings, FindingId::capd) = between(0, 32);
    at(findings, FindingId::consciousness) = known ? exactly(icans == 4 ? 3 : 0) : between(0, 3);
    at(findings, FindingId::seizure) = known ? exactly(0) : between(0, 4);
    at(findings, FindingId::motor_weakness) = known ? absent : perhaps;
    at(findings, FindingId::cerebral_edema) = known ? exactly(0) : between(0, 3);
}

void set_tocilizumab(std::uint8_t total, second::SinceLast last, FindingRanges& findings) {
    constexpr std::array<std::int64_t, 5> hours{4, 10, 30, 26, 10};
    const bool given = total >= 1 && total <= 4;
    at(findings, FindingId::tocilizumab_doses) = total == 5 ? between(0, unbounded) : exactly(total);
    at(findings, FindingId::tocilizumab_exhausted) = total == 4 ? present : absent;
    const Range age = given ? since(hours[last]) : not_happened;
    at(findings, FindingId::tocilizumab_age) = age;
    at(findings, FindingId::first_tocilizumab_age) = age;
    const bool helped = last == second::better;
    at(findings, FindingId::no_improvement) = !given || helped                   ? absent
                                              : last == second::not_to_be_judged ? perhaps
                                                                                 : present;
    at(findings, FindingId::worsened_since_tocilizumab) = absent;
}

void set_steroid(second::Steroid steroid, FindingRanges& findings) {
    const bool given = steroid != second::no_steroid;
    const bool dexamethasone = steroid == second::dexamethasone_runs;
    at(findings, FindingId::corticosteroid_course) = exactly(!given ? 0 : dexamethasone ? 1 : 2);
    at(findings, FindingId::corticosteroid_given) = given ? present : absent;
    at(findings, FindingId::dexamethasone_doses) = exactly(dexamethasone ? 2 : 0);
    at(findings, FindingId::dexamethasone_age) = dexamethasone ? since(12) : not_happened;
    const bool course = steroid == second::methylprednisolone_runs;
    at(findings, FindingId::methylprednisolone_taper) = course ? present : absent;
    at(findings, FindingId::methylprednisolone_doses) = exactly(given && !dexamethasone ? 2 : 0);
    at(findings, FindingId::methylprednisolone_age) = course ? since(12) : not_happened;
}

// A run of fever lasts only while there is fever.
void set_fever_days(const second::State& state, FindingRanges& findings) {
    const Range fever = at(findings, FindingId::fever);
    const bool long_run = state.fever_three_days == second::yes;
    Range lasted = state.fever_three_days == second::unknown ? between(since(10).lowest, since(72).lowest)
                                                             : since(long_run ? 72 : 71);
    if (fever == perhaps) lasted.lowest = not_happened.lowest;
    at(findings, FindingId::fever_duration) = fever == absent ? not_happened : lasted;
}

void set_contraindication(second::Contraindication contraindication, FindingRanges& findings) {
    const bool known = contraindication != second::age_unknown;
    const Range young = !known ? perhaps : contraindication == second::infant ? present : absent;
    at(findings, FindingId::child) = young;
    at(findings, FindingId::infant) = young;
    at(findings, FindingId::birth_date_known) = known ? present : absent;
}

void set_hlh(second::Answer hlh, FindingRanges& findings) {
    at(findings, FindingId::hlh_ferritin) = hlh == second::no ? absent : present;
    at(findings, FindingId::ferritin_known) = present;
    at(findings, FindingId::hlh_organs) = hlh == second::yes  ? exactly(2)
                                          : hlh == second::no ? exactly(0)
                                                              : between(1, 3);
    at(findings, FindingId::hlh_suspected) = truth(hlh);
    at(findings, FindingId::hlh_duration) = hlh == second::yes ? since(1) : not_happened;
}

}  // namespace prove
