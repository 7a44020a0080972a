// Findings that only the scales for comparison ask: the fraction of oxygen, the dose of vasopressors, organ toxicity.
#pragma once

#include "core/all_findings.h"
#include "core/support_history.h"

namespace stormkeel {

// The fraction of oxygen that is breathed, in percent, as far as it is known.
struct OxygenFraction {
    Decimal lowest;
    Decimal highest;
    bool estimated = false;  // from the flow through a nasal cannula
    Reading from;            // the fraction as charted, or the flow
};
OxygenFraction oxygen_fraction(const Course& course, const Parameters& parameters, Instant device_since);

// The organs beside a fresh grade that nobody charted: they count as none, and the answer says so.
std::vector<Item> organs_taken_as_none(const Course& course, const Parameters& parameters);

// Fills the findings for comparison; the others must be there.
void find_comparison(Bedside& bedside, const SupportHistory& history);

}  // namespace stormkeel
