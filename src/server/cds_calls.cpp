// CDS Hooks over HTTP: what the ward holds is data beside what the call brings.
#include <set>

#include "adapters/cds_feedback.h"
#include "adapters/cds_hooks.h"
#include "adapters/cds_hooks_fetch.h"
#include "adapters/cds_hooks_present.h"
#include "server/calls.h"
#include "service/prefetched_record.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

CdsStored stored_of(ServedWard& served, const std::string& id, Instant now) {
    const WardPatient* patient = served.ward.patient(id);
    if (patient == nullptr) return {};
    const auto standing = [](const WardPatient& told) { return CdsPresent{Present(told.assessment)}; };
    const auto with = [&served, id, now](const std::vector<FhirPart>& prefetched) {
        return record_with(served.ward, id, prefetched, now);
    };
    return {&patient->timeline(), &patient->record->follower(), &served.presents.of(*patient, standing), with};
}

void answer_call(ServedWard& served, const CdsRequest& asked, const Answer& answer) {
    const WardKnowledge& knowledge = served.knowledge;
    std::optional<StoreProblem> problem;
    const auto stored = [&](const std::string& id) {
        const auto called = served.call_back(id);
        if (const auto* why = std::get_if<StoreProblem>(&called)) problem = *why;
        return stored_of(served, id, asked.now);
    };
    CdsAnswer card = answer_cds(
        asked, {knowledge.terminology, knowledge.guideline, knowledge.version, stored, served.watch.clock_doubt()});
    // Without what is stored an order would be judged by less than is known.
    if (problem) return answer(served.refused(*problem));
    answer({card.status, "application/json", std::move(card.body)});
}

// By reason, and with nothing of the patient.
void log_not_fetched(const ServedWard& served, const CdsFetchedCall& call) {
    std::set<std::string_view> reasons;
    for (const CdsNotFetched& one : call.not_fetched) reasons.insert(one.why);
    for (const std::string_view why : reasons) {
        if (served.operation.log) served.operation.log->write(LogLevel::warning, "cds_not_fetched", {{"why", why}});
    }
}

// What the call leaves to be fetched comes first, where the site registered from where.
void call(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& service = request.parts.at("service");
    const CdsRequest asked{service, request.http.body, served.clock()};
    const auto& fetches = served.operation.cds_fetches;
    CdsFetchPlan plan;
    if (fetches && fetches->knows(request.caller.issuer)) plan = plan_cds_fetch(asked, served.knowledge.terminology);
    if (plan.wanted.empty()) return answer_call(served, asked, answer);
    const auto then = [&served, service, answer,
                       acting = acting_of(request.caller, request.http)](CdsFetchedCall came) {
        log_not_fetched(served, came);
        served.run_as(acting, [&] {
            answer_call(served, {service, came.body, served.clock(), std::move(came.not_fetched)}, answer);
        });
    };
    fetches->begin({request.caller.issuer, request.http.body, std::move(plan)}, then);
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
