// Packs by date: several folders hold versions of one pack, and each instant has the ones in force.
#include <gtest/gtest.h>

#include "guideline/read_calendar.h"
#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::statement;

std::string toml_of(const std::string& version, const std::string& date) {
    return "name = \"sample\"\nversion = \"" + version +
           "\"\nlayer = \"management\"\ntitle = \"T\"\nin_force_from = \"" + date + "\"\nfiles = [\"a.md\"]\n";
}

std::string note(const std::string& text) {
    return statement("TEST.note", "rule", "note = \"" + text + "\"\nunder = \"crs\"\nwhen = \"fever\"");
}

Files three_versions() {
    Files files = sample::with_page(note("first"));
    files["sample/pack.toml"] = toml_of("1.0.0", "2026-01-01");
    files["sample-2/pack.toml"] = toml_of("2.0.0", "2026-06-01");
    files["sample-2/a.md"] = note("second");
    files["a-sample/pack.toml"] = toml_of("3.0.0", "2026-09-01");
    files["a-sample/a.md"] = note("third");
    return files;
}

// The version and the words in force at an instant.
std::string in_force(const GuidelineCalendar& calendar, const std::string& at) {
    const Guideline& guideline = calendar.at(*parse_instant(at));
    return guideline.packs.back().version + " " + guideline.notes.front().text;
}

TEST(Calendar, EachInstantHasTheVersionInForce) {
    const Files files = three_versions();
    const ReadCalendar read = read_calendar(sample::views(files), sample::formulary(), "");
    ASSERT_TRUE(read.calendar) << sample::text_of(read.problems);
    const GuidelineCalendar& calendar = *read.calendar;
    ASSERT_EQ(calendar.periods().size(), 3U);
    EXPECT_EQ(in_force(calendar, "2020-01-01T00:00:00Z"), "1.0.0 first");  // before the first: the earliest
    EXPECT_EQ(in_force(calendar, "2026-05-31T23:59:59Z"), "1.0.0 first");
    EXPECT_EQ(in_force(calendar, "2026-06-01T00:00:00Z"), "2.0.0 second");
    EXPECT_EQ(in_force(calendar, "2026-08-31T23:59:59Z"), "2.0.0 second");
    EXPECT_EQ(in_force(calendar, "2026-09-01T00:00:00Z"), "3.0.0 third");
    EXPECT_EQ(calendar.latest().packs.back().version, "3.0.0");
    EXPECT_EQ(calendar.next_after(*parse_instant("2026-05-31T23:59:59Z")), *parse_instant("2026-06-01T00:00:00Z"));
    EXPECT_EQ(calendar.next_after(*parse_instant("2026-09-01T00:00:00Z")), forever);
    EXPECT_NE(calendar.periods()[0].guideline.fingerprint, calendar.periods()[1].guideline.fingerprint);
}

TEST(Calendar, WithoutADayTheLatestVersionIsRead) {
    EXPECT_EQ(sample::read(three_versions()).notes.front().text, "third");
}

TEST(Calendar, AMistakeInAnyVersionIsTold) {
    Files files = three_versions();
    files["sample-2/a.md"] = statement("TEST.note", "rule", "note = \"N\"\nunder = \"crs\"\nwhen = \"fevr\"");
    const ReadCalendar read = read_calendar(sample::views(files), sample::formulary(), "");
    EXPECT_FALSE(read.calendar);
    EXPECT_EQ(sample::text_of(read.problems), "sample-2/a.md:9: 'fevr' is no finding; did you mean 'fever'?");
}

TEST(Calendar, TwoVersionsOfOneDayOrOfTwoLayersAreRefused) {
    Files files = three_versions();
    files["sample-2/pack.toml"] = toml_of("2.0.0", "2026-01-01");
    EXPECT_EQ(sample::problems_of(files),
              "sample-2/pack.toml:1: 'sample' is already the name of sample from the same day on");
    files = three_versions();
    std::string& toml = files["sample-2/pack.toml"];
    toml.replace(toml.find("management"), 10, "grading");
    EXPECT_EQ(sample::problems_of(files),
              "a-sample/pack.toml:1: 'sample' is already the name of sample-2, of another layer\n"
              "sample/pack.toml:1: 'sample' is already the name of sample-2, of another layer");
}

}  // namespace
}  // namespace stormkeel
