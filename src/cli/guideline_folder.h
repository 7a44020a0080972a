// The versions of the packs that lie beside a ward's store, each whole in a folder named by its digest:
// DIR/guidelines/<sha256>/.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "cli/knowledge.h"

namespace stormkeel {

std::string version_folder(const std::string& data, const std::string& sha256);

// Writes the texts there, unless they are there as they should be; what else lies in that place is replaced whole.
std::optional<Failure> keep_version(const std::string& data, const PackTexts& texts);

// The texts of exactly this digest; else what is wrong with its files and what would be right.
std::variant<PackTexts, std::string> kept_version(const std::string& data, const std::string& sha256);

}  // namespace stormkeel
