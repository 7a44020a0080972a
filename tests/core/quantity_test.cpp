// Exact decimals at their boundaries: what a cut compares with must be the very number that was written.
#include "core/quantity.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace stormkeel {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

Decimal number(std::string_view text) { return parse_decimal(text).value(); }

TEST(Decimal, TextsBecomeBillionths) {
    EXPECT_EQ(number("38").billionths, 38'000'000'000);
    EXPECT_EQ(number("38.0").billionths, 38'000'000'000);
    EXPECT_EQ(number("37.9").billionths, 37'900'000'000);
    EXPECT_EQ(number("-1.5").billionths, -1'500'000'000);
    EXPECT_EQ(number("+2").billionths, 2'000'000'000);
    EXPECT_EQ(number("1e3").billionths, 1'000'000'000'000);
    EXPECT_EQ(number("1.25E-2").billionths, 12'500'000);
    EXPECT_EQ(number("12e+1").billionths, 120'000'000'000);
    EXPECT_EQ(number(".05").billionths, 50'000'000);
    EXPECT_EQ(number("0007.50").billionths, 7'500'000'000);
    EXPECT_EQ(number("-0.0").billionths, 0);
    EXPECT_EQ(number("0e999999999999999999999").billionths, 0);
}

TEST(Decimal, NineDecimalsAreKeptAndTheTenthRounds) {
    EXPECT_EQ(number("7.999999999").billionths, 7'999'999'999);
    EXPECT_LT(number("7.999999999"), number("8"));
    EXPECT_EQ(number("7.9999999994").billionths, 7'999'999'999);
    EXPECT_EQ(number("7.9999999995").billionths, 8'000'000'000);
    EXPECT_EQ(number("-7.9999999995").billionths, -8'000'000'000);
    EXPECT_EQ(number("1.00000000049999999999999999999999").billionths, 1'000'000'000);
    EXPECT_EQ(number("0.1234567891").billionths, 123'456'789);
}

TEST(Decimal, WhatIsNotZeroNeverBecomesZero) {
    EXPECT_EQ(number("0.0000000001").billionths, 1);
    EXPECT_EQ(number("-0.0000000001").billionths, -1);
    EXPECT_EQ(number("1e-400").billionths, 1);
    EXPECT_EQ(number("1e-99999999999999999999").billionths, 1);
}

TEST(Decimal, TheRangeEndsWhereTheIntegerEnds) {
    EXPECT_EQ(number("9223372036.854775807").billionths, largest);
    EXPECT_EQ(number("9223372036.8547758074").billionths, largest);
    EXPECT_EQ(number("-9223372036.854775807").billionths, -largest);
    EXPECT_FALSE(parse_decimal("9223372036.8547758075"));
    EXPECT_FALSE(parse_decimal("9223372036.854775808"));
    EXPECT_FALSE(parse_decimal("10000000000"));
    EXPECT_FALSE(parse_decimal("1e10"));
    EXPECT_FALSE(parse_decimal("1e400"));
    EXPECT_FALSE(parse_decimal("-1e400"));
    EXPECT_FALSE(parse_decimal("1e99999999999999999999"));
    EXPECT_EQ(number("9e9").billionths, 9'000'000'000'000'000'000);
    EXPECT_EQ(number("0.00000000000000000000001e23").billionths, 1'000'000'000);
}

TEST(Decimal, WhatIsNoNumberIsRefused) {
    for (const std::string_view text :
         {"",    "+",   "-",   ".",    "5.",    "1,5", "1.000,5", "1 000", "1'000", "1_000",
          "NaN", "nan", "inf", "-inf", "0x10",  "1e",  "1e+",     "e3",    "1e3.5", "1.2.3",
          "--1", "+-1", " 38", "38 ",  "38Cel", ">38", "½",       "٣"}) {
        EXPECT_FALSE(parse_decimal(text)) << text;
    }
    EXPECT_FALSE(parse_decimal(std::string_view("38\0", 3)));
}

TEST(Decimal, TextIsTheShortest) {
    for (const std::string_view text : {"38", "38.5", "0.05", "-1.5", "0", "0.000000001", "-0.000000001", "800",
                                        "9223372036.854775807", "-9223372036.854775807"}) {
        EXPECT_EQ(to_text(number(text)), text);
    }
    EXPECT_EQ(to_text(number("38.50")), "38.5");
    EXPECT_EQ(to_text(Decimal{std::numeric_limits<std::int64_t>::min()}), "-9223372036.854775808");
}

// (F - 32) * 5 / 9, the way a chart's reader converts it.
Decimal celsius_of_fahrenheit(std::string_view fahrenheit) {
    return scale(number(fahrenheit) - Decimal::whole(32), 5, 9).value();
}

TEST(Decimal, FahrenheitConvertsExactlyAtTheFeverCut) {
    EXPECT_EQ(celsius_of_fahrenheit("100.4"), number("38.0"));
    EXPECT_LT(celsius_of_fahrenheit("100.39"), number("38.0"));
    EXPECT_LT(celsius_of_fahrenheit("100.3999999"), number("38.0"));
    EXPECT_GT(celsius_of_fahrenheit("100.41"), number("38.0"));
    EXPECT_EQ(celsius_of_fahrenheit("98.6"), number("37"));
    EXPECT_EQ(celsius_of_fahrenheit("-40"), number("-40"));
}

TEST(Decimal, ScaleRoundsHalfAwayFromZero) {
    EXPECT_EQ(scale(Decimal{1}, 1, 2), Decimal{1});
    EXPECT_EQ(scale(Decimal{3}, 1, 2), Decimal{2});
    EXPECT_EQ(scale(Decimal{-3}, 1, 2), Decimal{-2});
    EXPECT_EQ(scale(Decimal{4}, 1, 3), Decimal{1});
    EXPECT_EQ(scale(Decimal{5}, 1, 3), Decimal{2});
    EXPECT_EQ(scale(Decimal{1}, 1, 1'000), Decimal{1}) << "what is not zero stays so";
    EXPECT_EQ(scale(Decimal{-1}, 1, 1'000), Decimal{-1});
    EXPECT_EQ(scale(Decimal{0}, 1, 1'000), Decimal{0});
    EXPECT_EQ(scale(Decimal{6}, -1, 2), Decimal{-3});
    EXPECT_EQ(scale(Decimal{6}, 1, -2), Decimal{-3});
    EXPECT_EQ(scale(Decimal{-6}, -1, 2), Decimal{3});
}

TEST(Decimal, ScaleRefusesWhatLeavesTheRange) {
    EXPECT_EQ(scale(Decimal{largest}, 1, 1), Decimal{largest});
    EXPECT_EQ(scale(Decimal{largest}, largest, largest), Decimal{largest});
    EXPECT_FALSE(scale(Decimal{largest}, 2, 1));
    EXPECT_FALSE(scale(Decimal{-largest}, 2, 1));
    EXPECT_FALSE(scale(Decimal{largest}, largest, 1));
}

TEST(Decimal, DosesMultiplyExactly) {
    EXPECT_EQ(multiply(number("8"), number("58")), number("464"));
    EXPECT_EQ(multiply(number("12"), number("29.9")), number("358.8"));
    EXPECT_EQ(multiply(number("0.1"), number("0.1")), number("0.01"));
    EXPECT_EQ(multiply(number("-1.5"), number("2")), number("-3"));
    EXPECT_EQ(multiply(number("0.000000001"), number("0.000000001")), number("0.000000001"));
    EXPECT_EQ(multiply(number("123.456"), number("0")), number("0"));
    EXPECT_FALSE(multiply(number("100000"), number("100000")));
}

TEST(Units, EveryUnitHasAUcumSpellingOfItsOwnThatReadsBack) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Unit::count_of_units); ++i) {
        const Unit unit = static_cast<Unit>(i);
        EXPECT_EQ(unit_of_ucum(ucum(unit)), unit) << ucum(unit);
        EXPECT_TRUE(seen.insert(ucum(unit)).second) << ucum(unit);
    }
}

TEST(Units, UcumIsExactAndWordsAreForPeople) {
    EXPECT_EQ(ucum(Unit::mm_hg), "mm[Hg]");
    EXPECT_EQ(words(Unit::mm_hg), "mmHg");
    EXPECT_EQ(words(Unit::celsius), "°C");
    EXPECT_EQ(words(Unit::ug_per_kg_per_min), "micrograms/kg/min");
    EXPECT_EQ(unit_of_ucum("Cel"), Unit::celsius);
    EXPECT_EQ(unit_of_ucum("10*3/uL"), Unit::thousand_per_ul);
    EXPECT_EQ(unit_of_ucum(""), Unit::none);
    EXPECT_FALSE(unit_of_ucum("cel"));
    EXPECT_FALSE(unit_of_ucum("mmHg"));
    EXPECT_FALSE(unit_of_ucum("[degF]"));
}

}  // namespace
}  // namespace stormkeel
