// A version of a resource that comes again with another content is refused, and the ward hears of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "server/running_ward.h"
#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

std::string told(const std::string& value, const std::string& id = "c1", const std::string& version = "1") {
    return R"({"resourceType":"Observation","id":")" + id + R"(","meta":{"versionId":")" + version +
           R"("},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},)"
           R"("subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":)" +
           value + R"(,"system":"http://unitsofmeasure.org","code":"Cel"}})";
}

std::size_t times(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

class FhirConflicts : public testing::Test {
protected:
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    std::string post(const std::string& path, const std::string& body, const std::string& fields = {}) const {
        return ward.ask("POST " + path, ward.feed(), body, fields);
    }
    std::string letters() const { return get("/api/dead-letters"); }
    std::string ask_of_letter(const std::string& what, const std::string& body = {}) const {
        return post("/api/dead-letters/" + between(letters(), R"("id":")", "\"") + "/" + what, body);
    }
    std::size_t audited() {
        const auto& audit = ward.store().all.audit;
        return static_cast<std::size_t>(std::count_if(
            audit.begin(), audit.end(), [](const AuditEntry& entry) { return entry.action == "hold back version"; }));
    }
    // Alerts of the ward itself are looked at once a second.
    std::string technical_with(std::string_view part) const {
        std::string text;
        for (int i = 0; i < 100; ++i) {
            text = get("/api/technical");
            if (has(text, part)) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return text;
    }

    RunningWard ward;
};

TEST_F(FhirConflicts, AnotherContentOfOneVersionIsHeldBackWithAnAlertAndARowOfTheAudit) {
    EXPECT_EQ(status_of(post("/fhir", told("38.6"))), 201);
    EXPECT_TRUE(has(letters(), R"({"dead_letters":[]})"));
    const std::string refused = post("/fhir", told("40.1"));
    EXPECT_EQ(status_of(refused), 409) << "the sender hears what it heard";
    EXPECT_TRUE(has(refused, R"("code":"conflict")") && has(refused, "came before with another content")) << refused;
    const std::string held = letters();
    EXPECT_EQ(times(held, R"("received":)"), 1U) << held;
    EXPECT_TRUE(has(held, "FHIR Observation/c1: its meta.versionId came before with another content") &&
                has(held, "40.1") && !has(held, "38.6"))
        << held;
    const std::string alert = technical_with("held back (1)");
    EXPECT_TRUE(has(alert, R"("condition":"messages","priority":"medium","state":"raised")")) << alert;
    EXPECT_FALSE(has(alert, "c1") || has(alert, "p1")) << "it names nobody: " << alert;
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":38.6)"));
    ward.restart();
    EXPECT_EQ(letters(), held);
    const std::string id = between(held, R"("id":")", "\"");
    const auto& audit = ward.store().all.audit;
    const auto row = std::find_if(audit.begin(), audit.end(),
                                  [](const AuditEntry& entry) { return entry.action == "hold back version"; });
    ASSERT_NE(row, audit.end());
    EXPECT_EQ(row->actor, "feed");
    EXPECT_EQ(row->object, "dead letter " + id);
    EXPECT_TRUE(has(row->context, R"("role":"integration")")) << row->context;
}

TEST_F(FhirConflicts, TheSameContentAgainAddsNothing) {
    post("/fhir", told("38.6"));
    for (int i = 0; i < 5; ++i) EXPECT_EQ(status_of(post("/fhir", told("40.1"))), 409);
    std::string spaced = told("40.1");
    spaced.insert(spaced.find("\"status\""), "\n   ");
    EXPECT_EQ(status_of(post("/fhir/Observation", spaced)), 409);
    EXPECT_EQ(times(letters(), R"("received":)"), 1U) << letters();
    EXPECT_EQ(audited(), 1U);
    EXPECT_EQ(ward.store().all.records.size(), 2U);
    ward.restart();
    post("/fhir", told("40.1"));
    EXPECT_EQ(ward.store().all.records.size(), 2U) << "nor after a start";
    post("/fhir", told("39.2"));
    EXPECT_EQ(times(letters(), R"("received":)"), 2U) << "a third content is another";
}

TEST_F(FhirConflicts, EveryDoorOfFhirHoldsItBack) {
    post("/fhir", told("38.6"));
    ward.ask("PUT /fhir/Observation/c1", ward.feed(), told("40.1"));
    EXPECT_EQ(times(letters(), R"("received":)"), 1U);
    const auto bundle = [&](const std::string& type, const std::string& value) {
        return post("/fhir", R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[{"resource":)" +
                                 told(value) + R"(,"request":{"method":"PUT","url":"Observation/c1"}},{"resource":)" +
                                 told("37.1", type) + R"(,"request":{"method":"PUT","url":"Observation/)" + type +
                                 "\"}}]}");
    };
    EXPECT_TRUE(has(bundle("batch", "40.2"), R"("status":"409 Conflict")"));
    EXPECT_EQ(times(letters(), R"("received":)"), 2U);
    EXPECT_EQ(status_of(get("/fhir/Observation/batch")), 200) << "the good part is kept";
    const std::string whole = bundle("transaction", "40.3");
    EXPECT_EQ(status_of(whole), 422) << whole;
    EXPECT_EQ(status_of(get("/fhir/Observation/transaction")), 404) << "all or nothing";
    EXPECT_EQ(times(letters(), R"("received":)"), 3U) << "but what was in conflict is told of";
    bundle("transaction", "40.3");
    post("/fhir", told("40.4") + "\n" + told("37.2", "c3") + "\n", "Content-Type: application/fhir+ndjson\r\n");
    EXPECT_EQ(times(letters(), R"("received":)"), 4U);
    post("/fhir", told("37.3", "c4") + "\n" + told("37.4", "c4") + "\n", "Content-Type: application/fhir+ndjson\r\n");
    EXPECT_EQ(times(letters(), R"("received":)"), 5U) << "two contents of one version within a body";
    EXPECT_TRUE(has(get("/fhir/Observation/c4"), "37.3"));
}

TEST_F(FhirConflicts, ItIsPutAsideWithAReasonAndHeldBackWhenItComesAgain) {
    post("/fhir", told("38.6"));
    post("/fhir", told("40.1"));
    const std::string still = ask_of_letter("replay");
    EXPECT_EQ(status_of(still), 409);
    EXPECT_TRUE(has(still, "it is still held back: Observation/c1: its meta.versionId came before")) << still;
    EXPECT_TRUE(has(ask_of_letter("discard", R"({"reason":"sent as version 2"})"), R"({"status":"discarded"})"));
    EXPECT_TRUE(has(letters(), R"({"dead_letters":[]})"));
    const std::string over = technical_with(R"("over":true)");
    EXPECT_TRUE(has(over, R"("condition":"messages")") || has(over, R"("technical":[]})")) << over;
    for (int i = 0; i < 3; ++i) post("/fhir", told("40.1"));
    EXPECT_TRUE(has(letters(), "(sent again at 2026-03-03T10:31:00Z)"));
    EXPECT_EQ(ward.store().all.records.size(), 4U) << "and once";
    EXPECT_EQ(audited(), 2U);
    post("/fhir", told("40.1", "c1", "2"));
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":40.1)")) << "a version of its own is taken";
}

// Without sockets: the log is read, and the disk may be full.
class FhirConflictsKept : public testing::Test {
protected:
    FhirConflictsKept() {
        token = new_token("feed", Role::integration, Instant{});
        store.all.accounts.push_back(token.account);
        EXPECT_EQ(pipe2(ends.data(), O_NONBLOCK), 0);
    }
    ~FhirConflictsKept() override {
        for (const int end : ends) close(end);
    }
    std::string logged() const {
        std::string text(65'536, '\0');
        const auto size = read(ends[0], text.data(), text.size());
        text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return text;
    }
    int post(const std::string& body) {
        HttpRequest request{
            "POST", "/fhir", {}, {{"host", "localhost"}, {"authorization", "Bearer " + token.token}}, body};
        int status = 0;
        ward->answer(request, [&status](const HttpResponse& response) { status = response.status; });
        ward->settle();
        return status;
    }
    void open() {
        Operation operation;
        operation.log = std::make_shared<Log>(LogLevel::debug, [] { return Instant{}; }, ends[1]);
        ward = std::make_unique<WardApplication>(
            store, built_in_ward_knowledge(), [] { return *parse_instant("2026-03-03T10:31:00Z"); }, operation);
        ward->open();
    }

    MemoryStore store;
    NewToken token;
    std::array<int, 2> ends{};
    std::unique_ptr<WardApplication> ward;
};

TEST_F(FhirConflictsKept, NothingOfItStandsInTheLog) {
    open();
    post(told("38.6"));
    EXPECT_EQ(post(told("40.1")), 409);
    ward->tick();
    const std::string log = logged();
    EXPECT_TRUE(has(log, "POST")) << log;
    for (const char* of_somebody : {"p1", "c1", "40.1", "Observation/"}) {
        EXPECT_FALSE(has(log, of_somebody)) << log;
    }
}

TEST_F(FhirConflictsKept, OnAFullDiskTheSenderHearsTheSameAndTheNextTimeItIsHeldBack) {
    open();
    post(told("38.6"));
    store.problem = StoreProblem{StoreProblem::Kind::full, "no room"};
    EXPECT_EQ(post(told("40.1")), 409);
    EXPECT_EQ(store.all.records.size(), 1U);
    store.problem.reset();
    EXPECT_EQ(post(told("40.1")), 409);
    EXPECT_EQ(store.all.records.size(), 2U);
}

// Its version may be free again, as in a ward that is restored from before it came.
TEST_F(FhirConflictsKept, WhatIsInConflictNoLongerIsTakenAgain) {
    open();
    post(told("38.6"));
    post(told("40.1"));
    std::erase_if(store.all.records, [](const Record& record) { return record.form == RecordForm::fhir; });
    ASSERT_EQ(store.all.records.size(), 1U);
    store.all.records.front().number = 1;
    open();
    HttpRequest request{
        "GET", "/api/dead-letters", {}, {{"host", "localhost"}, {"authorization", "Bearer " + token.token}}, {}};
    std::string body;
    const auto ask = [&] {
        ward->answer(request, [&body](const HttpResponse& response) { body = response.body; });
        ward->settle();
    };
    ask();
    request.method = "POST";
    request.path = "/api/dead-letters/" + between(body, R"("id":")", "\"") + "/replay";
    ask();
    EXPECT_TRUE(has(body, R"({"status":"taken"})")) << body;
    request.method = "GET";
    request.path = "/fhir/Observation/c1";
    ask();
    EXPECT_TRUE(has(body, R"("value":40.1)")) << body;
    request.path = "/api/dead-letters";
    ask();
    EXPECT_TRUE(has(body, R"({"dead_letters":[]})")) << body;
}

}  // namespace
}  // namespace stormkeel
