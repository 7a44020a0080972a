// Facts of a chart are taken back or corrected; nothing is deleted, and the answer is made anew.
#include "server/calls.h"
#include "server/fact_amendments.h"
#include "server/fact_requests.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// The audit names the record by its version; who and why are in the record itself.
void finish_amendment(ServedWard& served, const AuditEntry& act, const Stored<ServedWard::Outcomes>& kept,
                      const Answer& answer) {
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    const auto outcomes = std::get<ServedWard::Outcomes>(kept);
    if (outcomes.front().outcome == Taken::Outcome::kept) {
        const auto noted = served.ward.keep_audit(act);
        if (const auto* problem = std::get_if<StoreProblem>(&noted)) return answer(served.refused(*problem));
    }
    answer(fact_response(outcomes));
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
    const bool retracts = kind == Amendment::Kind::retracted;
    const AuditEntry act{0, now, request.caller.name, retracts ? "retract fact" : "correct fact",
                         "patient " + served.ward.pseudonyms().of(patient->record->patient()) + " version " +
                             amended.version.substr(0, 16)};
    served.hand_in({amended}, [&served, act, answer](const Stored<ServedWard::Outcomes>& kept) {
        finish_amendment(served, act, kept, answer);
    });
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
