// Messages taken apart: separators, line ends, parts of fields, escapes and character sets.
#include "adapters/hl7v2_message.h"

#include <gtest/gtest.h>

#include "adapters/hl7v2_text.h"

namespace stormkeel {
namespace {

const std::string head = "MSH|^~\\&|LAB|HOSP|SK|HOSP|20260303||ORU^R01|M1|P|2.5.1";

std::string text_in(const std::string& field) {
    const Hl7Message message(head + "\rOBX|" + field + "\r");
    return message.first("OBX")->field(1).text();
}

TEST(Hl7Message, CountsFieldsAsTheStandardDoes) {
    const Hl7Message message(head + "\rPID|1||p1^^^HOSP&1.2&ISO^MR~x2^^^^PI\r");
    const Hl7Segment& msh = *message.first("MSH");
    EXPECT_EQ(msh.field(1).text(), "|");
    EXPECT_EQ(msh.field(2).raw(), "^~\\&");
    EXPECT_EQ(msh.field(9).component(2).text(), "R01");
    EXPECT_EQ(msh.field(12).text(), "2.5.1");
    EXPECT_TRUE(msh.field(13).empty());
    const Hl7Part identifiers = message.first("PID")->field(3);
    EXPECT_EQ(identifiers.repetitions().size(), 2U);
    EXPECT_EQ(identifiers.component(5).text(), "MR");
    EXPECT_EQ(identifiers.component(4).subcomponent(2).text(), "1.2");
    EXPECT_EQ(identifiers.repetition(2).component(1).text(), "x2");
    EXPECT_EQ(identifiers.repetition(2).component(5).text(), "PI");
    EXPECT_TRUE(identifiers.repetition(3).empty());
    EXPECT_TRUE(identifiers.component(9).empty());
    EXPECT_EQ(message.first("PV1"), nullptr);
}

TEST(Hl7Message, SegmentsEndWithAnyLineEnd) {
    for (const char* end : {"\r", "\n", "\r\n"}) {
        const Hl7Message message(head + end + "PID|1" + end + end + "OBX|2");
        ASSERT_EQ(message.segments().size(), 3U);
        EXPECT_EQ(message.segments()[1].field(1).text(), "1");
        EXPECT_EQ(message.segments()[2].raw(), "OBX|2");
        EXPECT_TRUE(message.broken_lines().empty());
    }
}

TEST(Hl7Message, AByteOrderMarkIsNoPartOfIt) {
    EXPECT_FALSE(Hl7Message("\xEF\xBB\xBF" + head).problem().has_value()) << "no problem expected";
}

TEST(Hl7Message, TheSeparatorsAreThoseThatTheMessageNames) {
    const Hl7Message message("MSH#*%!@#LAB#HOSP##########\rOBX#1#a*b@c%d!F!e\r");
    const Hl7Part field = message.first("OBX")->field(2);
    EXPECT_EQ(field.component(2).subcomponent(2).text(), "c");
    EXPECT_EQ(field.repetition(2).text(), "d#e");
}

TEST(Hl7Message, WhatDoesNotBeginWithAHeaderIsRefused) {
    for (const char* text : {"", "PID|1", "MSH", "MSH|", "MSH|^^~&|x|", "MSHA^~\\&Ax", "MSH ^~\\& x"}) {
        const Hl7Message message(text);
        ASSERT_TRUE(message.problem().has_value()) << text;
        EXPECT_EQ(message.problem()->code, Hl7Error::segment_sequence);
        EXPECT_NE(message.problem()->why.find("MSH|^~\\&|"), std::string::npos);
        EXPECT_TRUE(message.segments().empty());
    }
}

TEST(Hl7Message, ALineThatIsNoSegmentIsTold) {
    const Hl7Message message(head + "\rOBX|1|TX|a||first line\rsecond line\rOBX|2");
    EXPECT_EQ(message.segments().size(), 3U);
    ASSERT_EQ(message.broken_lines().size(), 1U);
    EXPECT_EQ(message.broken_lines()[0].where, "line 3");
    EXPECT_EQ(message.broken_lines()[0].why,
              "'second line' is no segment; one begins with its three letters, and a line end inside a text is written "
              "\\.br\\");
}

TEST(Hl7Message, EscapesAreResolvedAndUnknownOnesStayVisible) {
    EXPECT_EQ(text_in("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f"), "a|b^c&d~e\\f");
    EXPECT_EQ(text_in("a\\.br\\b"), "a\nb");
    EXPECT_EQ(text_in("38\\XC2B0\\C"), "38°C");
    EXPECT_EQ(text_in("\\X41\\\\X4a\\"), "AJ");
    EXPECT_EQ(text_in("\\H\\bold\\N\\"), "\\H\\bold\\N\\");
    EXPECT_EQ(text_in("\\X4\\ \\XZZ\\ \\XFF\\"), "\\X4\\ \\XZZ\\ \\XFF\\");  // half a byte, no digits, no UTF-8
    EXPECT_EQ(text_in("C:\\dir"), "C:\\dir");
    EXPECT_EQ(text_in("  padded "), "padded");
    EXPECT_TRUE(Hl7Message(head + "\rOBX|\"\"").first("OBX")->field(1).is_null());
}

TEST(Hl7Message, ReadsTheCharacterSetsItNames) {
    const auto temperature = [](const std::string& set, const std::string& text) {
        return Hl7Message(head + "||||||" + set + "\rOBX|" + text);
    };
    EXPECT_EQ(temperature("8859/1", "38\xB0\x43").first("OBX")->field(1).text(), "38°C");
    EXPECT_EQ(temperature("8859/1", "\\XE9\\").first("OBX")->field(1).text(), "é");
    EXPECT_EQ(temperature("UNICODE UTF-8", "38°C").first("OBX")->field(1).text(), "38°C");
    EXPECT_FALSE(temperature("ASCII", "38").problem().has_value());
    EXPECT_FALSE(temperature("", "38°C").problem().has_value()) << "UTF-8 cannot be taken for anything else";
}

TEST(Hl7Message, RefusesACharacterSetItDoesNotKnow) {
    const Hl7Message shift(head + "||||||ISO IR87\rOBX|1");
    ASSERT_TRUE(shift.problem().has_value());
    EXPECT_EQ(shift.problem()->where, "MSH-18");
    EXPECT_EQ(shift.problem()->why,
              "the character set 'ISO IR87' is not known; UNICODE UTF-8, 8859/1 or an empty field would be right");
    EXPECT_EQ(shift.first("MSH")->field(10).text(), "M1") << "the answer still needs the sender's number";
    const Hl7Message undeclared(head + "\rOBX|38\xB0\x43");
    ASSERT_TRUE(undeclared.problem().has_value());
    EXPECT_NE(undeclared.problem()->why.find("8859/1"), std::string::npos);
}

TEST(Hl7Message, TellsUtf8FromOtherBytes) {
    EXPECT_TRUE(is_utf8("a é € 😀"));
    for (const char* text : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"}) {
        EXPECT_FALSE(is_utf8(text));
    }
}

TEST(Hl7Message, WhatIsWrittenIsReadBackAsItWas) {
    EXPECT_EQ(hl7v2_escaped("a|b^c&d~e\\f\r\ng"), "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f\\.br\\g");
    EXPECT_EQ(text_in(hl7v2_escaped("a|b^c&d~e\\f\ng")), "a|b^c&d~e\\f\ng");
    EXPECT_EQ(hl7v2_escaped("a\x1C\x0B"), "a  ");
}

}  // namespace

}  // namespace stormkeel
