// TOML as plain values with their lines: the one door to the TOML library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/problem.h"

namespace stormkeel::pack {

// One value. A table's items carry their keys; a list's items do not. Numbers with a fraction, dates and times are
// `other`: packs write decimals as text in quotes, so that none passes through binary floating point.
struct Value {
    enum class Kind : std::uint8_t { text, whole, truth, list, table, other };
    Kind kind = Kind::other;
    std::string key;
    std::string text;
    std::int64_t whole = 0;
    bool truth = false;
    std::vector<Value> items;
    int line = 0;  // in the file the text was taken from, from 1
};

std::string_view name_of(Value::Kind kind);  // "text in quotes", "a whole number", ...

// Where a text stands: the file, and the line of the text's first line in it.
struct Place {
    std::string file;
    int line = 1;
};

// Reads `text` into a table. A text that is no TOML gives an empty table and one problem at the very line.
Value read_toml(std::string_view text, const Place& place, std::vector<PackProblem>& problems);

}  // namespace stormkeel::pack
