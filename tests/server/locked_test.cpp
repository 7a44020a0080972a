// A session in which nobody did anything: what it still opens, what it is told, and how it is unlocked.
#include <gtest/gtest.h>

#include "server/live_client.h"
#include "server/locked.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

class Locked : public testing::Test {
protected:
    Locked() {
        for (const Role role : {Role::nurse, Role::physician, Role::admin}) {
            ward.keep_person(std::string(name_of(role)), role);
        }
        ward.restart();
        ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    }

    void let_rest() { ward.set_clock("2026-03-03T10:46:00Z"); }
    int unlock(const SignedIn& person, std::string_view password = RunningWard::password) const {
        return status_of(person.ask(ward, "POST /session/unlock", R"({"password":")" + std::string(password) + "\"}"));
    }

    RunningWard ward;
};

TEST_F(Locked, OpensNothingButWhatTellsOfNoPatient) {
    const SignedIn physician(ward, "physician");
    let_rest();
    for (const Route& route : ward.routes()) {
        if (!may(Role::physician, route.permission) || may(Role::anyone, route.permission)) continue;
        if (route.permission == Permission::follow_events) continue;
        std::string path = route.pattern;
        for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
            path.replace(open, path.find('}') - open + 1, "1");
        }
        const std::string told = physician.ask(ward, route.method + ' ' + path);
        EXPECT_EQ(status_of(told), 423) << route.method << ' ' << path;
        EXPECT_TRUE(has(told, R"("code":"locked")")) << told;
    }
    const std::string session = physician.ask(ward, "GET /session");
    EXPECT_TRUE(has(session, R"("name":"physician")") && has(session, R"("locked":true)")) << session;
    EXPECT_EQ(status_of(physician.ask(ward, "GET /")), 200) << "the page asks for the password";
    EXPECT_EQ(status_of(physician.ask(ward, "DELETE /session")), 200);
    EXPECT_EQ(status_of(physician.ask(ward, "GET /session")), 401);
}

TEST_F(Locked, IsUnlockedByThePasswordOfWhoIsSignedIn) {
    const SignedIn nurse(ward, "nurse");
    let_rest();
    EXPECT_EQ(unlock(nurse, "seven loud herons"), 403);
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 423);
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /session/unlock", "{}")), 400);
    EXPECT_EQ(unlock(nurse), 200);
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 200);
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /api/patients/p1/facts", grade_three_facts)), 200) << "by its token";
    EXPECT_EQ(status_of(ward.ask("POST /session/unlock", "", R"({"password":"seven quiet herons"})")), 401);
    ward.restart();
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 200) << "it was kept";
    ward.stop();
    std::vector<std::string> told;
    for (const AuditEntry& entry : ward.store().all.audit) told.push_back(entry.actor + ": " + entry.action);
    EXPECT_NE(std::find(told.begin(), told.end(), "nurse: unlock"), told.end());
    EXPECT_NE(std::find(told.begin(), told.end(), "nurse: password check failed"), told.end());
}

TEST_F(Locked, TriesCountAsThoseOfASignIn) {
    const SignedIn nurse(ward, "nurse");
    let_rest();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(unlock(nurse, "seven loud herons"), 403) << i;
    EXPECT_EQ(unlock(nurse), 429);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"))), 429);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("physician"), nurse.cookie_field())), 200)
        << "somebody else takes the place";
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /session")), 401);
}

TEST_F(Locked, NobodyWhoOnlyKnowsTheNameKeepsTheOwnerOut) {
    const SignedIn nurse(ward, "nurse");
    let_rest();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(status_of(ward.ask("POST /session", "", R"({"name":"nurse","password":"seven loud herons"})")), 401);
    }
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"))), 429);
    EXPECT_EQ(unlock(nurse), 200);
}

TEST_F(Locked, AFullDiskLetsThePersonBack) {
    const SignedIn nurse(ward, "nurse");
    let_rest();
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "full"};
    EXPECT_EQ(unlock(nurse), 200);
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 200);
}

TEST_F(Locked, HearsThatThereAreAlertsAndOfNoPatient) {
    const SignedIn nurse(ward, "nurse");
    let_rest();
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + nurse.cookie_field() + "Last-Event-ID: 0\r\n\r\n");
    const std::string told = reader.receive_until("_priority\":\"high\"}\n\n");
    EXPECT_TRUE(has(told, "heartbeat\ndata: {\"at\":\"2026-03-03T10:46:00Z\",\"locked\":true,")) << told;
    EXPECT_TRUE(has(told, "event: alert\ndata: {\"priority\":\"high\",\"state\":\"raised\"}\n\n")) << told;
    const std::string shown = ward.ask("GET /api/ward", ward.feed()) + ward.ask("GET /api/technical", ward.feed());
    std::size_t raised = 0;
    for (std::size_t at = 0; (at = shown.find(R"("state":"raised")", at)) != std::string::npos; ++at) ++raised;
    EXPECT_TRUE(has(told, "\"open_alerts\":" + std::to_string(raised) + R"(,"highest_priority":"high"})")) << told;
    EXPECT_FALSE(has(told, "p1") || has(told, "event: assessment") || has(told, "CRS")) << told;
    ASSERT_EQ(unlock(nurse), 200);
    ward.ask("POST /api/patients/p3/facts", ward.feed(), grade_three_facts);
    EXPECT_TRUE(has(reader.receive_until("event: assessment\n"), "event: assessment")) << "and goes on with all of it";
}

TEST(ToldWhileLocked, OfAnAlertItsPriorityAndStateAlone) {
    const auto told =
        told_while_locked({7, "alert", "p1", R"({"id":3,"patient":"p1","priority":"low","state":"ended"})"});
    ASSERT_TRUE(told);
    EXPECT_EQ(told->json, R"({"priority":"low","state":"ended"})");
    EXPECT_EQ(told->patient, "");
    for (const char* kind : {"assessment", "patient", "a kind of later"}) {
        EXPECT_FALSE(told_while_locked({7, kind, "p1", R"({"priority":"low","state":"ended"})"})) << kind;
    }
    EXPECT_FALSE(told_while_locked({7, "alert", "p1", "no json"}));
}

}  // namespace
}  // namespace stormkeel
