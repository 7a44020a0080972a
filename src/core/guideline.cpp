// The words of actions and urgencies, and the look-up of a statement by its id.
#include "core/guideline.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, 8> actions{"give",    "consider", "avoid",    "obtain",
                                                  "monitor", "notify",   "escalate", "ask"};
constexpr std::array<std::string_view, 3> urgencies{"now", "today", "routine"};

}  // namespace

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
