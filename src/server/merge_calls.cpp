// An administrator asks for what is kept of a patient under two ids to be joined, or separated; a second one answers by
// the calls of cosigns. They see ids, and nothing else of the patients.
#include <nlohmann/json.hpp>

#include "server/calls.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
constexpr std::size_t longest_reason = 200;  // bytes

void ask(ServedWard& served, const RoutedRequest& request, std::string_view kind, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"patient", "into", "reason"});
    if (!texts) return answer(error_response(400, R"(this takes {"patient": "...", "into": "...", "reason": "..."})"));
    Cosign asked;
    asked.kind = kind;
    asked.patient = texts->at(0);
    asked.object = texts->at(1);
    asked.reason = texts->at(2);
    asked.by = request.caller.name;
    if (asked.reason.empty() || asked.reason.size() > longest_reason) {
        return answer(error_response(400, "say why, in up to 200 characters"));
    }
    for (const std::string& name : {asked.patient, asked.object}) {
        const auto called = served.call_back(name);
        if (const auto* problem = std::get_if<StoreProblem>(&called)) return answer(served.refused(*problem));
    }
    if (const std::string why = served.ward.why_no_merge(asked); !why.empty()) {
        return answer(error_response(409, why));
    }
    const auto kept = served.ward.ask_cosign(std::move(asked), served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    answer(json_response(nlohmann::json{{"number", std::get<Cosign>(kept).number}}.dump()));
}

}  // namespace

std::vector<Route> merge_calls(ServedWard& served) {
    const auto with = [&served](std::string_view kind) {
        return
            [&served, kind](const RoutedRequest& request, const Answer& answer) { ask(served, request, kind, answer); };
    };
    return {{"POST", "/api/merges", Permission::administer, with(merge_kind)},
            {"POST", "/api/unmerges", Permission::administer, with(unmerge_kind)}};
}

}  // namespace stormkeel
