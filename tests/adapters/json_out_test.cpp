// JSON that is written straight out: numbers, texts and commas as every reader of JSON expects them.
#include "adapters/json_out.h"

#include <gtest/gtest.h>

#include <vector>

#include "adapters/json.h"

namespace stormkeel {
namespace {

template <typename Value>
std::string written(const Value& value) {
    JsonOut json;
    json.put(value);
    return json.take();
}

std::string number(std::string_view text) { return written(parse_decimal(text).value()); }

TEST(JsonOut, WritesTheShortestDecimalThatReadsAsTheSameBinaryNumber) {
    EXPECT_EQ(number("38.60"), "38.6");
    EXPECT_EQ(number("-0.05"), "-0.05");
    EXPECT_EQ(number("40000"), "40000");
    EXPECT_EQ(number("0"), "0");
    EXPECT_EQ(number("0.0001"), "0.0001");
    EXPECT_EQ(number("0.00001"), "1e-05");
    EXPECT_EQ(number("999999.999999999"), "999999.999999999");
    EXPECT_EQ(number("123456789.123456789"), "123456789.12345679");
    EXPECT_EQ(number("9000000000"), "9000000000");
}

TEST(JsonOut, WritesEveryTextSoThatItReadsAsTheSame) {
    EXPECT_EQ(written("room air"), R"("room air")");
    EXPECT_EQ(written("a \"b\" \\ c\n"), R"("a \"b\" \\ c\n")");
    EXPECT_EQ(written("38 °C\x7f"), "\"38 °C\x7f\"");
    EXPECT_EQ(written(std::string("\x01\x1f")), R"("\u0001\u001f")");
    EXPECT_EQ(written("bad \xff byte"), "\"bad \xEF\xBF\xBD byte\"");
}

TEST(JsonOut, WritesEveryByteAtEveryPlaceOfAWordSoThatItReadsAsTheSame) {
    for (int byte = 0; byte < 0x80; ++byte) {
        for (std::size_t place = 0; place < 20; ++place) {
            std::string text(20, 'x');
            text[place] = static_cast<char>(byte);
            const std::string json = written(text);
            EXPECT_EQ(json.size() > 22, byte < ' ' || byte == '"' || byte == '\\') << byte << " at " << place;
            const auto read = read_json(json);
            ASSERT_TRUE(std::holds_alternative<std::shared_ptr<const JsonDocument>>(read)) << json;
            EXPECT_EQ(std::get<std::shared_ptr<const JsonDocument>>(read)->root().string(), text);
        }
    }
}

TEST(JsonOut, PutsCommasBetweenWhatIsThere) {
    JsonOut json;
    const auto two = [&](int number) {
        json.object([&] {
            json.member("number", number);
            json.array("none", std::vector<int>{}, [&](int each) { json.put(each); });
        });
    };
    json.object([&] {
        json.object("nothing", [] {});
        json.array("list", std::vector{1, 2}, two);
        json.member("ends in [", true);
        json.member("absent", std::optional<Decimal>());
    });
    EXPECT_EQ(json.take(), R"({"nothing":{},"list":[{"number":1,"none":[]},{"number":2,"none":[]}],)"
                           R"("ends in [":true,"absent":null})");
}

}  // namespace
}  // namespace stormkeel
