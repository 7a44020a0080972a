// Versions of the packs: an administrator stages them, a physician and a pharmacist approve or refuse. The one that
// both approved answers from the next start of the ward on.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "server/calls.h"
#include "service/guideline_versions.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
using GuidelineJson = nlohmann::ordered_json;
constexpr std::size_t longest_answer = 200;  // bytes of what somebody says

constexpr std::array<std::string_view, 3> approval_states{"open", "approved", "refused"};
constexpr std::array<std::string_view, 4> version_states{"open", "approved", "refused", "expired"};

GuidelineJson or_null_when_empty(const std::string& text) {
    return text.empty() ? GuidelineJson() : GuidelineJson(text);
}

GuidelineJson approval_json(std::string_view role, const Cosign& cosign) {
    const bool open = cosign.state == CosignState::open;
    return {{"role", role},
            {"state", approval_states.at(static_cast<std::size_t>(cosign.state))},
            {"by", or_null_when_empty(cosign.second)},
            {"words", or_null_when_empty(cosign.answer)},
            {"at", open ? GuidelineJson() : GuidelineJson(to_text(cosign.changed_at))}};
}

GuidelineJson differences_json(const std::vector<GuidelineDifference>& differences) {
    GuidelineJson list = GuidelineJson::array();
    for (const GuidelineDifference& one : differences) list.push_back({{"id", one.id}, {"words", one.words}});
    return list;
}

GuidelineJson texts_json(const GuidelineTexts& texts) {
    return {{"packs", texts.packs},
            {"fingerprint", or_null_when_empty(texts.fingerprint)},
            {"problems", texts.problems},
            {"note", or_null_when_empty(texts.note)},
            {"added", differences_json(texts.added)},
            {"removed", differences_json(texts.removed)},
            {"changed", differences_json(texts.changed)}};
}

GuidelineJson staged_json(const ServedWard& served, const std::string& sha256, const StagedVersion& version) {
    GuidelineJson json{
        {"sha256", sha256},
        {"state", version_states.at(static_cast<std::size_t>(version.state(served.clock())))},
        {"staged_by", version.physician->by},
        {"staged_at", to_text(version.physician->at)},
        {"expires_at", to_text(version.physician->at + approvals_last)},
        {"approvals",
         {approval_json("physician", *version.physician), approval_json("pharmacist", *version.pharmacist)}}};
    json.update(texts_json(served.operation.guidelines->staged(sha256)));
    return json;
}

GuidelineJson in_use_json(const ServedWard& served) {
    const std::string& sha256 = served.knowledge.packs;
    GuidelineJson json{{"sha256", sha256}, {"approved_by", GuidelineJson::array()}, {"since", nullptr}};
    for (const auto& [number, cosign] : served.ward.cosigns()) {
        if (cosign.kind != version_kind || cosign.object != sha256) continue;
        json["since"] = to_text(cosign.at);
        json["approved_by"] = GuidelineJson::array();
        if (!cosign.second.empty()) json["approved_by"] = {cosign.by, cosign.second};
    }
    const GuidelineTexts texts = served.operation.guidelines->in_use();
    json["packs"] = texts.packs;
    json["fingerprint"] = texts.fingerprint;
    return json;
}

HttpResponse no_library() {
    return error_response(409, "this ward keeps no versions of its packs; it has no folder of its own");
}

HttpResponse told_of_guidelines(const GuidelineJson& json) {
    return json_response(json.dump(-1, ' ', false, GuidelineJson::error_handler_t::replace));
}

void list_guidelines(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    if (!served.operation.guidelines) return answer(no_library());
    GuidelineJson staged = GuidelineJson::array();
    for (const auto& [sha256, version] : staged_versions(served.ward.cosigns())) {
        staged.push_back(staged_json(served, sha256, version));
    }
    std::stable_sort(staged.begin(), staged.end(), [](const GuidelineJson& a, const GuidelineJson& b) {
        return a["staged_at"].get<std::string>() > b["staged_at"].get<std::string>();
    });
    answer(told_of_guidelines({{"in_use", in_use_json(served)},
                               {"waits_for_restart", or_null_when_empty(served.ward.waiting_guideline())},
                               {"staged", std::move(staged)}}));
}

// What keeps this caller from answering; nothing when nothing does.
std::optional<HttpResponse> refusal_of(const ServedWard& served, const Caller& caller, const StagedVersion& version) {
    const bool is_physician = caller.role == Role::physician;
    const Cosign& own = is_physician ? *version.physician : *version.pharmacist;
    const Cosign& other = is_physician ? *version.pharmacist : *version.physician;
    const StagedVersion::State state = version.state(served.clock());
    if (own.by == caller.name) return error_response(403, "you staged it; two other persons have to answer it");
    if (state == StagedVersion::State::expired) {
        return error_response(409, "it was staged more than 30 days ago; have it staged again");
    }
    if (state == StagedVersion::State::refused) {
        return error_response(409, "it is refused; when that was a mistake, have it staged again");
    }
    if (own.state != CosignState::open) {
        return error_response(409, own.second + " has answered it for the role " + std::string(name_of(caller.role)) +
                                       " already; the other answer is that of another role");
    }
    if (other.second == caller.name) {
        return error_response(403, "you have answered it in another role; another person has to answer it in this one");
    }
    return std::nullopt;
}

void answer_guideline(ServedWard& served, const RoutedRequest& request, bool approved, const Answer& answer) {
    if (!served.operation.guidelines) return answer(no_library());
    const std::string& sha256 = request.parts.at("sha256");
    const auto staged = staged_versions(served.ward.cosigns());
    const auto found = staged.find(sha256);
    if (found == staged.end()) {
        return answer(error_response(404, "no version of this fingerprint is staged; GET /api/guidelines lists them"));
    }
    if (auto refusal = refusal_of(served, request.caller, found->second)) return answer(std::move(*refusal));
    const auto texts = texts_in(request.http.body, {"reason"});
    if (!texts || texts->front().empty() || texts->front().size() > longest_answer) {
        return answer(error_response(400, R"(say why, in up to 200 characters: {"reason": "..."})"));
    }
    if (approved) {
        const GuidelineTexts now = served.operation.guidelines->staged(sha256);
        if (!now.problems.empty()) return answer(error_response(409, "it cannot be approved: " + now.problems.front()));
    }
    const bool is_physician = request.caller.role == Role::physician;
    const Cosign& own = is_physician ? *found->second.physician : *found->second.pharmacist;
    const auto answered =
        served.ward.answer_cosign({own.number, approved, request.caller.name, texts->front()}, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&answered)) return answer(served.refused(*problem));
    if (!std::get<std::optional<Cosign>>(answered)) {
        return answer(error_response(409, "somebody has answered it meanwhile; read it again"));
    }
    answer(told_of_guidelines(staged_json(served, sha256, staged_versions(served.ward.cosigns()).at(sha256))));
    served.feed.send_news();
}

// The files lie there already. An administrator is named who stages it, so that they never answer it later.
void stage_guideline(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    if (!served.operation.guidelines) return answer(no_library());
    const std::string& sha256 = request.parts.at("sha256");
    const auto named = request.http.query.find("by");
    const std::string by = named == request.http.query.end() ? request.caller.name : named->second;
    const Account* account = person_named(served.accounts, by);
    if (by != request.caller.name && (account == nullptr || account->role != name_of(Role::admin))) {
        return answer(error_response(400, "--by: '" + by + "' is no administrator; give the name of one"));
    }
    const GuidelineTexts texts = served.operation.guidelines->staged(sha256);
    if (!texts.problems.empty()) return answer(error_response(409, texts.problems.front()));
    if (const std::string why = why_not_staged(served.ward.cosigns(), sha256, served.clock()); !why.empty()) {
        return answer(told_of_guidelines({{"note", why}}));
    }
    const auto kept = served.ward.stage_guideline(sha256, by, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    answer(told_of_guidelines({{"note", ""}}));
}

}  // namespace

std::vector<Route> guideline_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    const auto answers = [&served](bool approved) {
        return [&served, approved](const RoutedRequest& request, const Answer& answer) {
            answer_guideline(served, request, approved, answer);
        };
    };
    return {{"GET", "/api/guidelines", Permission::see_guidelines, with(list_guidelines)},
            {"POST", "/api/guidelines/{sha256}/approve", Permission::approve_guideline, answers(true)},
            {"POST", "/api/guidelines/{sha256}/refuse", Permission::approve_guideline, answers(false)},
            {"POST", "/control/guidelines/{sha256}", Permission::operate, with(stage_guideline)}};
}

}  // namespace stormkeel
