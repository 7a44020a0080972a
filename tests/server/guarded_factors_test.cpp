// Second factors and those who have no right to them: a stranger at a screen that was left, and who has a phone that
// was lost.
#include <gtest/gtest.h>

#include <algorithm>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

const std::string their_password = R"({"password":"seven quiet herons"})";

// Whoever finds a screen that its owner left has the session, and not the password.
TEST(GuardedFactors, ASessionAloneAddsNoFactor) {
    RunningWard ward;
    ward.keep_person("physician", Role::physician);
    ward.restart();
    const SignedIn physician(ward, "physician");
    for (const char* kind : {"authenticator", "passkey"}) {
        const std::string begin = std::string("POST /api/account/") + kind;
        const std::string without = physician.ask(ward, begin);
        EXPECT_EQ(status_of(without), 400) << without;
        EXPECT_TRUE(has(without, "password")) << without;
        EXPECT_EQ(status_of(physician.ask(ward, begin, "{}")), 400);
        const std::string wrong = physician.ask(ward, begin, R"({"password":"seven loud herons"})");
        EXPECT_EQ(status_of(wrong), 403) << wrong;
        EXPECT_FALSE(has(wrong, "enrolment")) << wrong;
        EXPECT_EQ(status_of(physician.ask(ward, begin, their_password)), 200);
    }
    const std::string confirmed = physician.ask(ward, "POST /api/account/authenticator/confirm",
                                                R"({"enrolment":"x","name":"Phone","code":"000000"})");
    EXPECT_EQ(status_of(confirmed), 409) << "what nobody began";
    ward.stop();
    const auto& audit = ward.store().all.audit;
    EXPECT_EQ(std::count_if(audit.begin(), audit.end(),
                            [](const AuditEntry& entry) {
                                return entry.actor == "physician" && entry.action == "password check failed";
                            }),
              2);
}

// Who adds an app and a passkey, makes codes and sets a PIN gives the right password each time.
TEST(GuardedFactors, ARightPasswordIsNoTryThatFailedAndAWrongOneIs) {
    RunningWard ward;
    ward.keep_person("physician", Role::physician);
    ward.restart();
    const SignedIn physician(ward, "physician");
    const auto sign_in = [&] { return status_of(ward.ask("POST /session", "", sign_in_body("physician"))); };
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(status_of(physician.ask(ward, "POST /api/account/authenticator", their_password)), 200) << i;
    }
    EXPECT_EQ(sign_in(), 200);
    for (int i = 0; i < 5; ++i) {
        const std::string wrong = R"({"password":"seven loud herons"})";
        EXPECT_EQ(status_of(physician.ask(ward, "POST /api/account/authenticator", wrong)), 403) << i;
    }
    EXPECT_EQ(sign_in(), 429);
}

// Whoever found the phone may be signed in by it.
TEST(GuardedFactors, AResetEndsEverySessionOfThePerson) {
    RunningWard ward;
    for (const Role role : {Role::nurse, Role::physician, Role::admin})
        ward.keep_person(std::string(name_of(role)), role);
    ward.restart();
    const SignedIn admin(ward, "admin");
    const SignedIn physician(ward, "physician");
    const SignedIn here(ward, "nurse");
    const SignedIn there(ward, "nurse");
    const std::string begun = here.ask(ward, "POST /api/account/authenticator", their_password);
    EXPECT_EQ(status_of(here.ask(ward, "GET /api/ward")), 200);
    ward.set_clock("2026-03-03T10:32:00Z");
    EXPECT_EQ(status_of(admin.ask(ward, "DELETE /api/users/nurse/factors")), 200);
    EXPECT_EQ(status_of(here.ask(ward, "GET /api/ward")), 401);
    EXPECT_EQ(status_of(there.ask(ward, "GET /api/ward")), 401);
    EXPECT_EQ(status_of(physician.ask(ward, "GET /api/ward")), 200) << "others go on";
    EXPECT_EQ(status_of(admin.ask(ward, "GET /api/users")), 200);
    const SignedIn anew(ward, "nurse");
    EXPECT_EQ(status_of(anew.ask(ward, "GET /api/ward")), 200);
    const std::string confirm =
        R"({"name":"Phone","code":"000000","enrolment":")" + between(begun, R"("enrolment":")", "\"") + "\"}";
    EXPECT_EQ(status_of(anew.ask(ward, "POST /api/account/authenticator/confirm", confirm)), 409)
        << "what was begun before it is over";
    ward.restart();
    EXPECT_EQ(status_of(here.ask(ward, "GET /api/ward")), 401) << "after a start, too";
    EXPECT_EQ(status_of(anew.ask(ward, "GET /api/ward")), 200);
    EXPECT_EQ(
        status_of(admin.ask(ward, "POST /api/users/nurse", R"({"role":"nurse","password":"nine green lanterns"})")),
        200);
    EXPECT_EQ(status_of(anew.ask(ward, "GET /api/ward")), 401) << "nor does one outlive another password";
}

}  // namespace
}  // namespace stormkeel
