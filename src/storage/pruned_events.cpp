// A number, a blank and a hash.
#include "storage/pruned_events.h"

#include <charconv>

namespace stormkeel {

std::string to_text(const PrunedEvents& pruned) { return std::to_string(pruned.up_to) + " " + pruned.hash; }

PrunedEvents read_pruned_events(std::string_view object) {
    PrunedEvents pruned;
    const std::size_t blank = object.find(' ');
    if (blank == std::string_view::npos) return pruned;
    std::from_chars(object.data(), object.data() + blank, pruned.up_to);
    pruned.hash = object.substr(blank + 1);
    return pruned;
}

}  // namespace stormkeel
