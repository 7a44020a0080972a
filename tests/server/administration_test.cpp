// What administrators do beside accounts of people: tokens of machines, and joining one patient's records.
#include <gtest/gtest.h>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

class AdministrationTest : public testing::Test {
protected:
    AdministrationTest() {
        ward.keep_person("ada", Role::admin);
        ward.keep_person("ben", Role::admin);
        ward.keep_person("nora", Role::nurse);
        ward.restart();
    }
    // A fever of one, and a vasopressor of the other.
    void take_two_patients() const {
        const std::string dose =
            R"({"facts":[{"time":"2026-03-03T09:00:00Z","item":"give:tocilizumab","value":640,"unit":"mg"}]})";
        EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200);
        EXPECT_EQ(status_of(ward.ask("POST /api/patients/p2/facts", ward.feed(), dose)), 200);
    }

    RunningWard ward;
    const std::string merge = R"({"patient":"p2","into":"p1","reason":"admitted twice"})";
    const std::string words = R"({"words":"the admission office says so"})";
};

TEST_F(AdministrationTest, ATokenIsToldOnceAndClosed) {
    const SignedIn ada(ward, "ada");
    const std::string made = ada.ask(ward, "POST /api/tokens/lab", R"({"role":"integration"})");
    const std::string token = between(made, R"({"token":")", "\"");
    ASSERT_EQ(token.size(), 64U) << made;
    EXPECT_EQ(status_of(ward.ask("GET /api/ward", token)), 200);
    const std::string list = ada.ask(ward, "GET /api/tokens");
    EXPECT_TRUE(has(list, R"({"name":"lab","role":"integration","since":"2026-03-03T10:31:00Z"})")) << list;
    EXPECT_FALSE(has(list, token) || has(list, "ada")) << list;
    EXPECT_EQ(status_of(ada.ask(ward, "DELETE /api/tokens/lab")), 200);
    EXPECT_EQ(status_of(ward.ask("GET /api/ward", token)), 401);
    EXPECT_EQ(status_of(ada.ask(ward, "DELETE /api/tokens/lab")), 404);
    EXPECT_EQ(status_of(ada.ask(ward, "DELETE /api/tokens/nora")), 404) << "a person's account is none";
    EXPECT_EQ(ward.store().all.audit.back().action, "account close");
    EXPECT_EQ(ward.store().all.audit.back().object, "integration lab");
    EXPECT_EQ(ward.store().all.audit.back().actor, "ada");
}

TEST_F(AdministrationTest, WhoseTokenIsClosedOrReplacedReadsNoFurtherEvents) {
    const SignedIn ada(ward, "ada");
    const auto opened = [&](PlainClient& reader) {
        const std::string token =
            between(ada.ask(ward, "POST /api/tokens/lab", R"({"role":"integration"})"), R"({"token":")", "\"");
        reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        EXPECT_TRUE(has(reader.receive_until("\r\n\r\n"), "text/event-stream"));
    };
    const auto chart = [&](const std::string& patient) {
        const std::string fact =
            R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"heart_rate","value":"80","unit":"/min"}]})";
        EXPECT_EQ(status_of(ward.ask("POST /api/patients/" + patient + "/facts", ward.feed(), fact)), 200);
    };
    PlainClient first(ward.port());
    opened(first);
    chart("p7");
    EXPECT_TRUE(has(first.receive_until("\n\n"), "p7"));
    PlainClient second(ward.port());
    opened(second);
    chart("p8");
    EXPECT_FALSE(has(first.receive_all(), "p8")) << "another token took its place, and the stream has ended";
    EXPECT_TRUE(has(second.receive_until("\n\n"), "p8"));
    EXPECT_EQ(status_of(ada.ask(ward, "DELETE /api/tokens/lab")), 200);
    EXPECT_FALSE(has(second.receive_all(), "event: assessment")) << "it ends by itself, at the next heartbeat";
}

TEST_F(AdministrationTest, ATokenNeedsANameOfItsOwnAndARole) {
    const SignedIn ada(ward, "ada");
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/tokens/lab", R"({"role":"admin"})")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/tokens/lab")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/tokens/a%20b", R"({"role":"kiosk"})")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/tokens/nora", R"({"role":"kiosk"})")), 400);
    EXPECT_EQ(status_of(SignedIn(ward, "nora").ask(ward, "GET /api/tokens")), 403);
    EXPECT_EQ(status_of(ward.ask("POST /api/tokens/lab", ward.feed(), R"({"role":"kiosk"})")), 403);
}

TEST_F(AdministrationTest, ARoleChangesWithoutThePassword) {
    const SignedIn ada(ward, "ada");
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/nora", R"({"role":"physician"})")), 200);
    EXPECT_TRUE(has(SignedIn(ward, "nora").ask(ward, "GET /session"), R"("role":"physician")"));
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/nora", R"({"role":"physician","password":5})")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/new", R"({"role":"nurse"})")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/nora", R"({"role":"kiosk"})")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/ben", R"({"role":"nurse"})")), 200);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/users/ada", R"({"role":"nurse"})")), 409) << "the last one";
}

TEST_F(AdministrationTest, OneAsksAndAnotherJoins) {
    take_two_patients();
    const SignedIn ada(ward, "ada");
    const SignedIn ben(ward, "ben");
    const std::string asked = ada.ask(ward, "POST /api/merges", merge);
    EXPECT_TRUE(has(asked, R"({"number":1})")) << asked;
    EXPECT_TRUE(has(
        ben.ask(ward, "GET /api/cosigns"),
        R"("kind":"merge","state":"open","patient":"p2","object":"p1","fact":null,"reason":"admitted twice","by":"ada")"));
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/cosigns/1/approve", words)), 403) << "never one's own";
    const std::string board = ward.ask("GET /api/ward", ward.feed());
    EXPECT_TRUE(has(board, "\"p2\"")) << board;
    EXPECT_EQ(status_of(ben.ask(ward, "POST /api/cosigns/1/approve", words)), 200);
    EXPECT_FALSE(has(ward.ask("GET /api/ward", ward.feed()), "\"p2\""));
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/merges", merge)), 409) << "joined already";
    EXPECT_TRUE(has(ben.ask(ward, "POST /api/unmerges", merge), R"({"number":2})"));
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/cosigns/2/approve", words)), 200);
    EXPECT_TRUE(has(ward.ask("GET /api/ward", ward.feed()), "\"p2\""));
}

// Two ask for the same: the second can only be refused once the first is approved.
TEST_F(AdministrationTest, WhatIsJoinedMeanwhileIsNotApprovedAgain) {
    take_two_patients();
    const SignedIn ada(ward, "ada");
    const SignedIn ben(ward, "ben");
    ada.ask(ward, "POST /api/merges", merge);
    ada.ask(ward, "POST /api/merges", merge);
    EXPECT_EQ(status_of(ben.ask(ward, "POST /api/cosigns/1/approve", words)), 200);
    const std::string second = ben.ask(ward, "POST /api/cosigns/2/approve", words);
    EXPECT_EQ(status_of(second), 409);
    EXPECT_TRUE(has(second, "it cannot be made any more: they are joined already")) << second;
    EXPECT_EQ(status_of(ben.ask(ward, "POST /api/cosigns/2/refuse", words)), 200);
}

TEST_F(AdministrationTest, SaysWhatIsWrongWithAMerge) {
    take_two_patients();
    const SignedIn ada(ward, "ada");
    const auto ask = [&](const std::string& body) { return ada.ask(ward, "POST /api/merges", body); };
    EXPECT_TRUE(has(ask(R"({"patient":"p9","into":"p1","reason":"x"})"), "there is no patient 'p9'"));
    EXPECT_EQ(status_of(ask(R"({"patient":"p1","into":"p1","reason":"x"})")), 409);
    EXPECT_EQ(status_of(ask(R"({"patient":"p2","into":"p1","reason":""})")), 400);
    EXPECT_EQ(status_of(ask(R"({"patient":"p2","into":"p1"})")), 400);
    EXPECT_EQ(status_of(ada.ask(ward, "POST /api/unmerges", merge)), 409) << "not joined";
    for (const std::string path : {"/api/merges", "/api/unmerges"}) {
        EXPECT_EQ(status_of(SignedIn(ward, "nora").ask(ward, "POST " + path, merge)), 403);
        EXPECT_EQ(status_of(ward.ask("POST " + path, ward.feed(), merge)), 403);
    }
}

}  // namespace
}  // namespace stormkeel
