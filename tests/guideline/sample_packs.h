// Small packs and a small formulary for the tests of the pack reader, and ways to ask what is wrong with a pack.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/condition.h"
#include "core/formulary.h"
#include "guideline/built_in.h"
#include "guideline/read_pack.h"

namespace stormkeel::sample {

// tocilizumab, norepinephrine … and axicabtagene_ciloleucel, teclistamab.
Formulary formulary();

// Files by path. `complete` holds a grading pack "settings" that sets every parameter, class and table, and the
// vocabulary; so a test adds only what it is about.
using Files = std::map<std::string, std::string>;
Files complete();

// A statement as a page holds it: its heading is line 1 and the first line of its block line 7 of the text.
std::string statement(std::string_view id, std::string_view block_word, std::string_view block);

// `complete` and one more pack, "sample", with the one file a.md.
Files with_page(std::string_view page, std::string_view layer = "management");
Files with_rule(std::string_view rule);  // a page with the one statement TEST.rule

// The files of a map as the reader takes them; the map must outlive them.
std::vector<PackFile> views(const Files& files);

// Every problem as a line "file:line: what", without the last line feed.
std::string text_of(const std::vector<PackProblem>& problems);
std::string problems_of(const Files& files);
std::string problems_of_rule(std::string_view rule);

// The guideline of files that must have no problem; a test fails otherwise.
Guideline read(const Files& files);
Guideline read_rule(std::string_view rule);

}  // namespace stormkeel::sample
