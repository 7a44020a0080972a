// Times: their precision, the three sources of an offset, and the hours that daylight saving doubles or drops.
#include "adapters/hl7v2_time.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

TimeZone zone(std::string_view name) { return std::get<TimeZone>(TimeZone::named(name)); }

std::string read_time(std::string_view text, const Hl7LocalTime& local = {}) {
    const Hl7Time time = hl7v2_time(text, "OBX-14", local);
    return time.at ? to_text(*time.at) : time.why;
}

TEST(Hl7Time, ATimeWithAnOffsetIsAnInstant) {
    EXPECT_EQ(read_time("20260303100000+0100"), "2026-03-03T09:00:00Z");
    EXPECT_EQ(read_time("202603031000-0500"), "2026-03-03T15:00:00Z");
    EXPECT_EQ(read_time("20260303100000.25+0530"), "2026-03-03T04:30:00.25Z");
    EXPECT_EQ(read_time("20260303100000+0000"), "2026-03-03T10:00:00Z");
}

TEST(Hl7Time, WithoutOneItBelongsToTheMessageElseToTheSite) {
    const TimeZone berlin = zone("Europe/Berlin");
    EXPECT_EQ(read_time("20260303100000", {120, nullptr}), "2026-03-03T08:00:00Z");
    EXPECT_EQ(read_time("20260303100000", {120, &berlin}), "2026-03-03T08:00:00Z");
    EXPECT_EQ(read_time("20260303100000", {{}, &berlin}), "2026-03-03T09:00:00Z");
    EXPECT_EQ(read_time("20260703100000", {{}, &berlin}), "2026-07-03T08:00:00Z");
    EXPECT_EQ(hl7v2_time("20260703100000", "OBX-14", {{}, &berlin}).offset_minutes, 120);
    EXPECT_EQ(read_time("20260303100000"),
              "OBX-14 20260303100000: it has no offset from UTC, neither has MSH-7, and no time zone of the site is "
              "set; right would be one such as 20260303100000+0100");
}

TEST(Hl7Time, AnHourThatWasTwiceOrNeverIsRefused) {
    const TimeZone berlin = zone("Europe/Berlin");
    EXPECT_EQ(read_time("20261025023000", {{}, &berlin}),
              "OBX-14 20261025023000: 2026-10-25T02:30:00 was twice in Europe/Berlin, where the clocks went back over "
              "it; an offset such as +0100 would tell which");
    EXPECT_EQ(read_time("20260329023000", {{}, &berlin}),
              "OBX-14 20260329023000: 2026-03-29T02:30:00 never was in Europe/Berlin, where the clocks went forward "
              "over it; an offset such as +0100 would be right");
    EXPECT_EQ(read_time("20261025015959", {{}, &berlin}), "2026-10-24T23:59:59Z");
    EXPECT_EQ(read_time("20261025030000", {{}, &berlin}), "2026-10-25T02:00:00Z");
    EXPECT_EQ(read_time("20260329015959", {{}, &berlin}), "2026-03-29T00:59:59Z");
    EXPECT_EQ(read_time("20260329030000", {{}, &berlin}), "2026-03-29T01:00:00Z");
    EXPECT_EQ(read_time("20261025023000+0100", {{}, &berlin}), "2026-10-25T01:30:00Z");
}

TEST(Hl7Time, ADayOrAnHourAloneIsNoInstant) {
    EXPECT_EQ(read_time("20260303+0100"),
              "OBX-14 20260303+0100 is a date without a time of day; right would be one such as 20260303100000+0100");
    EXPECT_EQ(read_time("2026030310+0100"),
              "OBX-14 2026030310+0100 tells the hour alone, and its minute is needed; right "
              "would be one such as 20260303100000+0100");
    EXPECT_EQ(hl7v2_time("2026", "x", {}).precision, Hl7Precision::year);
    EXPECT_EQ(hl7v2_time("202603", "x", {}).precision, Hl7Precision::month);
    EXPECT_EQ(read_time(""), "OBX-14 is empty; the time it was true is needed");
}

TEST(Hl7Time, WhatIsNoTimeIsRefused) {
    for (const char* text : {"yesterday", "2026-03-03", "20260303100", "20260303100000+1", "20260303100000.",
                             "202603031000.5", "20260303100000.12345", "20260303100000+01:0"}) {
        EXPECT_NE(read_time(text).find("is no time as HL7 writes them"), std::string::npos) << text;
    }
    for (const char* text : {"20260230100000+0000", "20260303250000+0000", "20260303106000+0000", "20260303100000+1500",
                             "20260303100000+0160"}) {
        EXPECT_NE(read_time(text).find("does not exist"), std::string::npos) << text;
    }
}

TEST(Hl7Time, ABirthDateIsADay) {
    EXPECT_EQ(hl7v2_day("19610502"), (Date{1961, 5, 2}));
    EXPECT_EQ(hl7v2_day("19610502143000"), (Date{1961, 5, 2}));
    EXPECT_EQ(hl7v2_day("196105"), std::nullopt);
    EXPECT_EQ(hl7v2_day("19610230"), std::nullopt);
}

TEST(Hl7Time, AnUnknownZoneIsToldWithWhatWouldBeRight) {
    const auto found = TimeZone::named("Berlin");
    ASSERT_TRUE(std::holds_alternative<Refusal>(found));
    EXPECT_EQ(std::get<Refusal>(found).why,
              "no time zone 'Berlin' is known here; right would be an IANA name such as Europe/Berlin, and tzdata "
              "installed");
}

TEST(Hl7Time, BeyondTheYearsThatTheMachineListsNothingIsGuessed) {
    const TimeZone berlin = zone("Europe/Berlin");
    EXPECT_EQ(read_time("20380703100000", {{}, &berlin}),
              "OBX-14 20380703100000: 2038-07-03T10:00:00 lies beyond the time zone data of this machine, which for "
              "Europe/Berlin end at 2037-10-25T01:00:00Z; an offset such as +0100 would be right");
    const TimeZone kolkata = zone("Asia/Kolkata");
    EXPECT_EQ(read_time("20380703100000", {{}, &kolkata}), "2038-07-03T04:30:00Z");
    const TimeZone sao_paulo = zone("America/Sao_Paulo");
    EXPECT_EQ(read_time("20380703100000", {{}, &sao_paulo}), "2038-07-03T13:00:00Z");
}

// The quarter hours of three days around a change of the clocks: each that is taken reads the same back, none comes
// before the one before it, and as many are refused as the clocks leapt.
void expect_sound_around(const TimeZone& there, Date day, std::string_view name) {
    const Instant midnight = midnight_of(day);
    const int leap = there.offset_minutes(midnight + days(2)) - there.offset_minutes(midnight - days(1));
    Instant last = never;
    int refused = 0;
    for (Instant wall = midnight - days(1); wall < midnight + days(2); wall = wall + minutes(15)) {
        const auto placed = there.instant_of(wall);
        if (const auto* at = std::get_if<Instant>(&placed)) {
            EXPECT_EQ(*at + minutes(there.offset_minutes(*at)), wall) << name;
            EXPECT_GT(*at, last) << name;
            last = *at;
        } else {
            ++refused;
        }
    }
    EXPECT_EQ(refused * 15, leap < 0 ? -leap : leap) << name << " " << to_text(day);
}

TEST(Hl7Time, NoChangeOfTheClocksTurnsTheOrderOfTimes) {
    std::size_t changes = 0;
    for (const char* name : {"Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York", "America/St_Johns",
                             "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "Australia/Lord_Howe",
                             "Asia/Kolkata", "Asia/Tokyo", "Africa/Johannesburg"}) {
        const TimeZone there = zone(name);
        for (Instant day = midnight_of({2020, 1, 2}); day < midnight_of({2036, 12, 30}); day = day + days(1)) {
            if (there.offset_minutes(day) == there.offset_minutes(day + days(1))) continue;
            expect_sound_around(there, date_of(day), name);
            ++changes;
        }
    }
    // Twice a year in eight of the zones, for seventeen years.
    EXPECT_EQ(changes, 8U * 2U * 17U);
}

}  // namespace
}  // namespace stormkeel
