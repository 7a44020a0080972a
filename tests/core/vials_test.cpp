// The table of doses by weight in the clinical text: dose, volume, vials and what is left over, typed from it.
#include "core/vials.h"

#include <gtest/gtest.h>

#include "core/dosing.h"

namespace stormkeel {
namespace {

Decimal decimal(const char* text) { return parse_decimal(text).value(); }

Parameters parameters_of_the_label() {
    Parameters parameters;
    parameters.tocilizumab_per_kg = Decimal::whole(8);
    parameters.tocilizumab_light_per_kg = Decimal::whole(12);
    parameters.tocilizumab_light_below = Decimal::whole(30);
    parameters.tocilizumab_maximum = Decimal::whole(800);
    parameters.tocilizumab_vials = {Decimal::whole(80), Decimal::whole(200), Decimal::whole(400)};
    parameters.tocilizumab_concentration = Decimal::whole(20);
    parameters.weight_age = days(7);
    parameters.weight_slip_ratio = Decimal::whole(10);
    return parameters;
}

Dose dose_at(const char* kg, const Parameters& parameters) {
    Course course;
    course.now = Instant{} + days(20000);
    course[Item::weight].at = course.now;
    course[Item::weight].amount = decimal(kg);
    DoseRule rule;
    rule.basis = DoseRule::Basis::tocilizumab;
    return calculate_dose(rule, course, parameters);
}

struct Row {
    const char* kg;
    const char* dose;
    const char* volume;  // to a tenth of a milliliter
    const char* vials;
    const char* left_over;
};

const Row rows[] = {
    {"8", "96", "4.8", "2 × 80 mg", "64"},
    {"10", "120", "6", "2 × 80 mg", "40"},
    {"15", "180", "9", "1 × 200 mg", "20"},
    {"20", "240", "12", "3 × 80 mg", "0"},
    {"25", "300", "15", "4 × 80 mg", "20"},
    {"29.9", "358.8", "17.9", "1 × 200 mg + 2 × 80 mg", "1.2"},
    {"30", "240", "12", "3 × 80 mg", "0"},
    {"35", "280", "14", "1 × 200 mg + 1 × 80 mg", "0"},
    {"40", "320", "16", "4 × 80 mg", "0"},
    {"50", "400", "20", "1 × 400 mg", "0"},
    {"55", "440", "22", "1 × 200 mg + 3 × 80 mg", "0"},
    {"60", "480", "24", "1 × 400 mg + 1 × 80 mg", "0"},
    {"65", "520", "26", "1 × 200 mg + 4 × 80 mg", "0"},
    {"70", "560", "28", "1 × 400 mg + 2 × 80 mg", "0"},
    {"75", "600", "30", "1 × 400 mg + 1 × 200 mg", "0"},
    {"80", "640", "32", "1 × 400 mg + 3 × 80 mg", "0"},
    {"90", "720", "36", "1 × 400 mg + 4 × 80 mg", "0"},
    {"99", "792", "39.6", "2 × 400 mg", "8"},
    {"100", "800", "40", "2 × 400 mg", "0"},
    {"101", "800", "40", "2 × 400 mg", "0"},
    {"120", "800", "40", "2 × 400 mg", "0"},
    {"150", "800", "40", "2 × 400 mg", "0"},
};

TEST(Vials, hold_every_dose_of_the_table_with_least_left_over) {
    const Parameters parameters = parameters_of_the_label();
    for (const Row& row : rows) {
        const Dose dose = dose_at(row.kg, parameters);
        ASSERT_TRUE(dose.value && dose.volume && dose.left_over) << row.kg;
        EXPECT_EQ(*dose.value, decimal(row.dose)) << row.kg;
        EXPECT_EQ(amount_text(*dose.volume, Unit::ml), std::string(row.volume) + " mL") << row.kg;
        EXPECT_EQ(dose.vials, row.vials) << row.kg;
        EXPECT_EQ(*dose.left_over, decimal(row.left_over)) << row.kg;
        EXPECT_FALSE(dose.rounded) << row.kg;
    }
}

// At 10 %: 96 mg lies 17 % from 80 mg and 180 mg 11 % from 160 and 200 mg; 300 mg lies as near to 280 as to 320 mg.
TEST(Vials, are_rounded_to_only_where_a_site_rounds_and_within_its_share) {
    Parameters parameters = parameters_of_the_label();
    parameters.tocilizumab_rounding = Decimal::whole(10);
    EXPECT_FALSE(dose_at("8", parameters).rounded);
    EXPECT_FALSE(dose_at("15", parameters).rounded);
    EXPECT_EQ(dose_at("25", parameters).rounded, Decimal::whole(320));
    EXPECT_EQ(dose_at("29.9", parameters).rounded, Decimal::whole(360));
    EXPECT_EQ(dose_at("99", parameters).rounded, Decimal::whole(800));
    EXPECT_EQ(dose_at("99", parameters).left_over, Decimal{});
    EXPECT_EQ(dose_at("99", parameters).volume, Decimal::whole(40));
    EXPECT_EQ(dose_at("99", parameters).value, Decimal::whole(792));
    EXPECT_EQ(dose_at("150", parameters).rounded, Decimal::whole(800));
}

TEST(Vials, are_never_rounded_above_the_maximum) {
    Parameters parameters = parameters_of_the_label();
    parameters.tocilizumab_rounding = Decimal::whole(10);
    parameters.tocilizumab_maximum = Decimal::whole(790);
    const Dose dose = dose_at("150", parameters);
    EXPECT_EQ(dose.value, Decimal::whole(790));
    EXPECT_EQ(dose.rounded, Decimal::whole(760));  // 400 + 200 + 2 × 80; 800 would be nearer
}

TEST(Vials, of_a_stock_are_used_only_as_far_as_they_go) {
    const std::vector<VialsOfSize> stock = {{Decimal::whole(80), 2}, {Decimal::whole(400), 1}};
    const auto enough = fewest_waste(Decimal::whole(560), stock);
    ASSERT_TRUE(enough);
    EXPECT_EQ(vials_text(*enough, stock), "1 × 400 mg + 2 × 80 mg");
    EXPECT_FALSE(fewest_waste(Decimal::whole(561), stock));
}

}  // namespace
}  // namespace stormkeel
