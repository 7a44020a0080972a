// Orders: how they are read, and what the verdict looks like.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

Json verdict_on(const std::string& order, const std::string& rows = "p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n") {
    const Outcome answer = run({"order", "-", "--order", order, "--format", "json"}, chart_with(rows));
    EXPECT_EQ(answer.status, 0) << answer.error;
    return Json::parse(answer.out);
}

TEST(Order, ARightDoseAtGradeTwoIsOk) {
    const Json json = verdict_on("tocilizumab 640 mg");
    EXPECT_EQ(json["patient"], "p1");
    EXPECT_EQ(json["as_of"], "2026-03-03T10:30:00Z");
    EXPECT_EQ(json["order"], Json::parse(R"({"item":"tocilizumab","value":640,"unit":"mg"})"));
    EXPECT_EQ(json["verdict"], "ok");
    EXPECT_TRUE(json["not_before"].is_null());
    EXPECT_TRUE(json["reasons"].is_array());
}

TEST(Order, ADoseAboveTheMaximumIsStopped) { EXPECT_EQ(verdict_on("tocilizumab 900 mg")["verdict"], "stop"); }

TEST(Order, WhyItIsStoppedStandsBeforeWhatWasFoundRight) {
    const std::string first = verdict_on("tocilizumab 900 mg")["reasons"][0]["text"];
    EXPECT_EQ(first.substr(0, 27), "900 mg is above the maximum");
}

TEST(Order, TooEarlyIsStoppedWithTheTimeFromWhichItIsRight) {
    const Json json = verdict_on("tocilizumab 640 mg",
                                 "p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n"
                                 "p1,2026-03-03T11:00:00Z,give:tocilizumab,640,mg\n");
    EXPECT_EQ(json["verdict"], "stop");
    EXPECT_EQ(json["not_before"], "2026-03-03T19:00:00Z");
}

TEST(Order, BrandNamesUnitsAndSpacingAreRead) {
    for (const char* words : {"Actemra 640 mg", "RoActemra 640mg", " tocilizumab  0.64 g ", "TOCILIZUMAB 640 MG",
                              "tocilizumab 640 mg IV", "tocilizumab 640 mg i.v."}) {
        const Json json = verdict_on(words);
        EXPECT_EQ(json["order"], Json::parse(R"({"item":"tocilizumab","value":640,"unit":"mg"})")) << words;
    }
}

TEST(Order, ADrugAloneIsCheckedWithoutADose) {
    const Json json = verdict_on("tocilizumab");
    EXPECT_TRUE(json["order"]["value"].is_null());
    EXPECT_TRUE(json["order"]["unit"].is_null());
}

TEST(Order, WhatCannotBeReadIsAWrongCallThatSaysWhatWouldBeRight) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"tocilizumap 640 mg", "did you mean 'tocilizumab'?"},
        {"tocilizumab 640", "the unit of 640 is missing"},
        {"tocilizumab 6,40 mg", "'6,40' is no amount"},
        {"tocilizumab 0 mg", "not above 0"},
        {"tocilizumab -5 mg", "not above 0"},
        {"tocilizumab 640 furlongs", "furlongs"},
        {"tocilizumab 162 mg SC", "the route 'SC' is not checked"},
        {"tocilizumab 640 mg every 8 h", "'every' after the dose is not read"},
        {"", "--order is empty"},
    };
    for (const auto& [order, told] : wrong) {
        const Outcome answer = run({"order", "-", "--order", order}, chart_with(""));
        EXPECT_EQ(answer.status, 2) << order;
        EXPECT_EQ(answer.out, "") << order;
        EXPECT_NE(answer.error.find(told), std::string::npos) << order << ": " << answer.error;
    }
}

TEST(Order, OfATherapyIsItsNextDose) {
    const std::string chart =
        "patient,time,item,value,unit\n"
        "p1,2026-03-01T09:00:00Z,therapy,elranatamab,12 mg\n";
    const Outcome next = run({"order", "-", "--order", "Elrexfio 32 mg SC", "--format", "json"}, chart);
    EXPECT_EQ(next.status, 0) << next.error;
    EXPECT_NE(next.out.find(R"("order":{"item":"elranatamab","value":32,"unit":"mg"},"verdict":"ok")"),
              std::string::npos)
        << next.out;
    const Outcome skipped = run({"order", "-", "--order", "elranatamab 76 mg"}, chart);
    EXPECT_NE(skipped.out.find("76 mg skips a step"), std::string::npos) << skipped.out;
}

TEST(Order, IsForOnePatient) {
    const std::string two = chart_with("p2,2026-03-03T10:30:00Z,spo2,97,%\n");
    EXPECT_EQ(run({"order", "-", "--order", "tocilizumab 640 mg"}, two).status, 2);
    EXPECT_EQ(run({"order", "-", "--order", "tocilizumab 640 mg", "--patient", "p1"}, two).status, 0);
}

TEST(Order, AsAPageTheVerdictStandsFirst) {
    const Outcome page = run({"order", "-", "--order", "sargramostim 250 ug"}, chart_with(""));
    EXPECT_EQ(page.status, 0);
    EXPECT_TRUE(lines_of(page.out).at(2).starts_with("STOP: sargramostim")) << page.out;
}

}  // namespace
}  // namespace stormkeel::cli_test
