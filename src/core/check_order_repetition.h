// An order of tocilizumab that is repeated: what of it the limits of the ledger forbid.
#pragma once

#include "core/all_findings.h"
#include "core/verdict.h"

namespace stormkeel {

// Stops a repetition that is sooner, or more doses, than the limits allow, with the doses that count on record; of any
// other it warns, because only its first dose is held against the record.
void check_repetition(const Repetition& repetition, const Bedside& bedside, VerdictInTheMaking& verdict);

}  // namespace stormkeel
