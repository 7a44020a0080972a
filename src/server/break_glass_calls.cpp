// A nurse or a physician opens the record of a patient of another unit: with a reason, told at once, reviewed later.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/calls.h"
#include "server/patient_rights.h"
#include "service/opened_patients.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// The one of this person that is open already; nullptr when there is none.
const Cosign* opened_by(const OpenedPatients& opened, const std::string& patient, const std::string& name) {
    const auto found = opened.find(patient);
    if (found == opened.end()) return nullptr;
    const auto theirs =
        std::find_if(found->second.begin(), found->second.end(), [&](const Cosign* one) { return one->by == name; });
    return theirs == found->second.end() ? nullptr : *theirs;
}

void not_known(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto kept = served.ward.keep_audit({0, served.clock(), request.caller.name, "break glass failed",
                                              "patient " + served.ward.pseudonyms().of(request.parts.at("patient"))});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    answer(error_response(404, "the ward knows no such patient"));
}

void tell(ServedWard& served, const Cosign& opened) {
    ++served.counts.opened_patients;
    if (served.operation.log) {
        served.operation.log->write(LogLevel::warning, "break_glass",
                                    {{"by", opened.by},
                                     {"patient", served.ward.pseudonyms().of(opened.patient)},
                                     {"number", static_cast<std::int64_t>(opened.number)}});
    }
    served.feed.send_news();
}

void break_glass_of(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const Caller& caller = request.caller;
    const WardPatient* patient = served.ward.patient(request.parts.at("patient"));
    if (patient == nullptr) return not_known(served, request, answer);
    const Instant now = served.clock();
    const std::string& id = patient->record->patient();
    const OpenedPatients opened = opened_patients(served.ward, now);
    if (const Cosign* before = opened_by(opened, id, caller.name)) {
        return answer(json_response(opened_json(*before, now)));
    }
    if (PatientRights(served.ward, caller, now).sees(*patient)) {
        return answer(error_response(409, "you see this patient already; there is nothing to open"));
    }
    const auto texts = texts_in(request.http.body, {"reason"});
    if (!texts || !is_reason(texts->front())) {
        return answer(error_response(
            400, R"(say why in a few words, in up to 200 characters: {"reason": "covers 7 West tonight"})"));
    }
    Cosign asked;
    asked.kind = std::string(break_glass_kind);
    asked.patient = id;
    asked.object = patient->unit;
    asked.reason = texts->front();
    asked.by = caller.name;
    const auto kept = served.ward.ask_cosign(std::move(asked), now);
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    const Cosign& broken = std::get<Cosign>(kept);
    answer(json_response(opened_json(broken, now)));
    tell(served, broken);
}

}  // namespace

std::vector<Route> break_glass_calls(ServedWard& served) {
    const auto run = [&served](const RoutedRequest& request, const Answer& answer) {
        break_glass_of(served, request, answer);
    };
    return {{"POST", "/api/patients/{patient}/break-glass", Permission::break_glass, run}};
}

}  // namespace stormkeel
