// Decides each key item of one state of the abstract domain, in the order avoid, ask, give, consider.
#include "prove/second/advice.h"

#include <array>

namespace second {

namespace {

// 12 mg/kg below 30 kg, 8 mg/kg from there, at most 800 mg, in tenths of a milligram; 0: no figure.
constexpr std::array<std::uint16_t, 6> dose_tenths{3588, 2400, 6400, 8000, 0, 0};

bool isolated_icans(const Grades& grades) { return grades.crs.high == 0 && grades.icans.low >= 1; }

// Grade 1 CRS with ICANS 2 or more: a corticosteroid, and no tocilizumab, over every other rule.
bool corticosteroid_instead(const Grades& grades) {
    return grades.crs.low == 1 && grades.crs.high == 1 && grades.icans.low >= 2;
}

bool used_up(const State& state) {
    return (state.tocilizumab >= 4 && state.tocilizumab != 5) || state.tocilizumab_today >= 3;
}

bool given_before(const State& state) { return state.tocilizumab >= 1; }

Act tocilizumab(const State& state, const Grades& grades) {
    if (state.contraindicated == yes || isolated_icans(grades) || corticosteroid_instead(grades)) return avoid;
    if (used_up(state)) return avoid;
    if (given_before(state) && state.since_last == under_8_hours) return avoid;
    if (grades.treat_as < 2) return none;
    const bool history_known = state.tocilizumab != 5 && (!given_before(state) || state.since_last != since_unknown);
    if (!history_known || state.contraindicated == unknown) return ask;
    if (given_before(state) && state.since_last == better) return none;
    return grades.treat_as_firmly >= 2 ? give : consider;
}

void corticosteroids(const State& state, const Grades& grades, Advice& advice) {
    if (grades.treat_as == 4 || grades.icans.low == 4) {
        advice.methylprednisolone = give;
        return;
    }
    if (grades.treat_as == 3 || grades.icans.low == 3) {
        advice.dexamethasone_every_6 = give;
        return;
    }
    const bool pressure_persists = state.hypotension == yes && state.attributed != support_attributed;
    const bool refractory = grades.treat_as == 2 && pressure_persists && state.boluses >= 2 && given_before(state);
    if (refractory || grades.icans.low == 2) advice.dexamethasone_every_12 = give;
}

}  // namespace

Advice advise(const State& state, const Grades& grades) {
    Advice advice;
    advice.tocilizumab = tocilizumab(state, grades);
    if (advice.tocilizumab == give || advice.tocilizumab == consider) {
        advice.tocilizumab_tenths = dose_tenths[state.weight];
    }
    corticosteroids(state, grades, advice);
    advice.icu_admission = grades.treat_as >= 3 ? give : none;
    advice.echocardiogram = grades.treat_as >= 3 ? give : none;
    advice.telemetry = grades.treat_as >= 2 ? give : none;
    const bool on_steroid = state.steroid == dexamethasone_runs || state.steroid == methylprednisolone_runs;
    advice.antifungal = on_steroid ? consider : none;
    advice.gm_csf = state.therapy == car_t || grades.crs.low >= 1 ? avoid : none;
    if (state.hypotension == yes && state.attributed != support_attributed) {
        advice.fluid_bolus = state.boluses < 2 ? give : none;
        advice.vasopressor = state.boluses >= 2 && state.pressors == pressors_0 ? give : none;
    }
    const bool no_better = state.since_last == from_8_hours_not_better || state.since_last == a_day_not_better;
    advice.alternative_agent = used_up(state) && no_better && grades.treat_as >= 2 ? consider : none;
    advice.hlh_workup = state.hlh == no ? none : give;
    return advice;
}

}  // namespace second
