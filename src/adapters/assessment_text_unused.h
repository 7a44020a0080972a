// What of a record could not be used, in the few words that stand at the top of a page.
#pragma once

#include <optional>
#include <string>

#include "core/assessment.h"

namespace stormkeel {

// "14 records could not be used: blood pressure, oxygen device, therapy, …": what grades and doses rest on comes first.
std::string unused_words(const Assessment& assessment);

// The words of a therapy that was recorded and could not be read: "yescata".
std::optional<std::string> unread_therapy(const Assessment& assessment);

}  // namespace stormkeel
