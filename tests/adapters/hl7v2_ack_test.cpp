// Answers: what MSA and ERR say, in the original and in the enhanced mode.
#include "adapters/hl7v2_ack.h"

#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

const Hl7Stamp stamp{*parse_instant("2026-03-03T12:00:05.5Z"), "SK17"};

Hl7Header oru_header() { return Feed().reading(oru("M1", {})).header; }

TEST(Hl7Ack, SenderAndReceiverAreSwapped) {
    EXPECT_EQ(hl7v2_ack(oru_header(), {}, stamp),
              "MSH|^~\\&|STORMKEEL|HOSP|LAB|HOSP|20260303120005+0000||ACK^R01^ACK|SK17|P|2.5.1||||||UNICODE UTF-8\r"
              "MSA|AA|M1\r");
}

TEST(Hl7Ack, AnErrorTellsWhereWhatAndWhy) {
    Hl7Answer answer;
    answer.outcome = Hl7Outcome::failed;
    answer.problems = {{Hl7Error::required_field_missing, "PID-3", "it is empty; an identifier is needed"}};
    const std::string text = hl7v2_ack(oru_header(), answer, stamp);
    EXPECT_NE(text.find("\rMSA|AE|M1\r"), std::string::npos);
    EXPECT_NE(text.find("\rERR||PID^1^3|101^Required field missing^HL70357|E||||PID-3: it is empty; an identifier is "
                        "needed\r"),
              std::string::npos)
        << text;
    answer.outcome = Hl7Outcome::rejected;
    answer.problems = {{Hl7Error::unsupported_processing_id, "MSH-11", "'T|D' is not taken"}};
    const std::string rejected = hl7v2_ack(oru_header(), answer, stamp);
    EXPECT_NE(rejected.find("\rMSA|AR|M1\r"), std::string::npos);
    EXPECT_NE(rejected.find("|202^Unsupported processing id^HL70357|E||||MSH-11: 'T\\F\\D' is not taken\r"),
              std::string::npos)
        << rejected;
}

TEST(Hl7Ack, WhatCouldNotBeUsedOfAnAcceptedMessageIsAWarning) {
    Hl7Answer answer;
    answer.warnings = {{Hl7Error::data_type, "OBX 2", "'None' is no number"}};
    EXPECT_NE(hl7v2_ack(oru_header(), answer, stamp)
                  .find("MSA|AA|M1\rERR||OBX^2|102^Data type error^HL70357|W||||OBX 2: 'None' is no number\r"),
              std::string::npos);
}

TEST(Hl7Ack, AnswersInTheUsualSeparatorsWhateverTheMessageUses) {
    const Hl7Reading reading = Feed().reading("MSH#*%!@#L|AB*1.2*ISO#H!F!X#SK#H#20260303##ORU*R01#M^1#P#2.5.1\r");
    const std::string text = hl7v2_ack(reading.header, {}, stamp);
    EXPECT_NE(text.find("|SK|H|L\\F\\AB^1.2^ISO|H#X|"), std::string::npos) << text;
    EXPECT_NE(text.find("MSA|AA|M\\S\\1\r"), std::string::npos) << text;
}

TEST(Hl7Ack, AMessageWithoutAHeaderIsAnsweredAllTheSame) {
    Hl7Answer answer;
    answer.outcome = Hl7Outcome::rejected;
    EXPECT_EQ(hl7v2_ack(Feed().reading("nonsense").header, answer, stamp),
              "MSH|^~\\&|||||20260303120005+0000||ACK|SK17|P|2.5.1||||||UNICODE UTF-8\rMSA|AR|\r");
}

TEST(Hl7Ack, BytesThatAreNoTextAreNotRepeated) {
    const Hl7Reading reading = Feed().reading(
        "MSH|^~\\&|L\xE4"
        "B|HOSP|SK|HOSP|20260303||ORU^R01|M1|P|2.5.1\r");
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_NE(hl7v2_ack(reading.header, {}, stamp).find("|SK|HOSP|L?B|HOSP|"), std::string::npos);
}

std::vector<Hl7Answering> asked(std::string_view accept, std::string_view application, Hl7Outcome outcome) {
    Hl7Header of;
    of.accept_ack = accept;
    of.application_ack = application;
    return answers_asked_for(of, outcome);
}

TEST(Hl7Ack, TheEnhancedModeAsksForEachAnswerByItself) {
    using enum Hl7Answering;
    using Answers = std::vector<Hl7Answering>;
    EXPECT_EQ(asked("", "", Hl7Outcome::accepted), Answers{original});
    EXPECT_EQ(asked("AL", "AL", Hl7Outcome::accepted), (Answers{commit, application}));
    EXPECT_EQ(asked("AL", "NE", Hl7Outcome::failed), Answers{commit});
    EXPECT_EQ(asked("AL", "AL", Hl7Outcome::failed), Answers{commit}) << "what is refused reaches no application";
    EXPECT_EQ(asked("SU", "ER", Hl7Outcome::failed), Answers{application});
    EXPECT_EQ(asked("NE", "NE", Hl7Outcome::failed), Answers{});
    EXPECT_EQ(asked("ER", "SU", Hl7Outcome::failed), Answers{commit});
    EXPECT_EQ(asked("ER", "SU", Hl7Outcome::accepted), Answers{application});
    Hl7Answer answer;
    answer.mode = commit;
    EXPECT_NE(hl7v2_ack(oru_header(), answer, stamp).find("MSA|CA|M1\r"), std::string::npos);
    answer.outcome = Hl7Outcome::failed;
    EXPECT_NE(hl7v2_ack(oru_header(), answer, stamp).find("MSA|CE|M1\r"), std::string::npos);
    answer.outcome = Hl7Outcome::rejected;
    EXPECT_NE(hl7v2_ack(oru_header(), answer, stamp).find("MSA|CR|M1\r"), std::string::npos);
}

TEST(Hl7Ack, AConditionThatIsNoneIsAnsweredAsIfItWereNotThere) {
    using enum Hl7Answering;
    using Answers = std::vector<Hl7Answering>;
    EXPECT_EQ(asked("XX", "", Hl7Outcome::accepted), Answers{original});
    EXPECT_EQ(asked("AL", "XX", Hl7Outcome::accepted), Answers{original});
    EXPECT_EQ(asked("al", "NE", Hl7Outcome::failed), Answers{original});
    Hl7Header of;
    of.accept_ack = "al";
    of.application_ack = "NE";
    const auto unknown = unknown_conditions(of);
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_EQ(unknown[0].where, "MSH-15");
    EXPECT_EQ(unknown[0].why,
              "'al' does not say when to acknowledge, so it is answered as if MSH-15 and MSH-16 were empty; AL, NE, ER "
              "or SU would be right");
}

// 2.3, 2.3.1 and 2.4 have one ERR segment of one field, ERR-1 (ELD), which repeats.
TEST(Hl7Ack, SendersBefore2Point5AreToldInTheFieldOfTheirVersion) {
    Hl7Answer answer;
    answer.outcome = Hl7Outcome::failed;
    answer.problems = {{Hl7Error::required_field_missing, "PID-3", "it is empty; an identifier is needed"}};
    answer.warnings = {{Hl7Error::data_type, "OBX 2", "'A&B' is no number"},
                       {Hl7Error::required_field_missing, "MSH-9.2", "it is empty"}};
    Hl7Header header = oru_header();
    for (const char* version : {"2.3", "2.3.1", "2.4"}) {
        header.version = version;
        const std::string text = hl7v2_ack(header, answer, stamp);
        EXPECT_NE(text.find("\rERR|PID^1^3^101&Required field missing&HL70357&E&PID-3: it is empty; an identifier is "
                            "needed&HL70516~OBX^2^^102&Data type error&HL70357&W&OBX 2: 'A\\T\\B' is no number&HL70516~"
                            "MSH^1^9^101&Required field missing&HL70357&W&MSH-9.2: it is empty&HL70516\r"),
                  std::string::npos)
            << text;
        EXPECT_NE(text.find(version == std::string_view("2.3") ? "|ACK^R01|" : "|ACK^R01^ACK|"), std::string::npos)
            << text;
        EXPECT_NE(text.find("|P|" + std::string(version) + "|"), std::string::npos) << text;
    }
    header.version = "2.5";
    EXPECT_NE(hl7v2_ack(header, answer, stamp).find("\rERR||PID^1^3|101^"), std::string::npos);
}

TEST(Hl7Ack, WhatIsAnsweredCanBeReadBack) {
    const Hl7Message message(hl7v2_ack(oru_header(), {}, stamp));
    EXPECT_FALSE(message.problem().has_value());
    EXPECT_EQ(message.first("MSA")->field(2).text(), "M1");
}

}  // namespace
}  // namespace stormkeel
