// What changed between two folders of packs, as clinicians read it.
#include "guideline/diff.h"

#include <gtest/gtest.h>

#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::statement;

std::string note(const std::string& id, const std::string& when) {
    return statement(id, "rule", "note = \"N\"\nunder = \"crs\"\nwhen = \"" + when + "\"");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string diff(const Files& before, const Files& after) {
    return diff_text(sample::read(before), sample::read(after));
}

TEST(Diff, NothingChanged) {
    const Files files = sample::with_page(note("TEST.a", "fever"));
    EXPECT_EQ(diff(files, files), "Statements added: 0, removed: 0, changed: 0\n");
}

TEST(Diff, LayoutAloneIsNoChangeOfAStatement) {
    const Files before = sample::with_page(note("TEST.a", "fever and hypotension"));
    const Files after = sample::with_page(replaced(note("TEST.a", "fever and  hypotension"), "note =", "note    ="));
    EXPECT_EQ(
        diff(before, after),
        "The statements say the same; the texts differ elsewhere: in layout, in order, or in the names of drugs.\n"
        "Statements added: 0, removed: 0, changed: 0\n");
}

TEST(Diff, EveryFieldThatDiffersIsNamed) {
    const std::string page = note("TEST.a", "fever");
    const Files before = sample::with_page(page);
    std::string changed = replaced(page, "A sentence.", "Another sentence.");
    changed = replaced(changed, "A source", "B source");
    changed = replaced(changed, "seed S1", "seed S1, S2");
    changed = replaced(changed, "· verified", "· unverified");
    changed = replaced(changed, "when = \"fever\"", "when = \"hypotension\"\nlocked = true");
    EXPECT_EQ(diff(before, sample::with_page(changed)),
              "Changed\n"
              "  TEST.a · A title\n"
              "    sentence: A sentence. → Another sentence.\n"
              "    source: A source → B source\n"
              "    seed: S1 → S1, S2\n"
              "    status: verified → unverified\n"
              "    when: fever → hypotension\n"
              "    locked: not set → true\n"
              "\n"
              "Statements added: 0, removed: 0, changed: 1\n");
}

TEST(Diff, AParameterIsNamedByItsName) {
    const Files before = sample::complete();
    Files after = before;
    std::string& page = after["settings/parameters.md"];
    const std::size_t at = page.find("\"2.5 %\"", page.find("\"spo2_limit\""));
    page.replace(at, 7, "\"92 %\"");
    EXPECT_EQ(diff(before, after),
              "Changed\n"
              "  SET.spo2_limit · A title\n"
              "    spo2_limit: 2.5 % → 92 %\n"
              "\n"
              "Statements added: 0, removed: 0, changed: 1\n");
}

TEST(Diff, WhatIsAddedOrRemovedStandsInFullAndPacksAreNamed) {
    const Files with = sample::with_page(note("TEST.a", "fever"));
    const std::string whole =
        "  TEST.a · A title\n    A sentence.\n    pack: sample\n    source: A source\n    seed: S1\n    status: "
        "verified\n"
        "    kind: note\n    note: N\n    under: crs\n    when: fever\n\n";
    EXPECT_EQ(diff(sample::complete(), with), "Packs\n  added: sample 1.2.3, in force from 2026-11-01\n\nAdded\n" +
                                                  whole + "Statements added: 1, removed: 0, changed: 0\n");
    EXPECT_EQ(diff(with, sample::complete()), "Packs\n  removed: sample 1.2.3, in force from 2026-11-01\n\nRemoved\n" +
                                                  whole + "Statements added: 0, removed: 1, changed: 0\n");
    Files newer = with;
    newer["sample/pack.toml"] = replaced(with.at("sample/pack.toml"), "1.2.3", "1.3.0");
    EXPECT_NE(diff(with, newer)
                  .find("  sample 1.2.3, in force from 2026-11-01 → sample 1.3.0, in force from\n"
                        "    2026-11-01\n"),
              std::string::npos)
        << diff(with, newer);
}

TEST(Diff, WhatAProductReplacesIsAChangeOfTheGeneralStatement) {
    const Files before = sample::with_page(note("TEST.a", "fever"));
    Files after = before;
    after["products/one/pack.toml"] =
        "name = \"one\"\nversion = \"1.0.0\"\nlayer = \"product\"\nproduct = \"teclistamab\"\ntitle = \"T\"\n"
        "in_force_from = \"2026-11-01\"\nfiles = [\"a.md\"]\n";
    after["products/one/a.md"] =
        statement("ONE.a", "rule",
                  "note = \"N\"\nunder = \"crs\"\nwhen = \"fever\"\nreplaces = \"TEST.a\"\nwhy = \"The label.\"");
    const std::string text = diff(before, after);
    EXPECT_NE(text.find("Changed\n  TEST.a · A title\n    replaced for: not set → teclistamab (ONE.a)\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("    replaces: TEST.a\n    why: The label.\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace stormkeel
