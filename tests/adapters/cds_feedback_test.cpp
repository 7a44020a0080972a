// Feedback on cards: what is read of it, what is refused, and that the same counts once.
#include "adapters/cds_feedback.h"

#include <gtest/gtest.h>

#include "adapters/cds_hooks_example.h"

namespace stormkeel {
namespace {

using example::order_sign;

std::vector<CdsFeedback> read_feedback(const std::string& entries) {
    const auto got = read_cds_feedback(order_sign, R"({"feedback": [)" + entries + "]}");
    const auto* refused = std::get_if<CdsAnswer>(&got);
    EXPECT_EQ(refused, nullptr) << refused->body;
    return refused == nullptr ? std::get<0>(got) : std::vector<CdsFeedback>{};
}

std::string refused_feedback(const std::string& body, int status = 400, const char* service = order_sign) {
    const auto got = read_cds_feedback(service, body);
    const auto* answer = std::get_if<CdsAnswer>(&got);
    EXPECT_NE(answer, nullptr) << body;
    if (answer == nullptr) return "";
    EXPECT_EQ(answer->status, status);
    return answer->body;
}

TEST(CdsFeedback, AnOverrideTellsItsReason) {
    const auto got =
        read_feedback(R"({"card": "c1", "outcome": "overridden", "outcomeTimestamp": "2026-03-03T11:00:00+01:00",
        "overrideReason": {"reason": {"code": "discussed", "system": "urn:stormkeel:override-reason",
        "display": "Discussed with the responsible specialist"}, "userComment": "with Dr. X"}, "extension": {}})");
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].card, "c1");
    EXPECT_EQ(name_of(got[0].outcome), "overridden");
    EXPECT_EQ(got[0].reason_code, "discussed");
    EXPECT_EQ(got[0].reason_display, "Discussed with the responsible specialist");
    EXPECT_EQ(got[0].user_comment, "with Dr. X");
    EXPECT_EQ(to_text(got[0].at), "2026-03-03T10:00:00Z");
}

TEST(CdsFeedback, AnAcceptedCardTellsItsSuggestions) {
    const auto got = read_feedback(R"({"card": "c1", "outcome": "accepted", "outcomeTimestamp": "2026-03-03T10:00:00Z",
        "acceptedSuggestions": [{"id": "s1"}, {"id": "s2"}], "overrideReason": null})");
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].accepted_suggestions, (std::vector<std::string>{"s1", "s2"}));
    EXPECT_EQ(got[0].reason_code, "");
}

TEST(CdsFeedback, TheSameSentAgainHasTheSameKey) {
    const std::string one = R"({"card": "c1", "outcome": "accepted", "outcomeTimestamp": "2026-03-03T10:00:00Z"})";
    const std::string same =
        R"({"card": "c1", "outcome": "accepted", "outcomeTimestamp": "2026-03-03T11:00:00+01:00"})";
    const std::string other = R"({"card": "c1", "outcome": "overridden", "outcomeTimestamp": "2026-03-03T10:00:00Z"})";
    EXPECT_EQ(read_feedback(one)[0].key, read_feedback(same)[0].key);
    EXPECT_NE(read_feedback(one)[0].key, read_feedback(other)[0].key);
    EXPECT_EQ(read_feedback(one + "," + same + "," + other).size(), 2U);
}

TEST(CdsFeedback, AWrongEntryIsNamedAndRefusesAll) {
    const std::string good = R"({"card": "c1", "outcome": "accepted", "outcomeTimestamp": "2026-03-03T10:00:00Z"})";
    const auto second = [&](const std::string& entry) {
        return refused_feedback(R"({"feedback": [)" + good + "," + entry + "]}");
    };
    EXPECT_NE(second("{}").find("feedback[1].card is missing"), std::string::npos);
    EXPECT_NE(second("7").find("feedback[1].card is missing"), std::string::npos);
    EXPECT_NE(second(R"({"card": "c", "outcome": "ignored"})").find("accepted or overridden"), std::string::npos);
    EXPECT_NE(second(R"({"card": "c", "outcome": "accepted", "outcomeTimestamp": "2026-03-03T10:00:00"})")
                  .find("a time with an offset"),
              std::string::npos);
    const std::string begun = R"({"card": "c", "outcome": "accepted", "outcomeTimestamp": "2026-03-03T10:00:00Z", )";
    EXPECT_NE(second(begun + R"("acceptedSuggestions": {}})").find("acceptedSuggestions is no list"),
              std::string::npos);
    EXPECT_NE(second(begun + R"("acceptedSuggestions": [{}]})").find("without an id"), std::string::npos);
    EXPECT_NE(second(begun + R"("overrideReason": "x"})").find("overrideReason is no object"), std::string::npos);
    EXPECT_NE(second(begun + R"("overrideReason": {"userComment": 7}})").find("userComment is no text"),
              std::string::npos);
}

TEST(CdsFeedback, WhatIsNoFeedbackIsRefused) {
    EXPECT_NE(refused_feedback("{").find("the body is no JSON"), std::string::npos);
    EXPECT_NE(refused_feedback("{}").find("feedback is missing"), std::string::npos);
    EXPECT_NE(refused_feedback("[]").find("feedback is missing"), std::string::npos);
    EXPECT_NE(refused_feedback(R"({"feedback": []})", 404, "other").find("there is no service 'other'"),
              std::string::npos);
    EXPECT_TRUE(read_feedback("").empty());
}

}  // namespace
}  // namespace stormkeel
