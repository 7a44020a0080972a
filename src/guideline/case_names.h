// Which statements the cases name, and in which way.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "guideline/built_in.h"

namespace stormkeel {

// The cases that name one statement: paths below the folder of cases, without ".case", each once and in order.
struct NamedIn {
    std::vector<std::string>
        holds;  // by `because` or `made`, or by `proves` for what no answer names, such as a number
    std::vector<std::string> beside;  // by `not` alone: the statement must not be among the reasons
};

// By the statement's id.
std::map<std::string, NamedIn> statements_named(std::span<const PackFile> case_files);

}  // namespace stormkeel
