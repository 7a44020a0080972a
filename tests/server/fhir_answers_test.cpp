// What a write of FHIR is answered: all that was not used of it, the version it stands in, and what is no write at all.
#include <gtest/gtest.h>

#include "server/running_ward.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

std::string reading(const std::string& code, const std::string& value, const std::string& unit) {
    return R"("code":{"coding":[{"system":"http://loinc.org","code":")" + code + R"("}]},"valueQuantity":{"value":)" +
           value + R"(,"system":"http://unitsofmeasure.org","code":")" + unit + "\"}";
}

std::string observation_of(const std::string& id, const std::string& members) {
    return R"({"resourceType":"Observation","id":")" + id +
           R"(","status":"final","subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z",)" +
           members + "}";
}

std::string warm(const std::string& id, const std::string& value) {
    return observation_of(id, reading("8310-5", value, "Cel"));
}

std::string pressures(const std::string& systolic, const std::string& diastolic) {
    return observation_of("bp", R"("code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"component":[{)" +
                                    reading("8480-6", systolic, "mm[Hg]") + "},{" +
                                    reading("8462-4", diastolic, "mm[Hg]") + "}]");
}

std::string report_of(const std::string& contained) {
    return R"({"resourceType":"DiagnosticReport","id":"r1","status":"final","subject":{"reference":"Patient/p1"},)"
           R"("effectiveDateTime":"2026-03-03T10:00:00Z","code":{"text":"Panel"},"contained":[)" +
           contained + "]}";
}

class FhirAnswers : public testing::Test {
protected:
    std::string get(const std::string& path, const std::string& fields = {}) const {
        return ward.ask("GET " + path, ward.feed(), {}, fields);
    }
    std::string post(const std::string& body, const std::string& path = "/fhir") const {
        return ward.ask("POST " + path, ward.feed(), body);
    }
    std::string bundle(const std::string& type, const std::vector<std::string>& resources) const {
        std::string all;
        for (const std::string& each : resources) all += (all.empty() ? "" : ",") + (R"({"resource":)" + each + "}");
        return post(R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)" + all + "]}");
    }

    RunningWard ward;
};

TEST_F(FhirAnswers, WhatIsUsedInPartIsTakenWithAWarningForTheRest) {
    const std::string answer = post(pressures("84", "900"));
    EXPECT_TRUE(has(answer, " 201 ")) << answer;
    EXPECT_TRUE(has(
        answer,
        R"("severity":"warning","code":"processing","diagnostics":"diastolic_bp = 900 mm[Hg]: 900 mm[Hg] is outside)"))
        << answer;
    EXPECT_TRUE(has(get("/api/patients/p1/facts"), R"("item":"systolic_bp","value":"84")"));
    const std::string whole = bundle("transaction", {pressures("85", "900"), warm("t1", "38.6")});
    EXPECT_TRUE(has(whole, " 200 OK") && has(whole, "900 mm[Hg] is outside")) << whole;
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), " 200 "));
    const std::string none = post(pressures("840", "900"));
    EXPECT_TRUE(has(none, " 422 ") && has(none, "840 mm[Hg] is outside") && has(none, "900 mm[Hg] is outside")) << none;
    EXPECT_TRUE(has(none, R"("severity":"error")") && !has(none, R"("severity":"warning")")) << none;
}

TEST_F(FhirAnswers, ADeathWithoutATimeThatCountsIsTakenWithAWarning) {
    post(warm("t1", "38.6"));
    const std::string answer = post(R"({"resourceType":"Patient","id":"p1","deceasedBoolean":true})");
    EXPECT_TRUE(has(answer, " 201 ") && has(answer, R"("severity":"warning")")) << answer;
    EXPECT_TRUE(has(answer, "it does not tell when")) << answer;
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), "death")) << "it counts";
}

TEST_F(FhirAnswers, EachContainedResultThatIsRejectedIsTold) {
    const auto contained = [](const std::string& id, const std::string& value) {
        return R"({"resourceType":"Observation","id":")" + id +
               R"(","status":"final","effectiveDateTime":"2026-03-03T10:00:00Z",)" + reading("8310-5", value, "Cel") +
               "}";
    };
    const std::string answer =
        post(report_of(contained("a", "38.6") + "," + contained("b", "93") + "," + contained("c", "12")));
    EXPECT_TRUE(has(answer, " 201 ")) << answer;
    EXPECT_TRUE(has(answer, "93 Cel is outside") && has(answer, R"("expression":["DiagnosticReport/r1#b"])")) << answer;
    EXPECT_TRUE(has(answer, "12 Cel is outside") && has(answer, R"("expression":["DiagnosticReport/r1#c"])")) << answer;
    EXPECT_FALSE(has(answer, "r1#a")) << answer;
    const std::string none = post(report_of(contained("b", "94")));
    EXPECT_TRUE(has(none, " 422 ") && has(none, R"("expression":["DiagnosticReport/r1#b"])")) << none;
}

TEST_F(FhirAnswers, WhatIsWrongWithAPreliminaryResultIsTold) {
    std::string preliminary = warm("t1", "93");
    preliminary.replace(preliminary.find("final"), 5, "preliminary");
    const std::string answer = post(preliminary);
    EXPECT_TRUE(has(answer, " 422 ") && has(answer, "93 Cel is outside")) << answer;
}

TEST_F(FhirAnswers, ALinkBetweenPatientsJoinsNobodyAndIsToldSo) {
    const std::string answer = post(R"({"resourceType":"Patient","id":"p1","birthDate":"1961-05-02","link":[)"
                                    R"({"other":{"reference":"Patient/p2"},"type":"replaced-by"}]})");
    EXPECT_TRUE(has(answer, " 201 ") && has(answer, R"("severity":"warning")")) << answer;
    EXPECT_TRUE(has(answer,
                    "link: that it is 'replaced-by' Patient/p2 joins nobody here; ADT^A40 or POST /api/merges "
                    "would"))
        << answer;
}

TEST_F(FhirAnswers, AWriteTellsTheVersionInWhichItStands) {
    const auto put = [&](const std::string& value, const std::string& fields = {}) {
        return ward.ask("PUT /fhir/Observation/t1", ward.feed(), warm("t1", value), fields);
    };
    const std::string created = put("38.6");
    EXPECT_TRUE(has(created, " 201 ") && has(created, "ETag: W/\"1\"\r\n")) << created;
    EXPECT_TRUE(has(created, "Location: /fhir/Observation/t1/_history/1\r\n")) << created;
    EXPECT_TRUE(has(created, "Last-Modified: Tue, 03 Mar 2026 10:31:00 GMT\r\n")) << created;
    const std::string updated = put("38.7", "If-Match: W/\"1\"\r\n");
    EXPECT_TRUE(has(updated, " 200 ") && has(updated, "ETag: W/\"2\"\r\n")) << updated;
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "ETag: W/\"2\"\r\n"));
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "Last-Modified: Tue, 03 Mar 2026 10:31:00 GMT\r\n"));
    EXPECT_TRUE(has(put("38.7"), "ETag: W/\"2\"\r\n")) << "the same is the same version";
    EXPECT_EQ(status_of(put("38.8", "If-Match: W/\"1\"\r\n")), 412);
    EXPECT_EQ(status_of(put("38.8", "If-Match: W/\"2\"\r\n")), 200);
    const std::string first = get("/fhir/Observation/t1/_history/1");
    EXPECT_TRUE(has(first, " 200 ") && has(first, "38.6") && has(first, "ETag: W/\"1\"\r\n")) << first;
    for (const char* none : {"0", "4", "x", "-1"}) {
        EXPECT_EQ(status_of(get("/fhir/Observation/t1/_history/" + std::string(none))), 404) << none;
    }
    const std::string several = bundle("transaction", {warm("t1", "38.9"), warm("t2", "39.1")});
    EXPECT_TRUE(has(several,
                    R"("location":"Observation/t1/_history/4","etag":"W/\"4\"","lastModified":"2026-03-03T10:31:00Z")"))
        << several;
    EXPECT_TRUE(has(several, R"("location":"Observation/t2/_history/1","etag":"W/\"1\"")")) << several;
}

TEST_F(FhirAnswers, WhatIsToldOfAVersionMayComeBackWithAChange) {
    const std::string told = R"("meta":{"versionId":"1","lastUpdated":"2026-03-03T10:31:00Z"})";
    const std::string read = post(warm("t1", "38.6"));
    EXPECT_TRUE(has(read, told)) << read;
    std::string body = read.substr(read.find("\r\n\r\n") + 4);
    body.replace(body.find("38.6"), 4, "38.7");
    const std::string changed = ward.ask("PUT /fhir/Observation/t1", ward.feed(), body, "If-Match: W/\"1\"\r\n");
    EXPECT_TRUE(has(changed, " 200 ") && has(changed, R"("versionId":"2")")) << changed;
    body.replace(body.find("38.7"), 4, "38.8");
    body.replace(body.find(R"("versionId":"1")"), 15, R"("versionId":"2")");
    const std::string again = ward.ask("PUT /fhir/Observation/t1", ward.feed(), body);
    EXPECT_TRUE(has(again, " 200 ") && has(again, R"("versionId":"3")")) << again;
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":38.8)"));
    // Whoever numbers versions is told by their numbers.
    std::string numbered = warm("t2", "38.6");
    numbered.insert(1, R"("meta":{"versionId":"7"},)");
    EXPECT_TRUE(has(post(numbered), R"("versionId":"7")"));
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "38.8") && !has(get("/fhir/Observation/t1"), "versionId"))
        << "what was taken is told as it came";
}

TEST_F(FhirAnswers, AHistoryIsReadFromItsEndAndAnsweredInItsOrder) {
    const std::string answer = bundle("history", {warm("t1", "38.6"), warm("t2", "93"), warm("t3", "38.7")});
    const std::size_t first = answer.find("Observation/t1");
    const std::size_t second = answer.find("93 Cel is outside");
    const std::size_t third = answer.find("Observation/t3");
    EXPECT_LT(first, second) << answer;
    EXPECT_LT(second, third) << answer;
    bundle("history", {warm("t4", "38.6"), warm("t4", "36.6")});
    EXPECT_TRUE(has(get("/fhir/Observation/t4"), "38.6")) << "the first is the newest";
}

TEST_F(FhirAnswers, ATypeThatIsNotHereIsNotSearchedFor) {
    const std::string answer = get("/fhir/Observations?patient=p1");
    EXPECT_TRUE(has(answer, " 404 ") && has(answer, R"("code":"not-supported")")) << answer;
    EXPECT_TRUE(has(get("/fhir/Flag?patient=p1"), " 200 "));
}

TEST_F(FhirAnswers, ABundleWithoutEntriesIsAnsweredByOne) {
    const std::string answer = post(R"({"resourceType":"Bundle","type":"transaction"})");
    EXPECT_TRUE(has(answer, " 200 ")) << answer;
    EXPECT_TRUE(answer.ends_with(R"({"resourceType":"Bundle","type":"transaction-response"})")) << answer;
    EXPECT_TRUE(has(post(R"({"resourceType":"Bundle","type":"batch","entry":[]})"), R"("type":"batch-response")"));
    EXPECT_TRUE(has(post(R"({"resourceType":"Bundle"})"), " 422 "));
}

TEST_F(FhirAnswers, AFormThatIsNotWrittenIsNotAnswered) {
    for (const char* accept : {"application/fhir+xml", "application/xml, text/xml;q=0.9"}) {
        const std::string answer = get("/fhir/metadata", "Accept: " + std::string(accept) + "\r\n");
        EXPECT_TRUE(has(answer, " 406 ") && has(answer, "OperationOutcome")) << answer;
    }
    for (const char* accept :
         {"application/fhir+xml, application/fhir+json", "*/*", "application/json", "text/html, */*;q=0.8"}) {
        EXPECT_TRUE(has(get("/fhir/metadata", "Accept: " + std::string(accept) + "\r\n"), " 200 ")) << accept;
    }
    const std::string fields = "Accept: application/fhir+xml\r\n";
    EXPECT_EQ(status_of(ward.ask("POST /fhir", ward.feed(), warm("t1", "38.6"), fields)), 406);
    EXPECT_EQ(status_of(get("/fhir/Observation/t1")), 404) << "nothing was kept";
}

TEST_F(FhirAnswers, ASearchForSeveralIsRefused) {
    post(warm("t1", "38.6"));
    for (const char* asked :
         {"Observation?patient=p1,p2", "Observation?patient=Patient/p1,Patient/p2", "Observation?patient=p1&_id=t1,t2",
          "Patient?_id=p1,p2", "Patient?identifier=a%7C1,a%7C2"}) {
        const std::string answer = get("/fhir/" + std::string(asked));
        EXPECT_TRUE(has(answer, " 400 ") && has(answer, "one search for each would be right")) << asked << answer;
    }
}

}  // namespace
}  // namespace stormkeel
