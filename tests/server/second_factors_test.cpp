// Codes, passkeys and recovery codes by themselves: what fits, what does not, and what fits once.
#include "server/second_factors.h"

#include <gtest/gtest.h>

#include "server/base64url.h"
#include "server/qr_code.h"
#include "server/software_key.h"
#include "server/tickets.h"
#include "server/totp.h"

namespace stormkeel {
namespace {

// RFC 6238, appendix B, with SHA-1.
TEST(Totp, MakesTheCodesOfTheRfc) {
    const std::string key = "12345678901234567890";
    for (const auto& [second, code] : {std::pair{59ULL, "94287082"},
                                       {1111111109ULL, "07081804"},
                                       {1111111111ULL, "14050471"},
                                       {1234567890ULL, "89005924"},
                                       {2000000000ULL, "69279037"},
                                       {20000000000ULL, "65353130"}}) {
        EXPECT_EQ(totp_code(key, second / 30, 8), code);
    }
    EXPECT_EQ(totp_code(key, 59 / 30), "287082");
}

TEST(Totp, ACodeFitsForHalfAMinuteOnEitherSideAndOnce) {
    const std::string key = new_totp_key();
    const Instant noon = *parse_instant("2026-03-03T12:00:00Z");
    const auto step = static_cast<std::uint64_t>(noon.microseconds / 30'000'000);
    for (const auto& [from, fits] : {std::pair{-2, false}, {-1, true}, {0, true}, {1, true}, {2, false}}) {
        const std::uint64_t of = step + static_cast<std::uint64_t>(from);
        const auto found = fresh_totp_step(key, totp_code(key, of), noon, 0);
        EXPECT_EQ(found.has_value(), fits) << from;
        if (fits && found) {
            EXPECT_EQ(*found, of);
        }
    }
    EXPECT_FALSE(fresh_totp_step(key, totp_code(key, step), noon, step)) << "it was used";
    EXPECT_FALSE(fresh_totp_step(key, totp_code(key, step - 1), noon, step)) << "an older one, after a younger";
    EXPECT_TRUE(fresh_totp_step(key, totp_code(key, step + 1), noon, step));
    EXPECT_FALSE(fresh_totp_step(key, "", noon, 0));
    EXPECT_FALSE(fresh_totp_step(key, totp_code(key, step).substr(0, 5), noon, 0));
}

TEST(Totp, TellsItsKeyToPeopleAndApps) {
    EXPECT_EQ(totp_key_text("12345678901234567890"), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    EXPECT_EQ(totp_uri("12345678901234567890", "ada"),
              "otpauth://totp/Stormkeel:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Stormkeel&algorithm=SHA1"
              "&digits=6&period=30");
    EXPECT_EQ(new_totp_key().size(), 20U);
    EXPECT_NE(new_totp_key(), new_totp_key());
}

// The three corner squares stand in every QR code.
TEST(QrCode, IsASquareWithItsThreeCorners) {
    const auto rows = qr_code_rows(totp_uri(new_totp_key(), "ada"));
    ASSERT_GE(rows.size(), 21U);
    for (const std::string& row : rows) EXPECT_EQ(row.size(), rows.size());
    EXPECT_EQ(rows.front().substr(0, 8), "11111110");
    EXPECT_EQ(rows.front().substr(rows.size() - 8), "01111111");
    EXPECT_EQ(rows.back().substr(0, 8), "11111110");
    EXPECT_TRUE(qr_code_rows(std::string(5000, 'x')).empty()) << "too long for any";
}

class PasskeyTest : public testing::Test {
protected:
    PasskeyTest() {
        says.challenge = asked.challenge;
        const auto checked = checked_attestation(device.attested(says), asked);
        if (const auto* made = std::get_if<NewPasskey>(&checked)) key = made->key;
        known = key;
        known.counter = 7;
        says.counter = 8;
    }
    bool lets_in(const SoftwareKey::Says& told) const {
        return std::holds_alternative<std::uint32_t>(checked_assertion(device.asserted(told), known, asked));
    }
    bool is_taken(const SoftwareKey::Says& told) const {
        return std::holds_alternative<NewPasskey>(checked_attestation(device.attested(told), asked));
    }

    const SoftwareKey device;
    const Ceremony asked = new_ceremony({"http://localhost:1", "localhost"});
    SoftwareKey::Says says;
    PasskeyKey key;
    PasskeyKey known;
};

TEST_F(PasskeyTest, IsMadeAndLetsIn) {
    EXPECT_EQ(key.algorithm, -7);
    EXPECT_EQ(key.bytes.size(), 64U);
    EXPECT_EQ(key.counter, 1U);
    const auto checked = checked_assertion(device.asserted(says), known, asked);
    ASSERT_TRUE(std::holds_alternative<std::uint32_t>(checked)) << std::get<std::string>(checked);
    EXPECT_EQ(std::get<std::uint32_t>(checked), 8U);
}

TEST_F(PasskeyTest, IsOfAnyOfThreeAlgorithms) {
    for (const auto& [kind, algorithm] :
         {std::pair{SoftwareKey::Kind::es256, -7}, {SoftwareKey::Kind::eddsa, -8}, {SoftwareKey::Kind::rs256, -257}}) {
        const SoftwareKey other(kind);
        const auto checked = checked_attestation(other.attested(says), asked);
        ASSERT_TRUE(std::holds_alternative<NewPasskey>(checked)) << algorithm << std::get<std::string>(checked);
        PasskeyKey made = std::get<NewPasskey>(checked).key;
        EXPECT_EQ(made.algorithm, algorithm);
        made.counter = 7;
        Assertion assertion = other.asserted(says);
        EXPECT_TRUE(std::holds_alternative<std::uint32_t>(checked_assertion(assertion, made, asked))) << algorithm;
        assertion.signature[9] = static_cast<char>(assertion.signature[9] ^ 1);
        EXPECT_FALSE(std::holds_alternative<std::uint32_t>(checked_assertion(assertion, made, asked))) << algorithm;
    }
}

TEST_F(PasskeyTest, DoesNotWhenAnythingIsOfAnotherPageOrAct) {
    using Says = SoftwareKey::Says;
    const std::vector<std::pair<const char*, void (*)(Says&)>> wrongs{
        {"challenge", [](Says& one) { one.challenge[0] = one.challenge[0] == 'A' ? 'B' : 'A'; }},
        {"no challenge", [](Says& one) { one.challenge.clear(); }},
        {"origin", [](Says& one) { one.origin = "http://localhost:2"; }},
        {"origin with more", [](Says& one) { one.origin += ".evil.example"; }},
        {"RP ID", [](Says& one) { one.party = "evil.example"; }},
        {"nobody there", [](Says& one) { one.flags = 0; }},
        {"frame", [](Says& one) { one.in_a_frame = true; }}};
    for (const auto& [what, change] : wrongs) {
        Says wrong = says;
        change(wrong);
        EXPECT_FALSE(lets_in(wrong)) << what;
        EXPECT_FALSE(is_taken(wrong)) << what;
    }
    Says other_act = says;
    other_act.type = "webauthn.create";
    EXPECT_FALSE(lets_in(other_act));
    EXPECT_TRUE(is_taken(other_act));
    other_act.type = "payment.get";
    EXPECT_FALSE(is_taken(other_act));
}

TEST_F(PasskeyTest, DoesNotWithAnotherSignatureOrKey) {
    Assertion made = device.asserted(says);
    made.signature.back() = static_cast<char>(made.signature.back() ^ 1);
    EXPECT_FALSE(std::holds_alternative<std::uint32_t>(checked_assertion(made, known, asked)));
    made.signature.clear();
    EXPECT_FALSE(std::holds_alternative<std::uint32_t>(checked_assertion(made, known, asked)));
    const SoftwareKey another;
    EXPECT_FALSE(std::holds_alternative<std::uint32_t>(checked_assertion(another.asserted(says), known, asked)));
    made = device.asserted(says);
    made.authenticator_data.pop_back();
    EXPECT_FALSE(std::holds_alternative<std::uint32_t>(checked_assertion(made, known, asked)));
    made = device.asserted(says);
    made.client_data += ' ';
    EXPECT_FALSE(std::holds_alternative<std::uint32_t>(checked_assertion(made, known, asked)));
    for (const int algorithm : {-8, -257, 0}) {
        known.algorithm = algorithm;
        EXPECT_FALSE(lets_in(says)) << algorithm;
    }
}

TEST_F(PasskeyTest, ItsCounterGoesForwardAloneUnlessItHasNone) {
    for (const auto& [counter, fits] :
         {std::pair{0U, false}, {6U, false}, {7U, false}, {8U, true}, {4'000'000'000U, true}}) {
        says.counter = counter;
        EXPECT_EQ(lets_in(says), fits) << counter;
    }
    known.counter = 0;
    says.counter = 0;
    EXPECT_TRUE(lets_in(says)) << "a passkey that is kept on several devices counts nothing";
}

TEST_F(PasskeyTest, IsNotMadeOfWhatCannotBeRead) {
    const Attestation made = device.attested(says);
    for (std::size_t size = 0; size < made.authenticator_data.size(); size += 7) {
        const Attestation cut{made.client_data, made.authenticator_data.substr(0, size)};
        EXPECT_FALSE(std::holds_alternative<NewPasskey>(checked_attestation(cut, asked))) << size;
    }
    EXPECT_FALSE(std::holds_alternative<NewPasskey>(checked_attestation({"[", made.authenticator_data}, asked)));
}

TEST(RelyingPartyTest, IsTheSettingsOriginOrLocalhostAlone) {
    const auto party = [](const char* host, bool encrypted, const char* setting) {
        HttpRequest request;
        request.fields["host"] = host;
        request.encrypted = encrypted;
        const auto found = relying_party(request, setting);
        return found ? found->origin + ' ' + found->id : std::string("none");
    };
    EXPECT_EQ(party("localhost:8080", false, ""), "http://localhost:8080 localhost");
    EXPECT_EQ(party("127.0.0.1:8080", false, ""), "none");
    EXPECT_EQ(party("ward.example.org", true, ""), "none");
    EXPECT_EQ(party("ward.example.org", true, "https://ward.example.org"), "https://ward.example.org ward.example.org");
    EXPECT_EQ(party("ward.example.org:8443", true, "https://ward.example.org"), "none");
    EXPECT_EQ(party("ward.example.org", false, "https://ward.example.org"), "none");
    EXPECT_EQ(party("localhost:8080", false, "https://ward.example.org"), "none");
    for (const char* right :
         {"", "https://ward.example.org", "https://ward.example.org:8443", "http://localhost:8080"}) {
        EXPECT_EQ(why_no_origin(right), "") << right;
    }
    for (const char* wrong :
         {"ward.example.org", "http://ward.example.org", "https://ward.example.org/", "https://192.0.2.7", "https://",
          "https://Ward.example.org", "https://ward.example.org:", "http://localhost.evil"}) {
        EXPECT_NE(why_no_origin(wrong), "") << wrong;
    }
}

TEST(FactorsTest, AreReadAsTheyWereWritten) {
    const Instant noon = *parse_instant("2026-03-03T12:00:00Z");
    Factors factors;
    factors.apps.push_back({"a1", "Phone \"1\"", noon, std::string("\0\xFFkey", 5), 57});
    factors.passkeys.push_back(
        {"p1", "Key", noon, std::string("\0id", 3), {-257, "bytes", 4'000'000'000U}, "localhost"});
    const auto codes = new_recovery_codes(factors);
    Account account;
    account.factors = to_json(factors);
    const Factors read = factors_of(account);
    EXPECT_EQ(to_json(read), account.factors);
    EXPECT_EQ(read.apps.front().key, factors.apps.front().key);
    EXPECT_EQ(read.apps.front().used, 57U);
    EXPECT_EQ(read.passkeys.front().key.algorithm, -257);
    EXPECT_EQ(read.passkeys.front().key.counter, 4'000'000'000U);
    EXPECT_EQ(account.factors.find(codes.front()), std::string::npos) << "recovery codes are kept as digests";
    EXPECT_EQ(to_json({}), "");
}

TEST(FactorsTest, WhatCannotBeReadIsAskedForAndNeverFits) {
    for (const char* text : {"{", "[]", "{}", R"({"apps":[{"id":"a"}]})", R"({"passkeys":[{}]})", "null"}) {
        Account account;
        account.factors = text;
        const Factors factors = factors_of(account);
        EXPECT_TRUE(factors.any()) << text;
        EXPECT_FALSE(pass_by_code(factors, "000000", {Instant{60'000'000}})) << text;
    }
}

TEST(FactorsTest, ARecoveryCodeFitsOnceHoweverItIsTyped) {
    Factors factors;
    factors.apps.push_back({"a1", "Phone", Instant{}, new_totp_key(), 0});
    auto codes = new_recovery_codes(factors);
    ASSERT_EQ(codes.size(), 8U);
    for (char& letter : codes[3]) letter = static_cast<char>(letter >= 'a' && letter <= 'f' ? letter - 32 : letter);
    codes[3].insert(5, " ");
    const auto passed = pass_by_code(factors, codes[3], {Instant{60'000'000}});
    ASSERT_TRUE(passed);
    EXPECT_EQ(passed->by, "recovery code");
    EXPECT_EQ(passed->factors.recovery.size(), 7U);
    EXPECT_FALSE(pass_by_code(passed->factors, codes[3], {Instant{60'000'000}}));
    EXPECT_TRUE(pass_by_code(passed->factors, codes[0], {Instant{60'000'000}}));
    EXPECT_FALSE(pass_by_code(factors, std::string(20, 'a'), {Instant{60'000'000}}));
    EXPECT_TRUE(remove_factor(factors, "a1"));
    EXPECT_TRUE(factors.recovery.empty()) << "they go with the last factor";
    EXPECT_FALSE(remove_factor(factors, "a1"));
}

TEST(FactorsTest, ACodeOfTheEarlierTimeCountsWhileTheClockIsInDoubt) {
    Factors factors;
    factors.apps.push_back({"a1", "Phone", Instant{}, new_totp_key(), 0});
    const Instant noon = *parse_instant("2026-03-03T12:00:00Z");
    const std::string earlier =
        totp_code(factors.apps.front().key, static_cast<std::uint64_t>((noon - hours(2)).microseconds / 30'000'000));
    EXPECT_FALSE(pass_by_code(factors, earlier, {noon}));
    EXPECT_TRUE(pass_by_code(factors, earlier, {noon, hours(2)}));
}

TEST(TicketsTest, LastMinutesAndOnce) {
    const Instant noon = *parse_instant("2026-03-03T12:00:00Z");
    Tickets<int> tickets(minutes(5));
    const std::string ticket = tickets.open(7, noon);
    EXPECT_EQ(ticket.size(), 64U);
    ASSERT_NE(tickets.find(ticket, noon + minutes(4)), nullptr);
    EXPECT_EQ(tickets.find(ticket, noon + minutes(5)), nullptr);
    EXPECT_EQ(tickets.find(ticket, noon - minutes(1)), nullptr) << "the clock was set back";
    EXPECT_EQ(tickets.find("", noon), nullptr);
    const std::string renewed = tickets.renew(ticket, 8);
    EXPECT_EQ(tickets.find(ticket, noon), nullptr);
    EXPECT_EQ(*tickets.find(renewed, noon), 8);
    EXPECT_EQ(tickets.find(renewed, noon + minutes(5)), nullptr) << "no longer than the first";
    tickets.end(renewed);
    EXPECT_EQ(tickets.find(renewed, noon), nullptr);
}

TEST(Base64urlEncoded, IsReadBack) {
    for (const std::string bytes : {"", "f", "fo", "foo", "foob", "\xFF\xFE\xFD"}) {
        EXPECT_EQ(base64url_decoded(base64url_encoded(bytes)), bytes);
    }
    EXPECT_EQ(base64url_encoded("\xFB\xFF"), "-_8");
}

}  // namespace
}  // namespace stormkeel
