// What a chart CSV cannot mean is rejected by name, and ends what it would have replaced.
#include <gtest/gtest.h>

#include <sstream>

#include "adapters/chart_csv.h"
#include "adapters/chart_csv_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string shown(const Rejection& rejection) {
    return rejection.where + " | " + rejection.what + " | " + rejection.why;
}

struct Rejected {
    const char* row;  // everything behind the patient
    const char* what;
    const char* why;
};

class RejectedRows : public testing::TestWithParam<Rejected> {};

TEST_P(RejectedRows, AreNamed) {
    const auto& [row, what, why] = GetParam();
    const ReadChart chart = read_rows("p1," + std::string{row} + "\n");
    EXPECT_EQ(chart.reading.rejected, 1U);
    ASSERT_EQ(chart.patients.count("p1"), 1U);
    const auto& rejected = chart.patients.at("p1").rejected();
    ASSERT_EQ(rejected.size(), 1U);
    EXPECT_EQ(shown(rejected[0]), "line 2 | " + std::string{what} + " | " + why);
}

INSTANTIATE_TEST_SUITE_P(
    OfTimes, RejectedRows,
    testing::Values(Rejected{"2026-03-03T10:00:00,temperature,38,Cel", "temperature = 38 Cel",
                             "the time '2026-03-03T10:00:00' has no offset; write 2026-03-03T10:00:00Z or the local "
                             "offset, as in +01:00"},
                    Rejected{
                        "2026-03-03,temperature,38,Cel", "temperature = 38 Cel",
                        "'2026-03-03' is a day without a time of day; write one such as 2026-03-03T09:00:00+01:00"},
                    Rejected{"2026-02-30T10:00:00Z,temperature,38,Cel", "temperature = 38 Cel",
                             "'2026-02-30T10:00:00Z' is no time; write one such as 2026-03-01T09:00:00+01:00"},
                    Rejected{"2026-03-03T24:00:00Z,temperature,38,Cel", "temperature = 38 Cel",
                             "'2026-03-03T24:00:00Z' is no time; write one such as 2026-03-01T09:00:00+01:00"},
                    Rejected{"03/03/2026 10:00,temperature,38,Cel", "temperature = 38 Cel",
                             "'03/03/2026 10:00' is no time; write one such as 2026-03-01T09:00:00+01:00"},
                    Rejected{",temperature,38,Cel", "temperature = 38 Cel",
                             "it has no time; write one such as 2026-03-01T09:00:00+01:00"},
                    Rejected{"1961-05,birth_date,,", "birth_date",
                             "the column time must hold the birth date as in 1961-05-02, not '1961-05'"},
                    Rejected{"2026-03-03T10:00:00Z,birth_date,1961-05-02,", "birth_date = 1961-05-02",
                             "the column time must hold the birth date as in 1961-05-02, not '2026-03-03T10:00:00Z'"},
                    Rejected{"1961-05-02,birth_date,1961-05-02,", "birth_date = 1961-05-02",
                             "the birth date stands in the column time; value and unit must be empty"}));

#define AT "2026-03-03T10:00:00Z,"
INSTANTIATE_TEST_SUITE_P(
    OfValues, RejectedRows,
    testing::Values(
        Rejected{AT "temperature,38,", "temperature = 38", "it has no unit; write Cel or [degF]"},
        Rejected{AT "temperature,,Cel", "temperature Cel", "it has no value"},
        Rejected{AT "temperature,101.3,Cel", "temperature = 101.3 Cel",
                 "101.3 Cel is outside 30 to 43 Cel; did you mean [degF]?"},
        Rejected{AT "temperature,38.6 C,Cel", "temperature = 38.6 C Cel", "'38.6 C' is no number"},
        Rejected{AT "temperature,\"38,6\",Cel", "temperature = 38,6 Cel",
                 "'38,6' is no number; write a decimal point and no thousands mark"},
        Rejected{AT "systolic_bp,84,Cel", "systolic_bp = 84 Cel", "unit 'Cel' does not fit; write mm[Hg] or kPa"},
        Rejected{AT "ice_score,11,", "ice_score = 11", "11 is outside 0 to 10"},
        Rejected{AT "ice_score,7.5,", "ice_score = 7.5", "a score is a whole number, not '7.5'"},
        Rejected{AT "ice_score,>5,", "ice_score = >5", "a score is a whole number, not '>5'"},
        Rejected{AT "ice_score,5,kg", "ice_score = 5 kg", "unit 'kg' does not fit; write 1"},
        Rejected{AT "consciousness,sleepy,", "consciousness = sleepy",
                 "unknown word; write one of awake wakes_to_voice wakes_to_touch unarousable"},
        Rejected{AT "sedated,yes,mg", "sedated = yes mg", "unit 'mg' does not fit; it has none"},
        Rejected{AT "blood_culture,positive,", "blood_culture = positive", "unknown word; write one of no yes"},
        Rejected{AT "attributed,fever,", "attributed = fever",
                 "it names no cause; write one, as in fever:infection, or clear"},
        Rejected{AT "attributed,rash:infection,", "attributed = rash:infection",
                 "unknown component; write fever, hypotension or hypoxia and the cause, as in fever:infection"},
        Rejected{AT "protocol,,", "protocol", "it has no value"},
        Rejected{AT "baseline_oxygen,2,", "baseline_oxygen = 2", "it has no unit; write L/min or mL/min"}));

INSTANTIATE_TEST_SUITE_P(
    OfNames, RejectedRows,
    testing::Values(
        Rejected{AT "temprature,38,Cel", "temprature = 38 Cel", "unknown item; did you mean 'temperature'?"},
        Rejected{AT "Systolic BP,84,mm[Hg]", "Systolic BP = 84 mm[Hg]", "unknown item; did you mean 'systolic_bp'?"},
        Rejected{AT "shoe_size,42,", "shoe_size = 42", "unknown item"},
        Rejected{AT ",38,Cel", " = 38 Cel", "it names no item"},
        Rejected{AT "tocilizumab,640,mg", "tocilizumab = 640 mg", "unknown item; did you mean 'give:tocilizumab'?"},
        Rejected{AT "given:tocilizumab,640,mg", "given:tocilizumab = 640 mg",
                 "unknown item; did you mean 'give:tocilizumab'?"},
        Rejected{AT "ctcae:brain,3,", "ctcae:brain = 3", "unknown item; ctcae takes liver, kidney, lung or heart"},
        Rejected{AT "oxygen_device,oxigen_mask,", "oxygen_device = oxigen_mask",
                 "unknown device; did you mean 'simple_mask'?"},
        Rejected{AT "oxygen_device,30,", "oxygen_device = 30",
                 "unknown device; write one of room_air blow_by nasal_cannula simple_mask venturi_mask "
                 "high_flow_nasal_cannula non_rebreather tracheostomy_mask cpap bipap invasive_ventilation ecmo"},
        Rejected{AT "therapy,Yescartaa,", "therapy = Yescartaa",
                 "unknown product; did you mean 'axicabtagene_ciloleucel'?"},
        Rejected{AT "therapy,mystery,", "therapy = mystery",
                 "unknown product; write its generic name, or other_car_t or other_bispecific"},
        Rejected{AT "give:tocilizumap,640,mg", "give:tocilizumap = 640 mg",
                 "unknown drug; did you mean 'tocilizumab'?"},
        Rejected{AT "therapy,Yescarta,bag", "therapy = Yescarta bag",
                 "'bag' is no dose; write none, or one such as 0.06 mg/kg"},
        Rejected{AT "rate:Norepinephrine MAX 32 mg Dextrose 5% 250 ml,8,ug/min",
                 "rate:Norepinephrine MAX 32 mg Dextrose 5% 250 ml = 8 ug/min",
                 "unknown drug; did you mean 'norepinephrine'?"},
        Rejected{AT "give:yescarta,1,mg", "give:yescarta = 1 mg",
                 "unknown drug; write the item therapy with the value axicabtagene_ciloleucel"},
        Rejected{AT "rate:mystery,1,mL/h", "rate:mystery = 1 mL/h", "unknown drug; write its generic name"},
        Rejected{AT "give,640,mg", "give = 640 mg",
                 "it names no drug; write the generic name, as in give:tocilizumab"}));

INSTANTIATE_TEST_SUITE_P(
    OfAmounts, RejectedRows,
    testing::Values(
        Rejected{AT "give:tocilizumab,-640,mg", "give:tocilizumab = -640 mg", "an amount cannot be negative"},
        Rejected{AT "give:tocilizumab,0,mg", "give:tocilizumab = 0 mg",
                 "a dose of 0 is no dose; leave the row out, or the value empty when the amount is not known"},
        Rejected{AT "give:tocilizumab,NaN,mg", "give:tocilizumab = NaN mg", "'NaN' is no number"},
        Rejected{AT "give:tocilizumab,1e400,mg", "give:tocilizumab = 1e400 mg", "'1e400' is no number"},
        Rejected{AT "give:tocilizumab,\"1,5\",mg", "give:tocilizumab = 1,5 mg",
                 "'1,5' is no number; write a decimal point and no thousands mark"},
        Rejected{AT "give:tocilizumab,640,", "give:tocilizumab = 640",
                 "it has no unit; write one such as mg or g or ug"},
        Rejected{AT "give:tocilizumab,640,Cel", "give:tocilizumab = 640 Cel",
                 "unit 'Cel' is not known here; write one such as mg or g or ug"},
        Rejected{AT "rate:norepinephrine,-1,ug/min", "rate:norepinephrine = -1 ug/min", "an amount cannot be negative"},
        Rejected{AT "rate:norepinephrine,>5,ug/min", "rate:norepinephrine = >5 ug/min",
                 "an amount cannot be '>5'; write a number"},
        Rejected{AT "rate:norepinephrine,5,", "rate:norepinephrine = 5",
                 "it has no unit; write one such as ug/kg/min or ng/kg/min or mg/kg/min"}));

INSTANTIATE_TEST_SUITE_P(
    OfForms, RejectedRows,
    testing::Values(Rejected{AT "temperature,38,6,Cel", "temperature = 38 6",
                             "it has 6 columns instead of 5; a value that holds a comma stands in quotes, and a number "
                             "has a decimal point"},
                    Rejected{AT "temperature,38", "temperature = 38", "it has 4 columns instead of 5"},
                    Rejected{AT "protocol,\"never closed,", "protocol", "a quoted field is not closed"},
                    Rejected{AT "protocol,\"a\"b,", "protocol = a",
                             "text follows a closing quote; a quote inside a field is written twice"},
                    Rejected{AT "protocol,caf\xE9,", "protocol = caf?", "it is not UTF-8; save the file as UTF-8"}));

TEST(ChartCsvRejected, ASecondBirthDateIsNamed) {
    const ReadChart chart =
        read_rows("p1,1961-05-02,birth_date,,\np1,1961-05-02,birth_date,,\np1,1962-05-02,birth_date,,\n");
    const Timeline& timeline = chart.patients.at("p1");
    EXPECT_EQ(timeline.birth_date(), std::nullopt);
    ASSERT_EQ(timeline.rejected().size(), 1U);
    EXPECT_EQ(shown(timeline.rejected()[0]),
              "line 4 | birth_date | the birth date 1962-05-02 differs from another row's; none is used until one is "
              "corrected");
}

TEST(ChartCsvRejected, RowsWithoutAPatientStandApart) {
    const ReadChart chart = read_rows("," AT "temperature,38,Cel\njunk\n");
    EXPECT_TRUE(chart.patients.empty());
    EXPECT_EQ(chart.reading.rejected, 2U);
    ASSERT_EQ(chart.reading.unplaced.size(), 2U);
    EXPECT_EQ(shown(chart.reading.unplaced[0]),
              "line 2 | 2026-03-03T10:00:00Z,temperature,38,Cel | it names no patient");
    EXPECT_EQ(shown(chart.reading.unplaced[1]), "line 3 | junk | it has 1 column instead of 5");
}

TEST(ChartCsvRejected, AStrayQuoteDoesNotSwallowTheRowsBelow) {
    const ReadChart chart = read_rows("p1," AT
                                      "protocol,\"open,\n"
                                      "p1," AT
                                      "temperature,38,Cel\n"
                                      "p1," AT "protocol,\"closed\",\n");
    EXPECT_EQ(chart.reading.rows, 3U);
    EXPECT_EQ(chart.reading.rejected, 1U);
    EXPECT_EQ(chart.patients.at("p1").facts().size(), 2U);
    EXPECT_EQ(chart.patients.at("p1").rejected()[0].where, "line 2");
}

TEST(ChartCsvRejected, AnEndlessLineIsDroppedAndTheNextOneRead) {
    const std::string endless(3'000'000, 'x');
    const ReadChart chart = read_rows(endless + "\np1," AT "temperature,38,Cel\n");
    ASSERT_EQ(chart.reading.unplaced.size(), 1U);
    EXPECT_EQ(chart.reading.unplaced[0].why, "the line is longer than 65536 bytes");
    EXPECT_EQ(chart.patients.at("p1").facts().size(), 1U);
    EXPECT_EQ(chart.patients.at("p1").source_text(chart.patients.at("p1").facts()[0].source), "line 3");
}

struct WrongHeader {
    const char* text;
    const char* problem;
};

TEST(ChartCsvRejected, AWrongHeaderIsNamed) {
    for (const auto& [text, problem] :
         {WrongHeader{"", "line 1: the file is empty; it must begin with patient,time,item,value,unit"},
          WrongHeader{"time,patient,item,value,unit\n",
                      "line 1: the header is 'time,patient,item,value,unit'; it must be patient,time,item,value,unit"},
          WrongHeader{"patient;time;item;value;unit\n",
                      "line 1: the header is 'patient;time;item;value;unit'; it must be patient,time,item,value,unit, "
                      "with commas between the columns"},
          WrongHeader{"\xFF\xFEp", "line 1: the file is UTF-16; save it as UTF-8"}}) {
        const ReadChart chart = read_chart(text);
        EXPECT_EQ(chart.reading.problem, problem);
        EXPECT_TRUE(chart.patients.empty());
    }
}

struct Ended {
    const char* row;  // item,value,unit of a rejected row
    Item item;
    ValueState state;
    const char* code;  // the drug, "device", "unknown" with the name, or "" for none
};

TEST(ChartCsvRejected, WhatCannotBeReadEndsWhatItWouldHaveReplaced) {
    const Terminology& known = known_terminology();
    for (const auto& [row, item, state, code] :
         {Ended{"oxygen_device,oxigen_mask,", Item::oxygen_device, ValueState::unreadable, "device"},
          Ended{"oxygen_flow,two,L/min", Item::oxygen_flow, ValueState::unreadable, ""},
          Ended{"oxygen_flow,2,", Item::oxygen_flow, ValueState::unreadable, ""},
          Ended{"rate:norepinephrine,ERROR,ug/min", Item::rate, ValueState::unreadable, "norepinephrine"},
          Ended{"rate:Mystery-Drip,5,mL/h", Item::rate, ValueState::unreadable, "mystery drip"},
          Ended{"rate:mystery drip,0,mL/h", Item::rate, ValueState::known, "mystery drip"},
          Ended{"give:Actemra,\"1,5\",mg", Item::give, ValueState::unreadable, "tocilizumab"},
          Ended{"oxygen_flow,2,L/min,", Item::oxygen_flow, ValueState::unreadable, ""}}) {
        const ReadChart chart = read_rows("p1," AT + std::string{row} + "\n");
        const Timeline& timeline = chart.patients.at("p1");
        EXPECT_EQ(timeline.rejected().size(), 1U) << row;
        ASSERT_EQ(timeline.facts().size(), 1U) << row;
        const Fact& fact = timeline.facts()[0];
        EXPECT_EQ(fact.item, item) << row;
        EXPECT_EQ(fact.state, state) << row;
        EXPECT_EQ(fact.amount, Decimal{}) << row;
        EXPECT_EQ(to_text(fact.at), "2026-03-03T10:00:00Z") << row;
        if (item == Item::oxygen_device) {
            EXPECT_EQ(fact.code, 0xFFFF);
        } else if (const auto drug = known.drug_of_name(code)) {
            EXPECT_EQ(fact.code, *drug) << row;
        } else if (item == Item::rate) {
            EXPECT_EQ(fact.code, unknown_drug);
            EXPECT_EQ(timeline.text(fact.text), code);
        }
    }
}

TEST(ChartCsvRejected, OtherRejectedRowsLeaveNoFact) {
    const ReadChart chart = read_rows("p1," AT
                                      "temperature,999,Cel\n"
                                      "p1," AT
                                      "give:mystery,5,mg\n"
                                      "p1," AT
                                      "order:tocilizumab,-5,mg\n"
                                      "p1,yesterday,oxygen_device,oxigen_mask,\n"
                                      "p1," AT "therapy,mystery,\n");
    EXPECT_EQ(chart.patients.at("p1").facts().size(), 0U);
    EXPECT_EQ(chart.patients.at("p1").rejected().size(), 5U);
}
#undef AT

}  // namespace
}  // namespace stormkeel
