// Characters of HL7 v2: what UTF-8 is, ISO 8859-1 into UTF-8, and the escapes of a field.
#pragma once

#include <string>
#include <string_view>

#include "adapters/hl7v2_message.h"

namespace stormkeel {

bool is_utf8(std::string_view text);

// Bytes of an unknown kind, to be told to a person: whatever is no printable ASCII is "?".
std::string printable(std::string_view bytes);

std::string_view without_byte_order_mark(std::string_view text);

std::string utf8_of_latin1(std::string_view text);

// Resolves \F\ \S\ \T\ \R\ \E\, \X..\ with bytes in hexadecimal, and \.br\ (a line feed). Others stay as they are.
std::string hl7v2_unescaped(std::string_view text, const Hl7Separators& separators);

// The other way round, for answers in the usual separators; line ends become \.br\.
std::string hl7v2_escaped(std::string_view text);

}  // namespace stormkeel
