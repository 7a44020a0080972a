// A site's overrides: what it sets, silences and replaces, from when on, and what it may not change.
#include <gtest/gtest.h>

#include "guideline/lint.h"
#include "guideline/read_calendar.h"
#include "guideline/sample_packs.h"
#include "guideline/show.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::statement;

const std::string site_head =
    "title = \"T\"\nversion = \"1.0.0\"\nin_force_from = \"2026-01-01\"\nfiles = [\"own.md\"]\n";
const std::string reason = "why = \"Because.\"\napproved = \"committee, 2025-12-01\"\n";

const std::string page_to_change =
    statement("GEN.age", "rule", "note = \"N\"\nunder = \"crs\"\nwhen = \"fever\"") +
    statement("GEN.give", "rule",
              "action  = \"give\"\nitem    = \"dexamethasone\"\nevery   = \"12 h\"\ntext    = \"Every 12 hours.\"\n"
              "when    = \"fever\"\nsite_may_set = true") +
    statement("GEN.last", "rule", "action = \"give\"\nitem = \"oxygen\"\ntext = \"T.\"\nwhen = \"fever\"") +
    statement("GEN.locked", "rule", "note = \"N\"\nunder = \"crs\"\nwhen = \"fever\"\nlocked = true");

Files with_site(const std::string& entries) {
    Files files = sample::with_page(page_to_change);
    std::string& settings = files["settings/parameters.md"];
    settings.replace(settings.find("value = \"8 h\"\n"), 0, "site_may_set = true\n");
    files["sites/here/overrides.toml"] = site_head + entries;
    files["sites/here/own.md"] = statement("OWN.note", "rule", "note = \"O\"\nunder = \"crs\"\nwhen = \"fever\"");
    return files;
}

// The first parameter with a length of time is the one with_site marks for the site.
std::string settable_parameter() {
    const std::string page = sample::complete()["settings/parameters.md"];
    const std::size_t id = page.rfind("### ", page.find("value = \"8 h\""));
    return page.substr(id + 4, page.find(' ', id + 4) - id - 4);
}

std::string problems_of_entries(const std::string& entries) {
    const Files files = with_site(entries);
    return sample::text_of(read_guideline(sample::views(files), sample::formulary(), {"here", std::nullopt}).problems);
}

Guideline read_site(const std::string& entries, std::optional<Date> on = std::nullopt) {
    const Files files = with_site(entries);
    ReadGuideline result = read_guideline(sample::views(files), sample::formulary(), {"here", on});
    EXPECT_EQ(sample::text_of(result.problems), "");
    return result.guideline.value_or(Guideline{});
}

std::string ids(const std::vector<Advice>& all, const Guideline& guideline) {
    std::string text;
    for (const Advice& advice : all) text += guideline.statements[advice.statement].id + " ";
    return text;
}

TEST(Site, ItSetsAParameter) {
    const std::string id = settable_parameter();
    const Guideline guideline = read_site("[[set]]\nstatement = \"" + id + "\"\nvalue = \"3 h\"\n" + reason);
    ASSERT_EQ(guideline.site_changes.size(), 1U);
    const std::string name = id.substr(4);
    EXPECT_EQ(guideline.site_changes[0].what, name + " = 3 h instead of 8 h");
    EXPECT_EQ(guideline.parameters.fever_window, hours(3));
    EXPECT_EQ(guideline.site, "here");
    EXPECT_NE(show_text(guideline, id).value_or("").find("    value = \"3 h\"\n"), std::string::npos);
}

TEST(Site, ItSetsFieldsOfARuleInItsPlaceAndUnderItsCondition) {
    const Guideline guideline =
        read_site("[[set]]\nstatement = \"GEN.give\"\nevery = \"6 h\"\ntext = \"Every 6 hours.\"\n" + reason);
    EXPECT_EQ(ids(guideline.advice, guideline), "GEN.give GEN.last ");
    EXPECT_EQ(guideline.advice[0].every, hours(6));
    EXPECT_EQ(guideline.advice[0].text, "Every 6 hours.");
    EXPECT_EQ(guideline.advice[0].when.steps.size(), 1U);
    EXPECT_EQ(guideline.site_changes[0].what, "every = 6 h instead of 12 h, its words");
    const std::string shown = show_text(guideline, "GEN.give").value_or("");
    EXPECT_NE(shown.find("    every   = \"6 h\"\n    text    = \"Every 6 hours.\"\n    when    = \"fever\"\n"),
              std::string::npos)
        << shown;
    EXPECT_NE(shown.find("  Site here: every = 6 h instead of 12 h, its words from 2026-01-01 on. Because.\n"
                         "    Approved: committee, 2025-12-01.\n"),
              std::string::npos)
        << shown;
}

TEST(Site, ItSilencesAndReplaces) {
    const Guideline silenced = read_site("[[silence]]\nstatement = \"GEN.give\"\n" + reason);
    EXPECT_EQ(ids(silenced.advice, silenced), "GEN.last ");
    EXPECT_TRUE(silenced.statement_named("GEN.give"));
    const Guideline replaced = read_site("[[replace]]\nstatement = \"GEN.age\"\nwith = \"OWN.note\"\n" + reason);
    std::string notes;
    for (const Note& note : replaced.notes) notes += replaced.statements[note.statement].id + " ";
    EXPECT_EQ(notes, "GEN.locked OWN.note ");
}

TEST(Site, WithoutItsNameNothingOfItHolds) {
    const Files files = with_site("[[silence]]\nstatement = \"GEN.give\"\n" + reason);
    const Guideline guideline = sample::read(files);
    EXPECT_EQ(ids(guideline.advice, guideline), "GEN.give GEN.last ");
    EXPECT_FALSE(guideline.statement_named("OWN.note"));
    EXPECT_EQ(guideline.site, "");
    EXPECT_NE(guideline.fingerprint, read_site("[[silence]]\nstatement = \"GEN.give\"\n" + reason).fingerprint);
}

TEST(Site, AnEntryHoldsFromItsDayOnAndTheLaterOneWins) {
    const std::string entries = "[[set]]\nstatement = \"GEN.give\"\nevery = \"6 h\"\ntext = \"T.\"\n" + reason +
                                "[[set]]\nstatement = \"GEN.give\"\nevery = \"4 h\"\ntext = \"T.\"\n" + reason +
                                "in_force_from = \"2026-03-01\"\n";
    EXPECT_EQ(read_site(entries, Date{2025, 12, 31}).advice[0].every, hours(12));
    EXPECT_FALSE(read_site(entries, Date{2025, 12, 31}).statement_named("OWN.note"));
    EXPECT_EQ(read_site(entries, Date{2026, 1, 1}).advice[0].every, hours(6));
    EXPECT_EQ(read_site(entries, Date{2026, 2, 28}).advice[0].every, hours(6));
    EXPECT_EQ(read_site(entries, Date{2026, 3, 1}).advice[0].every, hours(4));
    EXPECT_NE(read_site(entries, Date{2026, 2, 28}).fingerprint, read_site(entries, Date{2026, 3, 1}).fingerprint);
    const Files files = with_site(entries);
    const ReadCalendar calendar = read_calendar(sample::views(files), sample::formulary(), "here");
    ASSERT_TRUE(calendar.calendar);
    ASSERT_EQ(calendar.calendar->periods().size(), 3U);
    EXPECT_EQ(calendar.calendar->at(*parse_instant("2026-02-28T23:59:59Z")).advice[0].every, hours(6));
    EXPECT_EQ(calendar.calendar->at(*parse_instant("2026-03-01T00:00:00Z")).advice[0].every, hours(4));
}

TEST(Site, WhatItMayNotChangeIsRefusedByLine) {
    const std::string at = "sites/here/overrides.toml:";
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.locked\"\nnote = \"X\"\n" + reason),
              at + "5: 'GEN.locked' is a definition; no site changes it");
    EXPECT_EQ(problems_of_entries("[[silence]]\nstatement = \"GEN.locked\"\n" + reason),
              at + "5: 'GEN.locked' is a definition; no site changes it");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.last\"\ntext = \"X\"\n" + reason),
              at + "5: 'GEN.last' is not marked site_may_set, so its value is no site's to choose");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.giv\"\ntext = \"X\"\n" + reason),
              at + "5: 'GEN.giv' is no statement; did you mean 'GEN.give'?");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.give\"\nwhen = \"fever\"\n" + reason),
              at + "7: 'when' is nothing a site sets of 'advice'; it may set dose, dose_below, dose_at_most, route, "
                   "over, every, at_most, urgency, text, due, not_before, population");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.give\"\nevry = \"6 h\"\n" + reason),
              at + "7: 'evry' is nothing a site sets of 'advice'; did you mean 'every'?");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.give\"\nevery = \"6 h\"\n" + reason),
              at + "5: the words of 'GEN.give' name figures too; set 'text' with them: 'Every 12 hours.'");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.give\"\nevery = \"6 hrs\"\ntext = \"T.\"\n" + reason)
                  .substr(0, 28),
              at + "7:");
    EXPECT_EQ(problems_of_entries("[[silence]]\nstatement = \"" + settable_parameter() + "\"\n" + reason),
              at + "5: '" + settable_parameter() +
                  "' is of the kind 'parameter', which cannot be silenced or replaced; a parameter is set by [[set]]");
    EXPECT_EQ(problems_of_entries("[[silence]]\nstatement = \"OWN.note\"\n" + reason),
              at + "5: 'OWN.note' is the site's own; take it out of its page");
    EXPECT_EQ(problems_of_entries("[[replace]]\nstatement = \"GEN.age\"\nwith = \"OWN.not\"\n" + reason),
              at + "5: 'OWN.not' is no statement of the site's own pages; did you mean 'OWN.note'?");
}

TEST(Site, EveryEntrySaysWhyAndWhoApprovedIt) {
    const std::string at = "sites/here/overrides.toml:";
    const std::string entry = "[[silence]]\nstatement = \"GEN.give\"\n";
    EXPECT_EQ(problems_of_entries(entry), at + "5: 'why' is missing\n" + at + "5: 'approved' is missing");
    EXPECT_EQ(problems_of_entries(entry + "why = \"W\"\napproved = \"somebody\"\n"),
              at + "8: 'approved' says who and when; write it like 'therapeutics committee, 2026-10-20'");
    EXPECT_EQ(problems_of_entries(entry + reason + "in_force_from = \"2025-12-31\"\n"),
              at + "9: this is before 2026-01-01, from when the site is in force");
    EXPECT_EQ(problems_of_entries(entry + reason + "in_force_from = \"soon\"\n"),
              at + "9: 'soon' is no date; write it like '2026-11-01'");
    EXPECT_EQ(problems_of_entries(entry + reason + "until = \"2027\"\n"),
              at + "9: 'until' is no field here; the fields are statement, why, approved, in_force_from");
    EXPECT_EQ(problems_of_entries(entry + reason + entry + reason),
              at + "9: 'GEN.give' is already changed in line 5 from the same day on");
    EXPECT_EQ(problems_of_entries("[[set]]\nstatement = \"GEN.give\"\n" + reason),
              at + "5: this [[set]] sets nothing; a parameter is set by 'value'");
    EXPECT_EQ(problems_of_entries("silence = \"GEN.give\"\n"), at + "5: 'silence' must be a table; write [[silence]]");
    EXPECT_EQ(problems_of_entries("[[silense]]\nstatement = \"GEN.give\"\n"),
              at + "5: 'silense' is no field here; did you mean 'silence'?");
}

TEST(Site, ItsPagesDefineNoGradesAndSetNoParameters) {
    Files files = with_site("");
    files["sites/here/own.md"] =
        statement("OWN.G3.x", "rule", "grade = 3\nscale = \"crs\"\nwhen = \"fever\"\nlocked = true") +
        statement("OWN.set", "rule", "parameter = \"spo2_limit\"\nvalue = \"88 %\"");
    EXPECT_EQ(sample::text_of(read_guideline(sample::views(files), sample::formulary(), {"here", {}}).problems),
              "sites/here/own.md:7: a site cannot define grades\n"
              "sites/here/own.md:18: a site cannot hold 'parameter'; what it may set stands under [[set]] in "
              "overrides.toml");
}

TEST(Site, TheLintReadsEverySiteAndEveryPeriod) {
    const Files files = with_site("[[set]]\nstatement = \"GEN.give\"\nevery = \"6 h\"\ntext = \"T.\"\n" + reason +
                                  "in_force_from = \"2030-01-01\"\n[[silence]]\nstatement = \"GEN.gone\"\n" + reason +
                                  "in_force_from = \"2031-01-01\"\n");
    EXPECT_EQ(sample::text_of(lint(sample::views(files), sample::formulary(), {})),
              "sites/here/overrides.toml:12: 'GEN.gone' is no statement; did you mean 'GEN.give'?");
}

}  // namespace
}  // namespace stormkeel
