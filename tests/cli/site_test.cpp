// What a hospital sets, and packs by date, as the commands about patients answer with them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

// Grade 2 after two boluses and tocilizumab, pressure still low: dexamethasone is due (MGMT.G2.corticosteroid).
const std::string low_pressure = chart_with(
    "p1,2026-03-03T10:00:00Z,systolic_bp,84,mm[Hg]\np1,2026-03-03T10:10:00Z,give:sodium_chloride_bolus,500,mL\n"
    "p1,2026-03-03T10:40:00Z,systolic_bp,82,mm[Hg]\np1,2026-03-03T10:45:00Z,give:sodium_chloride_bolus,500,mL\n"
    "p1,2026-03-03T11:00:00Z,give:tocilizumab,640,mg\np1,2026-03-03T11:30:00Z,systolic_bp,80,mm[Hg]\n");

Json assessed(std::vector<std::string> more, const std::string& chart) {
    std::vector<std::string> words{"assess", "-", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome answer = run(words, chart);
    EXPECT_EQ(answer.status, 0) << answer.error;
    return Json::parse(answer.out);
}

const Json* advice_of(const Json& answer, const std::string& statement) {
    for (const Json& made : answer["recommendations"]) {
        if (made["statement"] == statement) return &made;
    }
    return nullptr;
}

TEST(Site, TheAnswerNamesItAndSaysWhatItSet) {
    const Json answer = assessed({"--site", "example"}, low_pressure);
    const Json plain = assessed({}, low_pressure);
    EXPECT_EQ(answer["guideline"]["site"], "example");
    EXPECT_NE(answer["guideline"]["fingerprint"], plain["guideline"]["fingerprint"]);
    EXPECT_EQ(answer["guideline"]["packs"].back(), "example@1.0.0");
    EXPECT_FALSE(plain["guideline"].contains("settings"));
    const Json* dexamethasone = advice_of(answer, "MGMT.G2.corticosteroid");
    ASSERT_NE(dexamethasone, nullptr);
    EXPECT_EQ((*dexamethasone)["every_hours"], 6);
    EXPECT_NE((*dexamethasone)["text"].get<std::string>().find("Set by site example: every = 6 h instead of 12 h"),
              std::string::npos);
    const Json* usual = advice_of(plain, "MGMT.G2.corticosteroid");
    ASSERT_NE(usual, nullptr);
    EXPECT_EQ((*usual)["every_hours"], 12);
}

TEST(Site, WhatItSilencesOrReplacesIsNotAdvised) {
    const Json answer = assessed({"--site", "example"}, low_pressure);
    const Json plain = assessed({}, low_pressure);
    for (const char* statement : {"MGMT.G2.icu_team", "MGMT.G2.telemetry"}) {
        EXPECT_EQ(advice_of(answer, statement), nullptr) << statement;
        EXPECT_NE(advice_of(plain, statement), nullptr) << statement;
    }
    EXPECT_NE(advice_of(answer, "EXAMPLE.telemetry"), nullptr);
    EXPECT_EQ(advice_of(plain, "EXAMPLE.telemetry"), nullptr);
    std::string settings;
    for (const Json& one : answer["guideline"]["settings"]) {
        settings += one["statement"].get<std::string>() + ": " + one["text"].get<std::string>() + "\n";
    }
    EXPECT_NE(settings.find("MGMT.toci.weight_age: weight_age = 3 d instead of 7 d\n"), std::string::npos) << settings;
    EXPECT_NE(settings.find("MGMT.G2.icu_team: silenced\n"), std::string::npos) << settings;
    EXPECT_NE(settings.find("MGMT.G2.telemetry: replaced by EXAMPLE.telemetry\n"), std::string::npos) << settings;
}

TEST(Site, ASettingBeginsOnItsDayInAssessAndTimelineAlike) {
    // The example counts a weight for 3 d from 2026-01-15 on; the weight here is 4 d old.
    const std::string chart =
        "patient,time,item,value,unit\np1,1961-05-02,birth_date,,\n"
        "p1,2026-01-10T09:00:00Z,therapy,axicabtagene_ciloleucel,\np1,2026-01-10T09:00:00Z,weight,80,kg\n"
        "p1,2026-01-14T09:00:00Z,temperature,38.6,Cel\np1,2026-01-14T21:00:00Z,systolic_bp,84,mm[Hg]\n"
        "p1,2026-01-14T21:00:00Z,oxygen_device,room_air,\np1,2026-01-14T21:00:00Z,spo2,96,%\n";
    const Json before = assessed({"--site", "example", "--at", "2026-01-14T23:59:59Z"}, chart);
    const Json after = assessed({"--site", "example", "--at", "2026-01-15T00:00:00Z"}, chart);
    EXPECT_EQ((*advice_of(before, "MGMT.G2.tocilizumab"))["dose"]["value"], 640);
    EXPECT_TRUE((*advice_of(after, "MGMT.G2.tocilizumab"))["dose"]["value"].is_null());
    EXPECT_EQ(before["guideline"]["settings"].size(), 0U);
    EXPECT_GT(after["guideline"]["settings"].size(), 0U);
    EXPECT_LE(before["changes_at"].get<std::string>(), "2026-01-15T00:00:00Z");
}

TEST(Site, AFeedThatTheSiteDeclaresCompleteLacksNoDrug) {
    // FHIR without any drug record: whether tocilizumab was given is asked, unless the site says that its feed is
    // complete.
    const std::string bundle = bundle_without_drugs();
    const Json asked = assessed({}, bundle);
    const Json declared = assessed({"--site", "example"}, bundle);
    ASSERT_NE(advice_of(asked, "MGMT.G2.tocilizumab"), nullptr);
    EXPECT_EQ((*advice_of(asked, "MGMT.G2.tocilizumab"))["action"], "ask");
    ASSERT_NE(advice_of(declared, "MGMT.G2.tocilizumab"), nullptr);
    EXPECT_EQ((*advice_of(declared, "MGMT.G2.tocilizumab"))["action"], "give");
}

TEST(Site, ThePageSaysWhatIsSet) {
    const Outcome page = run({"assess", "-", "--site", "example"}, low_pressure);
    EXPECT_NE(page.out.find("Set by site example\n  - MGMT.toci.weight_age: weight_age = 3 d instead of 7 d."),
              std::string::npos)
        << page.out;
    const Outcome early = run({"assess", "-", "--site", "example", "--at", "2026-01-01T00:00:00Z"}, low_pressure);
    EXPECT_NE(early.out.find("None of its settings is in force at this time."), std::string::npos) << early.out;
    EXPECT_EQ(run({"timeline", "-", "--site", "example"}, low_pressure).status, 0);
    const Outcome why = run({"explain", "-", "--site", "example", "--at", "2026-01-31T12:00:00Z"}, low_pressure);
    EXPECT_NE(why.out.find("Set by site example\n"), std::string::npos) << why.out;
    EXPECT_NE(why.out.find("the answer changes at 2026-02-01 00:00 UTC: other\n    settings of site example."),
              std::string::npos)
        << why.out;
    const Outcome order = run({"order", "-", "--site", "example", "--order", "dexamethasone 10 mg"}, low_pressure);
    EXPECT_NE(order.out.find("Set by site example: every = 6 h"), std::string::npos) << order.out;
}

// A folder of its own with what `write` puts into it.
class OwnFolder {
public:
    explicit OwnFolder(const std::string& name) : path_(fs::path(testing::TempDir()) / name) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~OwnFolder() { fs::remove_all(path_); }
    OwnFolder(const OwnFolder&) = delete;
    OwnFolder& operator=(const OwnFolder&) = delete;

    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((path_ / file).parent_path());
        std::ofstream(path_ / file, std::ios::binary) << text;
    }
    void copy(const std::string& from, const std::string& to) const {
        fs::copy(fs::path(STORMKEEL_SOURCE_DIR) / from, path_ / to, fs::copy_options::recursive);
    }
    std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

TEST(Site, AHospitalKeepsItsSettingsOutsideTheProgram) {
    const OwnFolder folder("stormkeel-hospital");
    folder.write("sites/ours/overrides.toml",
                 "title = \"Ours\"\nversion = \"1.0.0\"\nin_force_from = \"2026-01-01\"\nfiles = []\n[[silence]]\n"
                 "statement = \"MGMT.G2.icu_team\"\nwhy = \"W.\"\napproved = \"committee, 2025-12-01\"\n");
    const Json answer = assessed({"--guidelines", folder.path(), "--site", "ours"}, low_pressure);
    EXPECT_EQ(answer["guideline"]["site"], "ours");
    EXPECT_EQ(advice_of(answer, "MGMT.G2.icu_team"), nullptr);
    EXPECT_EQ(run({"guideline", "lint", folder.path()}).status, 0);
    const Outcome wrong = run({"assess", "-", "--guidelines", folder.path(), "--site", "our"}, low_pressure);
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.error.find("no site 'our' is known; did you mean 'ours'?"), std::string::npos) << wrong.error;
}

TEST(Site, AParameterItSetIsNamedWhereTheLimitIsNamed) {
    const OwnFolder folder("stormkeel-limit");
    folder.write("sites/ours/overrides.toml",
                 "title = \"Ours\"\nversion = \"1.0.0\"\nin_force_from = \"2026-01-01\"\nfiles = []\n[[set]]\n"
                 "statement = \"ASTCT.hypotension\"\nvalue = \"85 mm[Hg]\"\nwhy = \"W.\"\n"
                 "approved = \"committee, 2025-12-01\"\n");
    const auto grade_at = [&](const std::string& systolic) {
        return assessed({"--guidelines", folder.path(), "--site", "ours"},
                        chart_with("p1,2026-03-03T11:00:00Z,systolic_bp," + systolic + ",mm[Hg]\n"));
    };
    EXPECT_EQ(grade_at("86")["crs"]["grade"], 1);
    EXPECT_EQ(grade_at("85")["crs"]["grade"], 1);
    const Json low = grade_at("84");
    EXPECT_EQ(low["crs"]["grade"], 2);
    const std::string reason = low["crs"]["reasons"][0]["text"];
    EXPECT_NE(reason.find("Limit used: systolic below 85 mmHg"), std::string::npos) << reason;
    EXPECT_NE(reason.find("Set by site ours: systolic_limit_adult = 85 mm[Hg] instead of 90 mm[Hg]."),
              std::string::npos)
        << reason;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// Two versions of the grading pack; from 2026-03-04 on hypotension begins below 80 mmHg.
void write_two_versions(const OwnFolder& folder) {
    folder.copy("guidelines", ".");
    folder.copy("guidelines/astct-2019", "astct-next");
    const std::string toml = text_of("guidelines/astct-2019/pack.toml");
    folder.write("astct-next/pack.toml",
                 replaced(replaced(toml, "2026-11-01", "2026-03-04"), "version = \"1.", "version = \"7."));
    folder.write("astct-2019/pack.toml", replaced(toml, "2026-11-01", "2026-01-01"));
    folder.write("astct-next/crs-definitions.md",
                 replaced(text_of("guidelines/astct-2019/crs-definitions.md"), "\"90 mm[Hg]\"", "\"80 mm[Hg]\""));
}

TEST(PacksByDate, TheTimelineSwitchesAtTheBorderAndAssessAgrees) {
    const OwnFolder folder("stormkeel-two-versions");
    write_two_versions(folder);
    const std::string chart = chart_with(
        "p1,2026-03-03T22:00:00Z,temperature,38.6,Cel\np1,2026-03-03T22:00:00Z,systolic_bp,84,mm[Hg]\n"
        "p1,2026-03-03T22:00:00Z,spo2,96,%\np1,2026-03-03T22:00:00Z,oxygen_device,room_air,\n");
    const Outcome rows = run(
        {"timeline", "-", "--format", "csv", "--guidelines", folder.path(), "--until", "2026-03-04T01:00:00Z"}, chart);
    const auto lines = lines_of(rows.out);
    ASSERT_GE(lines.size(), 2U) << rows.out << rows.error;
    EXPECT_EQ(lines[lines.size() - 2].substr(0, 15), "p1,2026-03-03T2");
    EXPECT_EQ(lines[lines.size() - 2].substr(23, 3), ",2,");
    EXPECT_EQ(lines.back().substr(0, 26), "p1,2026-03-04T00:00:00Z,1,");
    const Json before = assessed({"--guidelines", folder.path(), "--at", "2026-03-03T23:59:59Z"}, chart);
    EXPECT_EQ(before["crs"]["at_least"], 2);
    EXPECT_EQ(before["guideline"]["packs"][0].get<std::string>().substr(0, 12), "astct-2019@1");
    EXPECT_EQ(before["changes_at"], "2026-03-04T00:00:00Z");
    const Json after = assessed({"--guidelines", folder.path(), "--at", "2026-03-04T00:00:00Z"}, chart);
    EXPECT_EQ(after["crs"]["at_least"], 1);
    EXPECT_EQ(after["guideline"]["packs"][0].get<std::string>().substr(0, 12), "astct-2019@7");
    const Outcome json = run(
        {"timeline", "-", "--format", "json", "--guidelines", folder.path(), "--until", "2026-03-04T01:00:00Z"}, chart);
    EXPECT_EQ(Json::parse(lines_of(json.out).back())["guideline"], after["guideline"]);
}

}  // namespace
}  // namespace stormkeel::cli_test
