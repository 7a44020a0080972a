// A text as the squares of a QR code.
#pragma once

#include <string>
#include <vector>

namespace stormkeel {

// One text of '0' and '1' a row, '1' is dark, without the light border around it; empty when the text is too long.
std::vector<std::string> qr_code_rows(const std::string& text);

}  // namespace stormkeel
