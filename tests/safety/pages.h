// The pages of docs/safety as rows of their tables, and the checks that each row names.
#pragma once

#include <string>
#include <vector>

namespace stormkeel::safety {

// One check a row names between backticks: `case management/grade-3-bundle`, `test Lint.AGoodPackIsClean`,
// `file src/core/quantity.h`, `statement MGMT.toci.under_two`.
struct Reference {
    std::string kind;
    std::string name;
};

struct Row {
    std::string name;  // "I-07", "H-12", "G-3"
    std::vector<std::string> cells;
    std::vector<Reference> references;
};

std::string text_of(const std::string& path);  // a file below the source folder; a failure when it cannot be read

// Every row of every table of a page that begins with a letter, a dash and a number.
std::vector<Row> rows_of(const std::string& page);

// Every check that any page of docs/safety names.
std::vector<Reference> all_references();

bool any_test_of(const std::string& suite);

// "" when the check exists, else why not.
std::string missing(const Reference& reference);

}  // namespace stormkeel::safety
