// CDS Hooks against a ward that is fed with FHIR: what is prefetched of what is stored is one resource with it.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace stormkeel
