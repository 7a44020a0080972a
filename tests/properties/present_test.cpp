// What is kept of a patient between two questions gives the answers that are worked out anew, word for word.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "adapters/assessment_json.h"
#include "adapters/cds_hooks.h"
#include "adapters/cds_hooks_present.h"
#include "properties/chart.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

// One after the other mostly, some at one instant, some back; on the minute as facts are, and beside it.
std::vector<Instant> some_instants() {
    std::vector<Instant> all{at_minute(*moments())};
    for (int i = 0; i < 8; ++i) {
        const Duration step = *rc::gen::element(Duration{}, Duration{1}, seconds(1), seconds(20), minutes(1),
                                                minutes(7), hours(1), hours(5), minutes(-3));
        all.push_back(all.back() + step);
    }
    return all;
}

const GuidelineCalendar& calendar() {
    static const GuidelineCalendar all(knowledge().guideline);
    return all;
}

std::string json_of(const Assessment& answer) { return assessment_json(answer, RejectedRecords::listed); }

RC_GTEST_PROP(Present, AnswersAsIfAskedForTheFirstTime, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const std::vector<Instant> instants = some_instants();
    const Duration doubt = *rc::gen::element(Duration{}, Duration{}, minutes(20));
    Follower follower;
    Present present(follower.assess(timeline, calendar(), instants.front(), doubt));
    for (const Instant at : instants) {
        const Assessment anew = Follower().assess(timeline, calendar(), at, doubt);
        RC_ASSERT(json_of(present.answer({timeline, calendar(), &follower}, at, doubt)) == json_of(anew));
    }
}

std::string call_of(const std::string& hook, const std::string& more) {
    return R"({"hook":")" + hook +
           R"(","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/x",)"
           R"("patientId":"p1")" +
           more + "}}";
}

std::string draft_of(const std::string& drug, int mg) {
    return R"(,"draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest",)"
           R"("id":"r1","status":"draft","intent":"order","subject":{"reference":"Patient/p1"},)"
           R"("medicationCodeableConcept":{"text":")" +
           drug + R"("},"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":)" + std::to_string(mg) +
           R"(,"system":"http://unitsofmeasure.org","code":"mg"}}]}]}}]})";
}

RC_GTEST_PROP(Present, GivesTheCardsThatNobodyKeptAnythingFor, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const std::string drug = *rc::gen::element<std::string>("tocilizumab", "dexamethasone", "anakinra", "sargramostim");
    const std::string view = call_of("patient-view", "");
    const std::string sign = call_of("order-sign", draft_of(drug, *rc::gen::element(10, 640, 900)));
    Follower follower;
    CdsPresent kept;
    const auto ask = [&](std::string_view service, const std::string& body, Instant at, bool keeps) {
        const auto stored = [&](const std::string&) {
            return keeps ? CdsStored{&timeline, &follower, &kept} : CdsStored{&timeline};
        };
        return answer_cds({service, body, at}, {knowledge().terminology, calendar(), "1.2.3", stored}).body;
    };
    for (const Instant at : some_instants()) {
        RC_ASSERT(ask("stormkeel-patient-view", view, at, true) == ask("stormkeel-patient-view", view, at, false));
        RC_ASSERT(ask("stormkeel-order-sign", sign, at, true) == ask("stormkeel-order-sign", sign, at, false));
    }
}

}  // namespace
}  // namespace stormkeel::properties
