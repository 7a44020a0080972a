// The assessment as JSON, as a page and as a line, over small charts whose answers were worked out by hand.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapters/assessment_text_page.h"
#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

Json answer_to(const std::string& rows, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"assess", "-", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome answer = run(words, chart_with(rows));
    EXPECT_EQ(answer.status, 0) << answer.error;
    EXPECT_EQ(lines_of(answer.out).size(), 1U) << answer.out;
    return Json::parse(answer.out);
}

const Json* advice_on(const Json& assessment, const std::string& action, const std::string& item) {
    for (const Json& advice : assessment["recommendations"]) {
        if (advice["action"] == action && advice["item"] == item) return &advice;
    }
    return nullptr;
}

TEST(AssessCommand, AnAllergyThatStandsAloneIsToldToHoldFromNothing) {
    const Outcome answer =
        run({"assess", "-"}, R"({"resourceType":"AllergyIntolerance","id":"a1","patient":{"reference":"Patient/p1"},)"
                             R"("code":{"text":"tocilizumab"}})");
    EXPECT_EQ(answer.status, 3);
    EXPECT_NE(answer.error.find("rejected: p1: AllergyIntolerance/a1: tocilizumab: nothing else is recorded of the "
                                "patient"),
              std::string::npos)
        << answer.error;
}

TEST(AssessJson, HasTheKeysOfTheContract) {
    const Json json = answer_to("");
    EXPECT_EQ(keys_of(json), (std::vector<std::string>{"patient", "as_of", "guideline", "therapy", "crs", "icans",
                                                       "hlh", "recommendations", "timers", "gaps", "rejected",
                                                       "corticosteroid_plan", "changes_at"}));
    EXPECT_EQ(keys_of(json["guideline"]), (std::vector<std::string>{"packs", "site", "fingerprint"}));
    EXPECT_EQ(keys_of(json["therapy"]), (std::vector<std::string>{"product", "class", "given_at", "day"}));
    EXPECT_EQ(keys_of(json["crs"]),
              (std::vector<std::string>{"scale", "grade", "at_least", "at_most", "treat_as", "under_treatment",
                                        "episode", "reasons", "treat_as_reasons"}));
    EXPECT_EQ(keys_of(json["crs"]["episode"]), (std::vector<std::string>{"number", "onset", "peak", "resolved_at"}));
    EXPECT_EQ(keys_of(json["icans"]), (std::vector<std::string>{"scale", "grade", "at_least", "at_most", "reasons"}));
    EXPECT_EQ(keys_of(json["hlh"]), (std::vector<std::string>{"status", "reasons"}));
    ASSERT_FALSE(json["crs"]["reasons"].empty());
    EXPECT_EQ(keys_of(json["crs"]["reasons"][0]), (std::vector<std::string>{"statement", "truth", "text", "evidence"}));
}

TEST(AssessJson, FeverAloneIsGradeOne) {
    const Json json = answer_to("");
    EXPECT_EQ(json["patient"], "p1");
    EXPECT_EQ(json["as_of"], "2026-03-03T10:00:00Z");
    EXPECT_EQ(json["therapy"]["product"], "axicabtagene_ciloleucel");
    EXPECT_EQ(json["therapy"]["class"], "car_t");
    EXPECT_EQ(json["therapy"]["given_at"], "2026-03-01T09:00:00Z");
    EXPECT_EQ(json["therapy"]["day"], 2);
    EXPECT_EQ(json["crs"]["scale"], "ASTCT 2019");
    EXPECT_EQ(json["crs"]["grade"], 1);
    EXPECT_EQ(json["crs"]["treat_as"], 1);
    EXPECT_EQ(json["crs"]["under_treatment"], false);
    EXPECT_EQ(json["crs"]["episode"]["number"], 1);
    EXPECT_EQ(json["crs"]["episode"]["onset"], "2026-03-03T10:00:00Z");
    EXPECT_TRUE(json["crs"]["episode"]["resolved_at"].is_null());
    EXPECT_EQ(json["icans"]["grade"], 0);
    EXPECT_TRUE(json["guideline"]["site"].is_null());
    EXPECT_TRUE(json["guideline"]["fingerprint"].get<std::string>().starts_with("sha256:"));
    EXPECT_TRUE(json["rejected"].empty());
}

TEST(AssessJson, ARangeHasNoGrade) {
    // A cannula whose flow nobody charted: at most 6 L/min is grade 2, above it grade 3.
    const Json json = answer_to("p1,2026-03-03T10:00:01Z,oxygen_device,nasal_cannula,\n");
    EXPECT_TRUE(json["crs"]["grade"].is_null());
    EXPECT_EQ(json["crs"]["at_least"], 2);
    EXPECT_EQ(json["crs"]["at_most"], 3);
    bool asked = false;
    for (const Json& gap : json["gaps"]) asked = asked || gap["item"] == "oxygen_flow";
    EXPECT_TRUE(asked) << json["gaps"];
    EXPECT_EQ(json["gaps"][0]["could_change"], "crs");
}

TEST(AssessJson, ADoseIsANumberWithItsWorking) {
    const Json json = answer_to("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n");
    EXPECT_EQ(json["crs"]["grade"], 2);
    const Json* advice = advice_on(json, "give", "tocilizumab");
    ASSERT_NE(advice, nullptr) << json["recommendations"];
    EXPECT_EQ((*advice)["dose"]["value"], 640);
    EXPECT_TRUE((*advice)["dose"]["value"].is_number_integer());
    EXPECT_EQ((*advice)["dose"]["unit"], "mg");
    EXPECT_NE((*advice)["dose"]["working"].get<std::string>().find("8 mg/kg × 80 kg = 640 mg"), std::string::npos);
    EXPECT_EQ((*advice)["route"], "IV");
    EXPECT_EQ((*advice)["over_minutes"], 60);
    EXPECT_EQ((*advice)["every_hours"], 8);
    EXPECT_TRUE((*advice)["not_before"].is_null());
    EXPECT_EQ((*advice)["urgency"], "now");
    for (const char* key : {"statement", "due", "text", "reasons", "source", "verification", "seed"})
        EXPECT_TRUE(advice->contains(key)) << key;
}

TEST(AssessJson, ADoseOfTocilizumabNamesVialsVolumeAndWhatIsLeftOver) {
    const std::string grade_two =
        "p1,2026-03-03T10:00:00Z,weight,99,kg\n"
        "p1,2026-03-03T11:00:00Z,systolic_bp,84,mm[Hg]\n";
    const Json json = answer_to(grade_two);
    const Json* advice = advice_on(json, "give", "tocilizumab");
    ASSERT_NE(advice, nullptr);
    EXPECT_EQ((*advice)["dose"]["value"], 792);
    EXPECT_EQ((*advice)["dose"]["vials"], "2 × 400 mg");
    EXPECT_EQ((*advice)["dose"]["left_over"], 8);
    EXPECT_EQ((*advice)["dose"]["volume_ml"], 39.6);
    EXPECT_FALSE((*advice)["dose"].contains("rounded"));
}

TEST(AssessJson, EvidenceIsNumbersUnitsAndPlacesAPersonCanFind) {
    const Json json =
        answer_to("p1,2026-03-03T11:00:00+01:00,temperature,38.75,Cel\np1,2026-03-03T10:30:00Z,ferritin,>40000,ug/L\n");
    const std::string text = json.dump();
    EXPECT_NE(text.find(R"("source":"line )"), std::string::npos) << text;
    bool seen = false;
    for (const Json& reason : json["crs"]["reasons"]) {
        for (const Json& fact : reason["evidence"]) {
            EXPECT_EQ(keys_of(fact), (std::vector<std::string>{"item", "value", "unit", "at", "source"}));
            if (fact["item"] != "temperature") continue;
            seen = true;
            EXPECT_TRUE(fact["value"].is_number());
            EXPECT_EQ(fact["unit"], "Cel");
            EXPECT_TRUE(fact["at"].get<std::string>().ends_with("Z"));
        }
    }
    EXPECT_TRUE(seen) << json["crs"];
}

TEST(AssessJson, ARejectedRecordSaysWhereWhatAndWhy) {
    const Json json = answer_to("p1,2026-03-03T10:30:00Z,temperature,101,Cel\n");
    ASSERT_EQ(json["rejected"].size(), 1U);
    EXPECT_EQ(json["rejected"][0]["where"], "line 11");
    EXPECT_NE(json["rejected"][0]["why"].get<std::string>().find("[degF]"), std::string::npos) << json["rejected"];
}

TEST(AssessJson, FactsAfterTheTimeAskedForAreNeitherUsedNorRejected) {
    const Json json =
        answer_to("p1,2026-03-03T12:00:00Z,oxygen_device,bipap,\n", {"--at", "2026-03-03T12:00:00+01:00"});
    EXPECT_EQ(json["as_of"], "2026-03-03T11:00:00Z");
    EXPECT_EQ(json["crs"]["grade"], 1);
    EXPECT_TRUE(json["rejected"].empty());
}

TEST(AssessJson, BeforeTheFirstFactThereStillIsAnAnswer) {
    const Json json = answer_to("", {"--at", "2026-02-01T00:00:00Z"});
    EXPECT_TRUE(json["therapy"].is_null());
    EXPECT_EQ(json["crs"]["at_least"], 0);
    EXPECT_EQ(json["crs"]["at_most"], 4);
    EXPECT_TRUE(json["crs"]["episode"].is_null());
}

TEST(AssessJson, TheOrderOfRowsAndTheirRepetitionChangeNothing) {
    const std::string rows =
        "p1,2026-03-03T10:20:00Z,give:sodium_chloride_bolus,500,mL\np1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n";
    auto lines = lines_of(chart_with(rows));
    std::string shuffled = lines[0] + "\n";
    for (std::size_t i = lines.size() - 1; i > 0; --i) shuffled += lines[i] + "\n" + lines[i] + "\n";
    const auto without_sources = [](const Outcome& run) {
        Json json = Json::parse(run.out);
        std::string text = json.dump();
        for (std::size_t at = 0; (at = text.find("\"source\":\"line ", at)) != std::string::npos;) {
            const std::size_t digits = at + 15;
            text.erase(digits, text.find('"', digits) - digits);
            at = digits;
        }
        return text;
    };
    EXPECT_EQ(without_sources(run({"assess", "-", "--format", "json"}, chart_with(rows))),
              without_sources(run({"assess", "-", "--format", "json"}, shuffled)));
}

TEST(AssessPage, GradeAndNextActionStandFirstAndTheScaleStandsWithEveryGrade) {
    const Outcome page = run({"assess", "-"}, chart_with("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n"));
    const auto position = [&](const std::string& words) {
        const std::size_t at = page.out.find(words);
        EXPECT_NE(at, std::string::npos) << words << " is missing in\n" << page.out;
        return at;
    };
    EXPECT_LT(position("CRS grade 2 (ASTCT 2019)"), position("Next: "));
    EXPECT_LT(position("ICANS grade 0 (ASTCT 2019)"), position("Next: "));
    EXPECT_LT(position("Next: "), position("\nWhy"));
    EXPECT_LT(position("\nWhy"), position("\nDue"));
    EXPECT_LT(position("\nDue"), position("\nDo not"));
    EXPECT_LT(position("\nDo not"), position("\nNot known"));
    EXPECT_NE(page.out.find("640 mg"), std::string::npos);
    EXPECT_NE(page.out.find("not cleared as a medical device"), std::string::npos);
    for (const std::string& line : lines_of(page.out)) EXPECT_LE(columns_of(line), 80U) << line;
}

TEST(AssessPage, WhatNoVerifiedSourceSaysIsMarked) {
    const Outcome page = run({"assess", "-"}, chart_with("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n"));
    EXPECT_NE(page.out.find("(unverified)"), std::string::npos) << page.out;
}

TEST(AssessPage, SaysWhenThePacksWereToBeReadAgain) {
    const std::string chart = chart_with("");
    const auto at = [&](const char* when, const char* format) {
        return run({"assess", "-", "--at", when, "--format", format}, chart).out;
    };
    const std::string_view heading = "Knowledge that may be out of date";
    EXPECT_EQ(at("2027-11-01T23:59:00Z", "text").find(heading), std::string::npos);
    const std::string page = at("2027-11-02T00:00:00Z", "text");
    EXPECT_NE(page.find(heading), std::string::npos) << page;
    EXPECT_NE(page.find("astct-2019@1.0.0 was to be read against its sources again by 2027-11-01"), std::string::npos)
        << page;
    EXPECT_EQ(at("2027-11-01T23:59:00Z", "json").find("reviews_overdue"), std::string::npos);
    EXPECT_NE(at("2027-11-02T00:00:00Z", "json").find(R"({"pack":"astct-2019@1.0.0","by":"2027-11-01"})"),
              std::string::npos);
}

TEST(AssessBrief, IsOneLineAPatient) {
    const std::string other = "a0,2026-03-03T10:00:00Z,spo2,97,%\n";
    const Outcome lines =
        run({"assess", "-", "--brief"}, chart_with("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n" + other));
    const auto list = lines_of(lines.out);
    ASSERT_EQ(list.size(), 2U) << lines.out;
    EXPECT_TRUE(list[0].starts_with("a0  CRS 0 to 4")) << list[0];
    EXPECT_TRUE(list[1].starts_with("p1  CRS 2, ICANS 0 (ASTCT 2019), HLH ")) << list[1];
    EXPECT_NE(list[1].find("give fluid bolus 500 mL"), std::string::npos) << list[1];
}

TEST(Page, WrapsAtEightyColumnsCountingCharactersNotBytes) {
    Page page(Colour::none);
    std::string text;
    for (int i = 0; i < 40; ++i) text += "38,6 °C ≥ ";
    page.paragraph("  - ", text);
    const auto lines = lines_of(page.text());
    ASSERT_EQ(lines.size(), 6U);
    for (const std::string& line : lines) EXPECT_LE(columns_of(line), 80U) << line;
    EXPECT_GT(lines[0].size(), 80U) << "bytes were counted";
    EXPECT_TRUE(lines[1].starts_with("    3") || lines[1].starts_with("    °") || lines[1].starts_with("    ≥"))
        << lines[1];
}

TEST(Page, CutsAWordThatIsLongerThanTheLine) {
    Page page(Colour::none);
    page.paragraph("", std::string(100, 'x'));
    EXPECT_EQ(page.text(), std::string(80, 'x') + "\n" + std::string(20, 'x') + "\n");
}

TEST(Page, ColourIsForATerminalAndOnlyRepeatsWhatWordsSay) {
    Page plain(Colour::none);
    Page colourful(Colour::terminal);
    plain.paragraph("", "Grade 4", Look::urgent);
    colourful.paragraph("", "Grade 4", Look::urgent);
    EXPECT_EQ(plain.text(), "Grade 4\n");
    EXPECT_EQ(colourful.text(), "\x1b[1;31mGrade 4\x1b[0m\n");
}

}  // namespace
}  // namespace stormkeel::cli_test
