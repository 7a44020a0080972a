// Whom a search of FHIR and the path of a call name, when ids hold slashes: never somebody else.
#include <gtest/gtest.h>

#include "server/route.h"
#include "server/running_ward.h"

namespace stormkeel {
namespace {

std::string weight_of(const std::string& kilograms) {
    return R"({"facts":[{"time":"2026-03-03T09:00:00Z","item":"weight","value":)" + kilograms + R"(,"unit":"kg"}]})";
}

class NamedPatient : public testing::Test {
protected:
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    std::string post(const std::string& path, const std::string& body) const {
        return ward.ask("POST " + path, ward.feed(), body);
    }
    // Of the Observations of whom the search names: how many, or the refusal's status and why.
    std::string search(const std::string& reference) const {
        const std::string answer = get("/fhir/Observation?patient=" + reference);
        const std::size_t total = answer.find("\"total\":");
        if (total != std::string::npos) return answer.substr(total + 8, 1);
        return answer.substr(9, 3) + (has(answer, "would be right") ? " would be right" : "");
    }

    RunningWard ward;
};

TEST_F(NamedPatient, ASlashInAnIdIsNoEndOfAReference) {
    // The grades of both scales are two Observations of each patient.
    post("/api/patients/26/facts", weight_of("80"));
    EXPECT_EQ(search("26"), "2");
    EXPECT_EQ(search("Patient/26"), "2");
    EXPECT_EQ(search("https://ehr.example.org/fhir/Patient/26"), "2");
    EXPECT_EQ(search("http://localhost:1/fhir/Patient%2F26"), "2");
    for (const char* none : {"4711%2F26", "Group/26", "x/y/26", "Patient/26/_history/2", "Patient/", "26/", "/26",
                             "https://ehr.example.org/fhir/Group/26", "https://ehr.example.org/Patient/4711/26"}) {
        EXPECT_EQ(search(none), "400 would be right") << none;
    }
    EXPECT_EQ(search("nobody"), "0");
    EXPECT_TRUE(has(get("/fhir/Observation?subject=Group/26"), " 400 "));
}

TEST_F(NamedPatient, APatientIsSearchedForAsEveryTypeIs) {
    const std::string resource = R"({"resourceType":"Patient","id":"26","birthDate":"1967-05-14"})";
    ASSERT_TRUE(post("/fhir/Patient", resource).starts_with("HTTP/1.1 201 "));
    for (const char* query : {"patient=26", "patient=Patient/26", "_id=26"}) {
        EXPECT_TRUE(has(get("/fhir/Patient?" + std::string(query)), "1967-05-14")) << query;
    }
    EXPECT_FALSE(has(get("/fhir/Patient?patient=27"), "1967-05-14"));
    EXPECT_TRUE(has(get("/fhir/Patient"), " 400 "));
}

TEST_F(NamedPatient, WhoHasASlashInTheirIdIsFoundByAllOfIt) {
    post("/api/patients/26/facts", weight_of("80"));
    EXPECT_TRUE(post("/api/patients/4711%2F26/facts", weight_of("61")).starts_with("HTTP/1.1 200 "));
    EXPECT_EQ(search("4711%2F26"), "2");
    EXPECT_EQ(search("Patient/4711%2F26"), "2");
    EXPECT_EQ(search("Patient/26/_history/2"), "400 would be right");
    const std::string first = get("/fhir/Observation?patient=4711%2F26&_count=1");
    EXPECT_TRUE(has(first, R"("url":"Observation?patient=Patient%2F4711%2F26&_count=1&_offset=1")")) << first;
    EXPECT_TRUE(has(get("/fhir/Observation?patient=Patient%2F4711%2F26&_count=1&_offset=1"), R"("total":2)"));
    EXPECT_TRUE(has(get("/fhir/Patient/4711%2F26"), " 404 ")) << "it is no id of FHIR";
}

TEST_F(NamedPatient, APatientOfAnotherServerIsNobodyHereWhereOursAreNamed) {
    Operation operation;
    operation.fhir_servers = {"https://ehr.example.org/fhir"};
    const RunningWard bound(operation);
    bound.ask("POST /api/patients/26/facts", bound.feed(), weight_of("80"));
    const auto ask = [&](const std::string& server) {
        return bound.ask("GET /fhir/Observation?patient=" + server + "Patient/26", bound.feed());
    };
    EXPECT_TRUE(has(ask("https://ehr.example.org/fhir/"), R"("total":2)"));
    EXPECT_TRUE(has(ask("http://localhost:1/fhir/"), R"("total":2)")) << "this ward's own address";
    const std::string refused = ask("https://elsewhere.example.org/fhir/");
    EXPECT_TRUE(has(refused, " 400 ") && has(refused, "is of a server that is none of [fhir] servers")) << refused;
}

TEST_F(NamedPatient, EachCallOfAPatientTakesAnIdWithASlash) {
    post("/api/patients/26/facts", weight_of("80"));
    for (const std::string id : {"4711%2F26", "4711%2f26"}) {
        EXPECT_TRUE(post("/api/patients/" + id + "/facts", weight_of("61")).starts_with("HTTP/1.1 200 ")) << id;
        for (const std::string call : {"assessment", "timeline", "facts"}) {
            const std::string answer = get("/api/patients/" + id + "/" + call);
            EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
        }
        EXPECT_TRUE(has(get("/api/patients/" + id + "/facts"), R"("value":"61")"));
        EXPECT_TRUE(has(get("/api/patients/" + id + "/assessment"), R"("patient":"4711/26")"));
    }
    EXPECT_TRUE(get("/api/patients/4711/26/facts").starts_with("HTTP/1.1 404 ")) << "that slash parts two steps";
    EXPECT_TRUE(get("/api%2Fward").starts_with("HTTP/1.1 404 "));
    EXPECT_TRUE(get("/api/%77ard").starts_with("HTTP/1.1 200 ")) << "other escapes mean what they stand for";
}

TEST_F(NamedPatient, AnEscapeIsTakenOnce) {
    EXPECT_TRUE(post("/api/patients/100%25%2F2%252F/facts", weight_of("61")).starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(has(get("/api/ward"), R"("patient":"100%/2%2F")")) << get("/api/ward");
    EXPECT_EQ(search("100%25%2F2%252F"), "2");
}

TEST(RoutedPath, IsPartedBeforeItsStepsAreUnescaped) {
    const auto patient = [](const std::string& target) {
        const auto read = read_target(target);
        const auto parts = read ? parts_of(read->path, "/api/patients/{patient}/facts") : std::nullopt;
        return parts ? parts->at("patient") : std::string("(none)");
    };
    EXPECT_EQ(patient("/api/patients/p1/facts"), "p1");
    EXPECT_EQ(patient("/api/patients/a%2Fb%2fc/facts?x=%2F"), "a/b/c");
    EXPECT_EQ(patient("/api/patients/50%25%2541/facts"), "50%%41");
    EXPECT_EQ(patient("/api/patients/a/b/facts"), "(none)");
    EXPECT_EQ(patient("/api/patients%2Fp1/facts"), "(none)");
    EXPECT_EQ(patient("/api/patients/p1%2Ffacts"), "(none)");
    EXPECT_EQ(patient("/api/patients/p1/facts/%2e%2e"), "(none)");
    EXPECT_EQ(patient("/api/patients/..%2F../facts"), "../..") << "a name like any other: no file is found by it";
    EXPECT_EQ(patient("/api/patients/%2/facts"), "(none)");
}

}  // namespace
}  // namespace stormkeel
