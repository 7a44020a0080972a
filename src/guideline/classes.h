// The tables a `classify` block can hold, one function a table.
#pragma once

#include "guideline/reading.h"

namespace stormkeel::pack {

// prednisone = "5 mg", dexamethasone = "0.75 mg": the doses that do the same; kept as mg per mg of dexamethasone.
void read_dexamethasone_equivalents(RuleBlock& block);
// vasopressin = "…": how much of the drug does what 1 ug/min of norepinephrine does; a bare decimal.
void read_norepinephrine_equivalents(RuleBlock& block);
// blinatumomab = "14 d": within how many days after the product its CRS usually begins.
void read_high_dose_rates(RuleBlock& block);  // of vasopressors, for comparison
void read_rates_of_norepinephrine(RuleBlock& block);
void read_usual_onsets(RuleBlock& block);
// steps = ["500 mg x 6", …, "60 mg until grade 1"], every = "12 h".
void read_methylprednisolone_course(RuleBlock& block);
// [panel_a] "metabolic panel" = "sodium potassium", [panel_b] "PT" = "pt/inr": parts of the baseline laboratory.
void read_laboratory_panels(RuleBlock& block);
// tocilizumab = "40 mg": the least, or the largest, dose that is no slip.
void read_plausible_doses(RuleBlock& block, std::vector<Decimal>& amounts);
// sizes = ["80 mg", "200 mg", "400 mg"].
void read_tocilizumab_vials(RuleBlock& block);
// product = "elranatamab", steps = ["12 mg", "32 mg", "76 mg"]: once for each product.
void read_step_up(RuleBlock& block);

}  // namespace stormkeel::pack
