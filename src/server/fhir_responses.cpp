// Writes OperationOutcomes and the Bundles that answer Bundles.
#include "server/fhir_responses.h"

#include <nlohmann/json.hpp>

#include "adapters/json.h"
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

// How one part is answered.
struct Answered {
    int status = 200;
    Out outcome;  // nothing when all is well
};

Answered answer_of(const FhirIntake& intake, const FhirIntakePart& part, const Taken::One* taken) {
    if (part.not_used) {
        return {200, outcome(Out::array({issue("information", "not-supported",
                                               "a resource of this type carries no fact of ours; it is not kept")}))};
    }
    if (taken != nullptr && taken->outcome == Taken::Outcome::conflicting) {
        return {409, outcome(Out::array({issue("error", "conflict", taken->why, part.where)}))};
    }
    std::string why = part.issue;
    if (why.empty() && taken != nullptr) why = taken->why;
    const bool repeated = taken != nullptr && taken->outcome == Taken::Outcome::repeated;
    const int kept_as = part.deletes ? 204 : repeated || (part.updates && part.known) ? 200 : 201;
    if (part.unmapped && intake.type == "transaction") {
        return {kept_as,
                outcome(Out::array({issue("information", "not-supported", why + " (it is kept)", part.where)}))};
    }
    if (part.not_done) return {400, outcome(Out::array({issue("error", "not-supported", why, part.where)}))};
    if (!why.empty()) {
        const std::string_view kept = part.record ? " (it is kept)" : "";
        return {422, outcome(Out::array({issue("error", "processing", why + std::string(kept), part.where)}))};
    }
    return {kept_as, {}};
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

HttpResponse single(const FhirIntakePart& part, const Answered& answered) {
    HttpResponse response{answered.status, std::string(fhir_json), {}};
    if (part.record) response.fields["Location"] = "/fhir/" + part.reference;
    const bool as_sent = answered.outcome.is_null() && part.record;
    response.body = as_sent ? fhir_resource_in(part.record->text) : written(answered.outcome);
    return response;
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
        if (!part.issue.empty()) issues.push_back(issue("error", code, part.issue, part.where));
    }
    return {status, std::string(fhir_json), written(outcome(std::move(issues)))};
}

HttpResponse fhir_response(const FhirIntake& intake, std::span<const Taken::One> outcomes) {
    const std::vector<Answered> answers = answers_of(intake, outcomes);
    if (intake.type.empty() && answers.size() == 1) return single(intake.parts.front(), answers.front());
    Out bundle{{"resourceType", "Bundle"},
               {"type", intake.type == "transaction" ? "transaction-response" : "batch-response"},
               {"entry", Out::array()}};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        Out response{{"status", status_text(answers[i].status)}};
        const FhirIntakePart& part = intake.parts[i];
        if (part.record && !part.deletes && answers[i].status < 300) response["location"] = part.reference;
        if (!answers[i].outcome.is_null()) response["outcome"] = answers[i].outcome;
        bundle["entry"].push_back({{"response", std::move(response)}});
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
