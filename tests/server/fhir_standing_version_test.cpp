// What tells no version is how its resource is from now on; and what the program says of nobody is looked for nowhere.
#include <gtest/gtest.h>

#include "server/running_ward.h"
#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

std::string pressure(const std::string& value, const std::string& status = "final") {
    return R"({"resourceType":"Observation","id":"q1","status":")" + status +
           R"(","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"Patient/p1"},)"
           R"("effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":)" +
           value + R"(,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}})";
}

class FhirStandingVersion : public testing::Test {
protected:
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed(), {}); }
    std::string post(const std::string& body, const std::string& fields = {}) const {
        return ward.ask("POST /fhir", ward.feed(), body, fields);
    }

    RunningWard ward;
};

TEST_F(FhirStandingVersion, AValueThatGoesBackToAnEarlierOneCounts) {
    EXPECT_TRUE(has(post(pressure("80")), " 201 "));
    EXPECT_TRUE(has(post(pressure("100")), " 201 "));
    const std::string back = post(pressure("80"));
    EXPECT_TRUE(has(back, " 201 ") && has(back, "ETag: W/\"3\"\r\n") && has(back, R"("value":80)")) << back;
    const std::string read = get("/fhir/Observation/q1");
    EXPECT_TRUE(has(read, "ETag: W/\"3\"\r\n") && has(read, R"("value":80)")) << read;
    ward.restart();
    EXPECT_TRUE(has(get("/fhir/Observation/q1"), R"("value":80)"));
}

TEST_F(FhirStandingVersion, WhatSaysTheSameAsStandsIsNoNewVersion) {
    post(pressure("80"));
    post(pressure("100"));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(has(post(pressure("100")), "ETag: W/\"2\"\r\n"));
}

TEST_F(FhirStandingVersion, WithinOneBodyTheLastCountsToo) {
    const std::string lines = pressure("80") + "\n" + pressure("100") + "\n" + pressure("80") + "\n";
    EXPECT_TRUE(has(post(lines, "Content-Type: application/fhir+ndjson\r\n"), " 200 "));
    EXPECT_TRUE(has(get("/fhir/Observation/q1"), R"("value":80)"));
    post(lines, "Content-Type: application/fhir+ndjson\r\n");
    EXPECT_TRUE(has(get("/fhir/Observation/q1"), R"("value":80)")) << "sent again it says the same";
}

TEST_F(FhirStandingVersion, WhatWasTakenBackOrDeletedMayComeAgain) {
    post(pressure("80"));
    post(pressure("80", "entered-in-error"));
    EXPECT_TRUE(has(get("/api/patients/p1/facts"), R"("status":"retracted")"));
    EXPECT_TRUE(has(post(pressure("80")), " 201 "));
    EXPECT_TRUE(has(get("/api/patients/p1/facts"), R"("status":"current")"));
    post(
        R"({"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"DELETE","url":"Observation/q1"}}]})");
    EXPECT_TRUE(has(get("/fhir/Observation/q1"), " 410 "));
    post(pressure("80"));
    EXPECT_TRUE(has(get("/fhir/Observation/q1"), R"("value":80)"));
}

TEST_F(FhirStandingVersion, OneResourceIsFoundByItsIdAlone) {
    post(pressure("80"));
    const std::string found = get("/fhir/Observation?_id=q1");
    EXPECT_TRUE(has(found, R"("type":"searchset")") && has(found, R"("total":1)") && has(found, R"("value":80)"))
        << found;
    EXPECT_TRUE(has(get("/fhir/Observation?_id=q2"), R"("total":0)"));
    EXPECT_TRUE(has(get("/fhir/Medication?_id=m1"), R"("total":0)"));
}

// Without sockets: how much was written out for it is seen.
TEST(FhirSaidOfNobody, IsLookedForInWhatIsSaidOfNobodyElse) {
    MemoryStore store;
    const NewToken token = new_token("feed", Role::integration, Instant{});
    store.all.accounts.push_back(token.account);
    WardApplication ward(store, built_in_ward_knowledge(), [] { return *parse_instant("2026-03-03T10:31:00Z"); });
    ward.open();
    const auto ask = [&](const std::string& method, const std::string& path, const std::string& body = {}) {
        HttpRequest request{
            method, path, {}, {{"host", "localhost"}, {"authorization", "Bearer " + token.token}}, body};
        std::string told;
        ward.answer(request, [&told](const HttpResponse& response) { told = response.body; });
        ward.settle();
        return told;
    };
    for (const std::string patient : {"p1", "p2", "p3"}) {
        ask("POST", "/api/patients/" + patient + "/facts",
            R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":"38.6","unit":"Cel"}]})");
    }
    ask("GET", "/fhir/Observation/01234567-89ab-8def-8123-456789abcdef");
    EXPECT_EQ(ward.served().said.patients(), 0U) << "nothing is written out for it";
    const std::vector<FhirWritten> of_p2 =
        ward.served().said.of(*ward.served().ward.patient("p2"), ward.served().knowledge);
    ASSERT_FALSE(of_p2.empty());
    for (const FhirWritten& one : of_p2) EXPECT_EQ(ask("GET", "/fhir/" + one.reference), one.text) << one.reference;
    EXPECT_LE(ward.served().said.patients(), 2U) << "p2, and whoever is first for what tells of the program";
}

}  // namespace
}  // namespace stormkeel
