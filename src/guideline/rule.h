// From the block of a statement to the guideline's rules, by the kind of the block.
#pragma once

#include "guideline/reading.h"
#include "guideline/statement.h"

namespace stormkeel::pack {

// Adds the statement and what its block says to the reading. A block that is wrong adds problems instead of a rule.
void read_rule(WrittenStatement written, Reading& reading);

// Reads the rule of a statement once more, from other fields; its marks and its place stay.
void read_rule_again(RuleBlock& block);

// One function a kind; each takes its own fields and leaves unknown ones to read_rule.
void read_grade(RuleBlock& block);       // grade, scale, when, unless
void read_difference(RuleBlock& block);  // differs, scale, answer, when, unless
void read_treat_as(RuleBlock& block);    // treat_as, when, unless
void read_note(RuleBlock& block);        // note, under, when, unless
void read_clock(RuleBlock& block);       // clock, due, when, unless
void read_question(RuleBlock& block);    // ask, item, could_change, when, unless
void read_advice(RuleBlock& block);      // action, item, dose …
void read_score(RuleBlock& block);       // score, multiply … or row …
void read_parameter(RuleBlock& block);   // parameter, value
void read_classes(RuleBlock& block);     // classify, …

// After the last pack: everything of core/parameters.h that no statement sets, each as a problem of `file`.
void refuse_unset(Reading& reading, const std::string& file);

// The item names an answer may carry: the contract's, and every chart item, drug and product.
bool is_item(std::string_view name, const Formulary& formulary);
std::string nearest_item(std::string_view name, const Formulary& formulary);  // "; did you mean …?"

}  // namespace stormkeel::pack
