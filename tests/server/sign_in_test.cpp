// People at the door of a ward that runs: signing in and out, what their role opens, and what is written of it.
#include <gtest/gtest.h>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

// A ward with a person of each role, named by it.
class SignIn : public testing::Test {
protected:
    SignIn() {
        for (const Role role : people) ward.keep_person(std::string(name_of(role)), role);
        ward.restart();
        ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    }

    static constexpr std::array people{Role::nurse, Role::physician, Role::pharmacist, Role::auditor, Role::admin};
    RunningWard ward;

    std::vector<std::string> audit_actions() {
        ward.stop();
        std::vector<std::string> actions;
        for (const AuditEntry& entry : ward.store().all.audit) {
            actions.push_back(entry.actor + ": " + entry.action + ", " + entry.object);
        }
        return actions;
    }
    std::string number_of_alert(const std::string& condition) const {
        const std::string board = ward.ask("GET /api/ward", ward.feed());
        const std::size_t place = board.find("\"condition\":\"" + condition + "\"");
        const std::size_t id = board.rfind("\"id\":", place);
        return place == std::string::npos ? "" : board.substr(id + 5, board.find(',', id) - id - 5);
    }
};

TEST_F(SignIn, OpensWhatTheRoleMayAndNothingElse) {
    for (const Role role : people) {
        const SignedIn person(ward, std::string(name_of(role)));
        ASSERT_EQ(person.cookie.size(), std::string("stormkeel=").size() + 64);
        for (const Route& route : ward.routes()) {
            if (route.pattern == "/session" || route.pattern == "/api/events") continue;
            std::string path = route.pattern;
            if (const std::size_t alert = path.find("{alert}"); alert != std::string::npos)
                path.replace(alert, 7, "999");
            for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
                path.replace(open, path.find('}') - open + 1, "1");
            }
            const int status = status_of(person.ask(ward, route.method + ' ' + path));
            EXPECT_EQ(status == 403 || status == 401, !may(role, route.permission))
                << name_of(role) << ' ' << route.method << ' ' << path << ": " << status;
        }
    }
}

TEST_F(SignIn, ToldByNameRoleAndToken) {
    const SignedIn nurse(ward, "nurse");
    const std::string told = nurse.ask(ward, "GET /session");
    EXPECT_TRUE(has(told, R"({"name":"nurse","role":"nurse","csrf_token":")" + nurse.csrf)) << told;
    const std::string nobody = ward.ask("GET /session", "");
    EXPECT_TRUE(status_of(nobody) == 401 && has(nobody, "WWW-Authenticate: Bearer\r\n")) << nobody;
    EXPECT_EQ(status_of(ward.ask("GET /session", "", "", "Cookie: stormkeel=0123\r\n")), 401);
}

TEST_F(SignIn, LeadsToTheBoardAndIsLedTo) {
    const SignedIn nurse(ward, "nurse");
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /")), 200);
    EXPECT_EQ(status_of(ward.ask("GET /sign-in", "")), 200);
    for (const char* path : {"/", "/setup"}) {
        const std::string response = ward.ask("GET " + std::string(path), "");
        EXPECT_EQ(status_of(response), 303) << path;
        EXPECT_TRUE(has(response, "Location: /sign-in\r\n")) << response;
    }
    nurse.ask(ward, "DELETE /session");
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /")), 303) << "the session is over";
}

// What a page offers is what the ward would not refuse.
TEST_F(SignIn, TellsWhichAlertsTheRoleAcknowledgesAndDeclines) {
    const std::string drug = number_of_alert("treatment");
    const std::string grade = number_of_alert("crs");
    for (const Role role : people) {
        const SignedIn person(ward, std::string(name_of(role)));
        const std::string session = person.ask(ward, "GET /session");
        EXPECT_EQ(has(session, R"("sees_board":true)"), may(role, Permission::see_board)) << session;
        for (const auto& [condition, alert] : {std::pair{"treatment", drug}, std::pair{"crs", grade}}) {
            for (const auto& [how, member] :
                 {std::pair{"acknowledge", "acknowledges"}, std::pair{"decline", "declines"}}) {
                const std::string told = between(session, '"' + std::string(member) + "\":[", "]");
                const int status =
                    status_of(person.ask(ward, "POST /api/alerts/" + alert + '/' + how, R"({"reason":"seen"})"));
                EXPECT_EQ(has(told, '"' + std::string(condition) + '"'), status == 200)
                    << name_of(role) << ", " << how << ", " << condition << ": " << status << ", told " << told;
            }
        }
    }
}

TEST_F(SignIn, AWrongPasswordAndAnUnknownNameAreToldAlike) {
    const std::string wrong = ward.ask("POST /session", "", sign_in_body("nurse", "seven loud herons"));
    const std::string unknown = ward.ask("POST /session", "", sign_in_body("nobody"));
    EXPECT_EQ(status_of(wrong), 401);
    EXPECT_EQ(wrong, unknown);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("feed", ward.feed()))), 401)
        << "a token is no password";
    EXPECT_EQ(status_of(ward.ask("POST /session", "", R"({"name":"nurse"})")), 400);
    const std::vector<std::string> told = audit_actions();
    EXPECT_NE(std::find(told.begin(), told.end(), "anyone: sign-in failed, nurse nurse"), told.end());
    EXPECT_NE(std::find(told.begin(), told.end(), "anyone: sign-in failed, an unknown name"), told.end());
}

TEST_F(SignIn, AfterFiveWrongTriesTheRightPasswordHasToWaitToo) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse", "seven loud herons"))), 401) << i;
    }
    const std::string closed = ward.ask("POST /session", "", sign_in_body("nurse"));
    EXPECT_EQ(status_of(closed), 429);
    EXPECT_TRUE(has(closed, "Retry-After: 900")) << closed;
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("physician"))), 200) << "others are not shut out";
    ward.set_clock("2026-03-03T10:46:01Z");
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"))), 200) << "and nobody for good";
}

TEST_F(SignIn, AChangeNeedsTheTokenOfTheSessionAndComesFromOurOwnPage) {
    const SignedIn nurse(ward, "nurse");
    const std::string post = "POST /api/patients/p2/facts";
    const std::string more = R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"spo2","value":94,"unit":"%"}]})";
    EXPECT_EQ(status_of(ward.ask(post, "", more, nurse.cookie_field())), 403);
    EXPECT_EQ(
        status_of(ward.ask(post, "", more, nurse.cookie_field() + "X-CSRF-Token: " + std::string(64, '0') + "\r\n")),
        403);
    for (const char* foreign :
         {"Origin: https://ward.example\r\n", "Sec-Fetch-Site: cross-site\r\n", "Origin: null\r\n"}) {
        EXPECT_EQ(status_of(ward.ask(post, "", more, nurse.fields() + foreign)), 403) << foreign;
        EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"), foreign)), 403) << foreign;
    }
    EXPECT_EQ(status_of(ward.ask("GET /api/patients/p2/facts", ward.feed())), 404) << "nothing of it came in";
    EXPECT_EQ(status_of(ward.ask(post, "", more, nurse.fields() + "Origin: http://localhost:1\r\n")), 200);
    EXPECT_EQ(status_of(ward.ask(post, ward.feed(), more, "Origin: https://ward.example\r\n")), 200)
        << "a machine's token is sent by who knows it";
}

TEST_F(SignIn, EndsWithSigningOutAndAfterTwelveHours) {
    const SignedIn nurse(ward, "nurse");
    const SignedIn again(ward, "nurse");
    EXPECT_EQ(status_of(ward.ask("DELETE /session", "", "", nurse.cookie_field())), 403) << "not without the token";
    const std::string out = nurse.ask(ward, "DELETE /session");
    EXPECT_EQ(status_of(out), 200);
    EXPECT_TRUE(has(out, "Set-Cookie: stormkeel=; ")) << out;
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 401);
    EXPECT_EQ(status_of(again.ask(ward, "GET /api/ward")), 200);
    ward.set_clock("2026-03-03T22:31:00Z");
    EXPECT_EQ(status_of(again.ask(ward, "GET /api/ward")), 401);
}

TEST_F(SignIn, OutlivesARestart) {
    const SignedIn nurse(ward, "nurse");
    const SignedIn gone(ward, "physician");
    gone.ask(ward, "DELETE /session");
    ward.restart();
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 200);
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /api/patients/p2/facts", grade_three_facts)), 200) << "by its token";
    EXPECT_EQ(status_of(gone.ask(ward, "GET /api/ward")), 401) << "who signed out stays out";
    ward.set_clock("2026-03-03T10:46:01Z");
    ward.restart();
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 423) << "15 minutes of rest, whenever it was started";
}

TEST_F(SignIn, WithAFullDiskNobodyNewSignsInAndWhoIsInGoesOn) {
    const SignedIn nurse(ward, "nurse");
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "full"};
    const std::string refused = ward.ask("POST /session", "", sign_in_body("physician"), nurse.cookie_field());
    EXPECT_EQ(status_of(refused), 507);
    EXPECT_FALSE(has(refused, "Set-Cookie")) << refused;
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 200) << "also the one that it was to take the place of";
    const std::string out = nurse.ask(ward, "DELETE /session");
    EXPECT_EQ(status_of(out), 507);
    EXPECT_TRUE(has(out, "Set-Cookie: stormkeel=; ")) << "the browser at least forgets it: " << out;
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 401);
}

TEST_F(SignIn, ASecondSignInEndsTheSessionItBrings) {
    const SignedIn nurse(ward, "nurse");
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"), nurse.cookie_field())), 200);
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 401);
}

TEST_F(SignIn, WhoSignsOutReadsNoFurtherEvents) {
    const SignedIn nurse(ward, "nurse");
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + nurse.cookie_field() + "Last-Event-ID: 0\r\n\r\n");
    EXPECT_TRUE(has(reader.receive_until("\n\n"), "text/event-stream"));
    nurse.ask(ward, "DELETE /session");
    ward.ask("POST /api/patients/p3/facts", ward.feed(), grade_three_facts);
    EXPECT_FALSE(has(reader.receive_all(), "p3")) << "and the stream has ended";
}

TEST_F(SignIn, WhatAPersonChartsIsToldByTheirNameAndStandsOnce) {
    const SignedIn nurse(ward, "nurse");
    const SignedIn physician(ward, "physician");
    const std::string dose =
        R"({"facts":[{"time":"2026-03-03T10:30:30Z","item":"give:tocilizumab","value":640,"unit":"mg"}]})";
    EXPECT_TRUE(has(nurse.ask(ward, "POST /api/patients/p1/facts", dose), R"("kept":1)"));
    EXPECT_TRUE(has(physician.ask(ward, "POST /api/patients/p1/facts", dose), R"("repeated":1)")) << "it is one dose";
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", ward.feed(), dose), R"("repeated":1)"));
    EXPECT_TRUE(has(physician.ask(ward, "POST /api/patients/p1/facts", grade_three_facts), R"("repeated":7)"));
    const std::string told = ward.ask("GET /api/patients/p1/facts", ward.feed());
    EXPECT_TRUE(has(told, R"( by nurse")")) << told;
    EXPECT_FALSE(has(told, "by physician")) << told;
}

TEST_F(SignIn, AnAlertIsAnsweredForThePatientThatWasSeen) {
    const SignedIn nurse(ward, "nurse");
    const std::string crs = number_of_alert("crs");
    const std::string acknowledge = "POST /api/alerts/" + crs + "/acknowledge";
    EXPECT_EQ(status_of(nurse.ask(ward, acknowledge, R"({"patient":"p2"})")), 409);
    EXPECT_EQ(status_of(nurse.ask(ward, acknowledge, "not json")), 400);
    const std::string done = nurse.ask(ward, acknowledge, R"({"patient":"p1"})");
    EXPECT_TRUE(has(done, R"("state":"acknowledged")")) << done;
    EXPECT_TRUE(has(done, R"("by":"nurse")")) << done;
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /api/alerts/" + crs + "/decline", R"({"reason":"seen"})")), 403);
}

TEST_F(SignIn, APharmacistAnswersAlertsOfDrugsAlone) {
    const SignedIn pharmacist(ward, "pharmacist");
    const std::string drug = number_of_alert("treatment");
    ASSERT_FALSE(drug.empty());
    EXPECT_EQ(status_of(pharmacist.ask(ward, "POST /api/alerts/" + number_of_alert("crs") + "/acknowledge")), 403);
    EXPECT_EQ(status_of(pharmacist.ask(ward, "POST /api/alerts/" + drug + "/decline", R"({"reason":"no stock"})")),
              200);
}

TEST_F(SignIn, WhatAPersonReadsIsInTheAuditAndNamesNoPatient) {
    const SignedIn nurse(ward, "nurse");
    nurse.ask(ward, "GET /api/patients/p1/assessment");
    nurse.ask(ward, "GET /api/patients/p1/facts");
    ward.ask("GET /api/patients/p1/facts", ward.feed());
    const SignedIn auditor(ward, "auditor");
    const std::string audit = auditor.ask(ward, "GET /api/audit?after=0");
    EXPECT_EQ(status_of(audit), 200);
    const std::string read = R"("actor":"nurse","action":"read","object":"patient )";
    const std::size_t first = audit.find(read);
    ASSERT_NE(first, std::string::npos) << audit;
    EXPECT_NE(audit.find(read + audit.substr(first + read.size(), 32), first + 1), std::string::npos)
        << "twice, by one pseudonym: " << audit;
    EXPECT_FALSE(has(audit, "p1")) << audit;
    EXPECT_FALSE(has(auditor.ask(ward, "GET /api/audit?after=3"), R"("number":3,)"));
    EXPECT_EQ(status_of(auditor.ask(ward, "GET /api/audit?after=x")), 400);
}

TEST_F(SignIn, AnAdministratorKeepsAccountsAndTheirSessionsEndWithThem) {
    const SignedIn admin(ward, "admin");
    const SignedIn nurse(ward, "nurse");
    const std::string body = R"({"role":"physician","password":"nine green lanterns"})";
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/ada", body)), 200);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("ada", "nine green lanterns"))), 200);
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/ada", R"({"role":"physician","password":"short"})")), 400);
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/ada", R"({"role":"kiosk","password":"nine green lanterns"})")),
              400);
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/feed", body)), 400) << "that is a token's name";
    EXPECT_EQ(status_of(admin.ask(ward, "DELETE /api/users/nurse")), 200);
    EXPECT_EQ(status_of(nurse.ask(ward, "GET /api/ward")), 401) << "at once";
    EXPECT_EQ(status_of(admin.ask(ward, "DELETE /api/users/nurse")), 404);
    EXPECT_EQ(status_of(admin.ask(ward, "DELETE /api/users/admin")), 409) << "the last one stays";
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/admin", body)), 409);
    const std::string told = admin.ask(ward, "GET /api/users");
    EXPECT_TRUE(has(told, R"({"name":"ada","role":"physician")")) << told;
    EXPECT_FALSE(has(told, "nurse") || has(told, "feed") || has(told, "scrypt")) << told;
}

TEST_F(SignIn, MoreThanAHundredCallsAtOnceAreAskedToWait) {
    const SignedIn nurse(ward, "nurse");
    int refused = 0;
    std::string last;
    for (int i = 0; i < 110; ++i) {
        const std::string response = nurse.ask(ward, "GET /api/ward");
        if (status_of(response) == 200) continue;
        ++refused;
        last = response;
    }
    EXPECT_EQ(refused, 10) << "the clock stands still: nothing was saved up since";
    EXPECT_EQ(status_of(last), 429);
    EXPECT_TRUE(has(last, "Retry-After: 1")) << last;
}

TEST_F(SignIn, DoesNotHoldUpTheWard) {
    std::vector<std::unique_ptr<PlainClient>> guesses;
    for (const std::string name : {"nurse", "physician", "pharmacist", "auditor"}) {
        guesses.push_back(std::make_unique<PlainClient>(ward.port()));
        const std::string body = sign_in_body(name);
        guesses.back()->send("POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(status_of(ward.ask("GET /healthz", "")), 200);
    const auto taken = std::chrono::steady_clock::now() - begin;
    for (const auto& guess : guesses) EXPECT_EQ(status_of(guess->response()), 200);
    const auto all = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(taken * 2, all) << "the ward answered while the passwords were checked";
}

}  // namespace
}  // namespace stormkeel
