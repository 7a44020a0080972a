// What is to be done in one state of the abstract domain: one action for each key item.
#pragma once

#include <array>

#include "prove/second/grade.h"

namespace second {

enum Item : std::uint8_t {
    tocilizumab,
    dexamethasone,
    methylprednisolone,
    corticosteroid,
    icu_admission,
    echocardiogram,
    telemetry,
    antifungal,
    gm_csf,
    vasopressor,
    fluid_bolus,
    alternative_agent,
    hlh_workup,
    item_count
};

// `give` stands for every act to be done: give, obtain, monitor, escalate. Dexamethasone tells its interval.
enum Act : std::uint8_t { none, ask, consider, give, avoid, give_every_12, give_every_6 };

struct Advice {
    std::array<Act, item_count> act{};
    std::array<bool, item_count> asked{};  // beside the act, a question about the item
    bool tocilizumab_now = false;          // by interval, window, total and history
    std::uint16_t tocilizumab_tenths = 0;  // of a milligram; 0: no figure may be shown
    friend constexpr bool operator==(const Advice&, const Advice&) = default;
};

Advice advise(const State& state, const Grades& grades);

}  // namespace second
