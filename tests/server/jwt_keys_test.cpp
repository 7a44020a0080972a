// Key sets, used tokens and base64url: what the check of JSON Web Tokens stands on.
#include <gtest/gtest.h>

#include "server/base64url.h"
#include "server/jwt.h"
#include "server/jwt_keys.h"
#include "server/jwt_replays.h"

namespace stormkeel {
namespace {

// Public keys made for these tests; nobody holds their private halves.
const std::string ec_point =
    R"("kty":"EC","crv":"P-384","x":"1wF07Ol7Tf2RP3Sr_9N9G2bqScKHFVkRxv9i9C5X3si-M1ALDHjhEUEbY1wHsv_D",)"
    R"("y":"rJz_D0Bqi-OLemt22RWNdZTEFLP4KtEpLn_D6NQGPPHZrNLVh936xnFHJXpdYCEm")";
const std::string rsa_numbers =
    R"("kty":"RSA","e":"AQAB","n":"xLc3lrgj_nY9I3O1i8PHbokXuDIkiYmx1x7Wrp01HXCf1NaUbb1cRlzNcoRWNYfJI4cUa8OI0zxwD_O58)"
    R"(39Ef6LZw44Wj-dE3GCiHvORytcFLGGRfAMV41R6l7QHG0rnQ5fD72nDIFoLJ430nJWuSSLYJoDgFsbKUvUx6XTbf3qXWfh_sQ-sDyCpsxamifhE)"
    R"(iFQCJ7w73YL9ZJ_XM0fUm8GlalEIDvrFNoQRN6rXZi5TUkwYvIMT98_P8HoFu3KCgdgwtiTdmOMBS_Av4WaYk2jL7Kt57G_pu2c84138jXCWpIHx)"
    R"(b9BB6PJY1hSaLipcDJDtEaE7FuFiOzb47NboQw")";
const std::string short_rsa =
    R"("kty":"RSA","e":"AQAB","n":"og7Ii8k5OpP4j99MyOA2t6SAQMYH3NyUdqblIjK4fFe5UVPu2RHlxFOsR1O9BDs3Lb77UYIeCTtduc2tj)"
    R"(noo9EhxI_LJw75fWAADlwmSAfGTsFul2irWBkE1TjmzJoqJr4gsaLq_lL5796mKIHkR2xR-ShPZ7no8XhgZxk1BuR8")";

std::string set_of(const std::string& keys) { return R"({"keys":[)" + keys + "]}"; }
std::string key(const std::string& fields) { return "{" + fields + "}"; }
const std::string usable = key(R"("kid":"a",)" + ec_point);

std::string problem_of(const std::string& text) {
    const JwkSet set = read_jwks(text);
    return set.problems.empty() ? "" : set.problems.front();
}

TEST(JwtKeys, EachKeyVerifiesByOneAlgorithm) {
    const JwkSet set = read_jwks(set_of(usable + "," + key(R"("kid":"b","alg":"RS384","use":"sig",)" + rsa_numbers)));
    ASSERT_TRUE(set.problems.empty()) << set.problems.front();
    ASSERT_EQ(set.keys.size(), 2U);
    EXPECT_EQ(set.keys[0].id(), "a");
    EXPECT_EQ(name_of(set.keys[0].algorithm()), "ES384");
    EXPECT_EQ(name_of(set.keys[1].algorithm()), "RS384");
    EXPECT_FALSE(set.keys[0].verifies("text", std::string(96, '\x01')));
    EXPECT_FALSE(set.keys[0].verifies("text", ""));
    EXPECT_FALSE(set.keys[1].verifies("text", std::string(256, '\x01')));
}

// A key is taken for what the tokens are for: what verifies a person's ID token is none of a CDS client's.
TEST(JwtKeys, EachUseHasItsAlgorithms) {
    const std::string both = key(R"("kid":"b",)" + rsa_numbers) + "," +
                             key(R"("kid":"c","alg":"RS384",)" + rsa_numbers) + "," +
                             key(R"("kid":"d","alg":"RS256",)" + rsa_numbers);
    const JwkSet cds = read_jwks(set_of(usable + "," + both));
    ASSERT_EQ(cds.keys.size(), 3U);
    EXPECT_EQ(name_of(cds.keys[1].algorithm()), "RS384");
    const JwkSet id = read_jwks(set_of(usable + "," + both), JwtUse::id_tokens);
    ASSERT_EQ(id.keys.size(), 4U);
    EXPECT_EQ(name_of(id.keys[0].algorithm()), "ES384");
    EXPECT_EQ(name_of(id.keys[1].algorithm()), "RS256") << "one that names none";
    EXPECT_EQ(name_of(id.keys[2].algorithm()), "RS384");
    EXPECT_EQ(name_of(id.keys[3].algorithm()), "RS256");
    const std::string p256 =
        key(R"("kid":"e","kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
            R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")");
    EXPECT_EQ(read_jwks(set_of(usable + "," + p256)).keys.size(), 1U);
    EXPECT_EQ(name_of(read_jwks(set_of(p256), JwtUse::id_tokens).keys.front().algorithm()), "ES256");
    EXPECT_NE(read_jwks(set_of(""), JwtUse::id_tokens).problems.front().find("RS256, RS384, ES256 or ES384"),
              std::string::npos);
}

TEST(JwtKeys, KeysForOtherUsesArePassedOver) {
    const std::string others = key(R"("kid":"e","use":"enc",)" + rsa_numbers) + "," +
                               key(R"("kid":"f","alg":"PS384",)" + rsa_numbers) + "," +
                               key(R"("kid":"g","kty":"OKP","crv":"Ed25519","x":"AA")");
    const JwkSet set = read_jwks(set_of(others + "," + usable));
    EXPECT_TRUE(set.problems.empty());
    EXPECT_EQ(set.keys.size(), 1U);
    EXPECT_NE(problem_of(set_of(others)).find("holds no key for ES384"), std::string::npos);
}

TEST(JwtKeys, ASetWithAWrongKeyIsNotUsed) {
    const std::string off_curve = std::string(ec_point).replace(ec_point.find("rJz"), 3, "rJy");
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"{", "is no JSON"},
        {"{}", "holds no key"},
        {"[]", "holds no key"},
        {set_of(key(ec_point)), "key 1 of the set: it has no kid"},
        {set_of(usable + "," + usable), "key 2 of the set: the kid 'a' stands twice"},
        {set_of(key(R"("kid":"a","d":"AA",)" + ec_point)), "private or secret"},
        {set_of(key(R"("kid":"a","kty":"oct","k":"AA")")), "private or secret"},
        {set_of(key(R"("kid":"a",)" + off_curve)), "no point of the curve"},
        {set_of(key(R"("kid":"a","kty":"EC","crv":"P-384","x":"AA","y":"AA")")), "48 bytes each"},
        {set_of(key(R"("kid":"a","kty":"EC","crv":"P-384","x":"=","y":7)")), "48 bytes each"},
        {set_of(key(R"("kid":"a",)" + short_rsa)), "2048 bits or more"},
        {set_of(key(R"("kid":"a","kty":"RSA")")), "numbers in base64url"},
        {set_of(key(R"("kid":"a",)" + std::string(rsa_numbers).replace(rsa_numbers.find("AQAB"), 4, "AQAA"))),
         "no RSA key"},
    };
    for (const auto& [text, why] : wrong) EXPECT_NE(problem_of(text).find(why), std::string::npos) << problem_of(text);
}

TEST(JwtCheck, ARegistrationIsCheckedBeforeItIsUsed) {
    const auto problems = [](const std::vector<JwtIssuer>& issuers) {
        const auto check = JwtCheck::of(issuers);
        const auto* found = std::get_if<1>(&check);
        return found == nullptr ? std::string() : found->front();
    };
    EXPECT_EQ(problems({}), "");
    EXPECT_EQ(problems({{"https://a", set_of(usable), "", {}}, {"https://b", set_of(usable), "", {}}}), "");
    EXPECT_NE(problems({{"", set_of(usable), "", {}}}).find("it has no name"), std::string::npos);
    const JwtIssuer one{"https://a", set_of(usable), "", {}};
    EXPECT_NE(problems({one, one}).find("issuer 'https://a': it is registered twice"), std::string::npos);
    EXPECT_NE(problems({{"https://a", "{}", "", {}}}).find("holds no key"), std::string::npos);
}

TEST(JwtCheck, WithoutAnIssuerNothingIsTaken) {
    auto check = JwtCheck::of({});
    const auto said = std::get<0>(check).check("e30.e30.AAAA", "https://x", Instant{});
    ASSERT_TRUE(std::holds_alternative<JwtRefusal>(said));
    EXPECT_EQ(std::get<JwtRefusal>(said).why, "its issuer is not registered");
}

TEST(JwtReplays, ATokenIsUsedOnceAndForgottenWhenItHasExpired) {
    JwtReplays replays(10);
    const Instant now{};
    const auto at = [&](std::int64_t second) { return now + seconds(second); };
    EXPECT_EQ(replays.note("a", at(300), at(0)), JwtReplays::Use::first);
    EXPECT_EQ(replays.note("a", at(300), at(299)), JwtReplays::Use::again);
    EXPECT_EQ(replays.note("b", at(600), at(300)), JwtReplays::Use::first);
    EXPECT_EQ(replays.size(), 1U);
    // The clock is set back: "a" may be what was forgotten, and so may anything that expired by then.
    EXPECT_EQ(replays.note("a", at(300), at(100)), JwtReplays::Use::again);
    EXPECT_EQ(replays.note("c", at(299), at(100)), JwtReplays::Use::again);
    EXPECT_EQ(replays.note("c", at(301), at(100)), JwtReplays::Use::first);
}

TEST(JwtReplays, AFloodDropsNothingThatCouldComeAgain) {
    JwtReplays replays(3);
    const Instant now{};
    for (const char* jti : {"a", "b", "c"}) {
        EXPECT_EQ(replays.note(jti, now + seconds(300), now), JwtReplays::Use::first);
    }
    EXPECT_EQ(replays.note("d", now + seconds(300), now), JwtReplays::Use::no_room);
    EXPECT_EQ(replays.note("a", now + seconds(300), now), JwtReplays::Use::again);
    EXPECT_EQ(replays.size(), 3U);
    EXPECT_EQ(replays.note("d", now + seconds(600), now + seconds(300)), JwtReplays::Use::first);
    EXPECT_EQ(replays.size(), 1U);
}

TEST(Base64url, OneSpellingForEachText) {
    EXPECT_EQ(base64url_decoded(""), "");
    EXPECT_EQ(base64url_decoded("Zg"), "f");
    EXPECT_EQ(base64url_decoded("Zm8"), "fo");
    EXPECT_EQ(base64url_decoded("Zm9v"), "foo");
    EXPECT_EQ(base64url_decoded("-_8"), "\xFB\xFF");
    for (const std::string_view bytes : {"", "f", "fo", "foo", "\xFB\xFF", "foob"}) {
        EXPECT_EQ(base64url_decoded(base64url_encoded(bytes)), bytes);
    }
    EXPECT_EQ(base64url_encoded("\xFB\xFF"), "-_8");
    for (const char* wrong : {"Zg==", "Zh", "Zm9", "Z", "Zm9vZ", "+/8", "Zg\n", " Zg", "Zg.", "Zm\xC3\xA9"}) {
        EXPECT_FALSE(base64url_decoded(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace stormkeel
