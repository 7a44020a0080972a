// JSON is read strictly: numbers stay as written, and what could be read in two ways is refused with its place.
#include "adapters/json.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

std::shared_ptr<const JsonDocument> parsed(std::string_view text) {
    auto read = read_json(text);
    EXPECT_FALSE(std::holds_alternative<JsonError>(read)) << to_text(std::get<JsonError>(read));
    return std::get<std::shared_ptr<const JsonDocument>>(read);
}

std::string refusal(std::string_view text) {
    const auto read = read_json(text);
    const auto* error = std::get_if<JsonError>(&read);
    return error == nullptr ? "" : to_text(*error);
}

TEST(Json, KeepsNumbersAsTheyWereWritten) {
    const auto document = parsed(R"({"a": 38.0, "b": 1.50e2, "c": -7, "d": 12345678901234567890123, "e": -0})");
    EXPECT_EQ(document->root()["a"].text(), "38.0");
    EXPECT_EQ(document->root()["b"].text(), "1.50e2");
    EXPECT_EQ(document->root()["c"].text(), "-7");
    EXPECT_EQ(document->root()["d"].text(), "12345678901234567890123");
    EXPECT_EQ(document->root()["e"].text(), "-0");
}

TEST(Json, OneNumberBeyondAllMachinesLeavesTheRestReadable) {
    const auto document = parsed(R"({"x": 1, "s": "1e400 \"5", "a": 1e400, "b": [-2.5E+999, 7], "c": 38.0})");
    EXPECT_EQ(document->root()["x"].text(), "1");
    EXPECT_EQ(document->root()["s"].text(), "1e400 \"5");
    EXPECT_EQ(document->root()["a"].text(), "1e400");
    EXPECT_EQ(document->root()["b"][std::size_t{0}].text(), "-2.5E+999");
    EXPECT_EQ(document->root()["b"][std::size_t{1}].text(), "7");
    EXPECT_EQ(document->root()["c"].text(), "38.0");
    EXPECT_NE(refusal(R"({"a": 1e400, "b": 01e400})"), "");
    EXPECT_NE(refusal(R"({"a": 1e400, "b": 1.e400})"), "");
    EXPECT_NE(refusal(R"({"a": 1e400, "b": 1e400e1})"), "");
    EXPECT_NE(refusal(R"({"a": 1e400, "b": "unfinished)"), "");
}

TEST(Json, AnswersEveryQuestionOfAPlaceThatDoesNotExist) {
    const auto document = parsed(R"({"a": [{"b": "x"}]})");
    const Json root = document->root();
    EXPECT_EQ(root["a"][std::size_t{0}]["b"].string(), "x");
    EXPECT_EQ(root["a"][std::size_t{1}]["b"]["c"].text(), "");
    EXPECT_FALSE(root["z"].exists());
    EXPECT_EQ(root["z"].size(), 0U);
    EXPECT_EQ(Json().text(), "");
}

TEST(Json, GoesOverMembersAndElementsInTheirOrder) {
    const auto document = parsed(R"({"b": [1, [2, 3], {}], "a": null})");
    std::string seen;
    for (const Json member : document->root()) seen += std::string(member.key()) + " ";
    for (const Json element : document->root()["b"]) seen += std::to_string(element.size());
    EXPECT_EQ(seen, "b a 020");
    EXPECT_EQ(document->root()["a"].kind(), Json::Kind::null);
}

TEST(Json, DecodesEscapesAndKeepsUtf8) {
    const auto document = parsed(
        "\xEF\xBB\xBF"
        R"({"t": "40\u00b0 \"Ä\" \ud83d\ude00😀", "a\u0062\"c": "\\"})");
    EXPECT_EQ(document->root()["t"].string(), "40° \"Ä\" 😀😀");
    EXPECT_EQ(document->root()["ab\"c"].string(), "\\");
}

TEST(Json, RefusesOneFieldTwiceAndSaysWhere) {
    EXPECT_EQ(refusal(R"({"entry": [{}, {"resource": {"status": "final", "id": "a", "status": "amended"}}]})"),
              "the field 'status' stands twice in entry[1].resource");
    EXPECT_EQ(refusal(R"({"a": 1, "a": 2})"), "the field 'a' stands twice in the outermost object");
    EXPECT_EQ(refusal(R"([{"a": 1}, {"a": 2}])"), "");
}

TEST(Json, NamesLineAndColumnOfWhatIsNoJson) {
    EXPECT_EQ(refusal("{\n  \"a\": 1,\n  \"b\": tru\n}").substr(0, 7), "line 3,");
    EXPECT_NE(refusal(R"({"a": NaN})"), "");
    EXPECT_NE(refusal(R"({"a": 01})"), "");
    EXPECT_NE(refusal(R"({"a": 1,})"), "");
    EXPECT_NE(refusal(R"({"a": 1} {"b": 2})"), "");
    EXPECT_NE(refusal(""), "");
    EXPECT_NE(refusal("{\"a\": \"\xff\"}"), "");
    EXPECT_NE(refusal(R"({"a": "unfinished)"), "");
}

TEST(Json, SaysWhatStandsWhereNothingLikeItIsExpected) {
    EXPECT_EQ(refusal(R"({"a": 1,})"), "line 1, column 9: not valid JSON: '}' is not expected here");
    EXPECT_EQ(refusal("{\"a\": 1,\n \"b\": \"\xff\"}"),
              "line 2, column 8: not valid JSON: the byte 0xff is not expected here");
    EXPECT_EQ(refusal(R"({"a": 1)"), "line 1, column 8: not valid JSON: the text ends early");
    EXPECT_EQ(refusal(R"({"a": 1} {"b": 2})"),
              "line 1, column 10: not valid JSON: something follows after the end of the value");
    EXPECT_EQ(refusal(R"({"a": 1e9999999999})"),
              "line 1, column 18: not valid JSON: an exponent of more than nine digits");
    EXPECT_EQ(refusal(R"({"a": "\udc00"})"),
              "line 1, column 14: not valid JSON: one half of a surrogate pair stands alone");
    EXPECT_EQ(refusal(R"({"a": "\u12"})"),
              "line 1, column 12: not valid JSON: \\u is followed by four hexadecimal digits");
}

TEST(Json, SaysWhyInValidUtf8) {
    const std::string why = refusal("{\"a\": \"\xff\xfe\"}");
    EXPECT_EQ(why.find('\xff'), std::string::npos) << why;
}

TEST(Json, ReadsSixtyFourLevelsAndRefusesOneMore) {
    const std::string deep = std::string(64, '[') + std::string(64, ']');
    EXPECT_EQ(refusal(deep), "");
    EXPECT_NE(refusal("[" + deep + "]").find("64 levels"), std::string::npos);
    EXPECT_NE(refusal(std::string(100'000, '[')).find("64 levels"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel
