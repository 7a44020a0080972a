// Layers that speak of one item: what is to be avoided wins, and a label stands beside the general statement.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string advice(const std::string& id, const std::string& rule) {
    return "### " + id + " · A title\n\n> A sentence.\n> — A label · verified\n\n```rule\n" + rule + "\n```\n\n";
}

// The answer for grade 3 after axicabtagene ciloleucel, with a product pack of these statements over the general packs.
Json answer_with(const std::string& statements) {
    const fs::path folder = fs::path(testing::TempDir()) / ("stormkeel-layers-" + std::to_string(statements.size()));
    fs::remove_all(folder);
    fs::copy(fs::path(STORMKEEL_SOURCE_DIR) / "guidelines", folder, fs::copy_options::recursive);
    fs::create_directories(folder / "products/layer-test");
    std::ofstream(folder / "products/layer-test/pack.toml")
        << "name = \"layer-test\"\nversion = \"1.0.0\"\nlayer = \"product\"\nproduct = \"axicabtagene_ciloleucel\"\n"
           "title = \"T\"\nin_force_from = \"2026-01-01\"\nfiles = [\"a.md\"]\n";
    std::ofstream(folder / "products/layer-test/a.md") << statements;
    const Outcome answer = run({"assess", "-", "--format", "json", "--guidelines", folder.string()},
                               chart_with("p1,2026-03-03T10:00:00Z,systolic_bp,84,mm[Hg]\n"
                                          "p1,2026-03-03T11:00:00Z,rate:norepinephrine,0.05,ug/kg/min\n"));
    fs::remove_all(folder);
    EXPECT_EQ(answer.status, 0) << answer.error;
    return Json::parse(answer.out);
}

const Json* statement_of(const Json& answer, const std::string& id) {
    for (const Json& made : answer["recommendations"]) {
        if (made["statement"] == id) return &made;
    }
    return nullptr;
}

bool says(const Json* made, const std::string& words) {
    return made != nullptr && (*made)["text"].get<std::string>().find(words) != std::string::npos;
}

TEST(Layers, AnAnswerNamesThePacksOfItsOwnProductAlone) {
    const auto packs_after = [](const std::string& product) {
        const Outcome answer = run({"assess", "-", "--format", "json"},
                                   "patient,time,item,value,unit\np1,2026-03-03T10:00:00Z,therapy," + product + ",\n");
        return Json::parse(answer.out)["guideline"]["packs"].dump();
    };
    EXPECT_NE(packs_after("tisagenlecleucel").find("\"tisagenlecleucel@"), std::string::npos);
    EXPECT_EQ(packs_after("axicabtagene_ciloleucel").find("tisagenlecleucel"), std::string::npos);
}

TEST(Layers, WhatIsToBeAvoidedWinsOverALaterLayerAndSaysSo) {
    const Json answer = answer_with(
        advice("LAYER.gm_csf", "action = \"give\"\nitem = \"gm_csf\"\ntext = \"Give it.\"\nwhen = \"crs_grade >= 1\""));
    EXPECT_EQ(statement_of(answer, "LAYER.gm_csf"), nullptr);
    EXPECT_TRUE(says(statement_of(answer, "MGMT.G1.gm_csf"), " This rules over LAYER.gm_csf, which offers it."));
}

TEST(Layers, ALabelStandsBesideTheGeneralStatementWhichRules) {
    const Json answer =
        answer_with(advice("LAYER.dexamethasone",
                           "action = \"consider\"\nitem = \"dexamethasone\"\ndose = \"20 mg\"\npopulation = \"adult\"\n"
                           "text = \"Or {dose}.\"\nwhen = \"crs_grade >= 3\""));
    const Json* general = statement_of(answer, "MGMT.G3.dexamethasone");
    ASSERT_NE(general, nullptr);
    EXPECT_EQ((*general)["dose"]["value"], 10);
    EXPECT_TRUE(says(statement_of(answer, "LAYER.dexamethasone"),
                     "Or 20 mg. Shown beside MGMT.G3.dexamethasone, which rules."));
}

TEST(Layers, ALabelThatReplacesStandsAlone) {
    const Json answer =
        answer_with(advice("LAYER.dexamethasone",
                           "action = \"give\"\nitem = \"dexamethasone\"\ndose = \"20 mg\"\npopulation = \"adult\"\n"
                           "text = \"Give {dose}.\"\nwhen = \"crs_grade >= 3\"\nreplaces = \"MGMT.G3.dexamethasone\"\n"
                           "why = \"The label names 20 mg.\""));
    EXPECT_EQ(statement_of(answer, "MGMT.G3.dexamethasone"), nullptr);
    const Json* label = statement_of(answer, "LAYER.dexamethasone");
    ASSERT_NE(label, nullptr);
    EXPECT_EQ((*label)["text"], "Give 20 mg.");
    EXPECT_EQ((*label)["dose"]["value"], 20);
}

}  // namespace
}  // namespace stormkeel::cli_test
