// Reads a password from standard input: one line; from a terminal without showing it.
#pragma once

#include <string>

namespace stormkeel {

// Without the end of the line; empty when there is none.
std::string read_password(const std::string& name);

}  // namespace stormkeel
