// Rules: every kind arrives in the guideline as it was written, and a wrong one is refused with its very line.
#include <gtest/gtest.h>

#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using sample::problems_of_rule;
using sample::read_rule;

std::string where(int line) { return "sample/a.md:" + std::to_string(line) + ": "; }

TEST(Rules, AGradeRule) {
    const Guideline guideline = read_rule("grade = 4\nscale = \"icans\"\nwhen = \"fever\"\nlocked = true");
    ASSERT_EQ(guideline.grade_rules.size(), 1U);
    EXPECT_EQ(guideline.grade_rules[0].grade, 4);
    EXPECT_EQ(guideline.grade_rules[0].scale, Scale::icans);
    const Statement& statement = guideline.statements[guideline.grade_rules[0].statement];
    EXPECT_EQ(statement.id, "TEST.rule");
    EXPECT_EQ(statement.kind, "grade");
    EXPECT_TRUE(statement.locked);
    EXPECT_EQ(guideline.packs[statement.pack].name, "sample");
}

TEST(Rules, AnAdviceWithEveryField) {
    const Guideline guideline = read_rule(
        "action = \"give\"\nitem = \"tocilizumab\"\ndose = \"8 mg/kg\"\ndose_below = \"12 mg/kg below 30 kg\"\n"
        "dose_at_most = \"800 mg\"\nroute = \"IV\"\nover = \"60 min\"\nevery = \"8 h\"\nat_most = \"3 in 24 h, 4 in "
        "all\"\n"
        "not_before = \"last_tocilizumab + 8 h\"\ndue = \"onset\"\nurgency = \"now\"\n"
        "text = \"Give tocilizumab {dose}: {working}; next {next}.\"\nwhen = \"crs_grade >= 2\"\nunless = \"child\"");
    ASSERT_EQ(guideline.advice.size(), 1U);
    const Advice& advice = guideline.advice[0];
    EXPECT_EQ(advice.action, Action::give);
    EXPECT_EQ(advice.item, "tocilizumab");
    ASSERT_TRUE(advice.dose);
    EXPECT_EQ(advice.dose->amount, Decimal::whole(8));
    EXPECT_EQ(advice.dose->unit, Unit::mg_per_kg);
    EXPECT_EQ(advice.dose->population, Population::everyone);
    EXPECT_EQ(advice.dose->light_amount, Decimal::whole(12));
    EXPECT_EQ(advice.dose->light_below_kg, Decimal::whole(30));
    EXPECT_EQ(advice.dose->maximum, Decimal::whole(800));
    EXPECT_EQ(advice.route, "IV");
    EXPECT_EQ(advice.over, minutes(60));
    EXPECT_EQ(advice.every, hours(8));
    EXPECT_EQ(advice.at_most, "3 in 24 h, 4 in all");
    EXPECT_EQ(advice.not_before_anchor, Anchor::last_tocilizumab);
    EXPECT_EQ(advice.not_before_after, hours(8));
    EXPECT_EQ(advice.due_anchor, Anchor::onset);
    EXPECT_EQ(advice.due_after, hours(0));
    EXPECT_EQ(advice.urgency, Urgency::now);
    EXPECT_EQ(advice.when.steps.size(), 4U);  // crs_grade >= 2, child, not, and
}

TEST(Rules, AnAvoidStopsOrdersOfDrugsAndClasses) {
    const Guideline guideline = read_rule(
        "action = \"avoid\"\nitem = \"gm_csf\"\norders = [\"sargramostim\", \"gm_csf\"]\norder = \"warn\"\n"
        "text = \"Do not give GM-CSF.\"\nwhen = \"episode_open\"");
    ASSERT_EQ(guideline.advice.size(), 1U);
    EXPECT_EQ(guideline.advice[0].order_items, (std::vector<std::string>{"sargramostim", "gm_csf"}));
    EXPECT_TRUE(guideline.advice[0].order_warns);
    EXPECT_FALSE(guideline.advice[0].dose);
    EXPECT_EQ(guideline.advice[0].due_anchor, Anchor::none);
}

TEST(Rules, TreatAsNoteAndClock) {
    EXPECT_EQ(read_rule("treat_as = 2\nwhen = \"fever_duration >= 72 h\"").treat_as_rules.at(0).grade, 2);
    const Note note = read_rule("note = \"Look for another cause.\"\nunder = \"hlh\"\nwhen = \"fever\"").notes.at(0);
    EXPECT_EQ(note.under, Note::Under::hlh);
    EXPECT_EQ(note.text, "Look for another cause.");
    const Clock clock =
        read_rule("clock = \"regrade\"\ndue = \"last_assessment + 12 h\"\nwhen = \"episode_open\"").clocks.at(0);
    EXPECT_EQ(clock.item, "regrade");
    EXPECT_EQ(clock.anchor, Anchor::last_assessment);
    EXPECT_EQ(clock.after, hours(12));
}

TEST(Rules, AJudgementBecomesAQuestion) {
    const Guideline guideline = sample::read(
        sample::with_page(sample::statement("TEST.ask", "judgement",
                                            "ask = \"Which device?\"\nitem = \"oxygen_device\"\ncould_change = "
                                            "\"crs\"\nwhen = \"not oxygen_device_known\"")));
    ASSERT_EQ(guideline.questions.size(), 1U);
    EXPECT_EQ(guideline.questions[0].ask, "Which device?");
    EXPECT_EQ(guideline.questions[0].item, "oxygen_device");
    EXPECT_EQ(guideline.questions[0].could_change, "crs");
    EXPECT_EQ(guideline.statements[guideline.questions[0].statement].kind, "judgement");
}

TEST(Rules, WhatIsNotEncodedSaysWhy) {
    using namespace sample;
    EXPECT_EQ(problems_of(with_page(statement("TEST.a", "not-encoded", "why = \"One study.\""))), "");
    EXPECT_EQ(problems_of(with_page(statement("TEST.a", "not-encoded", ""))), where(7) + "'why' is missing");
    EXPECT_EQ(problems_of(with_page(statement("TEST.a", "text", "notes = \"x\""))),
              where(7) + "'notes' is no field here; did you mean 'note'?");
}

TEST(Rules, OneRuleSaysOneThing) {
    EXPECT_EQ(problems_of_rule("when = \"fever\""), where(7) +
                                                        "TEST.rule does not say what kind of rule it is; write grade, "
                                                        "differs, score, treat_as, parameter, classify, "
                                                        "action, note or clock");
    EXPECT_EQ(problems_of_rule("grade = 2\ntreat_as = 2"),
              where(8) + "'grade' and 'treat_as' stand in one rule; a rule has exactly one");
}

TEST(Rules, AMistakeIsToldAtItsLine) {
    EXPECT_EQ(problems_of_rule("grade = 2\nscale = \"crs\"\nwhen = \"crs_active and oxygen_suport >= low_flow\""),
              where(9) + "'oxygen_suport' is no finding; did you mean 'oxygen_support'?");
    EXPECT_EQ(problems_of_rule("treat_as = 2\nwhen = \"\"\"fever\nand fevr\"\"\""),
              where(9) + "'fevr' is no finding; did you mean 'fever'?");
    EXPECT_EQ(problems_of_rule("treat_as = 2\nwhen = \"fever\"\nunles = \"child\""),
              where(9) + "'unles' is no field here; did you mean 'unless'?");
    EXPECT_EQ(problems_of_rule("treat_as = 2\ntreat_as = 3").substr(0, 32), where(8) + "this is no TOML: ");
    EXPECT_EQ(problems_of_rule("treat_as = \"2\"\nwhen = \"fever\""),
              where(7) + "'treat_as' must be a whole number, and is text in quotes");
    EXPECT_EQ(problems_of_rule("treat_as = 5\nwhen = \"fever\""), where(7) + "'treat_as' is 5; it must be from 1 to 4");
    EXPECT_EQ(problems_of_rule("grade = 0\nscale = \"crss\"\nwhen = \"fever\""),
              where(7) + "'grade' is 0; it must be from 1 to 5\n" + where(8) +
                  "'crss' is no word of 'scale'; did you mean 'crs'?");
    EXPECT_EQ(problems_of_rule("treat_as = 2"), where(7) + "TEST.rule has no 'when'; say when it applies");
    EXPECT_EQ(problems_of_rule("treat_as = 2\nwhen = \"fever\"\nlocked = true\nsite_may_set = true"),
              where(10) + "'locked' and 'site_may_set' contradict each other; keep one");
}

constexpr std::string_view advice_end = "text = \"Do it.\"\nwhen = \"fever\"";

std::string problems_of_advice(const std::string& fields) { return problems_of_rule(fields + std::string(advice_end)); }

TEST(Rules, AWrongAdviceIsRefused) {
    EXPECT_EQ(problems_of_advice("action = \"giv\"\nitem = \"tocilizumab\"\n"),
              where(7) + "'giv' is no word of 'action'; did you mean 'give'?");
    EXPECT_EQ(problems_of_advice("action = \"give\"\nitem = \"tocilizumb\"\n"),
              where(8) + "'tocilizumb' is no item; did you mean 'tocilizumab'?");
    EXPECT_EQ(problems_of_advice("action = \"give\"\nitem = \"icu_admision\"\n"),
              where(8) + "'icu_admision' is no item; did you mean 'icu_admission'?");
    EXPECT_EQ(problems_of_advice("action = \"give\"\nitem = \"oxygen\"\nevery = \"8 hours\"\n"),
              where(9) + "'8 hours' is no length of time; write a whole number and min, h or d, as in '8 h'");
    EXPECT_EQ(problems_of_advice("action = \"give\"\nitem = \"oxygen\"\ndue = \"last_tocilizumb + 8 h\"\n"),
              where(9) + "'last_tocilizumb' is no moment a clock starts from; did you mean 'last_tocilizumab'?");
    EXPECT_EQ(problems_of_advice("action = \"avoid\"\nitem = \"gm_csf\"\norders = [\"sargramostin\"]\n"),
              where(9) + "'sargramostin' is no drug and no class of drugs; did you mean 'sargramostim'?");
    EXPECT_EQ(problems_of_advice("action = \"give\"\nitem = \"oxygen\"\norders = [\"sargramostim\"]\n"),
              where(9) + "'orders' belongs to action = \"avoid\" alone");
    EXPECT_EQ(problems_of_rule("action = \"give\"\nitem = \"oxygen\"\ntext = \"Give {does}.\"\nwhen = \"fever\""),
              where(9) + "'{does}' cannot be filled in; a text may hold {dose}, {working}, {next} and {missing}");
}

TEST(Rules, ADoseFitsTogether) {
    const std::string head = "action = \"give\"\nitem = \"tocilizumab\"\n";
    EXPECT_EQ(problems_of_advice(head + "dose = \"10 mg\"\n"),
              where(9) + "a flat dose is never meant for everyone; add population = \"adult\" or \"child\"");
    EXPECT_EQ(problems_of_advice(head + "dose = \"10 mg\"\npopulation = \"adult\"\n"), "");
    EXPECT_EQ(problems_of_advice(head + "dose = \"10\"\n"),
              where(9) + "a dose is in mg, mL, mg/kg or mL/kg, and this one is in no unit");
    EXPECT_EQ(problems_of_advice(head + "dose = \"10 mgs\"\n"),
              where(9) + "'mgs' is no unit Stormkeel keeps; did you mean 'mg'?");
    EXPECT_EQ(problems_of_advice(head + "dose = 10\n"),
              where(9) + "'dose' must be text in quotes, and is a whole number");
    EXPECT_EQ(problems_of_advice(head + "dose = \"0 mg/kg\"\n"), where(9) + "a dose must be above 0");
    EXPECT_EQ(problems_of_advice(head + "dose = \"8 mg/kg\"\ndose_below = \"12 mg below 30 kg\"\n"),
              where(10) + "'12 mg' must be an amount in 'mg/kg'");
    EXPECT_EQ(problems_of_advice(head + "dose = \"8 mg/kg\"\ndose_at_most = \"800 mL\"\n"),
              where(10) + "'800 mL' must be an amount in 'mg'");
    EXPECT_EQ(problems_of_advice(head + "dose_at_most = \"800 mg\"\n"),
              where(9) + "'dose_at_most' stands without a 'dose'");
}

TEST(Rules, AQuestionNamesItsItemAndWhatItCouldChange) {
    using namespace sample;
    EXPECT_EQ(problems_of(with_page(statement("TEST.ask", "judgement", "ask = \"Which?\"\nitem = \"oxygen_devise\""))),
              where(7) + "'could_change' is missing\n" + where(8) +
                  "'oxygen_devise' is no item; did you mean 'oxygen_device'?");
}

TEST(Rules, AnIdIsUniqueOverAllPacks) {
    using namespace sample;
    EXPECT_EQ(problems_of(with_page(statement("SET.drugs", "text", ""))),
              where(1) + "'SET.drugs' is already the id of settings/classes.md:1; an id is unique over all packs");
}

}  // namespace
}  // namespace stormkeel
