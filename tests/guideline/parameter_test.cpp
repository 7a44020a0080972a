// Parameters, classes and tables: where each value goes, and that every one is set exactly once.
#include <gtest/gtest.h>

#include "core/vocabulary.h"
#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::problems_of;

// The complete sample with one text of one of its files replaced; the text must be there.
Files complete_with(const std::string& file, const std::string& from, const std::string& to) {
    Files files = sample::complete();
    std::string& text = files.at(file);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return files;
}

// The problems of the classes page without the part that names file and line.
std::string problems_of_classes(const std::string& from, const std::string& to) {
    std::string text = problems_of(complete_with("settings/classes.md", from, to));
    const std::size_t at = text.find(": ");
    return at == std::string::npos ? text : text.substr(at + 2);
}

TEST(Parameters, ACompletePackSetsThemAll) {
    const Guideline guideline = sample::read(sample::complete());
    EXPECT_EQ(guideline.parameters.fever_at_least, Decimal{2'500'000'000});
    EXPECT_EQ(guideline.parameters.hlh_organs_needed, 3);
    EXPECT_EQ(guideline.parameters.vital_signs_age, hours(8));
    const DrugId dopamine = *guideline.formulary.drug_named("dopamine");
    EXPECT_TRUE(guideline.parameters.is(dopamine, DrugClass::vasopressor));
    EXPECT_FALSE(guideline.parameters.is(*guideline.formulary.drug_named("filgrastim"), DrugClass::vasopressor));
    EXPECT_EQ(guideline.parameters.oxygen_level[device::room_air], OxygenLevel::none);
    EXPECT_EQ(guideline.parameters.oxygen_level[device::venturi_mask], OxygenLevel::high_flow);
    EXPECT_EQ(guideline.parameters.oxygen_level[device::ecmo], OxygenLevel::positive_pressure);
}

TEST(Parameters, TablesAreKeptAsTheCoreReadsThem) {
    const Guideline guideline = sample::read(sample::complete());
    const Parameters& parameters = guideline.parameters;
    const Formulary& formulary = guideline.formulary;
    EXPECT_EQ(parameters.dexamethasone_equivalent[*formulary.drug_named("dexamethasone")], Decimal::whole(1));
    // 5 mg of prednisone do what 0.75 mg of dexamethasone do.
    EXPECT_EQ(parameters.dexamethasone_equivalent[*formulary.drug_named("prednisone")], Decimal{6'666'666'667});
    EXPECT_EQ(parameters.dexamethasone_equivalent[*formulary.drug_named("dopamine")], Decimal{});
    EXPECT_EQ(parameters.norepinephrine_equivalent[*formulary.drug_named("vasopressin")], Decimal{400'000'000});
    EXPECT_EQ(parameters.usual_onset_days[*formulary.product_named("teclistamab")], Decimal::whole(6));
    EXPECT_EQ(parameters.usual_onset_days[*formulary.product_named("axicabtagene_ciloleucel")], Decimal{});
    ASSERT_EQ(parameters.methylprednisolone_course.size(), 3U);
    EXPECT_EQ(parameters.methylprednisolone_course[0].mg, Decimal::whole(500));
    EXPECT_EQ(parameters.methylprednisolone_course[0].doses, 6);
    EXPECT_EQ(parameters.methylprednisolone_course[2].mg, Decimal::whole(60));
    EXPECT_EQ(parameters.methylprednisolone_course[2].doses, 0);
    EXPECT_EQ(parameters.methylprednisolone_interval, hours(12));
}

TEST(Parameters, AMissingOneIsNamed) {
    Files files = sample::complete();
    std::string& page = files.at("settings/parameters.md");
    page.erase(0, page.find("### ", 4));
    EXPECT_EQ(problems_of(files),
              "settings/pack.toml:1: no statement sets the parameter 'fever_at_least'; every one must be set once");
    EXPECT_EQ(problems_of(complete_with("settings/classes.md", ", \"ecmo\"", "")),
              "settings/pack.toml:1: no statement sets the oxygen device 'ecmo'; every one must be set once");
    EXPECT_EQ(problems_of(complete_with("settings/classes.md", "\ng_csf = [\"dopamine\"]", "")),
              "settings/pack.toml:1: no statement sets the drug class 'g_csf'; every one must be set once");
}

TEST(Parameters, ASecondSettingIsRefused) {
    EXPECT_EQ(sample::problems_of_rule("parameter = \"fever_at_least\"\nvalue = \"38.0 Cel\""),
              "sample/a.md:7: the parameter 'fever_at_least' is already set by SET.fever_at_least; set it once");
    EXPECT_EQ(sample::problems_of_rule("classify = \"drug\"\nvasopressor = [\"dopamine\"]"),
              "sample/a.md:8: the drug class 'vasopressor' is already set by SET.drugs; set it once");
}

TEST(Parameters, AWrongNameOrUnitIsRefused) {
    EXPECT_EQ(sample::problems_of_rule("parameter = \"fever_atleast\"\nvalue = \"38.0 Cel\""),
              "sample/a.md:7: 'fever_atleast' is no parameter; did you mean 'fever_at_least'?");
    EXPECT_EQ(problems_of(complete_with("settings/parameters.md", "2.5 Cel", "100.4 [degF]")),
              "settings/parameters.md:8: '[degF]' is no unit Stormkeel keeps");
    EXPECT_EQ(problems_of(complete_with("settings/parameters.md", "2.5 Cel", "38 mm[Hg]")),
              "settings/parameters.md:8: '38 mm[Hg]' must be an amount in 'Cel'");
    EXPECT_EQ(problems_of(complete_with("settings/parameters.md", "\"2.5 Cel\"", "38.0")),
              "settings/parameters.md:8: 'value' must be text in quotes, and is a number with a fraction or a date");
    EXPECT_EQ(
        problems_of(complete_with("settings/parameters.md", "2.5 Cel", "38,0 Cel")),
        "settings/parameters.md:8: '38,0 Cel' is no amount; write a decimal number and its unit, as in '38.0 Cel'");
}

TEST(Parameters, AWrongDrugDeviceOrProductIsRefused) {
    EXPECT_EQ(problems_of_classes("vasopressor = [\"dopamine\"]", "vasopressor = [\"dopamin\"]"),
              "'dopamin' is no drug; did you mean 'dopamine'?");
    EXPECT_EQ(problems_of_classes("vasopressor = [\"dopamine\"]", "vasopressor = [\"dopamine\", \"dopamine\"]"),
              "'dopamine' stands twice in 'vasopressor'");
    EXPECT_EQ(problems_of_classes("vasopressor = [\"dopamine\"]", "vasopressor = []"), "'vasopressor' holds no drug");
    EXPECT_EQ(problems_of_classes("[\"room_air\"]", "[\"room_air\", \"roomair\"]"),
              "'roomair' is no oxygen device; did you mean 'room_air'?");
    EXPECT_EQ(problems_of_classes("[\"room_air\"]", "[\"room_air\", \"cpap\"]"),
              "the oxygen device 'cpap' is already set by SET.devices; set it once");
    EXPECT_EQ(problems_of_classes("teclistamab = \"6 d\"", "teclistamap = \"6 d\""),
              "'teclistamap' is no product; did you mean 'teclistamab'?");
    EXPECT_EQ(problems_of_classes("teclistamab = \"6 d\"", "teclistamab = \"6 h\""), "'6 h' must be an amount in 'd'");
    EXPECT_EQ(problems_of_classes("dexamethasone = \"0.75 mg\"\n", ""),
              "this table must hold dexamethasone, which the others are counted in");
}

TEST(Parameters, AWrongCourseIsRefused) {
    EXPECT_EQ(problems_of_classes("250 mg x 4", "250 mg"),
              "'250 mg' is no step; write '500 mg x 6' or '60 mg until grade 1'");
    EXPECT_EQ(problems_of_classes("250 mg x 4", "250 mg until grade 1"),
              "'250 mg until grade 1' must be the last step");
    EXPECT_EQ(problems_of_classes("every = \"12 h\"", "every = \"12\""),
              "'12' is no length of time; write a whole number and min, h or d, as in '8 h'");
}

}  // namespace
}  // namespace stormkeel
