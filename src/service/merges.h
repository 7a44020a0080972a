// What two persons decided about who is who, as the messages by which a feed would say the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace stormkeel {

// The kinds of Cosign: `patient` is joined into `object`, or separated from it.
inline constexpr std::string_view merge_kind = "merge";
inline constexpr std::string_view unmerge_kind = "unmerge";

// Two patients by the identifiers under which HL7 v2 may name them; neither is empty.
struct MergeNames {
    std::vector<std::string> patient;
    std::string into;
};

// ADT^A40 with a group for each of the identifiers, or ADT^A37, one for each. `number` makes the messages' own numbers.
std::vector<std::string> merge_messages(const MergeNames& names, std::string_view kind, std::string_view number,
                                        Instant at);

// Whether an id can stand in a message and be read again.
bool can_be_named(std::string_view id);

}  // namespace stormkeel
