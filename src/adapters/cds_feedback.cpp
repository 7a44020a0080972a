// Reads feedback entry by entry; each refusal names the entry, the field and what it should be.
#include "adapters/cds_feedback.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "adapters/cds_hooks_request.h"
#include "adapters/chart_csv_words.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/json.h"

namespace stormkeel {
namespace {

using Why = std::optional<std::string>;

std::string is_wrong(Json field) { return field.exists() ? " is '" + clipped(field.text()) + "'" : " is missing"; }

Why read_outcome(Json entry, CdsFeedback& feedback) {
    const Json outcome = entry["outcome"];
    for (const auto known : {CdsFeedback::Outcome::accepted, CdsFeedback::Outcome::overridden}) {
        if (outcome.string() != name_of(known)) continue;
        feedback.outcome = known;
        return std::nullopt;
    }
    return "outcome" + is_wrong(outcome) + "; right would be accepted or overridden";
}

Why read_time(Json entry, CdsFeedback& feedback) {
    const auto at = parse_instant(entry["outcomeTimestamp"].string());
    if (!at) {
        return "outcomeTimestamp" + is_wrong(entry["outcomeTimestamp"]) +
               "; right would be a time with an offset, as 2026-03-03T12:00:00Z";
    }
    feedback.at = *at;
    return std::nullopt;
}

Why read_suggestions(Json entry, CdsFeedback& feedback) {
    const Json accepted = entry["acceptedSuggestions"];
    const bool absent = !accepted.exists() || accepted.kind() == Json::Kind::null;
    if (!absent && !accepted.is_array()) return "acceptedSuggestions is no list; right would be [{\"id\": \"...\"}]";
    for (const Json one : accepted) {
        if (one["id"].string().empty()) return "acceptedSuggestions holds one without an id; its uuid would be right";
        feedback.accepted_suggestions.emplace_back(one["id"].string());
    }
    return std::nullopt;
}

// What of the reason is told must be text: a comment that cannot be read must not be lost in silence.
Why read_reason(Json entry, CdsFeedback& feedback) {
    const Json reason = entry["overrideReason"];
    const bool absent = !reason.exists() || reason.kind() == Json::Kind::null;
    if (!absent && !reason.is_object()) {
        return "overrideReason is no object; right would be {\"reason\": {\"code\": ...}, \"userComment\": ...}";
    }
    const auto take = [](Json field, std::string& into) {
        into = field.string();
        return !field.exists() || field.kind() == Json::Kind::null || field.is_string();
    };
    if (!take(reason["reason"]["code"], feedback.reason_code)) return "overrideReason.reason.code is no text";
    if (!take(reason["reason"]["display"], feedback.reason_display)) return "overrideReason.reason.display is no text";
    if (!take(reason["userComment"], feedback.user_comment)) return "overrideReason.userComment is no text";
    return std::nullopt;
}

Why read_entry(Json entry, CdsFeedback& feedback) {
    if (entry["card"].string().empty()) return "card" + is_wrong(entry["card"]) + "; right would be the card's uuid";
    feedback.card = entry["card"].string();
    for (auto* read : {read_outcome, read_time, read_suggestions, read_reason}) {
        if (auto why = read(entry, feedback)) return why;
    }
    feedback.key = uuid_of(feedback.card + '\n' + std::string(name_of(feedback.outcome)) + '\n' + to_text(feedback.at));
    return std::nullopt;
}

}  // namespace

std::string_view name_of(CdsFeedback::Outcome outcome) {
    return outcome == CdsFeedback::Outcome::accepted ? "accepted" : "overridden";
}

std::variant<std::vector<CdsFeedback>, CdsAnswer> read_cds_feedback(std::string_view service, std::string_view body) {
    if (cds_service_named(service) == nullptr) return no_cds_service(service);
    auto read = read_json(body);
    if (const auto* error = std::get_if<JsonError>(&read)) {
        return cds_refusal(400, "the body is no JSON: " + to_text(*error));
    }
    const auto document = std::get<std::shared_ptr<const JsonDocument>>(read);
    const Json list = document->root()["feedback"];
    if (!list.is_array()) return cds_refusal(400, "feedback is missing; right would be {\"feedback\": [...]}");
    std::vector<CdsFeedback> all;
    std::size_t place = 0;
    for (const Json entry : list) {
        CdsFeedback feedback;
        if (const Why why = read_entry(entry, feedback)) {
            return cds_refusal(400, "feedback[" + std::to_string(place) + "]." + *why);
        }
        const bool again =
            std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.key == feedback.key; });
        if (!again) all.push_back(std::move(feedback));
        ++place;
    }
    return all;
}

}  // namespace stormkeel
