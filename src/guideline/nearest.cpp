// The nearest word among those a pack may use, and how an error names words.
#include "guideline/nearest.h"

#include "core/nearest.h"

namespace stormkeel::pack {

std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    const auto place = nearest_of(word, candidates);
    return place ? std::optional(candidates[*place]) : std::nullopt;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
    const auto found = nearest(word, candidates);
    return found ? "; did you mean " + in_quotes(*found) + "?" : "";
}

std::string listed(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) {
        if (!text.empty()) text += ", ";
        text += word;
    }
    return text;
}

std::string in_quotes(std::string_view word) { return "'" + std::string(word) + "'"; }

}  // namespace stormkeel::pack
