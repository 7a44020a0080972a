// HL7 v2 messages in a file: one or many, in a batch or not, with or without the bytes of their frames.
#pragma once

#include <string_view>
#include <vector>

namespace stormkeel {

// Whether a text begins as HL7 v2 does: a message, or the head of a file or batch (FHS, BHS).
bool looks_like_hl7v2(std::string_view text);

// Its messages in order, each from its MSH on. FHS, BHS, BTS and FTS are left out; what stands before the first MSH and
// is none of these comes as a message that cannot be read, so that it is told.
std::vector<std::string_view> hl7v2_messages_in(std::string_view text);

}  // namespace stormkeel
