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
    std::string what = "--scales: '" + name + "' is no scale";
    if (const auto nearest = nearest_of(name, known))
        return what + "; did you mean '" + std::string(known[*nearest]) + "'?";
    what += "; they are ";
    for (const std::string_view each : known) what += (each == known.front() ? "" : ", ") + std::string(each);
    return what;
}

}  // namespace

std::variant<std::vector<Scale>, Failure> scales_asked_for(const std::string& list, const Guideline& guideline) {
    const std::vector<Scale> all = scales_for_comparison(guideline);
    std::vector<std::string_view> known{every};
    for (const Scale scale : all) known.push_back(name_of(scale));
    std::vector<Scale> wanted;
    std::istringstream words(list);
    for (std::string name; std::getline(words, name, ',');) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            return Failure{wrong_call, unknown(name, known)};
        for (const Scale scale : all) {
            const bool is_wanted = name == every || name == name_of(scale);
            if (is_wanted && std::find(wanted.begin(), wanted.end(), scale) == wanted.end()) wanted.push_back(scale);
        }
    }
    std::sort(wanted.begin(), wanted.end());
    return wanted;
}

}  // namespace stormkeel
