// The statements of a Markdown pack file: what a clinician reads, cut out of the page but not yet understood.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/guideline.h"
#include "guideline/problem.h"

namespace stormkeel::pack {

// A statement as it stands on the page:
//
//     ### ASTCT.G3.vasopressor · One vasopressor
//
//     > Hypotension that needs one vasopressor, with or without vasopressin, is grade 3.
//     > — ASTCT 2019, Table 2, column grade 3 · seed S34 · verified
//
//     ```rule
//     grade = 3
//     …
//     ```
//
// `statement` holds id, title, sentence, source, seed, verification, file, line (of the heading) and the block's text.
// `block` is the word after the three backticks: rule, judgement, not-encoded or text; `block_line` is the line of the
// block's first line of text.
struct WrittenStatement {
    Statement statement;
    std::string block;
    int block_line = 0;
};

// Every statement of a file, in the order of the page. What lacks a part is reported at its line and, when an id and a
// block are there, still returned. Prose outside the statements is for the reader and passed over.
std::vector<WrittenStatement> read_statements(std::string_view path, std::string_view text,
                                              std::vector<PackProblem>& problems);

// [A-Z][A-Za-z0-9]*(\.[A-Za-z0-9_]+)+
bool is_statement_id(std::string_view word);

}  // namespace stormkeel::pack
