// Calendar and text of instants: leap days, offsets, ages, and everything that is no time.
#include "core/time.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

TEST(Time, KnownInstantsCountFrom1970) {
    EXPECT_EQ(at("1970-01-01T00:00:00Z").microseconds, 0);
    EXPECT_EQ(at("1970-01-02T00:00:01Z").microseconds, 86'401'000'000);
    EXPECT_EQ(at("1969-12-31T23:59:59Z").microseconds, -1'000'000);
    EXPECT_EQ(at("2000-02-29T00:00:00Z").microseconds, 951'782'400'000'000);
    EXPECT_EQ(at("2026-03-01T08:00:00Z").microseconds, 1'772'352'000'000'000);
}

TEST(Time, OffsetsAreTakenOff) {
    EXPECT_EQ(at("2026-03-01T09:00:00+01:00"), at("2026-03-01T08:00:00Z"));
    EXPECT_EQ(at("2026-02-28T19:30:00-12:30"), at("2026-03-01T08:00:00Z"));
    EXPECT_EQ(at("2026-03-01T08:00:00-00:00"), at("2026-03-01T08:00:00Z"));
    EXPECT_EQ(at("2026-01-01T00:30:00+05:45"), at("2025-12-31T18:45:00Z"));
}

TEST(Time, TheNightWhenClocksChangeHasNoGapAndNoOverlap) {
    // Europe, 2026-10-25: 02:30 comes twice, one hour apart.
    EXPECT_EQ(at("2026-10-25T02:30:00+01:00") - at("2026-10-25T02:30:00+02:00"), hours(1));
    // Europe, 2026-03-29: 02:00 is skipped; half an hour lies between 01:45 and 03:15.
    EXPECT_EQ(at("2026-03-29T03:15:00+02:00") - at("2026-03-29T01:45:00+01:00"), minutes(30));
}

TEST(Time, FractionsAreKeptToTheMicrosecond) {
    EXPECT_EQ(at("2026-03-01T08:00:00.5Z") - at("2026-03-01T08:00:00Z"), Duration{500'000});
    EXPECT_EQ(at("2026-03-01T08:00:00.000001Z") - at("2026-03-01T08:00:00Z"), Duration{1});
    EXPECT_EQ(at("2026-03-01T08:00:00.9999999Z") - at("2026-03-01T08:00:00Z"), Duration{999'999});
    EXPECT_EQ(at("1969-12-31T23:59:59.25Z").microseconds, -750'000);
}

TEST(Time, ALeapSecondIsTheFirstSecondOfTheNextDay) {
    EXPECT_EQ(at("2016-12-31T23:59:60Z"), at("2017-01-01T00:00:00Z"));
    EXPECT_EQ(at("2017-01-01T00:59:60+01:00"), at("2017-01-01T00:00:00Z"));
    EXPECT_FALSE(parse_instant("2026-03-01T12:30:60Z"));
}

TEST(Time, WhatIsNoInstantIsRefused) {
    for (const std::string_view text : {"",
                                        "2026-03-01",
                                        "2026-03-01T09:00:00",
                                        "2026-03-01T09:00Z",
                                        "2026-02-29T09:00:00Z",
                                        "2100-02-29T09:00:00Z",
                                        "2026-02-30T09:00:00Z",
                                        "2026-13-01T09:00:00Z",
                                        "2026-00-01T09:00:00Z",
                                        "2026-03-00T09:00:00Z",
                                        "2026-03-01T24:00:00Z",
                                        "2026-03-01T09:60:00Z",
                                        "2026-03-01T09:00:61Z",
                                        "2026-03-01T09:00:00+01",
                                        "2026-03-01T09:00:00+0100",
                                        "2026-03-01T09:00:00+24:00",
                                        "2026-03-01T09:00:00+01:60",
                                        "2026-03-01T09:00:00.Z",
                                        "2026-03-01T09:00:00Z ",
                                        " 2026-03-01T09:00:00Z",
                                        "2026-3-1T09:00:00Z",
                                        "20260301T090000Z",
                                        "2026-03-01T09:00:00ZZ",
                                        "0000-01-01T00:00:00Z",
                                        "9999-12-31T23:59:59-01:00",
                                        "01.03.2026 09:00"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

TEST(Time, TextIsUtcWithFractionsOnlyWhenThereAreAny) {
    EXPECT_EQ(to_text(at("2026-03-01T09:00:00+01:00")), "2026-03-01T08:00:00Z");
    EXPECT_EQ(to_text(at("2026-03-01T08:00:00.50Z")), "2026-03-01T08:00:00.5Z");
    EXPECT_EQ(to_text(at("2026-03-01T08:00:00.000001Z")), "2026-03-01T08:00:00.000001Z");
    EXPECT_EQ(to_text(at("1969-12-31T23:59:59.25Z")), "1969-12-31T23:59:59.25Z");
    EXPECT_EQ(to_text(at("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00Z");
    EXPECT_EQ(to_text(at("9999-12-31T23:59:59Z")), "9999-12-31T23:59:59Z");
}

TEST(Time, EveryDayOfFourHundredYearsReadsBack) {
    Instant midnight = midnight_of({1896, 1, 1});
    Date yesterday{1895, 12, 31};
    while (yesterday < Date{2296, 1, 1}) {
        const Date today = date_of(midnight);
        ASSERT_TRUE(is_valid(today));
        ASSERT_LT(yesterday, today);
        ASSERT_EQ(midnight_of(today), midnight);
        ASSERT_EQ(date_of(midnight + days(1) - Duration{1}), today);
        ASSERT_EQ(parse_date(to_text(today)), today);
        yesterday = today;
        midnight = midnight + days(1);
    }
}

TEST(Time, LeapDaysExistOnlyInLeapYears) {
    EXPECT_TRUE(is_valid({2024, 2, 29}));
    EXPECT_TRUE(is_valid({2000, 2, 29}));
    EXPECT_FALSE(is_valid({2026, 2, 29}));
    EXPECT_FALSE(is_valid({1900, 2, 29}));
    EXPECT_FALSE(is_valid({2026, 4, 31}));
    EXPECT_FALSE(is_valid({2026, 3, 32}));
    EXPECT_FALSE(is_valid({0, 3, 1}));
    EXPECT_FALSE(is_valid({10000, 3, 1}));
}

TEST(Time, WhatIsNoDateIsRefused) {
    EXPECT_EQ(parse_date("1961-05-02"), (Date{1961, 5, 2}));
    for (const std::string_view text : {"", "1961", "1961-05", "1961-5-2", "1961-05-02T00:00:00Z", "1961-02-29",
                                        "02/05/1961", "-1961-05-02", "1961-05-02 "}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Time, AWrittenDateIsOverHalfADayAfterItsEnd) {
    EXPECT_EQ(end_of_written_date("2024"), parse_instant("2025-01-01T12:00:00Z"));
    EXPECT_EQ(end_of_written_date("2024-12"), parse_instant("2025-01-01T12:00:00Z"));
    EXPECT_EQ(end_of_written_date("2024-02"), parse_instant("2024-03-01T12:00:00Z"));
    EXPECT_EQ(end_of_written_date("2024-02-29"), parse_instant("2024-03-01T12:00:00Z"));
    for (const char* text :
         {"", "24", "2024-13", "2023-02-29", "1949", "1026-03-03", "2150", "2024-2", "yesterday", "next"}) {
        EXPECT_FALSE(end_of_written_date(text)) << text;
    }
}

TEST(Time, YearsAreCompletedOnTheBirthday) {
    EXPECT_EQ(completed_years({2008, 3, 2}, at("2026-03-01T23:59:59Z")), 17);
    EXPECT_EQ(completed_years({2008, 3, 2}, at("2026-03-02T00:00:00Z")), 18);
    EXPECT_EQ(completed_years({2008, 2, 29}, at("2026-02-28T12:00:00Z")), 17);
    EXPECT_EQ(completed_years({2008, 2, 29}, at("2026-03-01T00:00:00Z")), 18);
    EXPECT_EQ(completed_years({2008, 2, 29}, at("2024-02-29T00:00:00Z")), 16);
    EXPECT_EQ(completed_years({2026, 3, 2}, at("2026-03-01T12:00:00Z")), -1);
}

TEST(Time, MonthsAreCompletedOnTheDayOfTheMonth) {
    EXPECT_EQ(completed_months({2026, 1, 15}, at("2026-02-14T23:59:59Z")), 0);
    EXPECT_EQ(completed_months({2026, 1, 15}, at("2026-02-15T00:00:00Z")), 1);
    EXPECT_EQ(completed_months({2025, 3, 1}, at("2026-03-01T00:00:00Z")), 12);
    EXPECT_EQ(completed_months({2026, 1, 31}, at("2026-02-28T12:00:00Z")), 0);
    EXPECT_EQ(completed_months({2026, 1, 31}, at("2026-03-01T12:00:00Z")), 1);
    EXPECT_LT(completed_months({2026, 3, 2}, at("2026-03-01T12:00:00Z")), 0);
}

TEST(Time, LengthsReadAsAPersonSaysThem) {
    EXPECT_EQ(to_words(hours(7) + minutes(59)), "7 h 59 min");
    // Seconds are cut off: eight hours are not said before they have passed.
    EXPECT_EQ(to_words(hours(8) - seconds(1)), "7 h 59 min");
    EXPECT_EQ(to_words(hours(8)), "8 h 0 min");
    EXPECT_EQ(to_words(hours(24)), "24 h 0 min");
    EXPECT_EQ(to_words(hours(47) + minutes(59)), "47 h 59 min");
    EXPECT_EQ(to_words(days(2)), "2 d 0 h");
    EXPECT_EQ(to_words(days(3)), "3 d 0 h");
    EXPECT_EQ(to_words(minutes(45) + seconds(59)), "45 min");
    EXPECT_EQ(to_words(seconds(59)), "59 s");
    EXPECT_EQ(to_words(Duration{}), "0 s");
    EXPECT_EQ(to_words(minutes(-30)), "-30 min");
}

}  // namespace
}  // namespace stormkeel
