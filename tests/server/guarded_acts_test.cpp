// What nobody does by their own leave alone, what a wall is not told, and words that say nothing.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <thread>

#include "server/password.h"
#include "server/signed_in.h"
#include "storage/digest.h"

namespace stormkeel {
namespace {

class GuardedActs : public testing::Test {
protected:
    GuardedActs() {
        ward.keep_person("ada", Role::admin);
        ward.keep_person("bea", Role::admin);
        ward.keep_person("phil", Role::physician);
        ward.keep_person("nora", Role::nurse);
        ward.restart();
    }

    RunningWard ward;
};

TEST_F(GuardedActs, NobodyGivesThemselvesAnotherRole) {
    const SignedIn ada(ward, "ada");
    for (const char* body : {R"({"role":"physician"})", R"({"role":"physician","password":"nine grey geese fly"})",
                             R"({"role":"nurse","subject":"248289761001"})"}) {
        EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/ada", body)), 403) << body;
    }
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/ada", R"({"role":"admin","password":"nine grey geese fly"})")),
              200)
        << "another password is no other role";
    EXPECT_EQ(status_of(SignedIn(ward, "bea").ask(ward, "POST /api/users/ada", R"({"role":"physician"})")), 200);
}

TEST_F(GuardedActs, ASessionIsUnlockedWithItsTokenAlone) {
    const SignedIn nora(ward, "nora");
    const std::string body = R"({"password":"seven quiet herons"})";
    EXPECT_EQ(status_of(ward.ask("POST /session/unlock", "", body, nora.cookie_field())), 403);
    EXPECT_EQ(status_of(ward.ask("POST /session/unlock", "", body, nora.cookie_field() + "X-CSRF-Token: x\r\n")), 403);
    EXPECT_EQ(status_of(nora.ask(ward, "POST /session/unlock", body)), 200);
}

TEST_F(GuardedActs, AWallIsLedToItsOwnPageAndIsToldThatTheWardIsNotWell) {
    for (const char* path : {"/", "/accounts", "/audit", "/guideline"}) {
        const std::string answer = ward.ask("GET " + std::string(path), ward.kiosk());
        EXPECT_EQ(status_of(answer), 303) << path;
        EXPECT_TRUE(has(answer, "Location: /kiosk")) << path;
    }
    ward.set_clock("2026-03-05T10:31:00Z");  // nothing was backed up for two days
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    std::string own;
    for (int i = 0; i < 500 && !has(own, "backup"); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        own = ward.ask("GET /api/technical", ward.feed());
    }
    const std::string number = between(own, R"("technical":[{"id":)", ",");
    const SignedIn nora(ward, "nora");
    EXPECT_EQ(status_of(nora.ask(ward, "POST /api/alerts/" + number + "/acknowledge")), 200);
    EXPECT_TRUE(has(ward.ask("GET /api/technical", ward.feed()), R"("by":"nora")"));
    EXPECT_EQ(status_of(ward.ask("GET /api/technical", ward.kiosk())), 403);
    const std::string wall = ward.ask("GET /api/ward", ward.kiosk());
    EXPECT_TRUE(has(wall, "Stormkeel-Degraded: true\r\n")) << "grades of a ward that is not well look so";
    EXPECT_FALSE(has(wall, "nora") || has(wall, "backup")) << wall;
}

TEST_F(GuardedActs, AReasonThatSaysNothingDeclinesNothing) {
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const std::string number = between(ward.ask("GET /api/ward", ward.feed()), R"("alerts":[{"id":)", ",");
    const SignedIn phil(ward, "phil");
    const auto decline = [&](const std::string& reason) {
        return status_of(phil.ask(ward, "POST /api/alerts/" + number + "/decline", R"({"reason":")" + reason + "\"}"));
    };
    for (const char* reason : {"x", "..", "- -", "xxxx", "12 34", "no"}) EXPECT_EQ(decline(reason), 422) << reason;
    EXPECT_EQ(decline(""), 400);
    EXPECT_EQ(decline("given elsewhere"), 200);
    EXPECT_EQ(decline("erl\u00e4utert"), 200);
}

TEST_F(GuardedActs, ThePasswordsThatAreTriedFirstAreRefused) {
    const auto refused = [](std::string_view password) { return !why_no_password(password, "m.ortega", 15).empty(); };
    for (const char* password :
         {"password1234567", "Password-2026-Password", "herons herons herons", "abababababababab", "1q2w3e4r5t6y7u8",
          "stormkeel-ward-2026", "Ortega-Ortega-2026", "m.ortega.hospital", "summer-winter-2025!", "qwerty123456qwerty",
          "administrator123", "correct horse battery staple"}) {
        EXPECT_TRUE(refused(password)) << password;
    }
    for (const char* password : {"seven quiet herons", "nine grey geese fly", "my ward smells of tea and rain"}) {
        EXPECT_FALSE(refused(password)) << password;
    }
}

TEST_F(GuardedActs, TheDescriptionTellsOfFactsThatCannotBeUsed) {
    const std::string told = ward.ask("GET /openapi.json", "");
    const std::string call = between(told, R"("operationId":"postPatientsPatientFacts")", R"("operationId")");
    EXPECT_TRUE(has(call, R"("422":{)")) << call;
    EXPECT_TRUE(has(call, "None of them could be used")) << call;
}

// Who can write the store's file, and has not the key beside it, makes of a nurse's cookie no physician's.
TEST_F(GuardedActs, ASessionThatTheWardDidNotWriteOpensNothing) {
    const std::string folder =
        (std::filesystem::temp_directory_path() / ("stormkeel-sealed-" + std::to_string(getpid()))).string();
    std::filesystem::create_directories(folder);
    ward.restart_in(folder);
    const SignedIn nora(ward, "nora");
    ward.restart_in(folder);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/ward")), 200) << "a start signs nobody out";
    EXPECT_FALSE(has(ward.ask("GET /api/technical", ward.feed()), "storage"));
    ward.stop();
    for (KeptSession& session : ward.store().all.sessions) {
        session.name = "phil";
        for (const Account& account : ward.store().all.accounts) {
            if (account.name != "phil") continue;
            session.account = digest_of({account.credential, account.role, account.subject, account.units,
                                         std::to_string(account.changed_at.microseconds)});
        }
    }
    ward.restart_in(folder);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/ward")), 401);
    const std::string own = ward.ask("GET /api/technical", ward.feed());
    EXPECT_TRUE(has(own, R"("condition":"storage","priority":"high")")) << own;
    EXPECT_TRUE(has(own, "of session is not what was kept")) << own;
    ward.stop();
    std::filesystem::remove_all(folder);
}

// Her row was written and sealed by the ward itself, before she signed out.
TEST_F(GuardedActs, ASessionThatWasSignedOutIsNotPutBack) {
    const std::string folder =
        (std::filesystem::temp_directory_path() / ("stormkeel-put-back-" + std::to_string(getpid()))).string();
    std::filesystem::create_directories(folder);
    ward.restart_in(folder);
    const SignedIn nora(ward, "nora");
    ward.restart_in(folder);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/ward")), 200);
    ward.stop();
    const std::vector<KeptSession> before = ward.store().all.sessions;
    ward.restart_in(folder);
    EXPECT_EQ(status_of(nora.ask(ward, "DELETE /session")), 200);
    const SignedIn phil(ward, "phil");
    ward.restart_in(folder);
    EXPECT_EQ(status_of(phil.ask(ward, "GET /api/ward")), 200);
    ward.stop();
    ward.store().all.sessions = before;
    ward.restart_in(folder);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/ward")), 401);
    EXPECT_TRUE(has(ward.ask("GET /api/technical", ward.feed()), "of session is not what was kept"));
    EXPECT_EQ(status_of(SignedIn(ward, "nora").ask(ward, "GET /api/ward")), 200) << "who signs in anew is in";
    ward.stop();
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace stormkeel
