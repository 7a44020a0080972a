// Packs as a whole: which files count, in which order they are read, and the fingerprint.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "guideline/folder.h"
#include "guideline/sample_packs.h"
#include "properties/knowledge.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::problems_of;

std::string toml_of(const std::string& name, const std::string& layer, const std::string& files) {
    return "name = \"" + name + "\"\nversion = \"1.0.0\"\nlayer = \"" + layer +
           "\"\ntitle = \"T\"\nin_force_from = \"2026-11-01\"\nfiles = [" + files + "]\n";
}

std::string problems_of_toml(const std::string& toml) {
    Files files = sample::with_page("");
    files["sample/pack.toml"] = toml;
    return problems_of(files);
}

TEST(Packs, AreReadByLayerAndThenByFolder) {
    Files files = sample::complete();
    for (const auto& [folder, layer] : std::map<std::string, std::string>{
             {"b-product", "product"}, {"z-management", "management"}, {"y-grading", "grading"}}) {
        files[folder + "/pack.toml"] = toml_of(folder, layer, "\"second.md\", \"first.md\"");
        if (layer == "product") files[folder + "/pack.toml"] += "product = \"teclistamab\"\n";
        const std::string id = "X." + folder.substr(2);
        files[folder + "/first.md"] = sample::statement(id + ".first", "text", "");
        files[folder + "/second.md"] = sample::statement(id + ".second", "text", "");
    }
    const Guideline guideline = sample::read(files);
    std::string packs;
    for (const Pack& pack : guideline.packs) packs += pack.name + " ";
    EXPECT_EQ(packs, "settings y-grading z-management b-product ");
    std::string last;
    for (const Statement& statement : guideline.statements) {
        if (statement.pack > 0) last += statement.id + " ";
    }
    EXPECT_EQ(last,
              "X.grading.second X.grading.first X.management.second X.management.first X.product.second "
              "X.product.first ");
    EXPECT_EQ(guideline.packs[0].version, "1.2.3");
    EXPECT_EQ(guideline.packs[0].in_force_from, (Date{2026, 11, 1}));
}

TEST(Packs, EachOfTheProgramsOwnNamesTheDayOfItsReview) {
    ASSERT_FALSE(knowledge().guideline.packs.empty());
    for (const Pack& pack : knowledge().guideline.packs) {
        ASSERT_TRUE(pack.review_by) << pack.name;
        EXPECT_GT(*pack.review_by, pack.in_force_from) << pack.name;
    }
}

TEST(Packs, AWrongPackTomlIsRefusedByLine) {
    EXPECT_EQ(problems_of_toml(toml_of("sample", "managment", "\"a.md\"")),
              "sample/pack.toml:3: 'managment' is no layer; the layers are grading, management, product, comparison");
    EXPECT_EQ(problems_of_toml(toml_of("sample", "management", "\"a.md\", \"b.md\"")),
              "sample/pack.toml:6: there is no file 'sample/b.md'; did you mean 'a.md'?");
    EXPECT_EQ(problems_of_toml(toml_of("sample", "management", "\"a.md\", \"a.md\"")),
              "sample/pack.toml:6: 'a.md' is listed twice");
    EXPECT_EQ(problems_of_toml(toml_of("settings", "management", "\"a.md\"")),
              "sample/pack.toml:1: 'settings' is already the name of settings from the same day on");
    EXPECT_EQ(problems_of_toml(toml_of("sample", "management", "\"a.md\"") + "authors = \"x\"\n"),
              "sample/pack.toml:7: 'authors' is no field here; the fields are name, title, layer, product, version, "
              "in_force_from, review_by, files");
    EXPECT_EQ(problems_of_toml(toml_of("sample", "management", "\"a.md\"") + "review_by = \"2026-10-31\"\n"),
              "sample/pack.toml:7: this is before 2026-11-01, from which day on the pack is in force");
    EXPECT_EQ(problems_of_toml(toml_of("sample", "management", "\"a.md\"") + "review_by = \"soon\"\n"),
              "sample/pack.toml:7: 'soon' is no date; write it like '2026-11-01'");
    EXPECT_EQ(
        problems_of_toml("version = \"1.0\"\nlayer = \"site\"\nin_force_from = \"2026-02-30\"\nfiles = [\"a.md\"]\n"),
        "sample/pack.toml:1: 'name' is missing\n"
        "sample/pack.toml:1: 'title' is missing\n"
        "sample/pack.toml:1: '1.0' is no version; write it like '1.0.0'\n"
        "sample/pack.toml:2: a site has no pack.toml; its settings stand in sites/NAME/overrides.toml\n"
        "sample/pack.toml:3: '2026-02-30' is no date; write it like '2026-11-01'");
}

TEST(Packs, AFileThatIsNotListedIsRefused) {
    Files files = sample::with_page("");
    files["sample/CHANGES.md"] = "# Changes\n";
    EXPECT_EQ(problems_of(files), "");
    files["sample/forgotten.md"] = "# Forgotten\n";
    EXPECT_EQ(problems_of(files),
              "sample/forgotten.md:1: this file is not listed in sample/pack.toml, so nothing in it counts; list it or "
              "remove it");
}

TEST(Packs, APageInAFolderWithoutAPackIsRefused) {
    Files files = sample::with_page("");
    files["products/x/README.md"] = "# About\n";
    EXPECT_EQ(problems_of(files), "");
    files["products/x/crs.md"] = "# Lost\n";
    EXPECT_EQ(problems_of(files), "products/x/crs.md:1: no pack.toml stands beside this file, so nothing in it counts");
}

TEST(Packs, NoPackIsAProblem) {
    EXPECT_EQ(problems_of({{"README.md", "# Packs\n"}}),
              "pack.toml:1: no pack was found; a pack is a folder with a pack.toml");
}

TEST(Packs, WithAProblemThereIsNoGuideline) {
    const Files files = sample::with_rule("treat_as = 9\nwhen = \"fever\"");
    EXPECT_FALSE(read_guideline(sample::views(files), sample::formulary()).guideline);
}

std::string fingerprint(const Files& files) { return sample::read(files).fingerprint; }

TEST(Packs, TheFingerprintCoversWhatDecidesAnswers) {
    Files files = sample::with_page("");
    files["terminology/drugs.toml"] = "";
    const std::string before = fingerprint(files);
    EXPECT_EQ(before.substr(0, 7), "sha256:");
    EXPECT_EQ(before.size(), 71U);
    for (const std::string path : {"sample/a.md", "sample/pack.toml", "terminology/drugs.toml"}) {
        Files changed = files;
        changed[path] += "\n";
        EXPECT_NE(fingerprint(changed), before) << path;
    }
    for (const std::string path : {"README.md", "VOCABULARY.md", "INTERPRETATIONS.md", "sample/CHANGES.md"}) {
        Files changed = files;
        changed[path] += "\n";
        EXPECT_EQ(fingerprint(changed), before) << path;
    }
}

TEST(Packs, AFolderOnDiskReadsLikeTheBuiltInPacks) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(testing::TempDir()) / "stormkeel-packs";
    fs::remove_all(folder);
    const Files files = sample::with_rule("treat_as = 2\nwhen = \"fever\"");
    for (const auto& [path, text] : files) {
        fs::create_directories((folder / path).parent_path());
        std::ofstream(folder / path, std::ios::binary) << text;
    }
    std::ofstream(folder / "notes.txt") << "not a pack";
    FolderFiles read = read_folder(folder.string() + "/", {".md", ".toml"});
    const FolderFiles moved = std::move(read);
    EXPECT_EQ(sample::text_of(moved.problems), "");
    ASSERT_EQ(moved.files.size(), files.size());
    EXPECT_EQ(read_guideline(moved.files, sample::formulary()).guideline->fingerprint, fingerprint(files));
    std::ofstream(folder / "sample/a.md", std::ios::binary) << "# A\r\n";
    EXPECT_EQ(sample::text_of(read_folder(folder.string(), {".md", ".toml"}).problems),
              "sample/a.md:1: this file holds carriage returns; save it with line feeds alone");
    fs::remove_all(folder);
    EXPECT_EQ(read_folder(folder.string(), {".md"}).problems.size(), 1U);
}

}  // namespace
}  // namespace stormkeel
