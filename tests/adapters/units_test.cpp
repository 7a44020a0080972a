// Units of real charts become canonical ones by exact factors; what cannot be converted is refused with its reason.
#include <gtest/gtest.h>

#include "adapters/terminology_known.h"

namespace stormkeel {
namespace {

std::string shown(const QuantityOrRefusal& result) {
    if (const auto* refusal = std::get_if<Refusal>(&result)) return refusal->why;
    const Quantity& quantity = std::get<Quantity>(result);
    const std::string unit{ucum(quantity.unit)};
    return to_text(quantity.amount) + (unit.empty() ? "" : " " + unit);
}

struct Conversion {
    Item item;
    const char* amount;
    const char* unit;
    const char* expected;
};

class Conversions : public testing::TestWithParam<Conversion> {};

TEST_P(Conversions, AreExact) {
    const auto& [item, amount, unit, expected] = GetParam();
    EXPECT_EQ(shown(known_terminology().convert(item, parse_decimal(amount).value(), unit)), expected)
        << name_of(item) << ' ' << amount << ' ' << unit;
}

// Worked by hand from the definitions of the units and the molar masses of clinical use.
INSTANTIATE_TEST_SUITE_P(
    OfVitalSigns, Conversions,
    testing::Values(
        Conversion{Item::temperature, "38.0", "Cel", "38 Cel"},
        Conversion{Item::temperature, "100.4", "[degF]", "38 Cel"},
        Conversion{Item::temperature, "101.3", "[degF]", "38.5 Cel"},
        Conversion{Item::temperature, "103.1", "deg F", "39.5 Cel"},
        Conversion{Item::temperature, "37.9", "°C", "37.9 Cel"}, Conversion{Item::temperature, "38", "C", "38 Cel"},
        Conversion{Item::systolic_bp, "90", "mmHg", "90 mm[Hg]"},
        Conversion{Item::systolic_bp, "90", "MMHG", "90 mm[Hg]"},
        Conversion{Item::systolic_bp, "13.3322", "kPa", "100 mm[Hg]"},
        Conversion{Item::heart_rate, "110", "bpm", "110 /min"},
        Conversion{Item::heart_rate, "110", "{beats}/min", "110 /min"}, Conversion{Item::spo2, "0.94", "1", "94 %"},
        Conversion{Item::fio2, "0.4", "1", "40 %"}, Conversion{Item::weight, "80000", "g", "80 kg"},
        Conversion{Item::weight, "100", "[lb_av]", "45.359237 kg"},
        Conversion{Item::weight, "100", "lbs", "45.359237 kg"}, Conversion{Item::height, "70", "[in_i]", "177.8 cm"},
        Conversion{Item::height, "1.78", "m", "178 cm"}, Conversion{Item::oxygen_flow, "6", "LPM", "6 L/min"},
        Conversion{Item::oxygen_flow, "500", "mL/min", "0.5 L/min"}, Conversion{Item::ice_score, "10", "{score}", "10"},
        Conversion{Item::ice_score, "0", "", "0"}));

INSTANTIATE_TEST_SUITE_P(
    OfTheLaboratory, Conversions,
    testing::Values(
        Conversion{Item::crp, "15", "mg/dL", "150 mg/L"}, Conversion{Item::crp, "15", "MG/DL", "150 mg/L"},
        Conversion{Item::crp, "1000", "nmol/L", "105 mg/L"}, Conversion{Item::ferritin, "10000", "ng/mL", "10000 ug/L"},
        Conversion{Item::ferritin, "10", "mg/L", "10000 ug/L"}, Conversion{Item::ferritin, "500", "µg/L", "500 ug/L"},
        Conversion{Item::ferritin, "500", "mcg/L", "500 ug/L"}, Conversion{Item::ldh, "10", "ukat/L", "600 U/L"},
        Conversion{Item::ldh, "300", "IU/L", "300 U/L"}, Conversion{Item::fibrinogen, "1.5", "g/L", "150 mg/dL"},
        Conversion{Item::inr, "1.3", "", "1.3 {INR}"}, Conversion{Item::inr, "1.3", "ratio", "1.3 {INR}"},
        Conversion{Item::aptt, "35", "SEC", "35 s"}, Conversion{Item::d_dimer, "2", "mg/L{FEU}", "2000 ng/mL{FEU}"},
        Conversion{Item::d_dimer, "500", "ng/mL{DDU}", "500 ng/mL{DDU}"},
        Conversion{Item::d_dimer, "500", "ng/mL FEU", "500 ng/mL{FEU}"},
        Conversion{Item::triglycerides, "3", "mmol/L", "265.71 mg/dL"}, Conversion{Item::il6, "12", "ng/L", "12 pg/mL"},
        Conversion{Item::soluble_il2r, "5000", "pg/mL", "5000 pg/mL"},
        Conversion{Item::wbc, "1.5", "K/uL", "1.5 10*3/uL"}, Conversion{Item::wbc, "1.5", "10*9/L", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "x10E3/uL", "1.5 10*3/uL"}, Conversion{Item::anc, "500", "/uL", "0.5 10*3/uL"},
        Conversion{Item::anc, "0", "K/uL", "0 10*3/uL"}, Conversion{Item::platelets, "20000", "/mm3", "20 10*3/uL"},
        Conversion{Item::platelets, "20", "G/L", "20 10*3/uL"}, Conversion{Item::hemoglobin, "85", "g/L", "8.5 g/dL"},
        Conversion{Item::creatinine, "176.8", "umol/L", "2 mg/dL"},
        Conversion{Item::creatinine, "176.8", "µmol/L", "2 mg/dL"},
        Conversion{Item::sodium, "140", "mEq/L", "140 mmol/L"},
        Conversion{Item::magnesium, "1", "mmol/L", "2.4305 mg/dL"},
        Conversion{Item::phosphate, "1", "mmol/L", "3.0974 mg/dL"}));

// Spellings of real feeds that are no UCUM, among them those of HL7's ISO+ and ANSI+ and of laboratory systems.
INSTANTIATE_TEST_SUITE_P(
    AsFeedsSpellThem, Conversions,
    testing::Values(
        Conversion{Item::wbc, "1.5", "10E3/mcL", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "10(3)/mcL", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "10*3/mcL", "1.5 10*3/uL"}, Conversion{Item::wbc, "1.5", "10*3/UL", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "x10 3/uL", "1.5 10*3/uL"}, Conversion{Item::wbc, "1.5", "K/MM3", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "K/CMM", "1.5 10*3/uL"}, Conversion{Item::wbc, "1.5", "TH/uL", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "th/cumm", "1.5 10*3/uL"}, Conversion{Item::wbc, "1.5", "THOU/mcL", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "Thousand/uL", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1.5", "x10(3)", "1.5 10*3/uL"}, Conversion{Item::wbc, "1.5", "giga.l-1", "1.5 10*3/uL"},
        Conversion{Item::wbc, "1500", "cells/mcL", "1.5 10*3/uL"},
        Conversion{Item::anc, "0.5", "10*3/mcL", "0.5 10*3/uL"},
        Conversion{Item::platelets, "20", "10E3/mcL", "20 10*3/uL"},
        Conversion{Item::platelets, "20", "10*3/cu mm", "20 10*3/uL"}, Conversion{Item::pt, "14", "second(s)", "14 s"},
        Conversion{Item::aptt, "35", "sec(s)", "35 s"}, Conversion{Item::inr, "1.3", "(ratio)", "1.3 {INR}"},
        Conversion{Item::ast, "40", "IntlUnit/L", "40 U/L"}, Conversion{Item::ldh, "300", "Unit(s)/L", "300 U/L"},
        Conversion{Item::creatinine, "176.8", "mcmol/L", "2 mg/dL"},
        Conversion{Item::hemoglobin, "8.5", "gms/dL", "8.5 g/dL"}, Conversion{Item::temperature, "38", "CEL", "38 Cel"},
        Conversion{Item::temperature, "38", "ºC", "38 Cel"}, Conversion{Item::temperature, "100.4", "DEGF", "38 Cel"},
        Conversion{Item::systolic_bp, "90", "MM(HG)", "90 mm[Hg]"},
        Conversion{Item::weight, "100", "(lb_av)", "45.359237 kg"},
        Conversion{Item::height, "70", "(in_us)", "177.8 cm"},
        Conversion{Item::crp, "15", "10*3/mcL", "unit '10*3/mcL' does not fit; write mg/L or mg/dL or ug/mL"},
        Conversion{Item::wbc, "1.5", "mcL", "unit 'mcL' does not fit; write 10*3/uL or /uL"},
        Conversion{Item::wbc, "1.5", "", "it has no unit; write 10*3/uL or /uL"}));

INSTANTIATE_TEST_SUITE_P(
    Refused, Conversions,
    testing::Values(
        Conversion{Item::temperature, "38", "", "it has no unit; write Cel or [degF]"},
        Conversion{Item::temperature, "38", "kg", "unit 'kg' does not fit; write Cel or [degF]"},
        Conversion{Item::temperature, "29.9", "Cel", "29.9 Cel is outside 30 to 43 Cel"},
        Conversion{Item::temperature, "43.1", "Cel", "43.1 Cel is outside 30 to 43 Cel"},
        Conversion{Item::temperature, "95", "Cel", "95 Cel is outside 30 to 43 Cel; did you mean [degF]?"},
        Conversion{Item::temperature, "110", "C", "110 C is outside 30 to 43 Cel; did you mean [degF]?"},
        Conversion{Item::temperature, "38", "[degF]",
                   "38 [degF] (3.333333333 Cel) is outside 30 to 43 Cel; did you mean Cel?"},
        Conversion{Item::systolic_bp, "301", "mm[Hg]", "301 mm[Hg] is outside 20 to 300 mm[Hg]"},
        Conversion{Item::systolic_bp, "12", "mm[Hg]", "12 mm[Hg] is outside 20 to 300 mm[Hg]; did you mean kPa?"},
        Conversion{Item::spo2, "101", "%", "101 % is outside 20 to 100 %"},
        Conversion{Item::weight, "0.4", "kg", "0.4 kg is outside 0.5 to 500 kg"},
        Conversion{Item::oxygen_flow, "2", "%", "unit '%' does not fit; write L/min or mL/min"},
        Conversion{Item::ferritin, "100", "U/L", "unit 'U/L' does not fit; write ug/L or ug/dL or ug/mL"},
        Conversion{Item::wbc, "1.5", "10*12/L", "unit '10*12/L' does not fit; write 10*3/uL or /uL"},
        Conversion{Item::d_dimer, "500", "ng/mL",
                   "unit 'ng/mL' does not say which of two kinds it is; write ng/mL{FEU} or ug/mL{FEU} or ng/mL{DDU}"},
        Conversion{Item::ice_score, "11", "", "11 is outside 0 to 10"},
        Conversion{Item::capd, "33", "{score}", "33 {score} is outside 0 to 32"}));

TEST(Units, TheLimitsOfThePlausibleAreInside) {
    for (const auto& [item, amount, unit] :
         {std::tuple{Item::temperature, 30, "Cel"}, std::tuple{Item::temperature, 43, "Cel"},
          std::tuple{Item::systolic_bp, 20, "mm[Hg]"}, std::tuple{Item::systolic_bp, 300, "mm[Hg]"},
          std::tuple{Item::spo2, 20, "%"}, std::tuple{Item::spo2, 100, "%"}, std::tuple{Item::weight, 500, "kg"},
          std::tuple{Item::ferritin, 1, "ug/L"}, std::tuple{Item::ferritin, 1'000'000, "ug/L"}}) {
        EXPECT_TRUE(std::holds_alternative<Quantity>(known_terminology().convert(item, Decimal::whole(amount), unit)))
            << name_of(item) << ' ' << amount;
    }
}

TEST(Units, ACodeSettlesABareUnit) {
    const Terminology& known = known_terminology();
    const Unit settled = known.item_of_loinc("48066-5")->settles;
    EXPECT_EQ(shown(known.convert(Item::d_dimer, Decimal::whole(2), "ug/mL", settled)), "2000 ng/mL{DDU}");
}

struct DrugAmount {
    const char* amount;
    const char* unit;
    const char* expected;
};

TEST(Units, DosesAreConverted) {
    for (const auto& [amount, unit, expected] :
         {DrugAmount{"640", "mg", "640 mg"}, DrugAmount{"1", "g", "1000 mg"}, DrugAmount{"500", "mcg", "0.5 mg"},
          DrugAmount{"0.5", "L", "500 mL"}, DrugAmount{"500", "ML", "500 mL"}, DrugAmount{"8", "mg/kg", "8 mg/kg"},
          DrugAmount{"0.4", "g/kg", "400 mg/kg"}, DrugAmount{"30", "MU", "30000000 [IU]"},
          DrugAmount{"5", "units", "5 [IU]"}, DrugAmount{"2", "10*6/kg", "2000000 {cells}/kg"},
          DrugAmount{"5", "mmHg", "unit 'mmHg' is not known here; write one such as mg or g or ug"},
          DrugAmount{"5", "", "it has no unit; write one such as mg or g or ug"},
          DrugAmount{"-5", "mg", "an amount cannot be negative"}}) {
        EXPECT_EQ(shown(known_terminology().dose(parse_decimal(amount).value(), unit)), expected) << amount << unit;
    }
}

TEST(Units, RatesAreConverted) {
    for (const auto& [amount, unit, expected] :
         {DrugAmount{"0.05", "ug/kg/min", "0.05 ug/kg/min"}, DrugAmount{"0.05", "mcg/kg/min", "0.05 ug/kg/min"},
          DrugAmount{"20", "ng/kg/min", "0.02 ug/kg/min"}, DrugAmount{"8", "mcg/min", "8 ug/min"},
          DrugAmount{"480", "ug/h", "8 ug/min"}, DrugAmount{"2", "mg/hr", "2 mg/h"},
          DrugAmount{"2.4", "[IU]/h", "0.04 [IU]/min"}, DrugAmount{"2.4", "units/hr", "0.04 [IU]/min"},
          DrugAmount{"0.04", "U/min", "0.04 [IU]/min"}, DrugAmount{"40", "mU/min", "0.04 [IU]/min"},
          DrugAmount{"40", "m[IU]/min", "0.04 [IU]/min"}, DrugAmount{"10", "ml/hr", "10 mL/h"},
          DrugAmount{"0", "ug/kg/min", "0 ug/kg/min"}, DrugAmount{"0.05", "UG/(KG.MIN)", "0.05 ug/kg/min"},
          DrugAmount{"3", "mcg/(kg.hr)", "0.05 ug/kg/min"},
          DrugAmount{"5", "mg",
                     "unit 'mg' is not known here; write one such as ug/kg/min or ng/kg/min or mg/kg/min"}}) {
        EXPECT_EQ(shown(known_terminology().rate(parse_decimal(amount).value(), unit)), expected) << amount << unit;
    }
}

TEST(Units, LettersThatChangeTheSizeAreNotFolded) {
    EXPECT_EQ(shown(known_terminology().convert(Item::platelets, parse_decimal("150").value(), "G/L")), "150 10*3/uL");
    EXPECT_NE(shown(known_terminology().convert(Item::platelets, parse_decimal("150").value(), "g/L")), "150 10*3/uL");
    EXPECT_EQ(shown(known_terminology().rate(parse_decimal("5").value(), "mU/min")), "0.005 [IU]/min");
    EXPECT_EQ(shown(known_terminology().rate(parse_decimal("5").value(), "MU/min")),
              "unit 'MU/min' is a million units in UCUM; write mU/min or [IU]/min");
}

}  // namespace
}  // namespace stormkeel
