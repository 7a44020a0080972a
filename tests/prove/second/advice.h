// What is to be done in one state of the abstract domain: one action for each key item.
#pragma once

#include "prove/second/grade.h"

namespace second {

enum Act : std::uint8_t { none, ask, consider, give, avoid };

struct Advice {
    Act tocilizumab = none;
    Act dexamethasone_every_12 = none;
    Act dexamethasone_every_6 = none;
    Act methylprednisolone = none;
    Act icu_admission = none;
    Act echocardiogram = none;
    Act telemetry = none;
    Act antifungal = none;
    Act gm_csf = none;
    Act vasopressor = none;
    Act fluid_bolus = none;
    Act alternative_agent = none;
    Act hlh_workup = none;
    // Tenths of a milligram of tocilizumab; 0 where no figure may be shown.
    std::uint16_t tocilizumab_tenths = 0;
    friend constexpr bool operator==(const Advice&, const Advice&) = default;
};

Advice advise(const State& state, const Grades& grades);

}  // namespace second
