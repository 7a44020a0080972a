// Sign-ins that come back, the accounts they lead to, and what a ward without a provider says.
#include <gtest/gtest.h>

#include "adapters/json.h"
#include "server/oidc_people.h"
#include "server/oidc_tries.h"
#include "server/people.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

const Instant oidc_noon = *parse_instant("2026-03-03T12:00:00Z");

TEST(OidcTries, AreFoundByTheirCookieAlone) {
    const OidcTries tries;
    const OidcTry made = tries.begin(1, oidc_noon);
    const auto found = tries.find(made.cookie, oidc_noon + minutes(9));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->provider, 1U);
    EXPECT_EQ(found->begun, oidc_noon);
    EXPECT_EQ(found->state, made.state);
    EXPECT_EQ(found->nonce, made.nonce);
    EXPECT_EQ(found->verifier, made.verifier);
    EXPECT_EQ(made.verifier.size(), 43U) << "PKCE asks for 43 to 128";
    EXPECT_NE(made.state, made.nonce);
    EXPECT_NE(made.state, made.verifier);
    EXPECT_NE(tries.begin(1, oidc_noon).state, made.state);
    EXPECT_NE(OidcTries().find(made.cookie, oidc_noon)->state, made.state) << "another start";
}

TEST(OidcTries, LastTenMinutesAndComeBackOnce) {
    OidcTries tries;
    const OidcTry made = tries.begin(0, oidc_noon);
    EXPECT_FALSE(tries.is_used(made)) << "who brings it back without a code takes up nothing";
    EXPECT_TRUE(tries.use(made, oidc_noon + minutes(1)));
    EXPECT_TRUE(tries.is_used(made));
    EXPECT_FALSE(tries.use(made, oidc_noon + minutes(2)));
    EXPECT_FALSE(tries.find(made.cookie, oidc_noon + minutes(10)));
    EXPECT_FALSE(tries.find(made.cookie, oidc_noon - seconds(1))) << "the clock was set back";
    for (const char* none : {"", ".", "..", "0.1", "x.1.y", "0.x.y", "-1.1.y"})
        EXPECT_FALSE(tries.find(none, oidc_noon)) << none;
    const std::string later = std::to_string(made.begun.microseconds + 60'000'000);
    const std::string changed = "0." + later + made.cookie.substr(made.cookie.rfind('.'));
    EXPECT_NE(tries.find(changed, oidc_noon + minutes(2))->state, made.state)
        << "who changes the time changes the state";
}

class OidcPeople : public testing::Test {
protected:
    static ProvenPerson person(const std::string& sub, const std::string& claims) {
        auto read = read_json(claims);
        return {"https://id.example.org\n" + sub, std::get<std::shared_ptr<const JsonDocument>>(read)};
    }
    static Account account(const std::string& name, Role role, const std::string& sub) {
        Account made;
        made.name = name;
        made.role = name_of(role);
        made.credential = no_password;
        made.units = "ICU1";
        made.subject = sub.empty() ? "" : "https://id.example.org\n" + sub;
        return made;
    }
    std::string found(const ProvenPerson& who, const ProviderRoles& by) const {
        const auto said = account_for(who, by, accounts, oidc_noon);
        if (const auto* why = std::get_if<NoAccount>(&said)) return "none " + std::to_string(static_cast<int>(*why));
        const auto& [account, changed] = std::get<AccountFound>(said);
        return account.name + ' ' + account.role + ' ' + account.units + (changed ? " changed" : "");
    }

    const ProviderRoles roles{"groups", {{"n", Role::nurse}, {"m", Role::nurse}, {"p", Role::physician}}};
    std::vector<Account> accounts{account("chief", Role::admin, "u0"), account("ann", Role::nurse, "u1")};
};

TEST_F(OidcPeople, WithoutATableTheAccountAloneCounts) {
    EXPECT_EQ(found(person("u1", R"({"groups":["p"]})"), {}), "ann nurse ICU1");
    EXPECT_EQ(found(person("u2", R"({"groups":["p"]})"), {}), "none 0");
    accounts.back().credential.clear();
    EXPECT_EQ(found(person("u1", "{}"), {}), "none 0");
    const ProvenPerson elsewhere{"https://evil.example.org\nu0", person("u0", "{}").claims};
    EXPECT_EQ(found(elsewhere, {}), "none 0") << "the sub of another issuer";
}

TEST_F(OidcPeople, ARoleIsWhatExactlyOneValueGives) {
    EXPECT_EQ(found(person("u1", R"({"groups":["x","n","m"]})"), roles), "ann nurse ICU1");
    EXPECT_EQ(found(person("u1", R"({"groups":"p"})"), roles), "ann physician ICU1 changed") << "and the units stay";
    for (const char* none : {"{}", R"({"groups":[]})", R"({"groups":["n","p"]})", R"({"groups":["N"]})",
                             R"({"groups":{"n":true}})", R"({"groups":[["n"]]})", R"({"groups":"n p"})"}) {
        EXPECT_EQ(found(person("u1", none), roles), "none 1") << none;
    }
    const ProviderRoles within{"realm.roles", roles.values};
    EXPECT_EQ(found(person("u1", R"({"realm":{"roles":["p"]}})"), within), "ann physician ICU1 changed");
    EXPECT_EQ(found(person("u1", R"({"realm.roles":["p"]})"), within), "ann physician ICU1 changed");
    EXPECT_EQ(found(person("u0", R"({"groups":["n"]})"), roles), "none 2") << "nobody else could administer";
}

TEST_F(OidcPeople, ANewAccountTakesNobodysName) {
    EXPECT_EQ(found(person("u2", R"({"groups":["n"],"preferred_username":"bea"})"), roles), "bea nurse  changed");
    accounts.push_back(account("bea", Role::nurse, ""));
    accounts.back().credential.clear();
    for (const char* taken : {"bea", "ann", "chief", "operator", "anyone"}) {
        const std::string name =
            found(person("u2", R"({"groups":["n"],"preferred_username":")" + std::string(taken) + "\"}"), roles);
        EXPECT_TRUE(name.starts_with(std::string(taken) + '-')) << name;
    }
    const std::string longest =
        found(person("u2", R"({"groups":["n"],"preferred_username":")" + std::string(200, 'a') + "\"}"), roles);
    EXPECT_EQ(longest.find(' '), 64U) << longest;
}

TEST_F(OidcPeople, ASubjectIsWrittenByItselfOrWithItsIssuer) {
    const std::string issuer = "https://id.example.org";
    EXPECT_EQ(subject_written("248", issuer), issuer + "\n248");
    EXPECT_EQ(subject_written("a b", issuer), issuer + "\na b");
    EXPECT_EQ(subject_written("https://other.example.org 248", issuer), "https://other.example.org\n248");
    EXPECT_EQ(subject_written("https://other.example.org 248", ""), "https://other.example.org\n248");
    for (const char* none : {"", "\n", "a\nb", "\xC3\xA4"}) EXPECT_EQ(subject_written(none, issuer), "") << none;
    EXPECT_EQ(subject_written("248", ""), "");
    EXPECT_NE(why_no_subject(accounts, "bea", ""), "");
    EXPECT_EQ(why_no_subject(accounts, "ann", issuer + "\nu1"), "");
    EXPECT_TRUE(has(why_no_subject(accounts, "bea", issuer + "\nu1"), "subject of ann"));
}

// Whatever is asked for: who is not registered is not called.
TEST(OutboundCalls, GoToRegisteredOriginsAlone) {
    const RunningWard ward;
    const std::string here = "http://127.0.0.1:" + std::to_string(ward.port());
    const auto made = Outbound::to({*read_web_url(here)}, "");
    const auto& outbound = *std::get<std::shared_ptr<const Outbound>>(made);
    const auto answered = outbound.call({*read_web_url(here + "/healthz")});
    ASSERT_TRUE(std::holds_alternative<OutboundAnswer>(answered)) << std::get<std::string>(answered);
    EXPECT_EQ(std::get<OutboundAnswer>(answered).status, 200);
    const std::string other = "http://localhost:" + std::to_string(ward.port());
    for (const std::string& elsewhere : {other, std::string("http://127.0.0.1:1"), std::string("https://127.0.0.1")}) {
        const auto refused = outbound.call({*read_web_url(elsewhere)});
        ASSERT_TRUE(std::holds_alternative<std::string>(refused)) << elsewhere;
        EXPECT_TRUE(has(std::get<std::string>(refused), "it is not registered")) << std::get<std::string>(refused);
    }
    EXPECT_TRUE(std::holds_alternative<std::string>(Outbound::to({}, "/nowhere.pem")));
}

TEST(OidcCalls, WithoutAProviderNothingIsOffered) {
    const RunningWard ward;
    EXPECT_TRUE(has(ward.ask("GET /oidc", ""), R"({"name":null})"));
    for (const char* path : {"/oidc/start", "/oidc/callback?code=x&state=y", "/launch?iss=https://ehr.example.org"}) {
        EXPECT_EQ(status_of(ward.ask("GET " + std::string(path), "")), 404) << path;
    }
}

TEST(OidcCalls, NoPasswordFitsWhoSignsInElsewhere) {
    RunningWard ward;
    ward.store().all.accounts.push_back({"ann", "nurse", std::string(no_password), Instant{}});
    ward.restart();
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("ann", no_password))), 401);
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("ann", ""))), 401);
}

}  // namespace
}  // namespace stormkeel
