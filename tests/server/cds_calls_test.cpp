// CDS Hooks against a ward that is fed with FHIR: what is prefetched of what is stored is one resource with it.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "adapters/cds_hooks.h"
#include "adapters/cds_hooks_fetch.h"
#include "server/cds_fetches.h"
#include "server/running_ward.h"

namespace stormkeel {
namespace {

// A dose of tocilizumab on 2026-03-03, with a version and a time of it where they are told.
struct GivenResource {
    std::string id = "x";
    std::string at = "2026-03-03T09:31:00Z";
    std::string status = "completed";
    std::string version{};
    std::string updated{};
    std::string patient = "p1";
};

std::string written(const GivenResource& given) {
    const std::string version = given.version.empty() ? "" : R"("versionId":")" + given.version + "\",";
    const std::string updated = given.updated.empty() ? "" : R"("lastUpdated":")" + given.updated + "\",";
    const std::string meta = version + updated;
    const std::string told = meta.empty() ? "" : R"("meta":{)" + meta.substr(0, meta.size() - 1) + "},";
    return R"({"resourceType":"MedicationAdministration","id":")" + given.id + "\"," + told + R"("status":")" +
           given.status + R"(","subject":{"reference":"Patient/)" + given.patient + R"("},"effectiveDateTime":")" +
           given.at + R"(","medicationCodeableConcept":{"text":"tocilizumab"},"dosage":{"dose":{"value":640,)" +
           R"("system":"http://unitsofmeasure.org","code":"mg"}}})";
}

// At 10:31 of that day, of a patient of grade 3 who was given CAR-T cells two days before.
class CdsCalls : public testing::Test {
protected:
    CdsCalls() { ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts); }

    void store(const GivenResource& given) const {
        const std::string answer =
            ward.ask("PUT /fhir/MedicationAdministration/" + given.id, ward.feed(), written(given));
        EXPECT_TRUE(has(answer, " 201 ") || has(answer, " 200 ")) << answer;
    }

    // What an order of tocilizumab 640 mg is answered.
    std::string sign(const std::vector<GivenResource>& prefetched) const {
        std::string entries;
        for (const GivenResource& given : prefetched) {
            entries += (entries.empty() ? "" : ",") + std::string(R"({"resource":)") + written(given) + "}";
        }
        return ward.ask(
            "POST /cds-services/stormkeel-order-sign", ward.feed(),
            R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","prefetch":{"given":{
"resourceType":"Bundle","type":"searchset","entry":[)" +
                entries + R"(]}},"context":{"userId":"Practitioner/x","patientId":"p1","draftOrders":{
"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"r1","status":"draft",
"intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"tocilizumab"},
"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":640,"code":"mg"}}]}]}}]}}})");
    }

    void expect_free(const std::vector<GivenResource>& prefetched) const {
        const std::string answer = sign(prefetched);
        EXPECT_TRUE(has(answer, " 200 ")) << answer;
        EXPECT_FALSE(has(answer, "STOP")) << answer;
    }
    void expect_stop(const std::vector<GivenResource>& prefetched, const std::string& why) const {
        const std::string answer = sign(prefetched);
        EXPECT_TRUE(has(answer, "STOP") && has(answer, why)) << answer;
    }

    RunningWard ward;
};

TEST_F(CdsCalls, ALaterVersionThatTakesADoseBackCounts) {
    store({.version = "1"});
    expect_stop({{.version = "1"}}, "not before 2026-03-03 17:31");
    expect_free({{.status = "entered-in-error", .version = "2"}});
    expect_free({{.status = "not-done", .version = "2"}});
    expect_free({{.status = "entered-in-error"}});
}

TEST_F(CdsCalls, ADoseWhoseTimeWasCorrectedIsOneDose) {
    store({.at = "2026-03-03T07:31:00Z"});
    expect_stop({}, "not before 2026-03-03 15:31");
    expect_free({{.at = "2026-03-03T01:31:00Z"}});
    expect_stop({{.at = "2026-03-03T08:00:00Z"}}, "not before 2026-03-03 16:00");
}

TEST_F(CdsCalls, AFourthDoseIsLeftWhenOneOfThreeIsMoved) {
    store({.id = "a", .at = "2026-03-02T01:31:00Z"});
    store({.id = "b", .at = "2026-03-02T10:31:00Z"});
    store({.id = "c", .at = "2026-03-03T00:31:00Z"});
    expect_free({{.id = "c", .at = "2026-03-03T01:31:00Z"}});
    expect_stop({{.id = "d", .at = "2026-03-03T01:31:00Z"}}, "all 4 doses have been given");
}

TEST_F(CdsCalls, AnEarlierVersionUndoesNothing) {
    store({.status = "entered-in-error", .version = "2"});
    expect_free({{.version = "1"}});
    expect_stop({{.version = "3"}}, "not before 2026-03-03 17:31");
}

TEST_F(CdsCalls, WhatIsTakenBackStaysSoUntilALaterVersionIsTold) {
    store({.status = "entered-in-error", .updated = "2026-03-03T10:00:00Z"});
    expect_free({GivenResource{}});
    expect_free({{.updated = "2026-03-03T09:40:00Z"}});
    expect_stop({{.updated = "2026-03-03T10:20:00Z"}}, "not before 2026-03-03 17:31");
}

// A chart told of the dose, too, and nobody took that back.
TEST_F(CdsCalls, ADoseOfAnotherDoorStays) {
    ward.ask("POST /api/patients/p1/facts", ward.feed(),
             R"({"facts":[{"time":"2026-03-03T09:31:00Z","item":"give:tocilizumab","value":640,"unit":"mg"}]})");
    store({.version = "1"});
    expect_stop({{.status = "entered-in-error", .version = "2"}}, "not before 2026-03-03 17:31");
}

TEST_F(CdsCalls, AVersionOfAnotherPatientIsNotUsed) {
    store({.version = "1"});
    expect_stop({{.version = "2", .patient = "p2"}}, "not before 2026-03-03 17:31");
}

TEST_F(CdsCalls, ADoseThatIsOnlyPrefetchedCountsBesideThoseStored) {
    store({.id = "a", .at = "2026-03-02T10:31:00Z"});
    expect_free({});
    expect_stop({{.id = "b", .at = "2026-03-03T09:00:00Z"}}, "not before 2026-03-03 17:00");
    expect_stop({{.id = "a", .at = "2026-03-02T11:31:00Z"}, {.id = "b", .at = "2026-03-03T09:00:00Z"}},
                "not before 2026-03-03 17:00");
}

TEST(CdsLimits, WhoSendsTooMuchIsToldAndNobodyElse) {
    Operation operation;
    operation.rates.of_a_feed = 3;
    RunningWard ward(operation);
    const std::string other = ward.keep_token("other", Role::integration);
    ward.restart();
    const auto ask = [&](const std::string& token) { return ward.ask("GET /api/ward", token); };
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(has(ask(ward.feed()), " 200 ")) << "two seconds are saved up";
    const std::string refused = ask(ward.feed());
    EXPECT_TRUE(has(refused, " 429 ") && has(refused, "Retry-After: 1\r\n")) << refused;
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(has(ask(other), " 200 "));
    ward.set_clock("2026-03-03T10:31:01Z");
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(has(ask(ward.feed()), " 200 "));
    EXPECT_TRUE(has(ask(ward.feed()), " 429 "));
}

// Fetches one key of a call, and says why it did not come.
class CdsFetchesByName : public testing::Test {
protected:
    std::shared_ptr<CdsFetches> fetches_to(bool may_be_inside, const std::string& base) {
        const auto names = [&](const std::string& host) {
            EXPECT_EQ(host, "ehr.example.org");
            return ++looked_up == 1 ? addresses : std::vector<std::string>{"127.0.0.1"};
        };
        return std::get<std::shared_ptr<CdsFetches>>(CdsFetches::to({{"ehr", base, "", may_be_inside}}, names));
    }

    std::string why_of(CdsFetches& fetches, const std::vector<std::string>& leads_to) {
        looked_up = 0;
        addresses = leads_to;
        std::string why = "nothing was told";
        bool told = false;
        const CdsFetchPlan plan{
            {{"patient", "Patient/p1"}, {"vitals", "Observation?patient=p1"}}, server, "token", 300};
        fetches.begin({"ehr", R"({"hook":"patient-view"})", plan}, [&](const CdsFetchedCall& call) {
            told = true;
            why = call.not_fetched.empty() ? "" : call.not_fetched.front().why;
        });
        for (int i = 0; i < 500 && !told; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            fetches.finish();
        }
        return why;
    }

    const std::string server = "https://ehr.example.org:1/fhir";
    std::vector<std::string> addresses;
    std::atomic<int> looked_up = 0;
};

TEST_F(CdsFetchesByName, ANameThatLeadsInsideIsCalledWhereThatIsMeantAlone) {
    const std::string refused = "https://ehr.example.org:1: its name leads to an address that is not registered";
    const auto outside = fetches_to(false, server);
    for (const char* inside : {"127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                               "100.64.0.1", "::1", "fc00::1", "fdff::1"}) {
        EXPECT_EQ(why_of(*outside, {inside}), refused) << inside;
    }
    EXPECT_EQ(why_of(*outside, {"8.8.8.8", "10.0.0.1"}), refused) << "one of two";
    const auto inside = fetches_to(true, server);
    for (const char* never : {"169.254.169.254", "169.254.1.1", "0.0.0.0",          "0.1.2.3",         "224.0.0.1",
                              "239.255.255.250", "240.0.0.1",   "255.255.255.255",  "100.100.100.200", "192.0.0.192",
                              "168.63.129.16",   "192.0.2.1",   "198.18.0.1",       "198.51.100.1",    "203.0.113.1",
                              "192.88.99.1",     "::",          "::ffff:127.0.0.1", "::ffff:8.8.8.8",  "::7f00:1",
                              "fe80::1",         "fec0::1",     "ff02::1",          "64:ff9b::7f00:1", "2002:7f00:1::",
                              "2001::1",         "2001:db8::1", "fd00:ec2::254"}) {
        EXPECT_EQ(why_of(*inside, {never}), refused) << never;
    }
    EXPECT_EQ(why_of(*inside, {}), "https://ehr.example.org:1: its name is not known");
}

// Whoever leads the name elsewhere between the check and the call would be believed otherwise.
TEST_F(CdsFetchesByName, ItIsLookedUpOnceForACallAndNotAgain) {
    // Nobody listens there: what was looked at first is what is called.
    const auto inside = fetches_to(true, server);
    const std::string why = why_of(*inside, {"127.0.0.2"});
    EXPECT_TRUE(why.find("it cannot be reached") != std::string::npos) << why;
    EXPECT_EQ(looked_up, 1);
}

// At one instant the answer is the same to the last byte, whether the client sent what there is or it was fetched.
TEST(CdsFetched, IsAsIfTheClientHadSentIt) {
    const auto list = [](const std::string& entries, const std::string& more) {
        return R"({"resourceType":"Bundle","type":"searchset",)" + more + R"("entry":[)" + entries + "]}";
    };
    const auto one = [](const GivenResource& given) { return R"({"resource":)" + written(given) + "}"; };
    const std::string dose = one({.id = "a", .at = "2026-03-03T01:31:00Z"});
    const std::string other = one({.id = "b", .at = "2026-03-03T09:31:00Z"});
    const std::string next = R"("link":[{"relation":"next","url":"https://ehr.example.org/fhir?2"}],"total":2,)";
    const std::string patient = R"({"resourceType":"Patient","id":"p1","birthDate":"1961-05-02"})";
    const auto call_with = [](const std::string& prefetch) {
        return R"({"hook":"order-sign","hookInstance":"x","fhirServer":"https://ehr.example.org/fhir",
"fhirAuthorization":{"access_token":"t","token_type":"Bearer","expires_in":300},"prefetch":)" +
               prefetch + R"(,"context":{"patientId":"p1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":
{"resourceType":"MedicationRequest","id":"r1","medicationCodeableConcept":{"text":"tocilizumab"}}}]}}})";
    };
    const std::string whole = call_with(R"({"patient":)" + patient + R"(,"medication_administrations":)" +
                                        list(dose + "," + other, R"("total":2,)") + "}");
    const auto answer = [](const std::string& body) {
        const GuidelineCalendar calendar(knowledge().guideline);
        return answer_cds({"stormkeel-order-sign", body, *parse_instant("2026-03-03T10:31:00Z")},
                          {knowledge().terminology, calendar, "test", nullptr})
            .body;
    };
    ASSERT_TRUE(has(answer(whole), "STOP")) << answer(whole);
    const std::string begun = call_with(R"({"patient":null,"medication_administrations":)" + list(dose, next) + "}");
    EXPECT_NE(answer(begun), answer(whole));
    const CdsFetchPlan plan = plan_cds_fetch({"stormkeel-order-sign", begun, Instant{}}, knowledge().terminology);
    EXPECT_EQ(plan.why, "");
    ASSERT_EQ(plan.wanted.size(), 9U) << "the rest of a list, and eight keys";
    EXPECT_EQ(plan.wanted[0].next, "https://ehr.example.org/fhir?2");
    EXPECT_EQ(plan.wanted[1].search, "Patient/p1");
    const std::string last = list(other, "");
    EXPECT_EQ(answer(with_fetched(begun, {{"medication_administrations", {last}}, {"patient", {patient}}})),
              answer(whole));
    const std::string nothing = call_with("null");
    EXPECT_EQ(answer(with_fetched(nothing,
                                  {{"patient", {patient}}, {"medication_administrations", {list(dose, next), last}}})),
              answer(whole));
    EXPECT_FALSE(has(with_fetched(nothing, {}), "access_token"));
    // What is as deep as JSON may be alone would make the whole call none.
    for (const int levels : {61, 62}) {
        const std::string deep = R"({"resourceType":"Patient","id":"p1","x":)" +
                                 std::string(static_cast<std::size_t>(levels), '[') +
                                 std::string(static_cast<std::size_t>(levels), ']') + "}";
        const bool taken = read_fetched_page(deep).why.empty();
        EXPECT_EQ(taken, levels == 61);
        EXPECT_EQ(taken, !has(answer(with_fetched(nothing, {{"patient", {deep}}})), "the body is no JSON"));
    }
}

}  // namespace
}  // namespace stormkeel
