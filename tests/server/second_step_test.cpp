// People who sign in with a second factor, add and remove one, and change their password, at a ward that runs.
#include <gtest/gtest.h>

#include "adapters/json.h"
#include "server/base64url.h"
#include "server/signed_in.h"
#include "server/software_key.h"
#include "server/totp.h"

namespace stormkeel {
namespace {

constexpr std::string_view start_of_day = "2026-03-03T10:31:00Z";
const std::string own_password = R"({"password":"seven quiet herons"})";

// A nurse with an authenticator app, an admin who needs a second factor and has none, and a physician who needs none.
class SecondStepTest : public testing::Test {
protected:
    SecondStepTest() {
        for (const Role role : {Role::nurse, Role::physician, Role::admin})
            ward.keep_person(std::string(name_of(role)), role);
        Factors factors;
        factors.apps.push_back({"a1", "Phone", Instant{}, key, 0});
        codes = new_recovery_codes(factors);
        for (Account& account : ward.store().all.accounts) {
            if (account.name == "nurse") account.factors = to_json(factors);
        }
        ward.restart();
    }

    static Operation strict() {
        Operation operation;
        operation.second_factor.required = {Role::admin};
        return operation;
    }
    std::string code_at(std::string_view time) const {
        return totp_code(key, static_cast<std::uint64_t>(parse_instant(time)->microseconds / 30'000'000));
    }
    std::string ticket(const std::string& name = "nurse") const {
        return between(ward.ask("POST /session", "", sign_in_body(name)), R"("ticket":")", "\"");
    }
    std::string second(const std::string& with_ticket, const std::string& code) const {
        return ward.ask("POST /session/second-factor", "",
                        R"({"ticket":")" + with_ticket + R"(","code":")" + code + "\"}");
    }
    std::vector<std::string> audit() {
        ward.stop();
        std::vector<std::string> told;
        for (const AuditEntry& entry : ward.store().all.audit) {
            told.push_back(entry.actor + ": " + entry.action + ", " + entry.object);
        }
        return told;
    }

    const std::string key = new_totp_key();
    std::vector<std::string> codes;
    RunningWard ward{strict()};
};

long count_of(const std::vector<std::string>& all, std::string_view one) {
    return std::count(all.begin(), all.end(), one);
}

TEST_F(SecondStepTest, APasswordAloneOpensNothing) {
    const std::string first = ward.ask("POST /session", "", sign_in_body("nurse"));
    EXPECT_EQ(status_of(first), 401);
    EXPECT_FALSE(has(first, "Set-Cookie")) << first;
    EXPECT_TRUE(has(first, R"("kinds":["totp","recovery_code"],"passkey":null)")) << first;
    const std::string in = second(between(first, R"("ticket":")", "\""), code_at(start_of_day));
    EXPECT_EQ(status_of(in), 200) << in;
    EXPECT_TRUE(has(in, "Set-Cookie: stormkeel=") && has(in, R"("name":"nurse")")) << in;
    const auto told = audit();
    EXPECT_EQ(count_of(told, "nurse: second factor, nurse nurse, authenticator app"), 1);
    EXPECT_EQ(count_of(told, "nurse: sign in, nurse nurse"), 1);
}

TEST_F(SecondStepTest, AWrongPasswordTellsNothingOfIt) {
    const std::string wrong = ward.ask("POST /session", "", sign_in_body("nurse", "seven loud herons"));
    EXPECT_EQ(wrong, ward.ask("POST /session", "", sign_in_body("nobody")));
    EXPECT_FALSE(has(wrong, "second_factor"));
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("physician"))), 200)
        << "who has none is asked for none";
}

TEST_F(SecondStepTest, ATicketIsForOneTryAndFiveMinutes) {
    const std::string first = ticket();
    const std::string wrong = second(first, "000000");
    EXPECT_EQ(status_of(wrong), 401);
    EXPECT_EQ(status_of(second(first, code_at(start_of_day))), 401) << "it was used";
    const std::string next = between(wrong, R"("ticket":")", "\"");
    ASSERT_EQ(next.size(), 64U) << wrong;
    ward.set_clock("2026-03-03T10:36:00Z");
    EXPECT_EQ(status_of(second(next, code_at("2026-03-03T10:36:00Z"))), 401) << "it is too old";
    const std::string fresh = ticket();
    EXPECT_EQ(status_of(second(fresh, code_at("2026-03-03T10:36:00Z"))), 200);
    EXPECT_EQ(status_of(second(fresh, codes[0])), 401) << "and for one session";
    EXPECT_EQ(status_of(second("", codes[0])), 400);
    EXPECT_EQ(status_of(second(std::string(64, '0'), codes[0])), 401);
    EXPECT_EQ(count_of(audit(), "anyone: sign-in failed, nurse nurse at the second factor"), 1);
}

// Kept, so that a start does not forget it.
TEST_F(SecondStepTest, ACodeIsTakenOnceEvenOverAStart) {
    EXPECT_EQ(status_of(second(ticket(), code_at(start_of_day))), 200);
    EXPECT_EQ(status_of(second(ticket(), code_at(start_of_day))), 401);
    ward.restart();
    EXPECT_EQ(status_of(second(ticket(), code_at(start_of_day))), 401);
    EXPECT_EQ(status_of(second(ticket(), code_at("2026-03-03T10:31:30Z"))), 200) << "the next one";
    EXPECT_EQ(status_of(second(ticket(), codes[2])), 200);
    ward.restart();
    EXPECT_EQ(status_of(second(ticket(), codes[2])), 401) << "nor does it forget a recovery code";
}

TEST_F(SecondStepTest, WrongCodesAreTriesOfTheAccount) {
    std::string now = ticket();
    for (int i = 0; i < 5; ++i) {
        const std::string wrong = second(now, "000000");
        EXPECT_EQ(status_of(wrong), 401) << i;
        now = between(wrong, R"("ticket":")", "\"");
    }
    const std::string closed = second(now, code_at(start_of_day));
    EXPECT_EQ(status_of(closed), 429) << closed;
    EXPECT_TRUE(has(closed, "Retry-After: "));
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"))), 429);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("physician"))), 200);
}

// A right password among wrong ones forgives nothing: whoever has it would else try codes for ever.
TEST_F(SecondStepTest, TheRightPasswordDoesNotForgetWrongCodes) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(status_of(second(ticket(), "000000")), 401) << i;
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("nurse"))), 429);
}

TEST_F(SecondStepTest, WhoNeedsOneAndHasNoneMayOnlyAddOne) {
    const SignedIn admin(ward, "admin");
    EXPECT_TRUE(has(admin.ask(ward, "GET /session"), R"("second_factor_missing":true)"));
    EXPECT_EQ(status_of(admin.ask(ward, "GET /api/users")), 403);
    for (const Route& route : ward.routes()) {
        if (!may(Role::admin, route.permission) || may(Role::anyone, route.permission)) continue;
        if (route.permission == Permission::keep_own_account) continue;
        std::string path = route.pattern;
        for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
            path.replace(open, path.find('}') - open + 1, "1");
        }
        EXPECT_EQ(status_of(admin.ask(ward, route.method + ' ' + path)), 403) << route.method << ' ' << path;
    }
    const std::string begun = admin.ask(ward, "POST /api/account/authenticator", own_password);
    const std::string shown = between(begun, R"("key":")", "\"");
    EXPECT_EQ(shown.size(), 39U) << begun;
    ward.stop();
    const SignedIn physician = (ward.restart(), SignedIn(ward, "physician"));
    EXPECT_EQ(status_of(physician.ask(ward, "GET /api/ward")), 200) << "others go on as before";
}

// The test reads base32 by itself.
std::string from_base32(const std::string& text) {
    std::string bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        const std::size_t value = std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(letter);
        if (value == std::string_view::npos) continue;
        held = (held << 5U | static_cast<unsigned>(value)) & 0xFFFU;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xFFU);
    }
    return bytes;
}

TEST_F(SecondStepTest, AnAppIsAddedByItsFirstCodeAndRemovedByThePassword) {
    const SignedIn admin(ward, "admin");
    const std::string begun = admin.ask(ward, "POST /api/account/authenticator", own_password);
    const std::string enrolment = between(begun, R"("enrolment":")", "\"");
    const std::string fresh = from_base32(between(begun, R"("key":")", "\""));
    const auto confirm = [&](const SignedIn& who, const std::string& code) {
        return who.ask(ward, "POST /api/account/authenticator/confirm",
                       R"({"enrolment":")" + enrolment + R"(","name":"Phone","code":")" + code + "\"}");
    };
    const std::string right =
        totp_code(fresh, static_cast<std::uint64_t>(parse_instant(start_of_day)->microseconds / 30'000'000));
    EXPECT_EQ(status_of(confirm(admin, "000000")), 400);
    EXPECT_EQ(status_of(confirm(SignedIn(ward, "physician"), right)), 409) << "it is another person's";
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("admin"))), 200) << "it does not count yet";
    const std::string added = confirm(admin, right);
    EXPECT_EQ(status_of(added), 200) << added;
    const std::string shown = between(added, R"("recovery_codes":[)", "]");
    EXPECT_EQ(std::count(shown.begin(), shown.end(), ','), 7) << added;
    EXPECT_EQ(status_of(confirm(admin, right)), 409) << "once";
    EXPECT_EQ(status_of(admin.ask(ward, "GET /api/users")), 200) << "the ward is open now";
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("admin"))), 401);
    EXPECT_EQ(status_of(second(ticket("admin"), right)), 401) << "the first code was used up";
    EXPECT_EQ(status_of(second(ticket("admin"), between(added, R"("recovery_codes":[")", "\""))), 200);
    const std::string id = between(admin.ask(ward, "GET /api/account"), R"("factors":[{"id":")", "\"");
    const std::string remove = "POST /api/account/factors/" + id + "/remove";
    EXPECT_EQ(status_of(admin.ask(ward, remove, R"({"password":"seven loud herons"})")), 403);
    EXPECT_EQ(
        status_of(admin.ask(ward, "POST /api/account/factors/none/remove", R"({"password":"seven quiet herons"})")),
        404);
    EXPECT_EQ(status_of(admin.ask(ward, remove, R"({"password":"seven quiet herons"})")), 200);
    EXPECT_TRUE(has(admin.ask(ward, "GET /api/account"), R"("factors":[],"recovery_codes":0)"));
    EXPECT_EQ(status_of(admin.ask(ward, "GET /api/users")), 403) << "and is closed again";
    const auto told = audit();
    EXPECT_EQ(count_of(told, "admin: factor add, admin admin, authenticator app"), 1);
    EXPECT_EQ(count_of(told, "admin: factor remove, admin admin, authenticator app"), 1);
    EXPECT_EQ(count_of(told, "admin: password check failed, admin admin"), 1);
}

TEST_F(SecondStepTest, NewRecoveryCodesTakeThePlaceOfThoseBefore) {
    const SignedIn admin(ward, "admin");
    const std::string renew = "POST /api/account/recovery-codes";
    EXPECT_EQ(status_of(admin.ask(ward, renew, R"({"password":"seven quiet herons"})")), 409) << "there is no factor";
    const std::string begun = admin.ask(ward, "POST /api/account/authenticator", own_password);
    const std::string code =
        totp_code(from_base32(between(begun, R"("key":")", "\"")),
                  static_cast<std::uint64_t>(parse_instant(start_of_day)->microseconds / 30'000'000));
    const std::string first = admin.ask(
        ward, "POST /api/account/authenticator/confirm",
        R"({"enrolment":")" + between(begun, R"("enrolment":")", "\"") + R"(","name":"Phone","code":")" + code + "\"}");
    EXPECT_EQ(status_of(admin.ask(ward, renew, R"({"password":"seven loud herons"})")), 403);
    EXPECT_EQ(status_of(admin.ask(ward, renew, "{}")), 400);
    const std::string next = admin.ask(ward, renew, R"({"password":"seven quiet herons"})");
    const std::string shown = between(next, R"("recovery_codes":[)", "]");
    EXPECT_EQ(std::count(shown.begin(), shown.end(), ','), 7) << next;
    EXPECT_EQ(status_of(second(ticket("admin"), between(first, R"("recovery_codes":[")", "\""))), 401);
    EXPECT_EQ(status_of(second(ticket("admin"), between(next, R"("recovery_codes":[")", "\""))), 200);
    EXPECT_TRUE(has(admin.ask(ward, "GET /api/account"), R"("recovery_codes":7)"));
    EXPECT_EQ(count_of(audit(), "admin: factor add, admin admin, recovery codes"), 1);
}

std::string assertion_body(const std::string& ticket, const Assertion& made) {
    return R"({"ticket":")" + ticket + R"(","assertion":{"id":")" + base64url_encoded(made.credential) +
           R"(","client_data":")" + base64url_encoded(made.client_data) + R"(","authenticator_data":")" +
           base64url_encoded(made.authenticator_data) + R"(","signature":")" + base64url_encoded(made.signature) +
           "\"}}";
}

TEST_F(SecondStepTest, APasskeyIsAddedAndLetsIn) {
    const SoftwareKey device;
    SoftwareKey::Says says;
    const SignedIn physician(ward, "physician");
    const auto add = [&](const SignedIn& who) {
        const std::string begun = who.ask(ward, "POST /api/account/passkey", own_password);
        says.challenge = between(begun, R"("challenge":")", "\"");
        const Attestation made = device.attested(says);
        return who.ask(ward, "POST /api/account/passkey/confirm",
                       R"({"enrolment":")" + between(begun, R"("enrolment":")", "\"") +
                           R"(","name":"Key","client_data":")" + base64url_encoded(made.client_data) +
                           R"(","authenticator_data":")" + base64url_encoded(made.authenticator_data) + "\"}");
    };
    EXPECT_EQ(status_of(add(physician)), 200);
    EXPECT_EQ(status_of(add(SignedIn(ward, "admin"))), 409) << "a key is one person's";
    const auto sign_in = [&](std::uint32_t counter, const std::string& origin) {
        const std::string first = ward.ask("POST /session", "", sign_in_body("physician"));
        EXPECT_TRUE(has(first, R"("kinds":["webauthn","recovery_code"])")) << first;
        EXPECT_TRUE(
            has(first, R"("allowCredentials":[{"type":"public-key","id":")" + base64url_encoded(device.credential)));
        says.challenge = between(first, R"("challenge":")", "\"");
        says.counter = counter;
        says.origin = origin;
        return ward.ask("POST /session/second-factor", "",
                        assertion_body(between(first, R"("ticket":")", "\""), device.asserted(says)));
    };
    EXPECT_EQ(status_of(sign_in(5, "http://localhost:1")), 200);
    EXPECT_EQ(status_of(sign_in(6, "http://localhost:2")), 401);
    EXPECT_EQ(status_of(sign_in(5, "http://localhost:1")), 401) << "a copy of the key, by its counter";
    EXPECT_EQ(status_of(sign_in(6, "http://localhost:1")), 200);
    EXPECT_EQ(count_of(audit(), "physician: second factor, physician physician, passkey"), 2);
}

TEST_F(SecondStepTest, AnAdministratorResetsThem) {
    const SignedIn physician(ward, "physician");
    EXPECT_EQ(status_of(physician.ask(ward, "DELETE /api/users/nurse/factors")), 403);
    Operation open;
    RunningWard another(open);
    another.keep_person("admin", Role::admin);
    another.keep_person("nurse", Role::nurse);
    for (Account& account : another.store().all.accounts) {
        if (account.name == "nurse") account.factors = "{}";
    }
    another.restart();
    const SignedIn admin(another, "admin");
    EXPECT_EQ(status_of(another.ask("POST /session", "", sign_in_body("nurse"))), 401);
    EXPECT_EQ(status_of(admin.ask(another, "DELETE /api/users/nobody/factors")), 404);
    EXPECT_EQ(status_of(admin.ask(another, "DELETE /api/users/nurse/factors")), 200);
    EXPECT_EQ(status_of(another.ask("POST /session", "", sign_in_body("nurse"))), 200);
    another.stop();
    const auto& entries = another.store().all.audit;
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [](const AuditEntry& entry) {
        return entry.actor == "admin" && entry.action == "factors reset" && entry.object == "nurse nurse, all";
    }));
}

TEST_F(SecondStepTest, AnotherPasswordFromAnAdministratorLeavesThem) {
    RunningWard another;
    another.keep_person("admin", Role::admin);
    another.keep_person("nurse", Role::nurse);
    for (Account& account : another.store().all.accounts) {
        if (account.name == "nurse") account.factors = "{}";
    }
    another.restart();
    const SignedIn admin(another, "admin");
    const std::string begun = between(another.ask("POST /session", "", sign_in_body("nurse")), R"("ticket":")", "\"");
    EXPECT_EQ(
        status_of(admin.ask(another, "POST /api/users/nurse", R"({"role":"nurse","password":"nine green lanterns"})")),
        200);
    EXPECT_EQ(status_of(another.ask("POST /session", "", sign_in_body("nurse", "nine green lanterns"))), 401);
    const std::string over =
        another.ask("POST /session/second-factor", "", R"({"ticket":")" + begun + R"(","code":"000000"})");
    EXPECT_TRUE(has(over, "sign in anew")) << "what was begun with the old password is over: " << over;
}

TEST_F(SecondStepTest, OnesPasswordIsChangedByThePresentOneAndOtherSessionsEnd) {
    SignedIn here(ward, "physician");
    const SignedIn elsewhere(ward, "physician");
    const auto change = [&](const std::string& present, const std::string& next) {
        return here.ask(ward, "POST /api/account/password",
                        R"({"present":")" + present + R"(","password":")" + next + "\"}");
    };
    EXPECT_EQ(status_of(change("seven loud herons", "nine green lanterns")), 403);
    EXPECT_EQ(status_of(change("seven quiet herons", "short")), 400);
    EXPECT_EQ(status_of(change("seven quiet herons", "seven quiet herons")), 400);
    const std::string done = change("seven quiet herons", "nine green lanterns");
    EXPECT_EQ(status_of(done), 200) << done;
    EXPECT_EQ(status_of(elsewhere.ask(ward, "GET /api/ward")), 401);
    EXPECT_EQ(status_of(here.ask(ward, "GET /api/ward")), 401) << "under the old cookie";
    here.cookie = between(done, "Set-Cookie: ", ";");
    here.csrf = between(done, R"("csrf_token":")", "\"");
    EXPECT_EQ(status_of(here.ask(ward, "GET /api/ward")), 200);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("physician"))), 401);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("physician", "nine green lanterns"))), 200);
}

TEST_F(SecondStepTest, ALockedSessionTellsAndChangesNothingOfTheAccount) {
    const SignedIn physician(ward, "physician");
    ward.set_clock("2026-03-03T10:47:00Z");
    EXPECT_EQ(status_of(physician.ask(ward, "GET /api/account")), 423);
    EXPECT_EQ(status_of(physician.ask(ward, "POST /api/account/authenticator")), 423);
}

TEST_F(SecondStepTest, EightCharactersAreEnoughBesideARequiredFactor) {
    const auto told = [&](const std::string& name) { return SignedIn(ward, name).ask(ward, "GET /api/account"); };
    EXPECT_TRUE(has(told("admin"), R"("fewest_characters":8)"));
    EXPECT_TRUE(has(told("physician"), R"("fewest_characters":15)"));
    const SignedIn admin(ward, "admin");
    const std::string body = R"({"present":"seven quiet herons","password":"k7wq2mfp"})";
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/account/password", body)), 200);
    EXPECT_EQ(status_of(SignedIn(ward, "physician").ask(ward, "POST /api/account/password", body)), 400);
}

}  // namespace
}  // namespace stormkeel
