// The ward over HTTP: who may call what, facts in, answers out, and events without a gap.
#include "server/ward_application.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

TEST(WardApplication, FactsThatComeInAreAnsweredFor) {
    const RunningWard ward;
    const std::string taken = ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    EXPECT_EQ(status_of(taken), 200) << taken;
    EXPECT_TRUE(has(taken, R"("kept":7)")) << taken;
    const std::string answer = ward.ask("GET /api/patients/p1/assessment", ward.feed());
    EXPECT_TRUE(has(answer, R"("grade":3,"at_least":3,"at_most":3,"treat_as":3)"));
    const std::string earlier = ward.ask("GET /api/patients/p1/assessment?at=2026-03-03T10:29:59Z", ward.feed());
    EXPECT_TRUE(has(earlier, R"("at_least":1)"));
    EXPECT_TRUE(has(ward.ask("GET /api/patients/p1/timeline", ward.feed()),
                    R"("time":"2026-03-03T10:30:00Z","crs_at_least":3,"crs_at_most":3)"));
    const std::string told = ward.ask("GET /api/patients/p1/facts", ward.feed());
    EXPECT_TRUE(has(told, R"("value":"38.60","unit":"Cel")")) << "a value stays as it was written: " << told;
    EXPECT_TRUE(has(told, R"("received":"2026-03-03T10:31:00Z","status":"current")")) << told;
}

TEST(WardApplication, AFactSentAgainIsRepeated) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    EXPECT_TRUE(
        has(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts), R"("kept":0,"repeated":7)"));
}

TEST(WardApplication, AnIdempotencyKeyTakesOneContent) {
    const RunningWard ward;
    const std::string key = "Idempotency-Key: k1\r\n";
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts, key)), 200);
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts, key), R"("repeated":7)"));
    const std::string other = R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"spo2","value":94,"unit":"%"}]})";
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), other, key)), 409);
}

// The key of one patient, or of one feed, is none of another's.
TEST(WardApplication, AnIdempotencyKeyIsOfItsSenderAndPatient) {
    RunningWard ward;
    const std::string key = "Idempotency-Key: batch-0945\r\n";
    const std::string facts =
        R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"rate:norepinephrine","value":0.1,"unit":"ug/kg/min"}]})";
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", ward.feed(), facts, key), R"("kept":1)"));
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p2/facts", ward.feed(), facts, key), R"("kept":1)"));
    EXPECT_TRUE(has(ward.ask("GET /api/patients/p2/facts", ward.feed()), "norepinephrine"));
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p2/facts", ward.feed(), facts, key), R"("repeated":1)"));
    const std::string other_feed = ward.keep_token("feed-2", Role::integration);
    ward.restart();
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", other_feed, facts, key), R"("kept":1)"));
}

// A value whose name is misspelled is no missing one, which for some items says the opposite.
TEST(WardApplication, AFieldOfAnotherNameIsRefusedAndNothingIsKept) {
    const RunningWard ward;
    const auto post = [&](const std::string& field, const std::string& patient = "p1") {
        return ward.ask("POST /api/patients/" + patient + "/facts", ward.feed(),
                        R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"rate:norepinephrine",)" + field +
                            R"("unit":"ug/kg/min"}]})");
    };
    const std::string misspelled = post(R"("Value":"0",)");
    EXPECT_EQ(status_of(misspelled), 400);
    EXPECT_TRUE(has(misspelled, "facts[0]: 'Value' is no field of a fact")) << misspelled;
    EXPECT_EQ(status_of(post(R"("value":"0","patient":"p2",)")), 400) << "another patient's";
    EXPECT_EQ(status_of(ward.ask("GET /api/patients/p1/facts", ward.feed())), 404);
    EXPECT_EQ(status_of(post(R"("value":"0","patient":"p1",)")), 200);
    for (const char* id : {"p1%20", "%20p1", "%ff", "p%E2%80%AE1", "p%C2%85", "p%E2%80%8B1", "p%0A1"}) {
        EXPECT_EQ(status_of(post(R"("value":"0",)", id)), 400) << id;
    }
    EXPECT_EQ(status_of(post(R"("value":"0",)", "M%C3%BCller%20A")), 200);
}

TEST(WardApplication, TheListOfFactsTellsWhatIsNotUsedAndHowAFactWasCompared) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(),
             R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":"38,5","unit":"Cel"},)"
             R"({"time":"2026-03-03T10:00:00Z","item":"spo2","value":96,"unit":"%"}]})");
    ward.ask("POST /fhir/Observation", ward.feed(),
             R"({"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/p1"},)"
             R"("code":{"coding":[{"system":"http://loinc.org","code":"2276-4"}]},)"
             R"("effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":40000,"comparator":">",)"
             R"("system":"http://unitsofmeasure.org","code":"ng/mL"}})");
    const std::string told = ward.ask("GET /api/patients/p1/facts", ward.feed());
    const auto row = [&](const std::string& item) { return between(told, R"("item":")" + item + '"', "}"); };
    EXPECT_TRUE(has(row("temperature"), R"("status":"rejected")")) << told;
    EXPECT_TRUE(has(row("spo2"), R"("status":"current")")) << told;
    EXPECT_TRUE(has(row("ferritin"), R"("value":">40000")") && has(row("ferritin"), R"("status":"current")")) << told;
}

TEST(WardApplication, AnAnswerToAnAlertOfAnotherShapeIsRefused) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    for (const char* body : {R"({"patinet":"p2"})", R"({"patient":7})", "[]", R"({"reason":"   "})"}) {
        EXPECT_EQ(status_of(ward.ask("POST /api/alerts/1/decline", ward.feed(), body)), 400) << body;
    }
    EXPECT_EQ(status_of(ward.ask("POST /api/alerts/1/acknowledge", ward.feed(), R"({"patient":""})")), 409);
    EXPECT_EQ(status_of(ward.ask("POST /api/alerts/1/acknowledge", ward.feed(), R"({"patient":"p1"})")), 200);
}

TEST(WardApplication, BadFactsAreToldWhereAndWhy) {
    const RunningWard ward;
    const auto post = [&](const std::string& body) {
        return ward.ask("POST /api/patients/p1/facts", ward.feed(), body);
    };
    EXPECT_EQ(status_of(post("not json")), 400);
    EXPECT_EQ(status_of(post("{}")), 400);
    EXPECT_EQ(status_of(post(R"({"facts":[{"item":"spo2"}]})")), 400);
    EXPECT_TRUE(has(post(R"({"facts":[{"item":"spo2"}]})"), "facts[0]: 'time'"));
    const std::string unknown =
        post(R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temprature","value":38.6,"unit":"Cel"}]})");
    EXPECT_EQ(status_of(unknown), 422) << unknown;
    EXPECT_TRUE(has(unknown, "temperature")) << "the nearest name is told: " << unknown;
}

TEST(WardApplication, AnUnknownPatientOrPathOrTimeIsTold) {
    const RunningWard ward;
    EXPECT_EQ(status_of(ward.ask("GET /api/patients/p9/assessment", ward.feed())), 404);
    EXPECT_EQ(status_of(ward.ask("GET /api/nothing", ward.feed())), 404);
    const std::string no_such = ward.ask("DELETE /api/ward", ward.feed());
    EXPECT_TRUE(status_of(no_such) == 405 && has(no_such, "Allow: GET, HEAD\r\n")) << no_such;
    EXPECT_EQ(status_of(ward.ask("GET /api/patients/p9/assessment?at=yesterday", ward.feed())), 400);
}

TEST(WardApplication, TheBoardOfAKioskHoldsNoName) {
    const RunningWard ward;
    ward.ask("POST /api/patients/patient-with-a-name/facts", ward.feed(), grade_three_facts);
    EXPECT_TRUE(
        has(ward.ask("GET /api/ward", ward.feed()), R"("patient-with-a-name","bed":null,"birth_date":"1961-05-02")"));
    const std::string wall = ward.ask("GET /api/ward", ward.kiosk());
    EXPECT_EQ(status_of(wall), 200);
    EXPECT_TRUE(has(wall, R"("at_least":3)")) << wall;
    EXPECT_FALSE(has(wall, "patient-with-a-name")) << wall;
}

std::string path_of(const Route& route) {
    std::string path = route.pattern;
    for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
        path.replace(open, path.find('}') - open + 1, "1");
    }
    return route.method + ' ' + path;
}

// What a role gets: 401 without a sign-in, 403 with one that may not, anything else when it may.
TEST(WardApplication, EachRouteIsClosedToEachRoleThatItDoesNotName) {
    RunningWard ward;
    std::vector<std::pair<Role, std::string>> callers{{Role::anyone, ""}};
    for (const Role role : {Role::integration, Role::sender, Role::cds, Role::monitor, Role::kiosk}) {
        callers.emplace_back(role, ward.keep_token("a-" + std::string(name_of(role)), role));
    }
    ward.restart();
    for (const Route& route : ward.routes()) {
        if (route.pattern == "/session") continue;     // who is not signed in gets 401 as its answer
        if (route.pattern == "/api/events") continue;  // it has no end; the next test opens it
        for (const auto& [role, token] : callers) {
            const int status = status_of(ward.ask(path_of(route), token));
            const bool closed = status == 401 || status == 403;
            EXPECT_EQ(closed, !may(role, route.permission))
                << path_of(route) << " for " << name_of(role) << ": " << status;
        }
        const bool asks_openly = route.method == "GET" && route.permission == Permission::ask_openly;
        EXPECT_EQ(status_of(ward.ask(path_of(route), "0123456789")) != 401, asks_openly)
            << path_of(route) << " for a token that opens nothing";
    }
}

TEST(WardApplication, EveryRouteStandsInTheDescription) {
    const RunningWard ward;
    const std::string document = ward.ask("GET /openapi.json", "");
    EXPECT_EQ(status_of(document), 200);
    for (const Route& route : ward.routes()) {
        const bool local = route.pattern.starts_with("/control/");
        const bool page = route.permission == Permission::open_page || route.pattern.ends_with(".css") ||
                          route.pattern == "/setup.js";
        EXPECT_EQ(has(document, '"' + route.pattern + "\":"), !local && !page) << route.pattern;
    }
}

TEST(WardApplication, ThePageIsClosedWhileNobodyCanSignIn) {
    const RunningWard ward;
    const std::string page = ward.ask("GET /", "");
    EXPECT_EQ(status_of(page), 503);
    EXPECT_TRUE(has(page, "set up an administrator first: open /setup")) << page;
    EXPECT_EQ(status_of(ward.ask("GET /sign-in", "")), 503) << "there is nobody to sign in as";
    for (const char* open : {"/setup", "/setup.js", "/page.css", "/entry.css"}) {
        EXPECT_EQ(status_of(ward.ask("GET " + std::string(open), "")), 200) << open;
    }
}

TEST(WardApplication, AnEventNumberThatIsNotGivenOutYetStartsAnew) {
    const RunningWard ward;
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ward.feed() +
                "\r\nLast-Event-ID: 1000000\r\n\r\n");
    reader.receive_until("\r\n\r\n");
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    EXPECT_TRUE(has(reader.receive_until("\n\n"), "id: 1\nevent: assessment")) << "it waits for no other number";
}

TEST(WardApplication, EventsNeedASignIn) {
    const RunningWard ward;
    EXPECT_EQ(status_of(ward.ask("GET /api/events", "")), 401);
    EXPECT_EQ(status_of(ward.ask("GET /api/events", ward.kiosk())), 403);
}

TEST(WardApplication, ARequestByAnotherNameThanLoopbackIsRefused) {
    const RunningWard ward;
    PlainClient client(ward.port());
    client.send("GET /healthz HTTP/1.1\r\nHost: ward.example\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_of(client.receive_all()), 421);
}

TEST(WardApplication, EventsGoOnAfterTheLastOneSeenWithoutAGap) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const auto open = [&](PlainClient& client, const std::string& last) {
        client.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ward.feed() +
                    "\r\nLast-Event-ID: " + last + "\r\n\r\n");
        EXPECT_TRUE(has(client.receive_until("\r\n\r\n"), "text/event-stream"));
    };
    PlainClient reader(ward.port());
    open(reader, "0");
    EXPECT_TRUE(reader.receive_until("\n\n").starts_with("id: 1\nevent: assessment\ndata: {\"patient\":\"p1\""));
    EXPECT_TRUE(reader.receive_until("\n\n").starts_with("id: 2\nevent: alert\n"));
    PlainClient late(ward.port());
    open(late, "1");
    EXPECT_TRUE(late.receive_until("\n\n").starts_with("id: 2\nevent: alert\n"));
    const std::string pressure =
        R"({"facts":[{"time":"2026-03-03T10:30:30Z","item":"systolic_bp","value":84,"unit":"mm[Hg]"}]})";
    ward.ask("POST /api/patients/p1/facts", ward.feed(), pressure);
    std::string news;
    while (!has(news, "2026-03-03T10:30:30Z") && !news.ends_with("closed")) {
        const std::string event = late.receive_until("\n\n");
        news += event.empty() ? "closed" : event;
    }
    EXPECT_FALSE(news.ends_with("closed")) << news;
}

TEST(WardApplication, AlertsAreAcknowledgedAndDeclinedByName) {
    RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const std::string seen = ward.ask("POST /api/alerts/1/acknowledge", ward.feed());
    EXPECT_EQ(status_of(seen), 200) << seen;
    EXPECT_TRUE(has(seen, R"("state":"acknowledged")")) << seen;
    EXPECT_TRUE(has(seen, R"("by":"feed")")) << seen;
    EXPECT_EQ(status_of(ward.ask("POST /api/alerts/2/decline", ward.feed())), 400) << "a reason is needed";
    EXPECT_TRUE(has(ward.ask("POST /api/alerts/2/decline", ward.feed(), R"({"reason":"given elsewhere"})"),
                    R"("reason":"given elsewhere")"));
    EXPECT_EQ(status_of(ward.ask("POST /api/alerts/99/acknowledge", ward.feed())), 404);
    ward.stop();
    ASSERT_EQ(ward.store().all.audit.size(), 2U);
    EXPECT_EQ(ward.store().all.audit[1].object, "alert 2");
}

TEST(WardApplication, AnAlertIsSilencedForTwoMinutesAtMost) {
    RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const auto snooze = [&](const std::string& alert, const std::string& body) {
        return ward.ask("POST /api/alerts/" + alert + "/snooze", ward.feed(), body);
    };
    EXPECT_EQ(status_of(snooze("1", "{}")), 400);
    EXPECT_EQ(status_of(snooze("1", R"({"minutes":1.5})")), 400);
    EXPECT_EQ(status_of(snooze("99", R"({"minutes":2})")), 404);
    const std::string refused = snooze("1", R"({"minutes":3})");
    EXPECT_EQ(status_of(refused), 409);
    EXPECT_TRUE(has(refused, "2 min at most")) << refused;
    const std::string done = snooze("1", R"({"minutes":2})");
    EXPECT_EQ(status_of(done), 200) << done;
    EXPECT_TRUE(has(done, R"("state":"snoozed")")) << done;
    EXPECT_TRUE(has(done, R"("snoozed_until":"2026-03-03T10:33:00Z")")) << done;
    EXPECT_EQ(status_of(snooze("1", R"({"minutes":2})")), 409) << "it is silenced already";
    ward.stop();
    ASSERT_EQ(ward.store().all.audit.size(), 1U);
    EXPECT_EQ(ward.store().all.audit[0].action, "snooze");
    EXPECT_EQ(ward.store().all.audit[0].object, "alert 1 for 2 min");
}

// Asks until the answer holds the text, for 5 s at most: the ward looks after itself between requests.
std::string until_it_has(const std::string& text, const std::function<std::string()>& ask) {
    std::string told = ask();
    for (int i = 0; i < 250 && !has(told, text); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        told = ask();
    }
    return told;
}

TEST(WardApplication, WhatIsWrongWithTheWardItselfIsTold) {
    RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const auto technical = [&] { return ward.ask("GET /api/technical", ward.feed()); };
    EXPECT_TRUE(has(technical(), R"({"technical":[]})"));
    ward.set_clock("2026-03-03T11:31:00Z");
    const std::string told = until_it_has("\"id\"", technical);
    EXPECT_TRUE(has(told, R"("patient":"","condition":"feed","priority":"medium","state":"raised")")) << told;
    EXPECT_TRUE(has(told, "no record from feed since 2026-03-03T10:31:00Z")) << told;
    EXPECT_FALSE(has(ward.ask("GET /api/ward", ward.feed()), "\"feed\"")) << "it is no patient's";
}

TEST(WardApplication, AFullDiskIsToldThoughNothingCanBeKept) {
    RunningWard ward;
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 507);
    const std::string told = until_it_has("\"id\"", [&] { return ward.ask("GET /api/technical", ward.feed()); });
    EXPECT_TRUE(has(told, R"("condition":"storage","priority":"high")")) << told;
}

TEST(WardApplication, WhatCannotBeKeptWhenTimePassesIsTriedAgainAndNotAllTheTime) {
    RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    ward.set_clock("2026-03-03T14:31:00Z");  // vital signs are overdue
    until_it_has("storage", [&] { return ward.ask("GET /api/technical", ward.feed()); });
    std::this_thread::sleep_for(std::chrono::seconds(1));
    ward.stop();
    // A ward that does nothing else tries thousands of times in a second.
    EXPECT_LT(ward.store().not_kept, 100U);
    EXPECT_TRUE(std::none_of(ward.store().all.alerts.begin(), ward.store().all.alerts.end(),
                             [](const Alert& alert) { return alert.condition == "overdue"; }));
    ward.store().problem.reset();
    ward.restart();
    const std::string board = until_it_has("overdue", [&] { return ward.ask("GET /api/ward", ward.feed()); });
    EXPECT_TRUE(has(board, R"("condition":"overdue")")) << board;
}

std::string order_sign(const std::string& drug, const std::string& milligrams) {
    return R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/x",
"patientId":"p1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"r1",
"status":"draft","intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":")" +
           drug + R"("},"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":)" + milligrams +
           R"(,"system":"http://unitsofmeasure.org","code":"mg"}}]}]}}]}}})";
}

TEST(WardApplication, AnOrderIsCheckedAgainstWhatTheWardHolds) {
    const RunningWard ward;
    EXPECT_EQ(status_of(ward.ask("GET /cds-services", "")), 200);
    const auto sign = [&](const std::string& body) {
        return ward.ask("POST /cds-services/stormkeel-order-sign", ward.feed(), body);
    };
    EXPECT_EQ(status_of(sign(order_sign("sargramostim", "0.25"))), 412) << "nobody knows the patient";
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    EXPECT_TRUE(has(sign(order_sign("sargramostim", "0.25")), R"("indicator":"critical")"));
    EXPECT_TRUE(has(sign(order_sign("tocilizumab", "900")), R"("indicator":"critical")"));
    EXPECT_FALSE(has(sign(order_sign("tocilizumab", "640")), R"("indicator":"critical")"));
    const std::string given =
        R"({"facts":[{"time":"2026-03-03T10:30:30Z","item":"give:tocilizumab","value":640,"unit":"mg"}]})";
    ward.ask("POST /api/patients/p1/facts", ward.feed(), given);
    EXPECT_TRUE(has(sign(order_sign("tocilizumab", "640")), R"("indicator":"critical")"))
        << "repeated after 30 seconds";
}

TEST(WardApplication, FeedbackOnACardIsKeptOnce) {
    RunningWard ward;
    const std::string feedback = R"({"feedback":[{"card":"4e0a3a1e-3065-4522-8e58-aae2a3f7f2b6","outcome":"overridden",
"overrideReason":{"reason":{"code":"reviewed"}},"outcomeTimestamp":"2026-03-03T10:31:00Z"}]})";
    const auto send = [&] {
        return ward.ask("POST /cds-services/stormkeel-order-sign/feedback", ward.feed(), feedback);
    };
    EXPECT_EQ(status_of(send()), 200);
    EXPECT_EQ(status_of(send()), 200);
    ward.restart();
    EXPECT_EQ(status_of(send()), 200);
    ward.stop();
    ASSERT_EQ(ward.store().all.audit.size(), 1U);
    EXPECT_EQ(ward.store().all.audit[0].action, "cds feedback overridden");
}

TEST(WardApplication, ARestartAnswersAsBefore) {
    RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const std::string before = ward.ask("GET /api/patients/p1/assessment", ward.feed());
    ward.restart();
    EXPECT_EQ(ward.ask("GET /api/patients/p1/assessment", ward.feed()), before);
}

TEST(WardApplication, AFullDiskRefusesAndAFailedOneEndsTheServer) {
    RunningWard ward;
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 507);
    ward.store().problem.reset();
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200)
        << "the disk was emptied";
    ward.store().problem = StoreProblem{StoreProblem::Kind::broken, "a sync failed"};
    const std::string other = R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"spo2","value":94,"unit":"%"}]})";
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), other)), 503);
    ward.wait_for_the_end();
}

}  // namespace
}  // namespace stormkeel
