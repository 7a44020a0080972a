// The tables, and how a file of an older version becomes one of this.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "storage/sqlite.h"

namespace stormkeel::sqlite {

// Demonstration data never mixes with a ward's: the file itself says which it holds.
enum class Purpose : std::uint8_t { ward, demonstration };

// SQL, one text for each step. `later` ones follow those of this version: what a later version would do.
using Steps = std::span<const std::string_view>;

struct WrongFile {
    enum class Why : std::uint8_t { newer, other_purpose, not_ours, changed };
    Why why;
    std::string what;
};

// Brings a file to the newest schema in one transaction, each step once. Throws WrongFile for a file of a later
// version, of the other purpose, of another program, whose earlier steps were not ours, or whose tables are not what
// the steps make.
void migrate(Connection& connection, Purpose purpose, Steps later = {});

// Whether migrate() would change tables that hold something of ours.
bool is_of_earlier_version(Connection& connection, Steps later = {});

}  // namespace stormkeel::sqlite
