// FHIR over HTTP: what is answered to updates and transactions, and how what is told refers to each other.
#include <gtest/gtest.h>

#include "adapters/hl7v2_frame.h"
#include "server/running_ward.h"
#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

std::string temperature_resource(const std::string& id, const std::string& value,
                                 const std::string& subject = "Patient/p1", const std::string& more = {}) {
    return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final",)" + more +
           R"("code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},"subject":{"reference":")" + subject +
           R"("},"effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":)" + value +
           R"(,"system":"http://unitsofmeasure.org","code":"Cel"}})";
}

std::string body_mass(const std::string& id) {
    return R"({"resourceType":"Observation","id":")" + id +
           R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"39156-5"}]},)"
           R"("subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z",)"
           R"("valueQuantity":{"value":31,"system":"http://unitsofmeasure.org","code":"kg/m2"}})";
}

constexpr std::string_view address = "urn:uuid:0a4e3f2b-0001-4000-8000-000000000001";

std::string entry(const std::string& resource, std::string_view full_url = {}) {
    const std::string url = full_url.empty() ? "" : R"("fullUrl":")" + std::string(full_url) + "\",";
    return "{" + url + "\"resource\":" + resource + "}";
}

class FhirCalls : public testing::Test {
protected:
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    std::string post(const std::string& path, const std::string& body) const {
        return ward.ask("POST " + path, ward.feed(), body);
    }
    std::string transact(const std::vector<std::string>& entries) const {
        std::string all;
        for (const std::string& each : entries) all += (all.empty() ? "" : ",") + each;
        return post("/fhir", R"({"resourceType":"Bundle","type":"transaction","entry":[)" + all + "]}");
    }

    RunningWard ward;
};

TEST_F(FhirCalls, AnUpdateOfWhatIsKnownIsNoCreation) {
    const auto put = [&](const std::string& body) { return ward.ask("PUT /fhir/Observation/t1", ward.feed(), body); };
    EXPECT_TRUE(has(put(temperature_resource("t1", "38.6")), " 201 "));
    EXPECT_TRUE(has(put(temperature_resource("t1", "38.7")), " 200 "));
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "38.7"));
}

TEST_F(FhirCalls, ABodyThatIsNoJsonIsToldSoAtEachAddress) {
    for (const std::string no_json : {R"({"resourceType":)", R"({"resourceType":"Observation","id":"1","id":"2"})"}) {
        for (const std::string call : {"POST /fhir", "POST /fhir/Observation", "PUT /fhir/Observation/t1"}) {
            EXPECT_TRUE(has(ward.ask(call, ward.feed(), no_json), " 400 ")) << call << no_json;
        }
    }
    EXPECT_TRUE(has(post("/fhir/Observation", R"({"status":"no JSON"})"), " 422 ")) << "it is JSON, and no resource";
}

TEST_F(FhirCalls, AnEarlierVersionThatComesLaterTakesNothingBack) {
    const auto version = [&](const std::string& number, const std::string& value, const std::string& patient) {
        return post("/fhir", temperature_resource("t1", value, patient, R"("meta":{"versionId":")" + number + "\"},"));
    };
    version("2", "39.2", "Patient/p2");
    EXPECT_TRUE(has(version("1", "38.1", "Patient/p2"), " 201 "));
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "39.2"));
    EXPECT_TRUE(has(get("/fhir/Observation?patient=p2"), "39.2"));
    const std::string facts = get("/api/patients/p2/facts");
    EXPECT_EQ(between(facts, R"("value":"38.1")", "}"),
              R"(,"unit":"Cel","source":"Observation/t1","received":"2026-03-03T10:31:00Z","status":"superseded")");
    EXPECT_EQ(between(facts, R"("value":"39.2")", "}"),
              R"(,"unit":"Cel","source":"Observation/t1","received":"2026-03-03T10:31:00Z","status":"current")");
    version("0", "37.1", "Patient/p1");
    EXPECT_TRUE(has(get("/api/patients/p2/assessment"), R"("value":39.2)")) << "it was corrected to be of p2";
    EXPECT_FALSE(has(get("/fhir/Observation?patient=p1"), "t1"));
    ward.restart();
    EXPECT_TRUE(has(get("/api/patients/p2/assessment"), R"("value":39.2)"));
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), "39.2"));
}

// Without sockets: two requests come before anything is kept.
TEST(FhirTransaction, KeepsNothingWhenItConflictsWithWhatCameAMomentBefore) {
    MemoryStore store;
    const NewToken token = new_token("feed", Role::integration, Instant{});
    store.all.accounts.push_back(token.account);
    WardApplication ward(store, built_in_ward_knowledge(), [] { return *parse_instant("2026-03-03T10:31:00Z"); });
    ward.open();
    HttpRequest request{"POST", "/fhir", {}, {{"host", "localhost"}, {"authorization", "Bearer " + token.token}}, {}};
    const std::string version = R"("meta":{"versionId":"1"},)";
    std::vector<int> told;
    const auto send = [&](const std::string& body) {
        request.body = body;
        ward.answer(request, [&told](const HttpResponse& response) { told.push_back(response.status); });
    };
    send(temperature_resource("t1", "38.6", "Patient/p1", version));
    send(R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entry(temperature_resource("t2", "39.1")) +
         "," + entry(temperature_resource("t1", "36.6", "Patient/p1", version)) + "]}");
    ward.settle();
    EXPECT_EQ(told, (std::vector<int>{201, 422}));
    ASSERT_EQ(store.all.records.size(), 2U);
    EXPECT_EQ(store.all.records.back().form, RecordForm::dead_letter) << "what was in conflict is held back";
}

TEST_F(FhirCalls, ACodeOfNoItemStandsInNoTransactionsWay) {
    const std::string answer =
        transact({entry(temperature_resource("t1", "38.6")), entry(body_mass("b1")), entry(body_mass("b2"))});
    EXPECT_TRUE(has(answer, " 200 OK")) << answer;
    EXPECT_TRUE(has(answer, R"("expression":["Observation/b1"])")) << answer;
    EXPECT_TRUE(has(answer, R"("expression":["Observation/b2"])")) << "each of them is told";
    EXPECT_TRUE(has(post("/fhir/Observation", body_mass("b3")), " 422 ")) << "alone it cannot be used";
}

TEST_F(FhirCalls, ATransactionThatConflictsKeepsNothingAndTellsWhy) {
    const std::string version = R"("meta":{"versionId":"1"},)";
    post("/fhir", temperature_resource("t1", "38.6", "Patient/p1", version));
    const std::string other = transact(
        {entry(temperature_resource("t2", "39.1")), entry(temperature_resource("t1", "36.6", "Patient/p1", version))});
    EXPECT_TRUE(has(other, " 422 ")) << other;
    EXPECT_TRUE(has(other, "a correction needs a new version")) << other;
    const std::string twice =
        transact({entry(temperature_resource("t2", "39.1")), entry(temperature_resource("t2", "39.2"))});
    EXPECT_TRUE(has(twice, "stands in the transaction twice")) << twice;
    EXPECT_TRUE(has(get("/fhir/Observation/t2"), " 404 "));
}

TEST_F(FhirCalls, EachEntryOfABatchIsAnsweredInItsPlace) {
    const std::string answer = post(
        "/fhir",
        R"({"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/p1"}},)" +
            entry(temperature_resource("t1", "38.6")) + R"(,{"request":{"method":"DELETE","url":"Observation/t1"}}]})");
    const std::size_t get_entry = answer.find("422 ");
    const std::size_t kept = answer.find("201 ");
    EXPECT_TRUE(has(answer, "its request 'GET' brings no resource")) << answer;
    EXPECT_LT(get_entry, kept) << answer;
    EXPECT_LT(kept, answer.find("204 ")) << answer;
}

TEST_F(FhirCalls, ReferencesAreToldByTypeAndId) {
    const std::string person = R"({"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:h","value":"M1"}]})";
    transact({entry(temperature_resource("t1", "38.6", std::string(address))), entry(person, address)});
    post("/fhir", temperature_resource("t2", "38.7", "Patient?identifier=urn:h|M1"));
    for (const std::string id : {"t1", "t2"}) {
        const std::string read = get("/fhir/Observation/" + id);
        EXPECT_TRUE(has(read, R"("reference":"Patient/p1")")) << read;
    }
    const std::string facts = get("/api/patients/p1/facts");
    EXPECT_TRUE(has(facts, "Observation/t1") && has(facts, "Observation/t2")) << facts;
    const std::string all = get("/fhir/Observation?patient=p1");
    EXPECT_FALSE(has(all, "urn:uuid:")) << all;
    EXPECT_FALSE(has(get("/fhir/Provenance?patient=p1"), "urn:uuid:"));
}

TEST_F(FhirCalls, PagesFollowEachOtherRelativeToTheBase) {
    transact({entry(temperature_resource("t1", "38.6")), entry(temperature_resource("t2", "38.7"))});
    const std::string page = get("/fhir/Observation?patient=p1&_count=1");
    EXPECT_TRUE(has(page, R"("relation":"next","url":"Observation?patient=p1&_count=1&_offset=1")")) << page;
    EXPECT_TRUE(has(page, R"("fullUrl":"http://localhost:1/fhir/Observation/t1")")) << "as the caller writes our name";
}

TEST_F(FhirCalls, APatientOfAnotherDoorIsOneOfFhir) {
    const std::string fact = R"({"facts":[{"time":"2026-03-03T09:00:00Z","item":"weight","value":80,"unit":"kg"},)"
                             R"({"time":"1961-05-02","item":"birth_date","value":""}]})";
    post("/api/patients/p1/facts", fact);
    const std::string told = R"({"resourceType":"Patient","id":"p1","birthDate":"1961-05-02"})";
    EXPECT_TRUE(has(get("/fhir/Patient/p1"), told)) << get("/fhir/Patient/p1");
    EXPECT_TRUE(has(get("/fhir/Patient?_id=p1"), told));
    EXPECT_TRUE(has(get("/fhir/Patient/p2"), " 404 "));
    const std::string sent = R"({"resourceType":"Patient","id":"p1","gender":"female"})";
    EXPECT_TRUE(has(post("/fhir", sent), " 201 "));
    EXPECT_TRUE(has(get("/fhir/Patient/p1"), sent)) << "what was sent stands for itself";
}

TEST_F(FhirCalls, FactsOfEachDoorAreListed) {
    const std::string weight = R"({"facts":[{"time":"2026-03-03T09:00:00Z","item":"weight","value":80,"unit":"kg"}]})";
    post("/api/patients/p1/facts", weight);
    post("/fhir",
         temperature_resource("t1", "101.48").replace(temperature_resource("t1", "101.48").find("Cel"), 3, "[degF]"));
    post("/fhir", R"({"resourceType":"Patient","id":"p1","birthDate":"1961-05-02"})");
    PlainClient client(ward.mllp_port());
    client.send(
        hl7v2_framed("MSH|^~\\&|LAB|HOSP|STORMKEEL|WARD|20260303103000+0000||ORU^R01^ORU_R01|M7|P|2.5.1\r"
                     "PID|1||p1^^^HOSP^MR||DOE^J||19610502\rOBR|1||F1|LAB|||20260303100000+0000\r"
                     "OBX|1|NM|1988-5^CRP^LN||85|mg/L|||||F|||20260303100000+0000\r"));
    client.receive_until("\x1C\r");
    const std::string facts = get("/api/patients/p1/facts");
    for (
        const char* fact :
        {R"("item":"weight","value":"80","unit":"kg","source":"api )",
         R"("time":"2026-03-03T10:00:00Z","item":"temperature","value":"101.48","unit":"[degF]","source":"Observation/t1")",
         R"("time":"1961-05-02","item":"birth_date","value":"","unit":"","source":"Patient/p1")",
         R"("item":"crp","value":"85","unit":"mg/L","source":"ORU M7 OBX 1","received":"2026-03-03T10:31:00Z")"}) {
        EXPECT_TRUE(has(facts, fact)) << fact << "\n" << facts;
    }
}

// Whatever is wrong is told in FHIR, before a resource is looked at too.
TEST_F(FhirCalls, EveryRefusalIsAnOperationOutcome) {
    const auto expect = [&](const std::string& answer, std::string_view status, std::string_view code) {
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::string(status))) << answer;
        EXPECT_NE(answer.find("Content-Type: application/fhir+json"), std::string::npos) << answer;
        EXPECT_NE(answer.find(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":")" +
                              std::string(code) + "\""),
                  std::string::npos)
            << answer;
    };
    expect(ward.ask("GET /fhir/Observation?patient=p1", "no token of ours"), "401", "login");
    expect(ward.ask("GET /fhir/Observation?patient=p1", ward.kiosk()), "403", "forbidden");
    expect(ward.ask("DELETE /fhir/Observation/o1", ward.feed()), "405", "not-supported");
    expect(get("/fhir/Observation/o1/_history/1"), "404", "not-found");
    expect(get("/fhir/Observation"), "400", "required");
}

// Of what never comes to the application, too, once its address was read.
TEST_F(FhirCalls, WhatIsTooMuchOrHasNoAddressIsToldInFhir) {
    const auto ask = [&](const std::string& line, const std::string& fields) {
        PlainClient client(ward.port());
        client.send(line + " HTTP/1.1\r\nHost: localhost:1\r\n" + fields + "\r\n");
        return client.receive_all();
    };
    const std::string too_much = "Content-Length: 16777217\r\n";
    const std::string outcome = R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":")";
    for (const std::string path : {"/fhir", "/fhir/Observation", "/fhir?x=1"}) {
        const std::string told = ask("POST " + path, too_much);
        EXPECT_TRUE(told.starts_with("HTTP/1.1 413 ")) << told;
        EXPECT_TRUE(has(told, "Content-Type: application/fhir+json\r\n")) << told;
        EXPECT_TRUE(told.ends_with(outcome + R"(too-long","diagnostics":"the body is above 16 MiB"}]})")) << told;
    }
    EXPECT_TRUE(ask("POST /fhirs", too_much).ends_with(R"({"error":"the body is above 16 MiB"})"));
    const std::string no_address = ask("GET /fhir/Patient/%zz", "");
    EXPECT_TRUE(no_address.starts_with("HTTP/1.1 400 ")) << no_address;
    EXPECT_TRUE(has(no_address, outcome)) << no_address;
}

TEST_F(FhirCalls, WhatWasEnteredInErrorIsListedAsRetracted) {
    post("/fhir", temperature_resource("t1", "38.6"));
    std::string error = temperature_resource("t1", "38.6");
    error.replace(error.find("final"), 5, "entered-in-error");
    post("/fhir", error);
    EXPECT_EQ(between(get("/api/patients/p1/facts"), R"("source":"Observation/t1")", "}"),
              R"(,"received":"2026-03-03T10:31:00Z","status":"retracted")");
}

TEST_F(FhirCalls, ABundleWithoutATypeIsNeitherATransactionNorABatch) {
    const std::string of_no_type =
        R"({"resourceType":"Bundle","entry":[)" + entry(temperature_resource("t1", "38.6")) + "]}";
    const std::string refused = post("/fhir", of_no_type);
    EXPECT_TRUE(has(refused, " 422 ") && has(refused, "the Bundle has no type")) << refused;
    EXPECT_TRUE(has(get("/fhir/Observation/t1"), " 404 "));
    const std::string misspelled = post("/fhir", R"({"resourceType":"Bundle","type":"transacton","entry":[)" +
                                                     entry(temperature_resource("t1", "38.6")) + "]}");
    EXPECT_TRUE(has(misspelled, " 422 ") && has(misspelled, "'transacton' is no type of a Bundle")) << misspelled;
}

TEST(FhirServers, PatientsOfAnotherServerAreNotOursWhereOursAreNamed) {
    const auto sent = [](const RunningWard& ward, const std::string& server, const std::string& full_url = {}) {
        const std::string body = R"({"resourceType":"Bundle","type":"transaction","entry":[)" +
                                 entry(temperature_resource("t1", "38.6", server + "Patient/p1"), full_url) + "]}";
        return ward.ask("POST /fhir", ward.feed(), body);
    };
    const RunningWard of_any;
    EXPECT_TRUE(has(sent(of_any, "https://elsewhere.example.org/fhir/"), "201 Created"));
    Operation operation;
    operation.fhir_servers = {"https://ehr.example.org/fhir"};
    const RunningWard ward(operation);
    const std::string refused = sent(ward, "https://elsewhere.example.org/fhir/");
    EXPECT_TRUE(has(refused, " 422 ") && has(refused, "is of a server that is none of [fhir] servers")) << refused;
    EXPECT_TRUE(has(sent(ward, "", "https://elsewhere.example.org/fhir/Observation/t1"), " 422 "));
    EXPECT_TRUE(has(ward.ask("GET /fhir/Observation/t1", ward.feed()), " 404 "));
    EXPECT_TRUE(has(sent(ward, "https://ehr.example.org/fhir/"), "201 Created"));
    EXPECT_TRUE(has(sent(ward, "http://localhost:1/fhir/"), "200 OK")) << "this ward's own address";
}

TEST_F(FhirCalls, ASearchTellsWhatItDidNotLookAt) {
    // The grades of both scales are Observations too.
    post("/fhir", temperature_resource("t1", "38.6"));
    const std::string plain = get("/fhir/Observation?patient=p1");
    EXPECT_TRUE(has(plain, R"("total":3,)") && !has(plain, "OperationOutcome")) << plain;
    const std::string lenient = get("/fhir/Observation?patient=p1&code=8480-6&date=ge2026-03-04");
    EXPECT_TRUE(has(lenient, R"("total":3,)") && has(lenient, R"("mode":"outcome")")) << lenient;
    EXPECT_TRUE(has(lenient, "no search here knows code, date; the matches are those without it")) << lenient;
    const std::string strict =
        ward.ask("GET /fhir/Observation?patient=p1&code=8480-6", ward.feed(), "", "Prefer: handling=strict\r\n");
    EXPECT_TRUE(has(strict, " 400 ") && has(strict, "no search here knows code")) << strict;
    EXPECT_TRUE(has(get("/fhir/Observation?patient=p1&_count=many"), " 400 "));
    EXPECT_TRUE(has(get("/fhir/Observation?patient=p1&_offset=-1"), " 400 "));
    EXPECT_TRUE(has(get("/fhir/Observation?patient=p1&_format=xml"), " 406 "));
    const std::string total = get("/fhir/Observation?patient=p1&_count=0&_format=json");
    EXPECT_TRUE(has(total, R"("total":3,)") && !has(total, "38.6") && !has(total, R"("next")")) << total;
}

}  // namespace
}  // namespace stormkeel
