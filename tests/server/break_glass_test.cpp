// A record of another unit is opened with a reason: told at once, for eight hours, and reviewed within a day.
#include <unistd.h>

#include <array>
#include <thread>

#include "server/two_units.h"

namespace stormkeel {
namespace {

class BreakGlassTest : public TwoUnits {
protected:
    std::string facts_for(const SignedIn& person) const {
        return person.ask(ward, "GET /api/patients/icu-patient/facts");
    }
    // The ward looks by itself; how soon is not what is asked here.
    bool comes_to(const std::string& path, const std::string& told) const {
        for (int tries = 0; tries < 200; ++tries) {
            if (has(ward.ask("GET " + path, ward.feed()), told)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }
};

TEST_F(BreakGlassTest, OpensOnePatientForOnePersonAndIsToldAtOnce) {
    const SignedIn west(ward, "west");
    const SignedIn intensive(ward, "intensive");
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + intensive.cookie_field() + "\r\n");
    reader.receive_until("\r\n\r\n");
    EXPECT_EQ(status_of(facts_for(west)), 403);
    const std::string opened = open_foreign(west);
    EXPECT_EQ(status_of(opened), 200) << opened;
    const std::string by =
        R"("name":"west","at":"2026-03-03T10:31:00Z","until":"2026-03-03T18:31:00Z","reason":"covers ICU tonight"})";
    EXPECT_TRUE(has(opened, by)) << opened;
    EXPECT_TRUE(has(reader.receive_until(by), "event: patient")) << "who watches the patient hears of it";
    EXPECT_EQ(status_of(facts_for(west)), 200);
    EXPECT_TRUE(has(west.ask(ward, "GET /api/ward"), foreign));
    EXPECT_EQ(status_of(west.ask(ward, "POST /api/alerts/" + alert_of(foreign) + "/acknowledge")), 200);
    EXPECT_TRUE(has(intensive.ask(ward, "GET /api/ward"), R"("opened_by":[{"number":1,)" + by));
    EXPECT_EQ(status_of(facts_for(SignedIn(ward, "doctor"))), 403) << "for nobody else";
    EXPECT_TRUE(has(open_foreign(west), R"("number":1,)")) << "it is open already";
    EXPECT_TRUE(has(ward.ask("GET /metrics", ward.feed()), "stormkeel_break_glass_total 1\n"));
}

TEST_F(BreakGlassTest, NeedsAReasonInWordsAndSomebodyToOpen) {
    const SignedIn west(ward, "west");
    const auto tried = [&](const std::string& patient, const std::string& body) {
        return status_of(west.ask(ward, "POST /api/patients/" + patient + "/break-glass", body));
    };
    for (const std::string& wrong :
         {std::string(), std::string("reason"), std::string(R"({"reason":""})"), std::string(R"({"reason":"   "})"),
          std::string(R"({"reason":"x"})"), std::string(R"({"reason":" asked "})"),
          std::string(R"({"reason":"two\nlines of it"})"), R"({"reason":"so )" + std::string(200, 'l') + "ng\"}"}) {
        EXPECT_EQ(tried(foreign, wrong), 400) << wrong;
    }
    EXPECT_EQ(tried(own, reason), 409) << "of the own unit";
    EXPECT_EQ(tried(nowhere, reason), 409) << "of no unit";
    EXPECT_EQ(tried("nobody", reason), 404);
    const SignedIn anywhere(ward, "anywhere");
    EXPECT_EQ(status_of(open_foreign(anywhere)), 409) << "no unit binds them";
    const std::string audit = SignedIn(ward, "auditor").ask(ward, "GET /api/audit");
    EXPECT_TRUE(has(audit, R"("actor":"west","action":"break glass failed","object":"patient )")) << audit;
    EXPECT_FALSE(has(audit, "break glass asked")) << audit;
}

TEST_F(BreakGlassTest, OutlivesARestartAndEndsAfterEightHours) {
    open_foreign(SignedIn(ward, "west"));
    ward.restart();
    EXPECT_EQ(status_of(facts_for(SignedIn(ward, "west"))), 200);
    ward.set_clock("2026-03-03T18:30:59Z");
    EXPECT_EQ(status_of(facts_for(SignedIn(ward, "west"))), 200);
    ward.set_clock("2026-03-03T18:31:00Z");
    EXPECT_EQ(status_of(facts_for(SignedIn(ward, "west"))), 403);
    const std::string again = open_foreign(SignedIn(ward, "west"));
    EXPECT_TRUE(has(again, R"("number":2,)")) << again;
}

TEST_F(BreakGlassTest, IsOfWhomThePatientIsJoinedInto) {
    const SignedIn west(ward, "west");
    open_foreign(west);
    PlainClient client{ward.mllp_port()};
    client.send(
        hl7v2_framed("MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303103059+0000||ADT^A40^ADT_A39|99|P|2.5.1\r"
                     "EVN||20260303103000+0000\rPID|1||survivor^^^HOSP^MR\rMRG|icu-patient^^^HOSP^MR\r"));
    EXPECT_TRUE(has(client.receive_until("\x1C\r"), "MSA|AA|"));
    EXPECT_EQ(status_of(west.ask(ward, "GET /api/patients/survivor/facts")), 200);
    EXPECT_EQ(status_of(SignedIn(ward, "doctor").ask(ward, "GET /api/patients/survivor/facts")), 403);
}

TEST_F(BreakGlassTest, IsReviewedByAnAuditorAndClosedWhenTheyRefuse) {
    const SignedIn west(ward, "west");
    open_foreign(west);
    const SignedIn auditor(ward, "auditor");
    const std::string waiting = auditor.ask(ward, "GET /api/cosigns");
    EXPECT_TRUE(has(waiting, R"x("object":"ICU (HOSP)","fact":null,"reason":"covers ICU tonight","by":"west")x"))
        << waiting;
    EXPECT_FALSE(has(waiting, foreign)) << waiting;
    EXPECT_EQ(status_of(auditor.ask(ward, "POST /api/cosigns/1/approve", R"({"words":"on the rota"})")), 200);
    EXPECT_EQ(status_of(facts_for(west)), 200) << "it stays open for its time";
    const SignedIn doctor(ward, "doctor");
    open_foreign(doctor);
    EXPECT_EQ(status_of(facts_for(doctor)), 200);
    EXPECT_EQ(status_of(auditor.ask(ward, "POST /api/cosigns/2/refuse", R"({"words":"not on the rota"})")), 200);
    EXPECT_EQ(status_of(facts_for(doctor)), 403);
    EXPECT_FALSE(has(doctor.ask(ward, "GET /api/ward"), foreign));
}

TEST_F(BreakGlassTest, IsAnAlarmOfTheWardWhenNobodyReviewedItInADay) {
    open_foreign(SignedIn(ward, "west"));
    ward.set_clock("2026-03-04T10:30:00Z");
    EXPECT_TRUE(comes_to("/metrics", "stormkeel_review_waiting_seconds 86340\n"));
    EXPECT_FALSE(has(ward.ask("GET /api/technical", ward.feed()), "review_overdue"));
    ward.set_clock("2026-03-04T10:31:00Z");
    EXPECT_TRUE(comes_to("/api/technical", R"("condition":"review","priority":"medium","state":"raised")"));
    EXPECT_TRUE(has(ward.ask("GET /metrics", ward.feed()), "stormkeel_reviews_open 1\n"));
    const SignedIn auditor(ward, "auditor");
    EXPECT_EQ(status_of(auditor.ask(ward, "POST /api/cosigns/1/approve", R"({"words":"on the rota"})")), 200);
    EXPECT_TRUE(comes_to("/metrics", "stormkeel_reviews_open 0\n"));
}

TEST_F(BreakGlassTest, LogsWhoOpenedAndNoPatient) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    Operation operation;
    operation.log = std::make_shared<Log>(LogLevel::warning, [] { return Instant{}; }, ends[1]);
    RunningWard logged(operation);
    logged.keep_person("west", Role::nurse, "7 West");
    logged.restart();
    const std::string encounter =
        R"({"resourceType":"Encounter","id":"e1","status":"in-progress","subject":{"reference":"Patient/icu-patient"},)"
        R"("location":[{"status":"active","location":{"display":"8 East"}}]})";
    const std::string taken =
        logged.ask("POST /fhir/Encounter", logged.feed(), encounter, "Content-Type: application/fhir+json\r\n");
    EXPECT_EQ(status_of(taken), 201) << taken;
    const std::string opened =
        SignedIn(logged, "west").ask(logged, "POST /api/patients/icu-patient/break-glass", reason);
    EXPECT_EQ(status_of(opened), 200) << opened;
    std::array<char, 1000> text{};
    const std::string line(text.data(),
                           static_cast<std::size_t>(std::max<ssize_t>(0, read(ends[0], text.data(), text.size()))));
    EXPECT_TRUE(has(line, R"("level":"warning","event":"break_glass","by":"west","patient":")")) << line;
    EXPECT_FALSE(has(line, foreign) || has(line, "covers")) << line;
    for (const int end : ends) close(end);
}

}  // namespace
}  // namespace stormkeel
