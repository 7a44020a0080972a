// Conditions on writes of FHIR: If-Match on PUT is heeded, and what is not done here is refused, with nothing kept.
#include <gtest/gtest.h>

#include "server/running_ward.h"
#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

// A temperature; without an id when that is empty.
std::string warmth(const std::string& id, const std::string& value, const std::string& subject = "Patient/p1") {
    return R"({"resourceType":"Observation",)" + (id.empty() ? "" : R"("id":")" + id + "\",") +
           R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},)"
           R"("subject":{"reference":")" +
           subject + R"("},"effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":)" + value +
           R"(,"system":"http://unitsofmeasure.org","code":"Cel"}})";
}

// An entry whose request has these members: R"("method":"PUT","url":"Observation/t1")".
std::string asked_entry(const std::string& request, const std::string& resource = {}) {
    return "{" + (resource.empty() ? "" : "\"resource\":" + resource + ",") + R"("request":{)" + request + "}}";
}

class FhirConditions : public testing::Test {
protected:
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    std::string post(const std::string& path, const std::string& body, const std::string& fields = {}) const {
        return ward.ask("POST " + path, ward.feed(), body, fields);
    }
    std::string put(const std::string& value, const std::string& fields = {}) const {
        return ward.ask("PUT /fhir/Observation/t1", ward.feed(), warmth("t1", value), fields);
    }
    std::string bundle(const std::string& type, const std::vector<std::string>& entries) const {
        std::string all;
        for (const std::string& each : entries) all += (all.empty() ? "" : ",") + each;
        return post("/fhir", R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)" + all + "]}");
    }
    // That the entry is refused, alone by a batch and with all beside it by a transaction, which says `why`.
    void expect_refused(const std::string& refused, std::string_view why) const {
        const std::string good = asked_entry(R"("method":"PUT","url":"Observation/good")", warmth("good", "38.6"));
        const std::string whole = bundle("transaction", {good, refused});
        EXPECT_EQ(status_of(whole), 400) << whole;
        EXPECT_TRUE(has(whole, R"("code":"not-supported")") && has(whole, why)) << whole;
        EXPECT_EQ(status_of(get("/fhir/Observation/good")), 404) << why;
        const std::string parts = bundle("batch", {refused, good});
        EXPECT_EQ(status_of(parts), 200) << parts;
        EXPECT_LT(parts.find(R"("status":"400 Bad Request")"), parts.find(R"("status":"201 Created")")) << parts;
        EXPECT_TRUE(has(parts, R"("code":"not-supported")") && has(parts, why)) << parts;
        EXPECT_EQ(status_of(get("/fhir/Observation/good")), 200) << why;
    }

    RunningWard ward;
};

TEST_F(FhirConditions, AnUpdateOfAnotherVersionThanIfMatchNamesIsNotKept) {
    EXPECT_EQ(status_of(put("38.6", "If-Match: W/\"1\"\r\n")), 412) << "it is not there";
    EXPECT_EQ(status_of(put("38.6")), 201);
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "ETag: W/\"1\"\r\n"));
    const std::string refused = put("39.9", "If-Match: W/\"99\"\r\n");
    EXPECT_EQ(status_of(refused), 412);
    EXPECT_TRUE(has(refused, R"("resourceType":"OperationOutcome")") && has(refused, R"("code":"conflict")"))
        << refused;
    EXPECT_TRUE(has(refused, R"(Observation/t1 stands in version W/\"1\"; nothing was kept)")) << refused;
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), R"("value":38.6)"));
    EXPECT_EQ(status_of(put("38.7", "If-Match: W/\"1\"\r\n")), 200);
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "ETag: W/\"2\"\r\n"));
    EXPECT_EQ(status_of(put("38.8", "If-Match: W/\"1\"\r\n")), 412) << "somebody changed it meanwhile";
    EXPECT_EQ(status_of(put("38.8", "If-Match: \"7\", W/\"2\"\r\n")), 200);
    EXPECT_EQ(status_of(put("38.9", "If-Match: *\r\n")), 200);
    bundle("batch", {asked_entry(R"("method":"DELETE","url":"Observation/t1")")});
    EXPECT_EQ(status_of(get("/fhir/Observation/t1")), 410);
    EXPECT_EQ(status_of(put("39.0", "If-Match: W/\"4\"\r\n")), 412) << "it was deleted";
}

// Without sockets: two updates of one version come before anything is kept.
TEST(FhirIfMatch, OfTwoUpdatesOfOneVersionTheSecondIsRefused) {
    MemoryStore store;
    const NewToken token = new_token("feed", Role::integration, Instant{});
    store.all.accounts.push_back(token.account);
    WardApplication ward(store, built_in_ward_knowledge(), [] { return *parse_instant("2026-03-03T10:31:00Z"); });
    ward.open();
    std::vector<int> told;
    const auto put = [&](const std::string& value, const std::string& version) {
        HttpRequest request{
            "PUT", "/fhir/Observation/t1", {}, {{"host", "localhost"}, {"authorization", "Bearer " + token.token}}, {}};
        request.body = warmth("t1", value);
        if (!version.empty()) request.fields["if-match"] = version;
        ward.answer(request, [&told](const HttpResponse& response) { told.push_back(response.status); });
    };
    put("38.6", "");
    ward.settle();
    put("38.7", "W/\"1\"");
    put("38.8", "W/\"1\"");
    ward.settle();
    EXPECT_EQ(told, (std::vector<int>{201, 200, 412}));
    EXPECT_EQ(store.all.records.size(), 2U);
}

TEST_F(FhirConditions, AConditionInTheHeaderThatIsNotHeededIsRefused) {
    for (const std::string field : {"If-None-Exist: identifier=urn:s|1", "If-None-Match: *",
                                    "If-Unmodified-Since: Tue, 03 Mar 2026 10:00:00 GMT", "If-Match: W/\"1\""}) {
        const std::string answer = post("/fhir/Observation", warmth("t1", "38.6"), field + "\r\n");
        EXPECT_EQ(status_of(answer), 400) << field;
        EXPECT_TRUE(has(answer, R"("code":"not-supported")") && has(answer, "PUT /fhir/TYPE/ID")) << answer;
    }
    EXPECT_EQ(status_of(put("38.6", "If-None-Match: *\r\n")), 400);
    EXPECT_EQ(status_of(get("/fhir/Observation/t1")), 404);
    EXPECT_EQ(status_of(ward.ask("PUT /fhir/Observation?identifier=s%7C1", ward.feed(), warmth("", "38.6"))), 405);
}

TEST_F(FhirConditions, AnEntryWithAConditionIsRefused) {
    const std::string create = R"("method":"POST","url":"Observation",)";
    expect_refused(asked_entry(create + R"("ifNoneExist":"identifier=urn:s|1")", warmth("", "38.9")),
                   "request.ifNoneExist is not done here");
}

// As generators of records write hospitals.
TEST_F(FhirConditions, WhatIsThereByItsIdentifierIsNotCreatedAgain) {
    const auto place = [](const std::string& id, const std::string& name, const std::string& value = "L1") {
        return R"({"resourceType":"Location","id":")" + id + R"(","name":")" + name +
               R"(","identifier":[{"system":"urn:h","value":")" + value + R"("}]})";
    };
    const std::string create = R"("method":"POST","url":"Location","ifNoneExist":"identifier=urn:h%7CL1")";
    const auto created = [&](const std::string& resource) {
        return bundle("transaction", {asked_entry(create, resource)});
    };
    const std::string first = created(place("l1", "7 West"));
    EXPECT_TRUE(has(first, R"("status":"201 Created","location":"Location/l1/_history/1")")) << first;
    const std::string again = created(place("l1", "another name"));
    EXPECT_TRUE(has(again, R"("status":"200 OK","location":"Location/l1")")) << again;
    EXPECT_TRUE(has(get("/fhir/Location/l1"), "7 West")) << "it is not touched";
    const std::string other = created(place("l2", "7 West"));
    EXPECT_TRUE(has(other, " 412 ") && has(other, "is that of Location/l1, which is here already")) << other;
    EXPECT_EQ(status_of(get("/fhir/Location/l2")), 404);
    post("/fhir/Location", place("l3", "7 West too"));
    const std::string several = created(place("l1", "7 West"));
    EXPECT_TRUE(has(several, " 412 ") && has(several, "fits 2 resources that are here")) << several;
    const std::string free =
        bundle("batch", {asked_entry(R"("method":"POST","url":"Location","ifNoneExist":"identifier=urn:h|L9")",
                                     place("l9", "9 East", "L9"))});
    EXPECT_TRUE(has(free, "201 Created")) << free;
    expect_refused(
        asked_entry(R"("method":"POST","url":"Location","ifNoneExist":"name=7 West")", place("l5", "7 West")),
        "ifNoneExist as identifier=SYSTEM|VALUE");
}

TEST_F(FhirConditions, AnEntryThatNamesAVersionIsRefused) {
    expect_refused(asked_entry(R"("method":"PUT","url":"Observation/t1","ifMatch":"W/\"99\"")", warmth("t1", "38.9")),
                   "request.ifMatch is not done here");
}

TEST_F(FhirConditions, AnEntryThatNamesItsResourceByASearchIsRefused) {
    expect_refused(asked_entry(R"("method":"PUT","url":"Observation?identifier=urn:s|1")", warmth("t1", "38.9")),
                   "PUT TYPE/ID would be right");
    EXPECT_EQ(status_of(get("/fhir/Observation/t1")), 404);
    const std::string deletes = asked_entry(R"("method":"DELETE","url":"Observation?subject=Patient/p1")");
    EXPECT_TRUE(has(bundle("transaction", {deletes}), "DELETE TYPE/ID would be right"));
}

TEST_F(FhirConditions, APatchIsRefusedWhateverItBrings) {
    for (const char* patch : {R"({"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="})",
                              R"({"resourceType":"Parameters","parameter":[{"name":"operation"}]})"}) {
        const std::string whole =
            bundle("transaction", {asked_entry(R"("method":"PATCH","url":"Observation/t1")", patch)});
        EXPECT_EQ(status_of(whole), 400) << whole;
    }
    expect_refused(
        asked_entry(R"("method":"PATCH","url":"Observation/t1")",
                    R"({"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="})"),
        "PUT with the whole resource would be right");
}

TEST_F(FhirConditions, AnEntryPutsTheResourceThatItsAddressNames) {
    expect_refused(asked_entry(R"("method":"PUT","url":"Observation/t1")", warmth("t2", "38.9")),
                   "both have to name one resource");
    EXPECT_EQ(status_of(get("/fhir/Observation/t2")), 404);
}

// What is not kept anyway is no duplicate, and what a history tells of has happened.
TEST_F(FhirConditions, AConditionOnWhatIsNotKeptStandsInNoTransactionsWay) {
    const std::string someone = R"({"resourceType":"Practitioner","id":"d1"})";
    const std::string answer = bundle(
        "transaction", {asked_entry(R"("method":"POST","url":"Practitioner","ifNoneExist":"identifier=1")", someone),
                        asked_entry(R"("method":"POST","url":"Observation")", warmth("t1", "38.6"))});
    EXPECT_EQ(status_of(answer), 200) << answer;
    EXPECT_EQ(status_of(get("/fhir/Observation/t1")), 200);
    bundle("history",
           {asked_entry(R"("method":"PUT","url":"Observation/t3","ifMatch":"W/\"1\"")", warmth("t3", "38.6"))});
    EXPECT_EQ(status_of(get("/fhir/Observation/t3")), 200);
}

TEST_F(FhirConditions, AnIdThatIsNoneOfFhirMakesNoPatient) {
    for (const std::string& id :
         {std::string("g7?x=1"), std::string(65, 'a'), std::string("g_7"), std::string("g7|1")}) {
        const std::string answer = post("/fhir/Observation", warmth("t1", "38.6", "Patient/" + id));
        EXPECT_EQ(status_of(answer), 422) << answer;
        EXPECT_TRUE(has(answer, "is no id of a patient")) << answer;
    }
    EXPECT_EQ(status_of(get("/fhir/Observation/t1")), 404);
    EXPECT_TRUE(get("/api/ward").ends_with("\r\n\r\n[]"));
    EXPECT_EQ(status_of(post("/fhir/Observation", warmth("t1", "38.6", "Patient/" + std::string(64, 'a')))), 201);
    // Whom another door told of by such an id is somebody.
    post("/api/patients/g_7/facts",
         R"({"facts":[{"time":"2026-03-03T09:00:00Z","item":"weight","value":80,"unit":"kg"}]})");
    EXPECT_EQ(status_of(post("/fhir/Observation", warmth("t2", "38.6", "Patient/g_7"))), 201);
}

}  // namespace
}  // namespace stormkeel
