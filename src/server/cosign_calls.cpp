// What one person did or asked for is looked at by a second one: who that may be is told by its kind.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "server/calls.h"
#include "server/patient_rights.h"
#include "service/corrections.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
using CosignJson = nlohmann::ordered_json;

constexpr std::size_t longest_words = 200;  // bytes of what the second person says

struct CosignKind {
    std::string_view name;
    Role second;     // who answers it
    bool pseudonym;  // they are told of the patient by a pseudonym
};
constexpr std::array cosign_kinds{
    CosignKind{"break glass", Role::auditor, true}, CosignKind{merge_kind, Role::admin, false},
    CosignKind{unmerge_kind, Role::admin, false}, CosignKind{correction_kind, Role::pharmacist, false}};
constexpr std::array<std::string_view, 3> cosign_states{"open", "approved", "refused"};

// nullptr: this caller answers none of the kind, and is not told of it. Who works at the bedside is told of the
// patients they see.
const CosignKind* kind_for(const ServedWard& served, const Caller& caller, const Cosign& cosign) {
    const auto kind = std::find_if(cosign_kinds.begin(), cosign_kinds.end(), [&](const CosignKind& one) {
        return one.name == cosign.kind && one.second == caller.role;
    });
    if (kind == cosign_kinds.end()) return nullptr;
    const WardPatient* patient = cosign.kind == correction_kind ? served.ward.patient(cosign.patient) : nullptr;
    const bool hidden = patient != nullptr && !PatientRights(served.ward, caller, served.clock()).sees(*patient);
    return hidden ? nullptr : kind;
}

CosignJson text_or_null(const std::string& text) { return text.empty() ? CosignJson() : CosignJson(text); }

// What a correction made of a fact: "is" is null when it was taken back, all of it null when the patient has left.
CosignJson corrected_json(const ServedWard& served, const Cosign& cosign) {
    const auto fact = cosign.kind == correction_kind ? corrected_fact(served.ward, cosign) : std::nullopt;
    if (!fact) return nullptr;
    const auto value = [](const ChartedFact& of) { return CosignJson{{"value", of.value}, {"unit", of.unit}}; };
    const bool taken_back = fact->is.amendment.kind == Amendment::Kind::retracted;
    return {{"time", fact->is.time},
            {"item", fact->is.item},
            {"was", value(fact->was)},
            {"is", taken_back ? CosignJson() : value(fact->is)}};
}

CosignJson json_of(const ServedWard& served, const CosignKind& kind, const Cosign& cosign) {
    return {{"number", cosign.number},
            {"kind", cosign.kind},
            {"state", cosign_states.at(static_cast<std::size_t>(cosign.state))},
            {"patient", kind.pseudonym ? served.ward.pseudonyms().of(cosign.patient) : cosign.patient},
            {"object", text_or_null(cosign.object)},
            {"fact", corrected_json(served, cosign)},
            {"reason", cosign.reason},
            {"by", cosign.by},
            {"at", to_text(cosign.at)},
            {"second", text_or_null(cosign.second)},
            {"answer", text_or_null(cosign.answer)},
            {"changed_at", to_text(cosign.changed_at)}};
}

HttpResponse told_of_cosigns(const CosignJson& json) {
    return json_response(json.dump(-1, ' ', false, CosignJson::error_handler_t::replace));
}

void list_cosigns(const ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    CosignJson rows = CosignJson::array();
    for (const auto& [number, cosign] : served.ward.cosigns()) {
        const CosignKind* kind = kind_for(served, request.caller, cosign);
        if (kind != nullptr) rows.push_back(json_of(served, *kind, cosign));
    }
    answer(told_of_cosigns(rows));
}

// Why this caller may not answer it; nothing when they may.
std::optional<HttpResponse> refusal_to_answer(const ServedWard& served, const Caller& caller, const Cosign* cosign) {
    if (cosign == nullptr || kind_for(served, caller, *cosign) == nullptr) {
        return error_response(404, "nothing of this number waits for you");
    }
    if (cosign->state != CosignState::open) return error_response(409, cosign->second + " has answered it already");
    if (cosign->by == caller.name) return error_response(403, "it is your own; another person has to answer it");
    return std::nullopt;
}

// A merge that was asked for may no longer be one that can be made.
std::string why_not_answered(const ServedWard& served, const Cosign& cosign) {
    const bool merges = cosign.kind == merge_kind || cosign.kind == unmerge_kind;
    if (!merges || cosign.state != CosignState::open) return "somebody has answered it already";
    const std::string why = served.ward.why_no_merge(cosign);
    return "it cannot be made any more: " +
           (why.empty() ? "a message of a feed that counts as later says otherwise" : why);
}

void answer_cosign(ServedWard& served, const RoutedRequest& request, bool approved, const Answer& answer) {
    const auto number = whole_number(request.parts.at("cosign"));
    const auto found = served.ward.cosigns().find(number.value_or(0));
    const Cosign* cosign = found == served.ward.cosigns().end() ? nullptr : &found->second;
    if (auto refusal = refusal_to_answer(served, request.caller, cosign)) return answer(std::move(*refusal));
    const auto texts = texts_in(request.http.body, {"words"});
    if (!texts || texts->front().empty() || texts->front().size() > longest_words) {
        return answer(error_response(400, R"(say what you found, in up to 200 characters: {"words": "..."})"));
    }
    const auto answered =
        served.ward.answer_cosign({*number, approved, request.caller.name, texts->front()}, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&answered)) return answer(served.refused(*problem));
    const auto& row = std::get<std::optional<Cosign>>(answered);
    if (!row) return answer(error_response(409, why_not_answered(served, *cosign)));
    answer(told_of_cosigns(json_of(served, *kind_for(served, request.caller, *row), *row)));
    served.feed.send_news();
}

}  // namespace

std::vector<Route> cosign_calls(ServedWard& served) {
    const auto list = [&served](const RoutedRequest& request, const Answer& answer) {
        list_cosigns(served, request, answer);
    };
    const auto with = [&served](bool approved) {
        return [&served, approved](const RoutedRequest& request, const Answer& answer) {
            answer_cosign(served, request, approved, answer);
        };
    };
    return {{"GET", "/api/cosigns", Permission::cosign, list},
            {"POST", "/api/cosigns/{cosign}/approve", Permission::cosign, with(true)},
            {"POST", "/api/cosigns/{cosign}/refuse", Permission::cosign, with(false)}};
}

}  // namespace stormkeel
