// Which version of a resource counts when a clock is ahead, and that one ETag names one content.
#include <gtest/gtest.h>

#include "server/running_ward.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

// A temperature of 10:00; `meta` as its source tells it: R"("lastUpdated":"2026-03-03T10:30:00Z")".
std::string measured(const std::string& value, const std::string& meta = {}) {
    return R"({"resourceType":"Observation","id":"v1",)" + (meta.empty() ? "" : R"("meta":{)" + meta + "},") +
           R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},)"
           R"("subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":)" +
           value + R"(,"system":"http://unitsofmeasure.org","code":"Cel"}})";
}

std::string updated_at(const std::string& time) { return R"("lastUpdated":")" + time + "\""; }

class FhirVersions : public testing::Test {
protected:
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    std::string post(const std::string& body, const std::string& fields = {}) const {
        return ward.ask("POST /fhir", ward.feed(), body, fields);
    }
    std::string put(const std::string& body, const std::string& fields = {}) const {
        return ward.ask("PUT /fhir/Observation/v1", ward.feed(), body, fields);
    }
    // That this temperature is the one that stands and is answered by.
    void expect_counts(const std::string& value) const {
        EXPECT_TRUE(has(get("/fhir/Observation/v1"), R"("value":)" + value)) << get("/fhir/Observation/v1");
        EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":)" + value));
    }

    RunningWard ward;  // its clock stands at 10:31
};

const std::string year_ahead = updated_at("2027-03-03T10:00:00Z");

TEST_F(FhirVersions, ACorrectionCountsAfterAVersionWhoseClockWasAYearAhead) {
    const std::string ahead = post(measured("40.9", year_ahead));
    EXPECT_EQ(status_of(ahead), 201) << "it is taken";
    EXPECT_TRUE(has(ahead, R"("severity":"warning")") && has(ahead, "lastUpdated: 2027-03-03T10:00:00Z lies more than"))
        << ahead;
    expect_counts("40.9");
    const std::string right = put(measured("38.4", updated_at("2026-03-03T10:20:00Z")));
    EXPECT_EQ(status_of(right), 200);
    EXPECT_FALSE(has(right, "OperationOutcome")) << right;
    expect_counts("38.4");
    ward.restart();
    expect_counts("38.4");
}

TEST_F(FhirVersions, OneUpToFiveMinutesAheadIsInOrder) {
    EXPECT_FALSE(has(post(measured("38.6", updated_at("2026-03-03T10:36:00Z"))), "OperationOutcome"));
    put(measured("39.9", updated_at("2026-03-03T10:35:00Z")));
    expect_counts("38.6");
    put(measured("38.7", updated_at("2026-03-03T10:36:01Z")));
    expect_counts("38.7");
    put(measured("38.8", updated_at("2026-03-03T10:36:00Z")));
    expect_counts("38.8");  // 10:36:01 lies too far ahead to outrank it
}

// A version that is ahead is told of as one entry of many, too, and stands in no transaction's way.
TEST_F(FhirVersions, ATransactionTakesAVersionThatIsAheadWithAWarning) {
    const std::string answer =
        post(R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + measured("40.9", year_ahead) +
             R"(,"request":{"method":"PUT","url":"Observation/v1"}}]})");
    EXPECT_TRUE(has(answer, R"("status":"201 Created")") && has(answer, "lies more than 5 minutes after")) << answer;
    put(measured("38.4", updated_at("2026-03-03T10:20:00Z")));
    expect_counts("38.4");
}

TEST_F(FhirVersions, AVersionNumberCountsWhateverTheClocksSay) {
    post(measured("38.6", R"("versionId":"2",)" + updated_at("2026-03-03T10:20:00Z")));
    post(measured("40.9", R"("versionId":"1",)" + year_ahead));
    expect_counts("38.6");
}

// A deletion whose clock is ahead takes back what stands, and nothing that comes later.
TEST_F(FhirVersions, ADeletionWhoseClockIsAheadKeepsNothingAway) {
    post(measured("38.6", updated_at("2026-03-03T10:10:00Z")));
    const std::string deleted = post(
        R"({"resourceType":"Bundle","type":"history","timestamp":"2027-03-03T10:00:00Z","entry":[{"request":)"
        R"({"method":"DELETE","url":"Observation/v1"},"response":{"status":"204","lastModified":"2027-03-03T10:00:00Z"}}]})");
    EXPECT_TRUE(has(deleted, "lies more than 5 minutes after")) << deleted;
    EXPECT_EQ(status_of(get("/fhir/Observation/v1")), 410);
    post(measured("38.4", updated_at("2026-03-03T10:20:00Z")));
    expect_counts("38.4");
}

// Of no patient, so that all of its versions are looked at whenever a dose refers to it.
TEST_F(FhirVersions, AMedicationWhoseClockWasAheadMayBeCorrected) {
    const auto medication = [](const std::string& name, const std::string& meta) {
        return R"({"resourceType":"Medication","id":"m1","meta":{)" + meta + R"(},"code":{"text":")" + name + "\"}}";
    };
    post(medication("anakinra", year_ahead));
    post(medication("tocilizumab", updated_at("2026-03-03T10:20:00Z")));
    post(
        R"({"resourceType":"MedicationAdministration","id":"a1","status":"completed","subject":{"reference":"Patient/p1"},
"medicationReference":{"reference":"Medication/m1"},"effectiveDateTime":"2026-03-03T09:00:00Z",
"dosage":{"dose":{"value":640,"system":"http://unitsofmeasure.org","code":"mg"}}})");
    const std::string facts = get("/api/patients/p1/facts");
    EXPECT_TRUE(has(facts, "give:tocilizumab") && !has(facts, "anakinra")) << facts;
    const std::string answer = get("/api/patients/p1/assessment");
    EXPECT_TRUE(has(answer, R"("changes_at":"2026-03-03T17:00:00Z")")) << "8 hours after tocilizumab: " << answer;
}

TEST_F(FhirVersions, AnEarlierVersionThatComesLateTakesNoETagOfTheOneThatCounts) {
    EXPECT_TRUE(has(post(measured("38.6", updated_at("2026-03-03T10:20:00Z"))), "ETag: W/\"1\"\r\n"));
    const std::string late = post(measured("37.0", updated_at("2026-03-03T10:10:00Z")));
    EXPECT_EQ(status_of(late), 201);
    EXPECT_TRUE(has(late, "ETag: W/\"2\"\r\n") && has(late, "_history/2\r\n") && has(late, R"("value":37)")) << late;
    const std::string standing = get("/fhir/Observation/v1");
    EXPECT_TRUE(has(standing, "ETag: W/\"1\"\r\n") && has(standing, R"("value":38.6)")) << standing;
    EXPECT_TRUE(has(get("/fhir/Observation/v1/_history/1"), R"("value":38.6)"));
    EXPECT_TRUE(has(get("/fhir/Observation/v1/_history/2"), R"("value":37)"));
    EXPECT_EQ(status_of(put(measured("38.9"), "If-Match: W/\"2\"\r\n")), 412) << "that one does not stand";
    const std::string updated = put(measured("38.7"), "If-Match: W/\"1\"\r\n");
    EXPECT_TRUE(status_of(updated) == 200 && has(updated, "ETag: W/\"3\"\r\n")) << updated;
    EXPECT_TRUE(has(get("/fhir/Observation/v1"), "ETag: W/\"3\"\r\n"));
    expect_counts("38.7");
}

TEST_F(FhirVersions, AVersionThatComesAgainIsToldByItsOwnNumber) {
    const std::string first = measured("38.6", R"("versionId":"1")");
    post(first);
    post(measured("38.7", R"("versionId":"2")"));
    const std::string again = post(first);
    EXPECT_EQ(status_of(again), 200);
    EXPECT_TRUE(has(again, "ETag: W/\"1\"\r\n") && has(again, R"("value":38.6)")) << again;
    const std::string batch = post(R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":)" + first + "}]}");
    EXPECT_TRUE(has(batch, R"("location":"Observation/v1/_history/1","etag":"W/\"1\"")")) << batch;
    EXPECT_TRUE(has(get("/fhir/Observation/v1"), "ETag: W/\"2\"\r\n"));
}

}  // namespace
}  // namespace stormkeel
