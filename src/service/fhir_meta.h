// The version and the time that a server tells of a resource in its meta.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "storage/store.h"

namespace stormkeel {

// The resource with the version it stands in and when it was received, where it does not tell its own.
std::string with_version(std::string_view resource, std::size_t number, Instant received);

// A resource that comes back as it was told, with a change of somebody's: what with_version() put into its meta is no
// word of its sender. The text as it is where it brings a version of its own. `standing` is what is kept of it.
std::string without_told_version(std::string text, const Record& standing);

}  // namespace stormkeel
