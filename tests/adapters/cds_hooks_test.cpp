// CDS Hooks: what is discovered, which calls are refused, and the card of patient-view.
#include "adapters/cds_hooks_example.h"
#include "adapters/fhir_out_example.h"
#include "properties/knowledge.h"

namespace stormkeel {
namespace {

using namespace example;

const std::vector<std::string> grade_three{"2026-03-03T10:00:00Z,rate:norepinephrine,0.05,ug/kg/min"};

Written refusal_of_call(int status, std::string_view service, const std::string& body) {
    const CdsAnswer answer = answer_of(service, body, ten, chart_of({}));
    EXPECT_EQ(answer.status, status) << answer.body;
    const Written json = Written::parse(answer.body);
    EXPECT_FALSE(json.contains("cards"));
    return json["error"];
}

Written refusal_of_call(const Written& call) { return refusal_of_call(400, patient_view, call.dump()); }

TEST(CdsHooks, DiscoveryNamesThreeServicesAndWhatTheyAskFor) {
    const Written services = Written::parse(cds_discovery(knowledge().terminology))["services"];
    ASSERT_EQ(services.size(), 3U);
    for (const Written& service : services) {
        EXPECT_EQ(service["id"], "stormkeel-" + service["hook"].get<std::string>());
        EXPECT_FALSE(service["title"].get<std::string>().empty());
        EXPECT_FALSE(service["description"].get<std::string>().empty());
        EXPECT_EQ(service["prefetch"]["patient"], "Patient/{{context.patientId}}");
        EXPECT_TRUE(says(service["prefetch"]["vitals"], "http://loinc.org|8310-5"));
        EXPECT_TRUE(says(service["prefetch"]["vitals"], "http://loinc.org|85354-9"));
        EXPECT_TRUE(says(service["prefetch"]["oxygen_and_neurology"], "urn:stormkeel:item|ice_score"));
        EXPECT_TRUE(says(service["prefetch"]["laboratory"], "http://loinc.org|2276-4"));
        EXPECT_TRUE(says(service["prefetch"]["therapies_and_tocilizumab"], "rxnorm|612865"));
        EXPECT_TRUE(says(service["prefetch"]["therapies_and_tocilizumab"], "rxnorm|1987398"));
    }
}

// Every client can run reads by id and searches by reference, token, _sort and _count; few can run more.
TEST(CdsHooks, PrefetchKeepsToTheSubsetThatEveryClientCanRun) {
    const Written services = Written::parse(cds_discovery(knowledge().terminology))["services"];
    for (const auto& [key, search] : services[0]["prefetch"].items()) {
        const std::string text = search;
        EXPECT_NE(text.find("{{context.patientId}}"), std::string::npos) << key;
        EXPECT_EQ(text.find("{{", text.find("{{") + 1), std::string::npos) << key;
        for (const char* beyond : {"_include", "_revinclude", "_has", "today", ":not", "_filter", " "}) {
            EXPECT_EQ(text.find(beyond), std::string::npos) << key << " has " << beyond;
        }
    }
}

TEST(CdsHooks, AWrongCallIsRefusedWithWhatWouldBeRight) {
    EXPECT_TRUE(says(refusal_of_call(404, "stormkeel-discharge", "{}"), "stormkeel-order-sign"));
    EXPECT_TRUE(says(refusal_of_call(400, patient_view, "{\"hook\": "), "the body is no JSON: line 1"));
    EXPECT_TRUE(says(refusal_of_call(400, patient_view, "[]"), "no JSON object"));
    EXPECT_TRUE(says(refusal_of_call(400, patient_view, R"({"hook": "patient-view", "hook": "x"})"), "stands twice"));
    for (const char* key : {"hook", "hookInstance", "context"}) {
        Written call = call_of(patient_view);
        call.erase(key);
        EXPECT_TRUE(says(refusal_of_call(call), std::string(key) + " is missing; right would be")) << key;
        call[key] = 7;
        EXPECT_TRUE(says(refusal_of_call(call), "; right would be")) << key;
    }
    Written call = call_of(patient_view);
    call["hook"] = "order-sign";
    EXPECT_TRUE(says(refusal_of_call(call), "does not fit the service"));
    call = call_of(patient_view);
    call["context"].erase("patientId");
    EXPECT_TRUE(says(refusal_of_call(call), "context.patientId is missing"));
    call = call_of(patient_view, Written::array());
    EXPECT_TRUE(says(refusal_of_call(call), "prefetch is no object"));
}

TEST(CdsHooks, AnOrderCallNeedsItsOrders) {
    Written call = order_call("stormkeel-order-select", {});
    call["context"].erase("draftOrders");
    EXPECT_TRUE(says(refusal_of_call(400, "stormkeel-order-select", call.dump()), "context.draftOrders is missing"));
    call = order_call("stormkeel-order-select", {});
    call["context"].erase("selections");
    EXPECT_TRUE(says(refusal_of_call(400, "stormkeel-order-select", call.dump()), "context.selections is missing"));
    call["context"]["selections"] = Written::array({7});
    EXPECT_TRUE(says(refusal_of_call(400, "stormkeel-order-select", call.dump()), "no text"));
}

TEST(CdsHooks, APatientNobodyKnowsIsAskedFor) {
    const Written nothing = Written::parse(R"({"patient": null, "vitals": {"resourceType": "Bundle", "entry": []},
        "conditions": {"resourceType": "OperationOutcome"}})");
    for (const Written& prefetch : {Written::object(), nothing, Written(nullptr)}) {
        const CdsAnswer answer = answer_of(patient_view, call_of(patient_view, prefetch).dump(), ten);
        EXPECT_EQ(answer.status, 412) << answer.body;
        const Written json = Written::parse(answer.body);
        EXPECT_TRUE(says(json["error"], "the patient of context.patientId"));
        EXPECT_FALSE(says(json["error"], "p1")) << "who it is stands in no answer";
        EXPECT_EQ(json["needed"].size(), 9U);
    }
    EXPECT_EQ(answer_of(patient_view, call_of(patient_view).dump(), ten, chart_of({}, "p2")).status, 412);
}

TEST(CdsHooks, KeysNobodyKnowsAreLeftAlone) {
    Written call = call_of(patient_view);
    call["context"]["medications"] = Written::array({1, "x"});
    call["context"]["encounterId"] = nullptr;
    call["extension"] = {{"com.example", true}};
    call["fhirServer"] = "http://169.254.169.254/";
    call["fhirAuthorization"] = {{"access_token", "opaque"}};
    const Written card = card_of(call, ten, chart_of(grade_two));
    EXPECT_FALSE(says(card.dump(), "opaque"));
    EXPECT_FALSE(says(card.dump(), "169.254"));
}

TEST(CdsHooks, GradeTwoIsAWarningWithTheDoseInItsSummary) {
    const Written card = card_of(call_of(patient_view), ten, chart_of(grade_two));
    EXPECT_EQ(card["indicator"], "warning");
    EXPECT_EQ(card["summary"], "CRS grade 2 (ASTCT 2019); next: give tocilizumab 640 mg; ICANS grade 0 (ASTCT 2019)");
    for (const char* words : {"8 mg/kg × 80 kg = 640 mg", "**Why**", "**Due**", "MGMT.G2.tocilizumab", "(unverified)",
                              "(line 10)", "Stormkeel 1.2.3, guideline sha256:", "Born 1961-05-02"}) {
        EXPECT_TRUE(says(card["detail"], words)) << words << "\n" << card["detail"].get<std::string>();
    }
    EXPECT_FALSE(card.contains("suggestions"));
    EXPECT_FALSE(card.contains("overrideReasons"));
}

TEST(CdsHooks, TheGradeDecidesHowLoudTheCardIs) {
    EXPECT_EQ(card_of(call_of(patient_view), ten, chart_of(grade_three))["indicator"], "critical");
    EXPECT_EQ(card_of(call_of(patient_view), ten, chart_of({}))["indicator"], "info");
    // A cannula whose flow nobody charted may be grade 3, and the flow is asked for.
    const Written open = card_of(call_of(patient_view), ten, chart_of({grade_two[0]}));
    EXPECT_EQ(open["indicator"], "critical");
    EXPECT_TRUE(says(open["summary"], "CRS grade 2 to 3"));
    EXPECT_TRUE(says(open["detail"], "**Not known**"));
}

TEST(CdsHooks, APatientWithoutATherapyAndASignHasNoCard) {
    const std::string person = "patient,time,item,value,unit\np1,1961-05-02,birth_date,,\n";
    EXPECT_EQ(answer_of(patient_view, call_of(patient_view).dump(), ten, person).body, R"({"cards":[]})");
    const Written prefetch{{"patient", {{"resourceType", "Patient"}, {"id", "p1"}}}};
    EXPECT_EQ(answer_of(patient_view, call_of(patient_view, prefetch).dump(), ten).body, R"({"cards":[]})");
    const Written fever =
        card_of(call_of(patient_view), ten, person + "p1,2026-03-03T09:00:00Z,temperature,38.6,Cel\n");
    EXPECT_EQ(fever["indicator"], "info");
    EXPECT_TRUE(says(fever["summary"], "No therapy on record; "));
}

TEST(CdsHooks, TheSameCallGivesTheSameBytesAndAnotherAnswerAnotherCard) {
    const std::string body = call_of(patient_view).dump();
    const std::string first = answer_of(patient_view, body, ten, chart_of(grade_two)).body;
    EXPECT_EQ(answer_of(patient_view, body, ten, chart_of(grade_two)).body, first);
    const std::string other = answer_of(patient_view, body, ten, chart_of(grade_three)).body;
    EXPECT_NE(Written::parse(first)["cards"][0]["uuid"], Written::parse(other)["cards"][0]["uuid"]);
}

TEST(CdsHooks, ANameFromARecordIsNoMarkup) {
    const Written prefetch = Written::parse(R"({"given": {"resourceType": "MedicationAdministration", "id": "m1",
        "status": "in-progress", "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-03-03T09:00:00Z",
        "medicationCodeableConcept": {"text": "<img src=x> [press](https://example.org) **drip**"}}})");
    const Written card = card_of(call_of(patient_view, prefetch), ten, chart_of(grade_two));
    EXPECT_TRUE(says(card["detail"], R"(\<img src=x\> \[press\](https\://example.org) \*\*drip\*\*)"))
        << card["detail"].get<std::string>();
}

}  // namespace
}  // namespace stormkeel
