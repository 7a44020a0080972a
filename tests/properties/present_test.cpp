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

std::string draft_of(const std::string& id, const std::string& drug, int mg) {
    return R"({"resource":{"resourceType":"MedicationRequest","id":")" + id +
           R"(","status":"draft","intent":"order","subject":{"reference":"Patient/p1"},)"
           R"("medicationCodeableConcept":{"text":")" +
           drug + R"("},"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":)" + std::to_string(mg) +
           R"(,"system":"http://unitsofmeasure.org","code":"mg"}}]}]}})";
}

std::string drafts_of(const std::string& entries) {
    return R"(,"draftOrders":{"resourceType":"Bundle","entry":[)" + entries + "]}";
}

RC_GTEST_PROP(Present, GivesTheCardsThatNobodyKeptAnythingFor, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const std::string drug = *rc::gen::element<std::string>("tocilizumab", "dexamethasone", "anakinra", "sargramostim");
    const std::string view = call_of("patient-view", "");
    const std::string draft = draft_of("r1", drug, *rc::gen::element(10, 640, 900));
    const std::string sign = call_of("order-sign", drafts_of(draft));
    const std::string sign_two = call_of("order-sign", drafts_of(draft + ',' + draft_of("r2", drug, 640)));
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
        for (const std::string& orders : {sign, sign_two}) {
            RC_ASSERT(ask("stormkeel-order-sign", orders, at, true) == ask("stormkeel-order-sign", orders, at, false));
        }
    }
}

// What waits for the interval of a dose holds no longer than that, though nothing else of the answer changes.
TEST(PresentOfOrders, AWarningOfAnEarlyRepeatEndsWithItsInterval) {
    const Timeline timeline = timeline_of(
        "patient,time,item,value,unit\n"
        "p1,1961-05-02,birth_date,,\n"
        "p1,2026-03-01T08:00:00Z,allergy,tocilizumab,\n"
        "p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,\n"
        "p1,2026-03-01T09:00:00Z,weight,80,kg\n"
        "p1,2026-03-03T10:10:00Z,give:anakinra,100,mg\n"
        "p1,2026-03-03T22:00:00Z,temperature,38.5,Cel\n"
        "p1,2026-03-03T22:00:00Z,systolic_bp,84,mm[Hg]\n"
        "p1,2026-03-03T22:00:00Z,oxygen_device,room_air,\n"
        "p1,2026-03-03T22:00:00Z,spo2,96,%\n");
    Follower follower;
    CdsPresent kept;
    const auto cards_at = [&](const char* now) {
        const auto stored = [&](const std::string&) { return CdsStored{&timeline, &follower, &kept}; };
        const std::string body = call_of("order-sign", drafts_of(draft_of("r1", "anakinra", 100)));
        return answer_cds({"stormkeel-order-sign", body, *parse_instant(now)},
                          {knowledge().terminology, calendar(), "1.2.3", stored})
            .body;
    };
    const std::string early = cards_at("2026-03-03T22:09:59Z");
    EXPECT_NE(early.find("the next dose is due at 2026-03-03 22:10"), std::string::npos) << early;
    EXPECT_EQ(cards_at("2026-03-03T22:10:00Z"), R"({"cards":[]})");
}

}  // namespace
}  // namespace stormkeel::properties
