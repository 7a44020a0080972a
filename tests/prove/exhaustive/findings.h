// A state of the abstract domain as the findings that the compiled packs read.
#pragma once

#include "core/condition.h"
#include "prove/second/state.h"

namespace prove {

// What holds of a patient of whom nothing else is to be said: present where the record would tell, else absent.
stormkeel::FindingRanges usual_findings();

// Each sets the findings that its part of a state decides.
void set_grading(const second::State& state, stormkeel::FindingRanges& findings);
void set_boluses(const second::State& state, stormkeel::FindingRanges& findings);
void set_icans(std::uint8_t icans, stormkeel::FindingRanges& findings);
void set_tocilizumab(std::uint8_t total, second::SinceLast since, stormkeel::FindingRanges& findings);
void set_steroid(second::Steroid steroid, stormkeel::FindingRanges& findings);
void set_fever_days(const second::State& state, stormkeel::FindingRanges& findings);
void set_contraindication(second::Contraindication contraindication, stormkeel::FindingRanges& findings);
void set_hlh(second::Answer hlh, stormkeel::FindingRanges& findings);

}  // namespace prove
