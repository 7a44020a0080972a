// FHIR R4 over HTTP: what comes in is kept as records, and told again; what the program says is told beside it.
#include <algorithm>
#include <map>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir.h"
#include "adapters/fhir_out_identity.h"
#include "server/calls.h"
#include "server/fhir_capability.h"
#include "server/fhir_conditions.h"
#include "server/fhir_conflicts.h"
#include "server/fhir_named_patient.h"
#include "server/fhir_responses.h"
#include "server/fhir_search.h"
#include "server/fhir_search_terms.h"
#include "server/local_call.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

std::string_view media_type(const HttpRequest& request) {
    const std::string_view type = request.field("content-type");
    return type.substr(0, type.find_first_of("; "));
}

// Whether an Accept field leaves JSON to us; one that is not there leaves everything.
bool takes_json(std::string_view accept) {
    if (accept.find_first_not_of(" ,") == std::string_view::npos) return true;
    while (!accept.empty()) {
        std::string_view one = accept.substr(0, accept.find(','));
        accept.remove_prefix(std::min(accept.size(), one.size() + 1));
        one = one.substr(0, one.find(';'));
        one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
        one = one.substr(0, one.find_last_not_of(" \t") + 1);
        const bool any = one == "*/*" || one == "application/*" || one == "text/*" || one == "*";
        if (any || one.find("json") != std::string_view::npos) return true;
    }
    return false;
}

// A type that says nothing of FHIR (a program's default) is no reason to refuse what is plainly JSON.
std::optional<FhirForm> form_of(const HttpRequest& request) {
    const std::string_view type = media_type(request);
    if (type.find("ndjson") != std::string_view::npos) return FhirForm::ndjson;
    if (type == fhir_json || type == "application/json") return FhirForm::json;
    if (type.find("xml") != std::string_view::npos) return std::nullopt;
    return looks_like_ndjson(request.body) ? FhirForm::ndjson : FhirForm::json;
}

// All parts or none: what stands against the whole transaction. What is none of ours does not, as a type does not.
std::vector<FhirIntakePart> failed_parts(const FhirIntake& intake, const LiveWard& ward) {
    std::map<std::string_view, std::string_view> texts;  // by reference
    std::vector<FhirIntakePart> failed;
    for (const FhirIntakePart& part : intake.parts) {
        std::string why = part.unmapped ? std::string() : part.issue;
        if (part.record) {
            const auto [first, is_first] = texts.emplace(part.reference, part.record->text);
            if (!is_first && first->second != part.record->text) {
                why = part.reference + " stands in the transaction twice; once would be right";
            } else if (ward.conflicts(*part.record)) {
                why = "this version came before with another content; a correction needs a new version";
            }
        }
        if (why.empty()) continue;
        failed.push_back(part);
        failed.back().issue = std::move(why);
    }
    return failed;
}

// The version that each part was kept as. That of what is new is the first, which has not to be looked up.
FhirVersionOf versions_in(ServedWard& served, const FhirIntake& intake) {
    std::map<std::string_view, std::size_t> times;
    for (const FhirIntakePart& part : intake.parts) {
        if (part.record) ++times[part.reference];
    }
    return [&served, times = std::move(times)](const FhirIntakePart& part) -> FhirVersion {
        const Record* counting = served.ward.record().resource(part.reference);
        if (counting == nullptr) return {};
        if (!part.known && times.at(part.reference) == 1) return {1, counting->received};
        const auto versions = served.store.versions(part.reference);
        const auto* records = std::get_if<std::vector<Record>>(&versions);
        if (records == nullptr) return {};
        const std::string version = version_of(*part.record);
        const auto kept = std::find_if(records->begin(), records->end(),
                                       [&](const Record& record) { return record.version == version; });
        if (kept == records->end()) return {};
        return {static_cast<std::size_t>(kept - records->begin()) + 1, kept->received};
    };
}

// Of somebody for whom nothing is taken nothing is kept; the other parts are.
Stored<Done> take_out_unavailable(const ServedWard& served, FhirIntake& intake) {
    if (!served.ward.any_unavailable()) return Done{};
    for (FhirIntakePart& part : intake.parts) {
        if (!part.record) continue;
        const auto asked = served.ward.is_unavailable(*part.record);
        if (const auto* problem = std::get_if<StoreProblem>(&asked)) return *problem;
        if (!std::get<bool>(asked)) continue;
        if (intake.type == "transaction") return LiveWard::unavailable_problem();
        part.record.reset();
        part.unavailable = true;
        part.issue = LiveWard::unavailable_problem().what;
    }
    return Done{};
}

// Those whose version came before with another content.
std::vector<Incoming> conflicting_in(const FhirIntake& intake, ServedWard::Outcomes outcomes) {
    std::vector<Incoming> conflicting;
    auto outcome = outcomes.begin();
    for (const FhirIntakePart& part : intake.parts) {
        if (part.record && (outcome++)->outcome == Taken::Outcome::conflicting) conflicting.push_back(*part.record);
    }
    return conflicting;
}

std::vector<Incoming> conflicting_in(const FhirIntake& intake, const LiveWard& ward) {
    std::vector<Incoming> conflicting;
    for (const FhirIntakePart& part : intake.parts) {
        if (part.record && ward.conflicts(*part.record)) conflicting.push_back(*part.record);
    }
    return conflicting;
}

void take_intake(ServedWard& served, FhirIntake intake, const FhirSender& sender, const Answer& answer) {
    const auto taken_out = take_out_unavailable(served, intake);
    if (const auto* problem = std::get_if<StoreProblem>(&taken_out)) return answer(served.refused(*problem));
    if (intake.type == "transaction") {
        // What one part conflicts with may stand in what waits.
        const bool waits = std::any_of(intake.parts.begin(), intake.parts.end(), [&](const FhirIntakePart& part) {
            return part.record && served.waits(part.record->source);
        });
        if (waits) served.keep_waiting();
        const std::vector<FhirIntakePart> failed = failed_parts(intake, served.ward);
        // What is not done here comes before a condition that is not met, and that before what cannot be used.
        int status = 422;
        for (const FhirIntakePart& part : failed) status = std::min(status, part.refused_with);
        if (!failed.empty()) {
            hold_back(served, conflicting_in(intake, served.ward), sender);
            return answer(fhir_refusal(status, failed));
        }
    }
    for (const FhirIntakePart& part : intake.parts) {
        if (part.record && served.waits(part.record->source)) served.keep_waiting();
    }
    count_from_now_on(intake.parts, served.ward);
    std::vector<Incoming> records;
    for (const FhirIntakePart& part : intake.parts) {
        if (part.record) records.push_back(*part.record);
    }
    // What came a moment before is kept now, and may be of the same resource.
    for (FhirIntakePart& part : intake.parts) part.known = served.ward.record().resource(part.reference) != nullptr;
    served.watch.technical.feed_spoke(sender.name, served.clock());
    served.hand_in(std::move(records),
                   [&served, answer, sender, intake = std::move(intake)](const Stored<ServedWard::Outcomes>& kept) {
                       if (const auto* problem = std::get_if<StoreProblem>(&kept)) {
                           const HttpResponse refused = served.refused(*problem);
                           return answer(fhir_outcome(refused.status, "transient", "nothing was kept"));
                       }
                       const auto& outcomes = std::get<ServedWard::Outcomes>(kept);
                       hold_back(served, conflicting_in(intake, outcomes), sender);
                       answer(fhir_response(intake, outcomes, versions_in(served, intake)));
                   });
}

// Whether the whole body is no JSON, and so holds nothing that could be answered for itself.
bool is_no_json(const FhirIntake& intake) { return intake.parts.size() == 1 && intake.parts.front().no_json; }

// Who left and is named comes back first: what the parts are hangs on what the ward knows.
Stored<FhirIntake> intake_of(ServedWard& served, const HttpRequest& request, FhirForm form, std::string_view type) {
    std::vector<std::string> servers = served.operation.fhir_servers;
    if (!servers.empty()) servers.push_back(own_fhir_base(request));
    const auto read = [&] {
        return read_fhir_intake({request.body, form, type, servers}, served.ward, served.clock());
    };
    // Who an identifier means may stand in what waits.
    if (served.who_is_who_waits()) served.keep_waiting();
    FhirIntake intake = read();
    // Once for those whom an identifier means, once for those whom a resource of theirs then means.
    for (int i = 0; i < 2 && served.ward.left() > 0; ++i) {
        std::vector<Incoming> records;
        for (const FhirIntakePart& part : intake.parts) {
            if (part.record) records.push_back(*part.record);
        }
        const auto asked = served.ward.call_back(intake.asked_for, served.clock());
        if (const auto* problem = std::get_if<StoreProblem>(&asked)) return *problem;
        const auto named = served.ward.call_back_for(records, served.clock());
        if (const auto* problem = std::get_if<StoreProblem>(&named)) return *problem;
        if (!std::get<bool>(asked) && !std::get<bool>(named)) break;
        intake = read();
    }
    return intake;
}

// What is written is the same when it is sent again, so that of a key only another content has to be refused. The
// answer with which the call goes on; nothing, and answered, where the key is another's.
std::optional<Answer> with_key(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto call = AnsweredKeys::call_of(request);
    if (!call) return answer;
    if (served.answered.is_of_another(*call)) {
        answer(fhir_outcome(409, "conflict", std::string(AnsweredKeys::another)));
        return std::nullopt;
    }
    return [&served, call = *call, answer](HttpResponse response) {
        constexpr int least_refusal = 400;
        if (response.status < least_refusal) served.answered.keep(call, {});
        answer(std::move(response));
    };
}

void take(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    if (auto refusal = refusal_of_conditions(request.http)) return answer(std::move(*refusal));
    const auto form = form_of(request.http);
    if (!form) {
        return answer(fhir_outcome(415, "not-supported",
                                   "Content-Type has to be application/fhir+json or application/fhir+ndjson"));
    }
    const auto type = request.parts.find("type");
    auto read = intake_of(served, request.http, *form, type == request.parts.end() ? "" : type->second);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return answer(served.refused(*problem));
    auto& intake = std::get<FhirIntake>(read);
    if (intake.parts.empty() && *form == FhirForm::json && intake.type.empty()) {
        return answer(fhir_outcome(400, "structure", "the body holds no resource"));
    }
    if (*form == FhirForm::json && is_no_json(intake)) return answer(fhir_refusal(400, intake.parts));
    if (const auto then = with_key(served, request, answer)) {
        take_intake(served, std::move(intake), sender_of(request), *then);
    }
}

// An update names its resource twice, and both have to agree.
void put(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    if (auto refusal = refusal_of_conditions(request.http)) return answer(std::move(*refusal));
    if (auto refusal = refusal_by_version(served, request.http, request.parts.at("type"), request.parts.at("id"))) {
        return answer(std::move(*refusal));
    }
    auto read = intake_of(served, request.http, FhirForm::json, request.parts.at("type"));
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return answer(served.refused(*problem));
    auto& intake = std::get<FhirIntake>(read);
    if (is_no_json(intake)) return answer(fhir_refusal(400, intake.parts));
    const std::string reference = request.parts.at("type") + '/' + request.parts.at("id");
    const bool other = intake.parts.size() != 1 || !intake.type.empty() ||
                       (intake.parts.front().record && intake.parts.front().reference != reference);
    if (other) return answer(fhir_outcome(400, "value", "the body is not " + reference + ", which its address names"));
    intake.parts.front().updates = true;
    if (const auto then = with_key(served, request, answer)) {
        take_intake(served, std::move(intake), sender_of(request), *then);
    }
}

void capability(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    answer({200, std::string(fhir_json), fhir_capability(served.knowledge.version)});
}

void answer_found(ServedWard& served, const Stored<std::optional<FhirFoundResource>>& found, std::string_view type,
                  const Answer& answer) {
    if (const auto* problem = std::get_if<StoreProblem>(&found)) return answer(served.refused(*problem));
    const auto& resource = std::get<std::optional<FhirFoundResource>>(found);
    if (!resource) return answer(fhir_outcome(404, "not-found", "the ward holds no such " + std::string(type)));
    if (resource->gone) return answer(fhir_outcome(410, "deleted", "its server deleted it"));
    HttpResponse response{200, std::string(fhir_json), resource->text};
    if (resource->version > 0) {
        response.fields["ETag"] = fhir_etag(resource->version);
        response.fields["Last-Modified"] = http_date(resource->received);
    }
    answer(std::move(response));
}

void read(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& type = request.parts.at("type");
    answer_found(served, fhir_resource(served, type, request.parts.at("id")), type, answer);
}

void read_version(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& type = request.parts.at("type");
    const std::string& id = request.parts.at("id");
    // A step of a path may hold a slash, and nothing but a resource may be told by its source.
    const bool is_reference = is_fhir_id(type) && is_fhir_id(id);
    const auto number = is_reference ? whole_number(request.parts.at("version")) : std::nullopt;
    answer_found(served, fhir_version(served, type + "/" + id, number.value_or(0)), type, answer);
}

void search_by_id(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& type = request.parts.at("type");
    const std::string id(request.http.parameter("_id"));
    const auto found = fhir_resource_with(served, type, id);
    if (const auto* problem = std::get_if<StoreProblem>(&found)) return answer(served.refused(*problem));
    const auto& matches = std::get<FhirMatches>(found);
    FhirPage page;
    page.base = own_fhir_base(request.http);
    page.in_all = matches.in_all;
    page.self = type + "?_id=" + escaped(id);
    page.resources = matches.resources;
    answer(fhir_searchset(page));
}

void search(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& type = request.parts.at("type");
    if (!is_fhir_type_here(type)) {
        return answer(fhir_outcome(404, "not-supported",
                                   quoted_clipped(type) + " is no type of resource that is here; GET /fhir/metadata "
                                                          "tells which are"));
    }
    const auto asked = search_terms(request.http, type);
    if (const auto* refusal = std::get_if<FhirSearchRefusal>(&asked)) {
        return answer(fhir_outcome(refusal->status, "not-supported", refusal->why));
    }
    const auto& terms = std::get<FhirSearchTerms>(asked);
    const auto found_patient = named_patient(served, request.http, type);
    if (const auto* problem = std::get_if<StoreProblem>(&found_patient)) return answer(served.refused(*problem));
    const auto& [patient, refused] = std::get<FhirNamedPatient>(found_patient);
    if (!refused.empty()) return answer(fhir_outcome(400, "value", refused));
    if (!patient && type != "Patient" && !request.http.parameter("_id").empty()) {
        return search_by_id(served, request, answer);
    }
    if (!patient) {
        return answer(fhir_outcome(
            400, "required",
            type == "Patient" ? "name _id or identifier" : "name the patient: ?patient=ID; or one resource: ?_id=ID"));
    }
    // The patient's own id was looked up already: it may be that of one who was joined into them.
    const std::string_view id = type == "Patient" ? std::string_view() : request.http.parameter("_id");
    FhirMatches found = fhir_search(served, {*patient, type, id, terms.from, terms.count});
    const std::size_t past = terms.from + found.resources.size();
    // Relative to the base, which callers know by other names than ours.
    const std::string address =
        type + "?" +
        (type == "Patient" ? "_id=" + escaped(*patient) : "patient=" + escaped(patient_parameter(*patient))) +
        "&_count=" + std::to_string(terms.count);
    FhirPage page;
    page.base = own_fhir_base(request.http);
    page.in_all = found.in_all;
    page.self = address + "&_offset=" + std::to_string(terms.from);
    page.ignored = terms.ignored;
    if (terms.count > 0 && past < page.in_all) page.next = address + "&_offset=" + std::to_string(past);
    page.resources = found.resources;
    answer(fhir_searchset(page));
}

}  // namespace

std::vector<Route> fhir_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) {
            if (takes_json(request.http.field("accept"))) return run(served, request, answer);
            answer(fhir_outcome(406, "not-supported",
                                "Accept names no form that is written here; application/fhir+json would be right"));
        };
    };
    return {{"GET", "/fhir/metadata", Permission::ask_openly, with(capability)},
            {"POST", "/fhir", Permission::send, with(take)},
            {"POST", "/fhir/{type}", Permission::send, with(take)},
            {"PUT", "/fhir/{type}/{id}", Permission::send, with(put)},
            {"GET", "/fhir/{type}/{id}", Permission::exchange, with(read)},
            {"GET", "/fhir/{type}/{id}/_history/{version}", Permission::exchange, with(read_version)},
            {"GET", "/fhir/{type}", Permission::exchange, with(search)}};
}

}  // namespace stormkeel
