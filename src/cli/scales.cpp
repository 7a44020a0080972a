// Reads the list of --scales against what the packs hold.
#include "cli/scales.h"

#include <algorithm>
#include <sstream>

#include "core/nearest.h"
#include "core/scales.h"

namespace stormkeel {
namespace {

constexpr std::string_view every = "all";

std::string unknown(const std::string& name, const std::vector<std::string_view>& known) {
    std::string what = "--scales: '" + name + "' is no scale and no score";
    if (const auto nearest = nearest_of(name, known))
        return what + "; did you mean '" + std::string(known[*nearest]) + "'?";
    what += "; they are ";
    for (const std::string_view each : known) what += (each == known.front() ? "" : ", ") + std::string(each);
    return what;
}

}  // namespace

std::variant<Wanted, Failure> scales_asked_for(const std::string& list, const Guideline& guideline) {
    const std::vector<Scale> scales = scales_for_comparison(guideline);
    std::vector<std::string_view> known{every};
    for (const Scale scale : scales) known.push_back(name_of(scale));
    for (const Score& score : guideline.scores) known.push_back(score.name);
    std::vector<std::string> names;
    std::istringstream words(list);
    for (std::string name; std::getline(words, name, ',');) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            return Failure{wrong_call, unknown(name, known)};
        }
        names.push_back(name);
    }
    const auto is_named = [&](std::string_view name) {
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& each) { return each == every || each == name; });
    };
    Wanted wanted;
    for (const Scale scale : scales) {
        if (is_named(name_of(scale))) wanted.scales.push_back(scale);
    }
    for (std::size_t i = 0; i < guideline.scores.size(); ++i) {
        if (is_named(guideline.scores[i].name)) wanted.scores.push_back(i);
    }
    return wanted;
}

}  // namespace stormkeel
