// Facts of a chart are taken back or corrected; nothing is deleted, and the answer is made anew.
#include "server/calls.h"
#include "server/fact_amendments.h"
#include "server/fact_requests.h"
#include "service/corrections.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// Who and why are in the record itself, too; the audit names it by its version.
Cosign asked_of_a_pharmacist(const Incoming& amended, const Amendment& amendment, const std::string& patient) {
    Cosign asked;
    asked.kind = correction_kind;
    asked.patient = patient;
    asked.object = amended.version;
    asked.reason = amendment.reason;
    asked.by = amendment.by;
    return asked;
}

void take_amendment(ServedWard& served, const RoutedRequest& request, Amendment::Kind kind, const Answer& answer) {
    const WardPatient* patient = served.ward.patient(request.parts.at("patient"));
    if (patient == nullptr) return answer(error_response(404, "the ward knows no such patient"));
    const auto asked = read_amendment(request.http, kind, request.caller.name);
    if (const auto* why = std::get_if<std::string>(&asked)) return answer(error_response(400, *why));
    const Instant now = served.clock();
    auto made = amend(served.ward, *patient, std::get<AmendmentAsked>(asked), request.caller, now);
    if (auto* refused = std::get_if<HttpResponse>(&made)) return answer(std::move(*refused));
    const Incoming& amended = std::get<Incoming>(made);
    const std::string& id = patient->record->patient();
    LiveWard::Act act;
    const bool retracts = kind == Amendment::Kind::retracted;
    act.audit = {0, now, request.caller.name, retracts ? "retract fact" : "correct fact",
                 "patient " + served.ward.pseudonyms().of(id) + " version " + amended.version.substr(0, 16)};
    if (is_person(request.caller.role)) {
        act.asked = asked_of_a_pharmacist(amended, std::get<AmendmentAsked>(asked).amendment, id);
    }
    const auto kept = served.keep_now(amended, std::move(act));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    answer(fact_response(std::get<Taken>(kept).records));
}

}  // namespace

std::vector<Route> amendment_calls(ServedWard& served) {
    const auto with = [&served](Amendment::Kind kind) {
        return [&served, kind](const RoutedRequest& request, const Answer& answer) {
            take_amendment(served, request, kind, answer);
        };
    };
    return {{"POST", "/api/patients/{patient}/facts/retract", Permission::amend, with(Amendment::Kind::retracted)},
            {"POST", "/api/patients/{patient}/facts/correct", Permission::amend, with(Amendment::Kind::corrected)}};
}

}  // namespace stormkeel
