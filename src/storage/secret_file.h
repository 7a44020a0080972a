// Files of the data folder that only the account of the ward may read.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "storage/store.h"

namespace stormkeel {

// The whole text; nothing when the file is not there. A problem when others may read it, or when it cannot be read.
Stored<std::optional<std::string>> read_secret(const std::string& file);

// Writes a file that is not there yet, with the mode 0600, and returns when it would outlive a loss of power.
Stored<Done> write_secret(const std::string& file, const std::string& text);

// Adds a line to a file of that mode, made when it is not there, and returns when it would outlive a loss of power.
// What an earlier line left unfinished is taken away. A line has less than 1,000 bytes.
Stored<Done> add_line(const std::string& file, const std::string& line);

// Reads a secret, or makes and keeps it at the first start.
Stored<std::string> kept_secret(const std::string& file, const std::function<std::string()>& make);

}  // namespace stormkeel
