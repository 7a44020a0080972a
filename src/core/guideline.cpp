// The words of actions, urgencies and scales, and the look-up of a statement by its id.
#include "core/guideline.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, 8> actions{"give",    "consider", "avoid",    "obtain",
                                                  "monitor", "notify",   "escalate", "ask"};
constexpr std::array<std::string_view, 3> urgencies{"now", "today", "routine"};

struct ScaleNames {
    std::string_view name;
    std::string_view title;
};
constexpr std::array<ScaleNames, scale_count> scales{{{"crs", "ASTCT 2019"},
                                                      {"icans", "ASTCT 2019"},
                                                      {"lee-2014", "Lee 2014"},
                                                      {"ctcae-5", "CTCAE 5.0"},
                                                      {"penn", "Penn"},
                                                      {"mskcc", "MSKCC"},
                                                      {"cartox", "CARTOX"},
                                                      {"cartox-pediatric", "pediatric CARTOX"}}};

}  // namespace

std::string_view name_of(Verification verification) {
    return verification == Verification::verified ? "verified" : "unverified";
}

std::string_view name_of(Scale scale) { return scales.at(static_cast<std::size_t>(scale)).name; }

std::string_view title_of(Scale scale) { return scales.at(static_cast<std::size_t>(scale)).title; }

std::string_view name_of(Action action) { return actions.at(static_cast<std::size_t>(action)); }

std::string_view name_of(Urgency urgency) { return urgencies.at(static_cast<std::size_t>(urgency)); }

std::optional<StatementId> Guideline::statement_named(std::string_view id) const {
    for (std::size_t i = 0; i < statements.size(); ++i) {
        if (statements[i].id == id) return static_cast<StatementId>(i);
    }
    return std::nullopt;
}

std::string_view Guideline::id_of_parameter(std::string_view parameter) const {
    for (const Statement& statement : statements) {
        if (statement.parameter == parameter) return statement.id;
    }
    return {};
}

}  // namespace stormkeel
