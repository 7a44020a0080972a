// Plans by the searches that discovery names, and puts what came where a client would have put it.
#include "adapters/cds_hooks_fetch.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "adapters/cds_hooks_request.h"
#include "adapters/cds_hooks_services.h"
#include "adapters/json_out.h"
#include "adapters/json_writing.h"

namespace stormkeel {
namespace {

constexpr std::int64_t longest_grant = 300;  // seconds
constexpr std::size_t longest_grant_text = 8192;
constexpr std::size_t longest_fhir_id = 64;

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// "." and ".." are ids of FHIR, and steps of a path.
bool may_stand_in_path(std::string_view id) {
    const auto fits = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; };
    return !id.empty() && id.size() <= longest_fhir_id && std::all_of(id.begin(), id.end(), fits) &&
           id.find_first_not_of('.') != std::string_view::npos;
}

// What may follow "Bearer " (RFC 6750, 2.1).
bool is_bearer_token(std::string_view text) {
    const auto fits = [](char c) {
        return is_letter_or_digit(c) || std::string_view("-._~+/=").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= longest_grant_text && std::all_of(text.begin(), text.end(), fits);
}

bool is_bearer(std::string_view type) {
    constexpr std::string_view bearer = "bearer";
    const auto same = [](char one, char other) { return (one >= 'A' && one <= 'Z' ? one | 0x20 : one) == other; };
    return std::equal(type.begin(), type.end(), bearer.begin(), bearer.end(), same);
}

std::string next_of(Json bundle) {
    for (const Json link : bundle["link"]) {
        if (link["relation"].string() == "next") return std::string(link["url"].string());
    }
    return {};
}

// The whole seconds that a grant lasts; nothing when it does not say.
std::optional<std::int64_t> seconds_of(Json lasts) {
    const std::string_view text = lasts.is_number() ? lasts.text() : std::string_view();
    constexpr std::size_t longest = 9;
    if (text.empty() || text.size() > longest) return std::nullopt;
    std::int64_t whole = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        whole = whole * 10 + (c - '0');
    }
    return whole;
}

// Why nothing may be fetched by it; empty: it may.
std::string wrong_grant(Json grant, const CdsCall& call, CdsFetchPlan& plan) {
    if (!grant.is_object()) return "fhirAuthorization is no object";
    const auto lasts = seconds_of(grant["expires_in"]);
    if (!is_bearer_token(grant["access_token"].string())) return "fhirAuthorization.access_token is missing or none";
    if (!is_bearer(grant["token_type"].string())) return "fhirAuthorization.token_type is not Bearer";
    if (!lasts || *lasts == 0) return "fhirAuthorization.expires_in is missing, or no number of seconds to come";
    if (*lasts > longest_grant) return "fhirAuthorization.expires_in is above 300 seconds";
    const Json of = grant["patient"];
    if (of.exists() && of.string() != call.patient) return "fhirAuthorization.patient is another patient";
    if (plan.server.empty()) return "fhirServer is missing";
    if (!may_stand_in_path(call.patient)) return "context.patientId is no FHIR id";
    plan.token = grant["access_token"].string();
    plan.seconds_left = *lasts;
    return {};
}

bool is_lacking(Json value) {
    return !value.exists() || value.kind() == Json::Kind::null || value["resourceType"].string() == "OperationOutcome";
}

std::string resolved(std::string search, const std::string& patient) {
    constexpr std::string_view token = "{{context.patientId}}";
    if (const std::size_t place = search.find(token); place != std::string::npos) {
        search.replace(place, token.size(), patient);
    }
    for (std::size_t place = 0; (place = search.find('|', place)) != std::string::npos;)
        search.replace(place, 1, "%7C");
    return search;
}

std::vector<CdsWanted> wanted_of(const CdsCall& call, const Terminology& terminology) {
    std::vector<CdsWanted> wanted;
    for (const Json value : call.prefetch) {
        if (has_next_page(value)) wanted.push_back({std::string(value.key()), "", next_of(value)});
    }
    for (const CdsPrefetch& one : cds_prefetch(terminology)) {
        if (!is_lacking(call.prefetch[one.key])) continue;
        wanted.push_back({std::string(one.key), resolved(one.search, call.patient)});
    }
    return wanted;
}

void put_member(std::string& object, std::string_view name, std::string_view value) {
    if (object.back() != '{') object += ',';
    append_json_string(object, name);
    object += ':';
    object += value;
}

// Whether more than so many objects and lists lie one in another.
bool is_deeper(Json part, std::size_t levels) {
    if (!part.is_object() && !part.is_array()) return false;
    if (levels == 0) return true;
    for (const Json one : part) {
        if (is_deeper(one, levels - 1)) return true;
    }
    return false;
}

// Pages of one list as one Bundle, which goes on where the last of them does.
std::string as_one(const std::vector<Json>& pages) {
    if (pages.size() == 1) return to_text(pages.front());
    std::string text = "{";
    for (const Json member : pages.front()) {
        if (member.key() != "entry" && member.key() != "link") put_member(text, member.key(), to_text(member));
    }
    std::string entries = "[";
    for (const Json page : pages) {
        for (const Json entry : page["entry"]) {
            if (entries.back() != '[') entries += ',';
            entries += to_text(entry);
        }
    }
    put_member(text, "entry", entries + "]");
    if (has_next_page(pages.back())) put_member(text, "link", R"([{"relation":"next"}])");
    return text + "}";
}

// What the client sent for a key, and what came after it.
std::string completed(Json sent, const CdsCame* came) {
    if (came == nullptr || came->pages.empty()) return to_text(sent);
    std::vector<std::shared_ptr<const JsonDocument>> kept;
    std::vector<Json> pages;
    if (!is_lacking(sent)) pages.push_back(sent);
    for (const std::string& text : came->pages) {
        auto page = read_json(text);
        kept.push_back(std::get<std::shared_ptr<const JsonDocument>>(page));
        pages.push_back(kept.back()->root());
    }
    return as_one(pages);
}

}  // namespace

CdsFetchPlan plan_cds_fetch(const CdsRequest& request, const Terminology& terminology) {
    CdsFetchPlan plan;
    const auto read = read_cds_call(request);
    const CdsCall* call = std::get_if<CdsCall>(&read);
    if (call == nullptr) return plan;
    const Json root = call->document->root();
    const Json grant = root["fhirAuthorization"];
    if (!grant.exists() || grant.kind() == Json::Kind::null) return plan;
    plan.wanted = wanted_of(*call, terminology);
    if (plan.wanted.empty()) return plan;
    plan.server = root["fhirServer"].string();
    plan.why = wrong_grant(grant, *call, plan);
    return plan;
}

FetchedPage read_fetched_page(std::string_view text) {
    const auto read = read_json(text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return {"its answer is no JSON"};
    const Json root = (*document)->root();
    if (root["resourceType"].string().empty()) return {"its answer is no FHIR"};
    // It is to stand within the body of the call.
    constexpr std::size_t levels_above = 2;
    if (is_deeper(root, deepest_json - levels_above)) return {"its answer is nested too deep"};
    const bool is_list = root["resourceType"].string() == "Bundle";
    if (!has_next_page(root)) return {"", "", is_list};
    const std::string next = next_of(root);
    return {"", next.empty() ? "nowhere" : next, is_list};
}

std::string with_fetched(std::string_view body, const std::vector<CdsCame>& came) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return std::string(body);
    const Json root = (*document)->root();
    std::string prefetch = "{";
    for (const Json sent : root["prefetch"]) {
        const auto is_its = [&](const CdsCame& one) { return one.key == sent.key(); };
        const auto found = std::find_if(came.begin(), came.end(), is_its);
        put_member(prefetch, sent.key(), completed(sent, found == came.end() ? nullptr : &*found));
    }
    for (const CdsCame& one : came) {
        if (!root["prefetch"][one.key].exists() && !one.pages.empty())
            put_member(prefetch, one.key, completed({}, &one));
    }
    std::string text = "{";
    for (const Json sent : root) {
        const bool stays = sent.key() != "prefetch" && sent.key() != "fhirAuthorization";
        if (stays) put_member(text, sent.key(), to_text(sent));
    }
    put_member(text, "prefetch", prefetch + "}");
    return text + "}";
}

}  // namespace stormkeel
