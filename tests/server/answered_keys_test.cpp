// A person's answer to an alert that is sent again with its Idempotency-Key is the first answer, and does nothing.
#include "server/answered_keys.h"

#include <gtest/gtest.h>

#include "server/running_ward.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

class AnsweredOnce : public testing::Test {
protected:
    AnsweredOnce() {
        ward.keep_person("ann", Role::physician);
        ward.keep_person("bob", Role::physician);
        ward.restart();
        ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    }

    // By a machine, with a key.
    std::string say(const std::string& how, const std::string& key, const std::string& body = {}) const {
        return ward.ask("POST /api/alerts/" + how, ward.feed(), body, "Idempotency-Key: " + key + "\r\n");
    }
    static std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n")); }
    // Of alert 1, as the board shows it.
    std::string state() const { return between(ward.ask("GET /api/ward", ward.feed()), R"("id":1,)", R"("over")"); }

    RunningWard ward;
};

const std::string because = R"({"reason":"given elsewhere"})";

TEST_F(AnsweredOnce, AnAcknowledgementSentAgainUndoesNoDecline) {
    const std::string first = say("1/acknowledge", "k1");
    EXPECT_TRUE(has(first, R"("state":"acknowledged")")) << first;
    EXPECT_EQ(status_of(say("1/decline", "k2", because)), 200);
    const std::string again = say("1/acknowledge", "k1");
    EXPECT_EQ(status_of(again), 200);
    EXPECT_EQ(body_of(again), body_of(first));
    EXPECT_TRUE(has(state(), R"("state":"declined")")) << state();
    ward.stop();
    ASSERT_EQ(ward.store().all.audit.size(), 2U) << "and the audit tells of no third act";
}

TEST_F(AnsweredOnce, AKeyWithAnotherContentIsAConflict) {
    EXPECT_EQ(status_of(say("1/decline", "k1", because)), 200);
    for (const auto& [how, body] : {std::pair{"1/acknowledge", std::string()}, std::pair{"2/decline", because},
                                    std::pair{"1/decline", std::string(R"({"reason":"something else"})")}}) {
        const std::string answer = say(how, "k1", body);
        EXPECT_EQ(status_of(answer), 409) << how << answer;
        EXPECT_TRUE(has(answer, "this Idempotency-Key came with something else before")) << answer;
    }
    EXPECT_TRUE(has(state(), R"("state":"declined")")) << state();
}

TEST_F(AnsweredOnce, ASnoozeSentAgainIsTheFirst) {
    const std::string first = say("1/snooze", "k1", R"({"minutes":2})");
    EXPECT_TRUE(has(first, R"("snoozed_until":"2026-03-03T10:33:00Z")")) << first;
    EXPECT_EQ(body_of(say("1/snooze", "k1", R"({"minutes":2})")), body_of(first));
    EXPECT_EQ(status_of(say("1/snooze", "k2", R"({"minutes":2})")), 409) << "it is silenced already";
}

TEST_F(AnsweredOnce, WhatWasRefusedIsNotRemembered) {
    EXPECT_EQ(status_of(say("1/decline", "k1")), 400);
    EXPECT_EQ(status_of(say("1/decline", "k1", because)), 200);
}

TEST_F(AnsweredOnce, AKeyIsThatOfThePersonWhoSentIt) {
    const SignedIn ann(ward, "ann");
    const SignedIn bob(ward, "bob");
    const auto acknowledge = [&](const SignedIn& who) {
        return ward.ask("POST /api/alerts/1/acknowledge", "", "", who.fields() + "Idempotency-Key: k1\r\n");
    };
    EXPECT_TRUE(has(acknowledge(ann), R"("by":"ann")"));
    EXPECT_TRUE(has(acknowledge(bob), R"("by":"bob")"));
    EXPECT_TRUE(has(acknowledge(ann), R"("by":"ann")"));
    EXPECT_TRUE(has(state(), R"("state":"acknowledged")"));
    EXPECT_TRUE(has(ward.ask("GET /api/ward", ward.feed()), R"("by":"bob")"));
}

// What is written over FHIR again is the same by itself; the key tells a mistake of the sender.
TEST_F(AnsweredOnce, AKeyOfFhirIsRefusedWithAnotherContent) {
    const auto post = [&](const std::string& key, const std::string& value) {
        const std::string weight =
            R"({"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p9"},
            "effectiveDateTime":"2026-03-03T09:00:00Z","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},
            "valueQuantity":{"value":)" +
            value + R"(,"code":"kg"}})";
        return ward.ask("POST /fhir/Observation", ward.feed(), weight, "Idempotency-Key: " + key + "\r\n");
    };
    EXPECT_EQ(status_of(post("k1", "800")), 422) << "what was refused is not remembered";
    EXPECT_EQ(status_of(post("k1", "80")), 201);
    EXPECT_EQ(status_of(post("k1", "80")), 200) << "repeated";
    const std::string other = post("k1", "81");
    EXPECT_EQ(status_of(other), 409);
    EXPECT_TRUE(has(other, "OperationOutcome") && has(other, "Idempotency-Key")) << other;
    EXPECT_EQ(status_of(post("k2", "81")), 201);
}

TEST(AnsweredKeys, HoldTheLast256OfEachCaller) {
    AnsweredKeys keys;
    const auto call = [](int number, const std::string& caller) {
        return AnsweredKeys::Call{caller, "key " + std::to_string(number), "content"};
    };
    keys.keep(call(0, "nurse ann"), {200, "application/json", "of ann", {}});
    for (int i = 0; i < 256; ++i) keys.keep(call(i, "nurse bob"), {200, "application/json", "of bob", {}});
    EXPECT_EQ(keys.answer_before(call(0, "nurse bob"))->body, "of bob");
    keys.keep(call(256, "nurse bob"), {200, "application/json", "of bob", {}});
    EXPECT_FALSE(keys.answer_before(call(0, "nurse bob")));
    EXPECT_TRUE(keys.answer_before(call(1, "nurse bob")));
    EXPECT_EQ(keys.answer_before(call(0, "nurse ann"))->body, "of ann");
}

}  // namespace
}  // namespace stormkeel
