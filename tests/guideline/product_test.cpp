// Product packs: they hold for their products alone, and replace a general statement only under conditions.
#include <gtest/gtest.h>

#include "guideline/lint.h"
#include "guideline/sample_packs.h"
#include "guideline/show.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::problems_of;
using sample::statement;

constexpr std::string_view product_toml =
    "name = \"product\"\nversion = \"1.0.0\"\nlayer = \"product\"\ntitle = \"T\"\nin_force_from = \"2026-11-01\"\n"
    "files = [\"a.md\"]\n";
const std::string for_teclistamab = "product = \"teclistamab\"\n";

const std::string general_page =
    statement("GEN.give", "rule",
              "action = \"give\"\nitem = \"dexamethasone\"\ntext = \"T.\"\n"
              "when = \"fever\"") +
    statement("GEN.ask", "judgement", "ask = \"A?\"\nitem = \"weight\"\ncould_change = \"dose\"") +
    statement("GEN.locked", "rule", "note = \"N\"\nunder = \"crs\"\nwhen = \"fever\"\nlocked = true") +
    statement("GEN.text", "text", "");

// A general pack, and a product pack with one page; its pack.toml ends with the line given.
Files with_product(std::string_view page, const std::string& line = for_teclistamab) {
    Files files = sample::with_page(general_page);
    files["products/one/pack.toml"] = std::string(product_toml) + line;
    files["products/one/a.md"] = page;
    return files;
}

std::string product_note(const std::string& more) {
    return statement("ONE.note", "rule", "note = \"N\"\nunder = \"crs\"\nwhen = \"hypotension\"\n" + more);
}

std::string problems_of_note(const std::string& more) { return problems_of(with_product(product_note(more))); }

// The answer of a condition when fever and hypotension are present and the product is this one.
Truth with(const Guideline& guideline, const Condition& condition, std::string_view product) {
    FindingRanges findings{};
    findings[static_cast<std::size_t>(FindingId::fever)] = exactly(1);
    findings[static_cast<std::size_t>(FindingId::hypotension)] = exactly(1);
    const auto known = guideline.formulary.product_named(product);
    findings[static_cast<std::size_t>(FindingId::product)] = exactly(known ? *known : -1);
    return evaluate(condition, findings, [](const Step&, Truth) {});
}

TEST(ProductPack, ItsRulesHoldForItsProductAlone) {
    const Guideline guideline = sample::read(
        with_product(product_note("") +
                     statement("ONE.ask", "judgement", "ask = \"A?\"\nitem = \"height\"\ncould_change = \"dose\"")));
    const Condition& noted = guideline.notes.back().when;
    EXPECT_EQ(with(guideline, noted, "teclistamab"), Truth::present);
    EXPECT_EQ(with(guideline, noted, "axicabtagene_ciloleucel"), Truth::absent);
    EXPECT_EQ(with(guideline, noted, "none on record"), Truth::absent);
    const Condition& asked = guideline.questions.back().when;
    EXPECT_EQ(with(guideline, asked, "teclistamab"), Truth::present);
    EXPECT_EQ(with(guideline, asked, "axicabtagene_ciloleucel"), Truth::absent);
    EXPECT_NE(list_text(guideline).find("  for teclistamab\n"), std::string::npos);
}

TEST(ProductPack, ItHoldsForEveryProductItLists) {
    const Guideline guideline =
        sample::read(with_product(product_note(""), "products = [\"teclistamab\", \"axicabtagene_ciloleucel\"]\n"));
    const Condition& noted = guideline.notes.back().when;
    EXPECT_EQ(with(guideline, noted, "teclistamab"), Truth::present);
    EXPECT_EQ(with(guideline, noted, "axicabtagene_ciloleucel"), Truth::present);
    EXPECT_EQ(with(guideline, noted, "none on record"), Truth::absent);
}

TEST(ProductPack, WhatItReplacesHoldsForTheOthersOnly) {
    const Guideline guideline =
        sample::read(with_product(product_note("replaces = [\"GEN.give\", \"GEN.ask\"]\nwhy = \"The label.\"")));
    const Condition& given = guideline.advice.front().when;
    EXPECT_EQ(with(guideline, given, "teclistamab"), Truth::absent);
    EXPECT_EQ(with(guideline, given, "axicabtagene_ciloleucel"), Truth::present);
    EXPECT_EQ(with(guideline, given, "none on record"), Truth::present);
    const Condition& asked = guideline.questions.front().when;
    EXPECT_EQ(with(guideline, asked, "teclistamab"), Truth::absent);
    EXPECT_EQ(with(guideline, asked, "axicabtagene_ciloleucel"), Truth::present);
    EXPECT_NE(show_text(guideline, "GEN.give").value_or("").find("Replaced for teclistamab by ONE.note\n"),
              std::string::npos);
}

TEST(ProductPack, AWrongReplacesIsRefusedByLine) {
    EXPECT_EQ(problems_of_note("replaces = \"GEN.give\""), "products/one/a.md:7: 'why' is missing");
    EXPECT_EQ(problems_of_note("replaces = \"GEN.giv\"\nwhy = \"W\""),
              "products/one/a.md:10: 'GEN.giv' is no statement of an earlier layer; did you mean 'GEN.give'?");
    EXPECT_EQ(problems_of_note("replaces = \"ONE.note\"\nwhy = \"W\""),
              "products/one/a.md:10: 'ONE.note' is no statement of an earlier layer");
    EXPECT_EQ(problems_of_note("replaces = \"GEN.locked\"\nwhy = \"W\""),
              "products/one/a.md:10: 'GEN.locked' is locked: it is a definition, and nothing replaces it");
    EXPECT_EQ(problems_of_note("replaces = \"GEN.text\"\nwhy = \"W\""),
              "products/one/a.md:10: 'GEN.text' is of the kind 'text' and cannot be replaced; advice, clock, note, "
              "judgement, treat_as can");
    EXPECT_EQ(problems_of_note("replaces = \"SET.spo2_limit\"\nwhy = \"W\""),
              "products/one/a.md:10: 'SET.spo2_limit' is of the kind 'parameter' and cannot be replaced; advice, "
              "clock, note, judgement, treat_as can");
    const std::string replacing = product_note("replaces = \"GEN.give\"\nwhy = \"W\"");
    EXPECT_EQ(problems_of(sample::with_page(general_page + replacing)),
              "sample/a.md:50: 'replaces' belongs to a product pack; a site writes [[replace]] in overrides.toml");
    std::string unverified = replacing;
    unverified.replace(unverified.find("· verified"), std::string("· verified").size(), "· unverified");
    EXPECT_EQ(problems_of(with_product(unverified)),
              "products/one/a.md:10: ONE.note is unverified and replaces nothing; without 'replaces' it is shown "
              "beside the general statement");
    EXPECT_EQ(problems_of(with_product(statement("ONE.out", "not-encoded", "replaces = \"GEN.give\"\nwhy = \"W\""))),
              "products/one/a.md:7: 'replaces' stands in a rule or a judgement, which then holds instead");
}

TEST(ProductPack, WhatIsTheSameForEveryProductIsRefused) {
    EXPECT_EQ(problems_of(with_product(statement("ONE.set", "rule", "parameter = \"spo2_limit\"\nvalue = \"88 %\""))),
              "products/one/a.md:7: a product pack cannot hold 'parameter', which is the same for every product; it "
              "may hold action, clock, note, treat_as and judgement");
    EXPECT_EQ(problems_of(with_product(
                  statement("ONE.G3.x", "rule", "grade = 3\nscale = \"crs\"\nwhen = \"fever\"\nlocked = true"))),
              "products/one/a.md:7: a product pack cannot hold 'grade', which is the same for every product; it "
              "may hold action, clock, note, treat_as and judgement");
    EXPECT_EQ(problems_of(with_product(statement("ONE.class", "rule", "classify = \"drug\""))),
              "products/one/a.md:7: a product pack cannot hold 'classify', which is the same for every product; it "
              "may hold action, clock, note, treat_as and judgement");
}

TEST(ProductPack, ItsProductMustBeKnown) {
    EXPECT_EQ(problems_of(with_product(product_note(""), "")),
              "products/one/pack.toml:1: 'product' is missing; a product pack holds for its product alone");
    EXPECT_EQ(problems_of(with_product(product_note(""), "product = \"teclistimab\"\n")),
              "products/one/pack.toml:7: 'teclistimab' is no product; did you mean 'teclistamab'?");
    EXPECT_EQ(problems_of(with_product(product_note(""), "products = []\n")),
              "products/one/pack.toml:7: no product is named");
    EXPECT_EQ(problems_of(with_product(product_note(""), "products = [\"teclistamab\", \"teclistamab\"]\n")),
              "products/one/pack.toml:7: 'teclistamab' is listed twice");
    Files files = sample::with_page("");
    files["sample/pack.toml"] += for_teclistamab;
    EXPECT_EQ(problems_of(files), "sample/pack.toml:7: 'product' belongs to a pack of the layer product");
}

}  // namespace
}  // namespace stormkeel
