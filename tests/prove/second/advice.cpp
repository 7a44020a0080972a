// Decides each key item of one state of the abstract domain, in the order avoid, give, consider.
#include "prove/second/advice.h"

namespace second {

namespace {

// 12 mg/kg below 30 kg, 8 mg/kg from there, at most 800 mg, in tenths of a milligram; 0: no figure.
constexpr std::array<std::uint16_t, 6> dose_tenths{3588, 2400, 6400, 8000, 0, 0};

constexpr std::uint8_t all_doses = 4;
constexpr std::uint8_t unknown_count = 5;

struct Look {
    const State& state;
    const Grades& grades;

    bool icans_known() const { return state.icans != 5; }
    bool icans_at_least(std::uint8_t grade) const { return icans_known() && state.icans >= grade; }
    bool icans_at_most(std::uint8_t grade) const { return !icans_known() || state.icans <= grade; }
    bool surely(std::uint8_t grade) const { return grades.crs.low >= grade; }
    bool surely_no_more_than_1() const { return grades.crs.high <= 1; }
    bool is_grade_1() const { return grades.crs == Range{1, 1}; }
    bool treated() const { return state.therapy != no_therapy; }
    bool had_tocilizumab() const { return state.tocilizumab >= 1 && state.tocilizumab <= all_doses; }
    bool not_better() const {
        return state.since_last == under_8_hours || state.since_last == from_8_hours_not_better ||
               state.since_last == a_day_not_better;
    }
    bool due_by_response() const { return !had_tocilizumab() || not_better(); }
    bool low_pressure() const { return state.hypotension == yes && state.attributed != support_attributed; }
    bool low_after_boluses() const { return low_pressure() && state.boluses == 2; }
    bool no_vasopressor() const { return state.pressors == pressors_0 || state.attributed == support_attributed; }
    // Grade 2 that two boluses and tocilizumab have not ended.
    bool refractory_grade_2() const {
        return grades.treat_as == 2 && surely(2) && low_after_boluses() && had_tocilizumab();
    }
};

// Isolated ICANS, grade 1 with ICANS 2 or more, and all doses used: no tocilizumab, over every other rule.
bool tocilizumab_is_avoided(const Look& look) {
    if (look.grades.crs.high == 0 && look.icans_at_least(1)) return true;
    if (look.is_grade_1() && look.icans_at_least(2)) return true;
    return look.state.tocilizumab == all_doses && (look.grades.episode_open || look.surely(1));
}

Act tocilizumab_wanted(const Look& look) {
    if (look.surely(2)) {
        if (look.due_by_response()) return give;
        return look.state.since_last == not_to_be_judged ? consider : none;
    }
    if (!look.surely_no_more_than_1() || !look.due_by_response()) return none;
    // What follows from fever alone, and from HLH without more CRS, is only considered.
    const bool by_fever =
        look.grades.treat_as == 2 && look.icans_at_most(1) && (look.is_grade_1() || !look.icans_known());
    const bool by_hlh = look.state.hlh == yes && look.grades.treat_as == 3 && look.icans_at_most(0);
    return by_fever || by_hlh ? consider : none;
}

void decide_tocilizumab(const Look& look, Advice& advice) {
    const State& state = look.state;
    advice.asked[tocilizumab] = state.contraindication == infant && look.grades.treat_as >= 2;
    const bool waits = look.had_tocilizumab() && state.since_last == under_8_hours;
    advice.tocilizumab_now = state.tocilizumab < all_doses && state.tocilizumab_today < 3 && !waits;
    Act& act = advice.act[tocilizumab];
    if (tocilizumab_is_avoided(look)) {
        act = avoid;
        return;
    }
    act = state.tocilizumab == all_doses ? none : tocilizumab_wanted(look);
    if (act != none && state.tocilizumab == unknown_count) act = ask;
    if (act == give || act == consider) advice.tocilizumab_tenths = dose_tenths[state.weight];
}

// One active course: methylprednisolone that runs goes on, and keeps dexamethasone away.
void decide_corticosteroids(const Look& look, Advice& advice) {
    const State& state = look.state;
    const std::uint8_t treat_as = look.grades.treat_as;
    const bool course_runs = state.steroid == methylprednisolone_runs;
    const bool high = treat_as == 4 || (look.icans_at_least(4) && look.treated());
    advice.act[methylprednisolone] = course_runs || high ? give : none;
    const bool by_icans = treat_as <= 2 && look.treated() && look.icans_at_least(2);
    const bool some = treat_as == 3 || by_icans || look.refractory_grade_2();
    const bool unclear_course = state.steroid == low_methylprednisolone;
    if (unclear_course && some && look.icans_at_most(3)) advice.act[corticosteroid] = give;
    const bool asks = treat_as >= 3 || (look.icans_at_least(2) && look.treated()) ||
                      (treat_as == 2 && look.low_after_boluses() && look.had_tocilizumab());
    advice.asked[corticosteroid] = state.contraindication == infant && asks;
    Act& act = advice.act[dexamethasone];
    if (course_runs) act = avoid;
    if (course_runs || unclear_course || !look.icans_at_most(3)) return;
    // At grade 2 one or two doses, then reassess: a course of two has had them.
    const bool reassess = state.steroid == dexamethasone_runs;
    if (treat_as == 3) {
        act = give_every_6;
    } else if (by_icans || (look.refractory_grade_2() && !reassess)) {
        act = give_every_12;
    }
}

void decide_watch(const Look& look, Advice& advice) {
    const std::uint8_t treat_as = look.grades.treat_as;
    const bool by_icans = look.treated() && (look.icans_at_least(3) || (look.icans_at_least(2) && look.surely(2)));
    advice.act[icu_admission] = treat_as >= 3 || by_icans ? give : none;
    advice.act[echocardiogram] = treat_as >= 3 ? give : none;
    if (look.surely(2) || treat_as >= 3) {
        advice.act[telemetry] = give;
    } else if (treat_as == 2 && look.surely_no_more_than_1()) {
        advice.act[telemetry] = consider;
    }
    advice.act[hlh_workup] = look.state.hlh == no ? none : give;
}

void decide_circulation(const Look& look, Advice& advice) {
    const std::uint8_t treat_as = look.grades.treat_as;
    if (look.low_pressure() && treat_as >= 3) advice.act[vasopressor] = give;
    if (look.low_after_boluses() && treat_as == 2) advice.act[vasopressor] = consider;
    const bool room_for_fluid = treat_as == 2 || look.no_vasopressor();
    if (look.surely(2) && look.low_pressure() && look.state.boluses < 2 && room_for_fluid)
        advice.act[fluid_bolus] = give;
}

void decide_other_drugs(const Look& look, Advice& advice) {
    const State& state = look.state;
    const bool on_steroid = state.steroid != no_steroid;
    const bool for_toxicity = look.grades.episode_open || look.icans_at_least(1) || look.grades.treat_as >= 3 ||
                              state.steroid == methylprednisolone_runs;
    advice.act[antifungal] = on_steroid && for_toxicity ? consider : none;
    const bool recent_cells = state.therapy == car_t;
    advice.act[gm_csf] = look.surely(1) || look.grades.episode_open || recent_cells ? avoid : none;
    const bool used_up = look.surely(2) && state.tocilizumab == all_doses;
    advice.act[alternative_agent] = used_up || state.hlh == yes ? consider : none;
}

}  // namespace

Advice advise(const State& state, const Grades& grades) {
    const Look look{state, grades};
    Advice advice;
    decide_tocilizumab(look, advice);
    decide_corticosteroids(look, advice);
    decide_watch(look, advice);
    decide_circulation(look, advice);
    decide_other_drugs(look, advice);
    return advice;
}

}  // namespace second
