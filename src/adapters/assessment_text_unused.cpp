// Names what could not be used, the most consequential first.
#include "adapters/assessment_text_unused.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/assessment_text.h"
#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

constexpr std::size_t names_shown = 6;

// What a rejected record is about: the item of a chart, or the label of a resource.
std::string_view subject_of(const Rejection& one) {
    const std::string_view what = one.what;
    const std::string_view before_value = what.substr(0, what.find(" = "));
    const std::string_view first_word = before_value.substr(0, before_value.find(' '));
    return item_named(first_word) ? first_word : before_value;
}

std::string name_for_people(std::string_view subject) {
    const std::size_t colon = subject.find(':');
    if (colon != std::string_view::npos) return spaced(subject.substr(colon + 1));
    const auto known = item_named(subject);
    const auto item = known ? known : item_meant_by(subject);
    if (!item) return clipped(spaced(subject));
    if (*item == Item::systolic_bp || *item == Item::diastolic_bp || *item == Item::mean_bp) return "blood pressure";
    return spaced(name_of(*item));
}

// The place among what grades and doses rest on; behind all of them when it is none of these.
std::size_t weight_of(const std::string& name) {
    static constexpr std::array<std::string_view, 7> first{"blood pressure", "SpO2",    "oxygen device", "oxygen flow",
                                                           "temperature",    "therapy", "weight"};
    return static_cast<std::size_t>(std::find(first.begin(), first.end(), name) - first.begin());
}

}  // namespace

std::string unused_words(const Assessment& assessment) {
    std::vector<std::string> met;
    std::vector<std::pair<std::size_t, std::size_t>> order;  // weight, and which was met first
    for (const Rejection& one : assessment.rejected) {
        std::string name = name_for_people(subject_of(one));
        if (std::find(met.begin(), met.end(), name) != met.end()) continue;
        order.emplace_back(weight_of(name), met.size());
        met.push_back(std::move(name));
    }
    std::sort(order.begin(), order.end());
    const std::size_t count = assessment.rejected.size();
    std::string text = std::to_string(count) + (count == 1 ? " record" : " records") + " could not be used:";
    for (std::size_t i = 0; i < std::min(names_shown, order.size()); ++i)
        text += (i == 0 ? " " : ", ") + met[order[i].second];
    return text + (order.size() > names_shown ? ", …" : "");
}

std::optional<std::string> unread_therapy(const Assessment& assessment) {
    for (const Rejection& one : assessment.rejected) {
        if (subject_of(one) != name_of(Item::therapy)) continue;
        const std::size_t value = one.what.find(" = ");
        return value == std::string::npos ? "no product is named" : one.what.substr(value + 3);
    }
    return std::nullopt;
}

}  // namespace stormkeel
