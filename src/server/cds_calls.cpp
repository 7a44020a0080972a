// CDS Hooks over HTTP: what the ward holds is data beside what the call brings.
#include "adapters/cds_feedback.h"
#include "adapters/cds_hooks.h"
#include "adapters/cds_hooks_present.h"
#include "server/calls.h"
#include "service/prefetched_record.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

void call(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const WardKnowledge& knowledge = served.knowledge;
    const Instant now = served.clock();
    std::optional<StoreProblem> problem;
    const CdsKnowledge known{knowledge.terminology, knowledge.guideline, knowledge.version,
                             [&](const std::string& id) {
                                 const auto called = served.call_back(id);
                                 if (const auto* why = std::get_if<StoreProblem>(&called)) problem = *why;
                                 const WardPatient* patient = served.ward.patient(id);
                                 if (patient == nullptr) return CdsStored{};
                                 const auto standing = [](const WardPatient& told) {
                                     return CdsPresent{Present(told.assessment)};
                                 };
                                 const auto with = [&served, id, now](const std::vector<FhirPart>& prefetched) {
                                     return record_with(served.ward, id, prefetched, now);
                                 };
                                 return CdsStored{&patient->timeline(), &patient->record->follower(),
                                                  &served.presents.of(*patient, standing), with};
                             },
                             served.watch.clock_doubt()};
    CdsAnswer card = answer_cds({request.parts.at("service"), request.http.body, now}, known);
    // Without what is stored an order would be judged by less than is known.
    if (problem) return answer(served.refused(*problem));
    answer({card.status, "application/json", std::move(card.body)});
}

// What a person did with a card is kept once, however often it is sent.
void feedback(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto read = read_cds_feedback(request.parts.at("service"), request.http.body);
    if (const auto* wrong = std::get_if<CdsAnswer>(&read)) {
        return answer({wrong->status, "application/json", wrong->body});
    }
    const auto kept =
        served.ward.keep_feedback(std::get<std::vector<CdsFeedback>>(read), request.caller.name, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    answer(json_response("{}"));
}

}  // namespace

std::vector<Route> cds_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    const auto discover = [&served](const RoutedRequest&, const Answer& answer) {
        answer(json_response(cds_discovery(served.knowledge.terminology)));
    };
    return {{"GET", "/cds-services", Permission::ask_openly, discover},
            {"POST", "/cds-services/{service}", Permission::check_orders, with(call)},
            {"POST", "/cds-services/{service}/feedback", Permission::check_orders, with(feedback)}};
}

}  // namespace stormkeel
