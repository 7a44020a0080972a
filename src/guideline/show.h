// The packs and their statements as text for people, 80 columns wide.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/guideline.h"

namespace stormkeel {

// For `guideline list`: of each pack its name, version, layer, title and date, how many statements it has and how many
// of them are verified, and below it every statement with its id and title; then the fingerprint.
std::string list_text(const Guideline& guideline);

// For `guideline show ID`: title, sentence, source, seed, whether verified, what a site may do with it, the rule as it
// is written, and where it stands. Nothing for an unknown id.
std::optional<std::string> show_text(const Guideline& guideline, std::string_view id);

// "no statement is called 'ASTCT.G3.vasopresor'; did you mean 'ASTCT.G3.vasopressor'?"
std::string unknown_statement_text(const Guideline& guideline, std::string_view id);

}  // namespace stormkeel
