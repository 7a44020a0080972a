// The board, and of one patient the answer, how the grades went, what was taken and what is new.
#include <nlohmann/json.hpp>

#include "adapters/assessment_json.h"
#include "server/calls.h"
#include "server/fact_amendments.h"
#include "server/fact_requests.h"
#include "server/patient_rights.h"
#include "service/facts_json.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

nlohmann::ordered_json row_json(const std::string& patient, const GradeRow& row) {
    return {{"patient", patient},
            {"time", to_text(row.at)},
            {"crs_at_least", row.crs_at_least},
            {"crs_at_most", row.crs_at_most},
            {"icans_at_least", row.icans_at_least},
            {"icans_at_most", row.icans_at_most},
            {"treat_as", row.treat_as},
            {"episode", row.episode}};
}

// A time in the query; false when it is there and is none.
bool time_in(const HttpRequest& request, const std::string& name, std::optional<Instant>& at) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return true;
    at = parse_instant(found->second);
    return at.has_value();
}

HttpResponse no_time(const std::string& name) {
    return error_response(400, name + " is no time with an offset; write it like 2026-03-03T12:00:00Z");
}

const WardPatient* patient_of(const ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const WardPatient* patient = served.ward.patient(request.parts.at("patient"));
    if (patient == nullptr) answer(error_response(404, "the ward knows no such patient"));
    return patient;
}

void board(const ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const Instant now = served.clock();
    const PatientRights rights(served.ward, request.caller, now);
    const BoardView view{[&](const WardPatient& patient) { return rights.sees(patient); },
                         opened_patients(served.ward, now)};
    if (request.caller.role != Role::kiosk) return answer(json_response(ward_json(served.ward, view)));
    HttpResponse response = json_response(kiosk_json(served.ward, view));
    // Grades that may be old must not look like those of a ward that is well; what is wrong is told to people.
    if (!served.ward.own_alerts().empty()) response.fields["Stormkeel-Degraded"] = "true";
    answer(std::move(response));
}

void assessment(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    std::optional<Instant> at;
    if (!time_in(request.http, "at", at)) return answer(no_time("at"));
    const WardPatient* patient = patient_of(served, request, answer);
    if (patient == nullptr) return;
    // Another time than the present was told by the caller, so no clock of ours is in doubt there.
    const Instant now = served.clock();
    const Duration doubt = at ? Duration{} : served.watch.clock_doubt();
    const Assessment asked = patient->record->assess(served.knowledge.guideline, at.value_or(now), doubt);
    answer(json_response(assessment_json(asked, RejectedRecords::listed)));
}

void timeline(const ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    std::optional<Instant> until;
    if (!time_in(request.http, "until", until)) return answer(no_time("until"));
    const WardPatient* patient = patient_of(served, request, answer);
    if (patient == nullptr) return;
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const GradeRow& row : grade_rows(patient->timeline(), served.knowledge.guideline, until)) {
        rows.push_back(row_json(patient->timeline().patient(), row));
    }
    answer(json_response(rows.dump()));
}

void facts(const ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    if (const WardPatient* patient = patient_of(served, request, answer))
        answer(json_response(facts_json(served.ward, *patient)));
}

void take_facts(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& id = request.parts.at("patient");
    const FactSender sender{request.caller.name, is_person(request.caller.role)};
    auto read = read_fact_request(id, request.http, sender);
    if (const auto* why = std::get_if<std::string>(&read)) return answer(error_response(400, *why));
    if (!sender.is_person) served.watch.technical.feed_spoke(request.caller.name, served.clock());
    auto& records = std::get<std::vector<Incoming>>(read);
    const std::vector<const Record*> before = served.ward.record().records_of(id);
    name_as_charted_before(records, before);
    if (sender.is_person) {
        if (const std::string why = why_taken_back(records, before); !why.empty()) {
            return answer(error_response(409, why));
        }
    }
    served.hand_in(std::move(records), [&served, answer](const Stored<ServedWard::Outcomes>& kept) {
        const auto* problem = std::get_if<StoreProblem>(&kept);
        answer(problem != nullptr ? served.refused(*problem) : fact_response(std::get<ServedWard::Outcomes>(kept)));
    });
}

}  // namespace

std::vector<Route> patient_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"GET", "/api/ward", Permission::see_board, with(board)},
            {"GET", "/api/patients/{patient}/assessment", Permission::see_patient, with(assessment)},
            {"GET", "/api/patients/{patient}/timeline", Permission::see_patient, with(timeline)},
            {"GET", "/api/patients/{patient}/facts", Permission::see_patient, with(facts)},
            {"POST", "/api/patients/{patient}/facts", Permission::chart, with(take_facts)}};
}

}  // namespace stormkeel
