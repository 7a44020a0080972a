// Writes OperationOutcomes and the Bundles that answer Bundles.
#include "server/fhir_responses.h"

#include <array>
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "service/fhir_meta.h"
#include "service/fhir_record.h"

namespace stormkeel {

namespace {

using Out = nlohmann::ordered_json;

std::string written(const Out& json) { return json.dump(-1, ' ', false, Out::error_handler_t::replace); }

Out issue(std::string_view severity, std::string_view code, std::string_view what, std::string_view where = {}) {
    Out json{{"severity", severity}, {"code", code}, {"diagnostics", what}};
    if (!where.empty()) json["expression"] = Out::array({where});
    return json;
}

Out outcome(Out issues) { return {{"resourceType", "OperationOutcome"}, {"issue", std::move(issues)}}; }

// FHIR's issue-type of what is refused before a resource is looked at.
std::string_view issue_type(int status) {
    switch (status) {
        case 401:
            return "login";
        case 403:
            return "forbidden";
        case 404:
            return "not-found";
        case 405:
            return "not-supported";
        case 412:
            return "conflict";
        case 413:
            return "too-long";
        case 429:
            return "throttled";
        case 503:
        case 507:
            return "transient";
        default:
            return "processing";
    }
}

// One issue for each thing that was not used; `why` where there is no list of them.
Out issues_of(const FhirIntakePart& part, std::string_view severity, const std::string& why) {
    const std::string kept = part.record && severity != "warning" ? " (it is kept)" : "";
    Out issues = Out::array();
    for (const FhirIssue& one : part.issues) {
        issues.push_back(issue(severity, one.unmapped ? "not-supported" : "processing", one.why + kept, one.where));
    }
    if (issues.empty()) issues.push_back(issue(severity, "processing", why + kept, part.where));
    return issues;
}

// How one part is answered.
struct Answered {
    int status = 200;
    Out outcome;  // nothing when all is well
};

Answered answer_without_warnings(const FhirIntake& intake, const FhirIntakePart& part, const Taken::One* taken) {
    if (part.not_used) {
        return {200, outcome(Out::array({issue("information", "not-supported",
                                               "a resource of this type carries no fact of ours; it is not kept")}))};
    }
    if (taken != nullptr && taken->outcome == Taken::Outcome::conflicting) {
        return {409, outcome(Out::array({issue("error", "conflict", taken->why, part.where)}))};
    }
    std::string why = part.issue;
    // What the ward says of the record is among what was not used of it, where that is known.
    if (why.empty() && taken != nullptr && part.issues.empty()) why = taken->why;
    const bool repeated = taken != nullptr && taken->outcome == Taken::Outcome::repeated;
    const int kept_as = part.deletes ? 204 : repeated || (part.updates && part.known) ? 200 : 201;
    if (part.unmapped && intake.type == "transaction") return {kept_as, outcome(issues_of(part, "information", why))};
    if (part.unavailable) return {503, outcome(Out::array({issue("error", "transient", why, part.where)}))};
    if (part.not_done) return {400, outcome(Out::array({issue("error", "not-supported", why, part.where)}))};
    if (!why.empty()) return {part.refused_with, outcome(issues_of(part, "error", why))};
    if (!part.existing.empty()) return {200, {}};
    if (!part.issues.empty()) return {kept_as, outcome(issues_of(part, "warning", {}))};
    return {kept_as, {}};
}

Answered answer_of(const FhirIntake& intake, const FhirIntakePart& part, const Taken::One* taken) {
    Answered answered = answer_without_warnings(intake, part, taken);
    if (part.warnings.empty()) return answered;
    if (answered.outcome.is_null()) answered.outcome = outcome(Out::array());
    for (const FhirIssue& one : part.warnings) {
        answered.outcome["issue"].push_back(issue("warning", "value", one.why, one.where));
    }
    return answered;
}

std::string status_text(int status) {
    switch (status) {
        case 200:
            return "200 OK";
        case 201:
            return "201 Created";
        case 204:
            return "204 No Content";
        case 400:
            return "400 Bad Request";
        case 409:
            return "409 Conflict";
        case 412:
            return "412 Precondition Failed";
        case 503:
            return "503 Service Unavailable";
        default:
            return "422 Unprocessable Entity";
    }
}

std::vector<Answered> answers_of(const FhirIntake& intake, std::span<const Taken::One> outcomes) {
    std::vector<Answered> answers;
    for (const FhirIntakePart& part : intake.parts) {
        const Taken::One* taken = nullptr;
        if (part.record) {
            taken = &outcomes.front();
            outcomes = outcomes.subspan(1);
        }
        answers.push_back(answer_of(intake, part, taken));
    }
    return answers;
}

// What is of no use alone is told of all the same, since it is kept.
FhirVersion kept_version(const FhirIntakePart& part, const Answered& answered, const FhirVersionOf& version_of) {
    const bool is_told = part.record && !part.deletes && answered.status != 409;
    return is_told ? version_of(part) : FhirVersion{};
}

std::string history_address(const FhirIntakePart& part, const FhirVersion& version) {
    if (version.number == 0) return part.reference;
    return part.reference + "/_history/" + std::to_string(version.number);
}

HttpResponse single(const FhirIntakePart& part, const Answered& answered, const FhirVersionOf& version_of) {
    HttpResponse response{answered.status, std::string(fhir_json), {}};
    const FhirVersion version = kept_version(part, answered, version_of);
    if (part.record) response.fields["Location"] = "/fhir/" + history_address(part, version);
    if (version.number > 0) {
        response.fields["ETag"] = fhir_etag(version.number);
        response.fields["Last-Modified"] = http_date(version.received);
    }
    const bool as_sent = answered.outcome.is_null() && part.record;
    response.body = as_sent ? with_version(fhir_resource_in(part.record->text), version.number, version.received)
                            : written(answered.outcome);
    return response;
}

Out entry_response(const FhirIntakePart& part, const Answered& answered, const FhirVersionOf& version_of) {
    Out response{{"status", status_text(answered.status)}};
    if (!part.existing.empty()) response["location"] = part.existing;
    if (part.record && !part.deletes && answered.status < 300) {
        const FhirVersion version = kept_version(part, answered, version_of);
        response["location"] = history_address(part, version);
        if (version.number > 0) {
            response["etag"] = fhir_etag(version.number);
            response["lastModified"] = to_text(version.received);
        }
    }
    if (!answered.outcome.is_null()) response["outcome"] = answered.outcome;
    return {{"response", std::move(response)}};
}

}  // namespace

std::string own_fhir_base(const HttpRequest& request) {
    return std::string(request.encrypted ? "https://" : "http://").append(request.field("host")).append("/fhir");
}

HttpResponse fhir_outcome(int status, std::string_view code, std::string_view what) {
    return {status, std::string(fhir_json), written(outcome(Out::array({issue("error", code, what)})))};
}

HttpResponse in_fhir(HttpResponse response) {
    if (response.status < 400 || response.type != "application/json") return response;
    const auto read = read_json(response.body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return response;
    HttpResponse told =
        fhir_outcome(response.status, issue_type(response.status), (*document)->root()["error"].string());
    told.fields = std::move(response.fields);
    return told;
}

HttpResponse fhir_refusal(int status, const std::vector<FhirIntakePart>& parts) {
    Out issues = Out::array();
    for (const FhirIntakePart& part : parts) {
        const std::string_view code = part.not_done ? "not-supported" : "processing";
        if (part.issue.empty()) continue;
        issues.push_back(issue("error", code, part.issue, part.where));
        for (const FhirIssue& one : part.issues) {
            if (one.why != part.issue) issues.push_back(issue("error", "processing", one.why, one.where));
        }
    }
    return {status, std::string(fhir_json), written(outcome(std::move(issues)))};
}

std::string fhir_etag(std::size_t version) { return "W/\"" + std::to_string(version) + '"'; }

std::string http_date(Instant at) {
    constexpr std::array<const char*, 7> days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 was one
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string text = to_text(at);  // "2026-03-03T10:31:00Z"
    const std::int64_t seconds = at.microseconds / 1'000'000;
    const auto day = static_cast<std::size_t>(seconds / 86'400 % 7);
    const auto month = static_cast<std::size_t>(std::stoi(text.substr(5, 2)) - 1);
    return std::string(days.at(day)) + ", " + text.substr(8, 2) + ' ' + months.at(month) + ' ' + text.substr(0, 4) +
           ' ' + text.substr(11, 8) + " GMT";
}

HttpResponse fhir_response(const FhirIntake& intake, std::span<const Taken::One> outcomes,
                           const FhirVersionOf& version_of) {
    const std::vector<Answered> answers = answers_of(intake, outcomes);
    if (intake.type.empty() && answers.size() == 1) {
        return single(intake.parts.front(), answers.front(), version_of);
    }
    Out bundle{{"resourceType", "Bundle"},
               {"type", intake.type == "transaction" ? "transaction-response" : "batch-response"},
               {"entry", Out::array()}};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        // A history is read from its end, and answered in its order all the same.
        const std::size_t place = intake.type == "history" ? answers.size() - 1 - i : i;
        bundle["entry"].push_back(entry_response(intake.parts[place], answers[place], version_of));
    }
    // FHIR knows no empty list.
    if (answers.empty()) bundle.erase("entry");
    return {200, std::string(fhir_json), written(bundle)};
}

// The resources go in as they are written, so that no number changes its form.
HttpResponse fhir_searchset(const FhirPage& page) {
    Out links = Out::array({{{"relation", "self"}, {"url", page.self}}});
    if (!page.next.empty()) links.push_back({{"relation", "next"}, {"url", page.next}});
    std::string body = R"({"resourceType":"Bundle","type":"searchset","total":)" + std::to_string(page.in_all) +
                       ",\"link\":" + written(links);
    // Ids of FHIR and the names of its types need no escape.
    std::string base = written(page.base);
    base.back() = '/';
    std::size_t size = body.size();
    for (const FhirListed& resource : page.resources) {
        constexpr std::size_t around = 80;  // what stands around each
        size += base.size() + resource.reference.size() + resource.text.size() + around;
    }
    body.reserve(size);
    for (const FhirListed& resource : page.resources) {
        body += body.back() == ']' ? R"(,"entry":[{"fullUrl":)" : R"(,{"fullUrl":)";
        body.append(base).append(resource.reference).append(R"(","resource":)").append(resource.text);
        body += R"(,"search":{"mode":"match"}})";
    }
    if (!page.ignored.empty()) {
        const std::string what = "no search here knows " + page.ignored + "; the matches are those without it";
        body += body.back() == ']' ? R"(,"entry":[{"resource":)" : R"(,{"resource":)";
        body += written(outcome(Out::array({issue("warning", "not-supported", what)})));
        body += R"(,"search":{"mode":"outcome"}})";
    }
    body += body.back() == ']' ? "}" : "]}";
    return {200, std::string(fhir_json), std::move(body)};
}

}  // namespace stormkeel
