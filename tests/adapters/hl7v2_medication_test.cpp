// RAS^O17 and RDE^O11: what was given, what runs, what was not given, and what was only ordered.
#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

// RXA from RXA-2 on: counter, start, end, code, amount, unit; then up to RXA-21.
struct Given {
    std::string counter = "1";
    std::string start = "20260303100000";
    std::string end;
    std::string code = "612865^tocilizumab^RXNORM";
    std::string amount = "640";
    std::string unit = "mg";
    std::string per;
    std::string completion = "CP";
    std::string action = "A";
};

std::string rxa(const Given& given) {
    return "RXA|0|" + given.counter + "|" + given.start + "|" + given.end + "|" + given.code + "|" + given.amount +
           "|" + given.unit + "|||||" + given.per + "||||||||" + given.completion + "|" + given.action;
}

Given vasopressor() {
    Given given;
    given.code = "7512^norepinephrine^RXNORM";
    given.amount = "0.05";
    given.unit = "ug/kg/min";
    return given;
}

Lines facts_of_ras(const Lines& segments) { return Feed({ras("M1", segments)}).facts(); }
Lines rejected_of_ras(const Lines& segments) { return Feed({ras("M1", segments)}).rejections(); }

std::string given_at_ten(std::string_view rest) {
    return "2026-03-03T10:00:00Z " + std::string(rest) + " from RAS M1 RXA 1";
}
std::string given_at_eleven(std::string_view rest) {
    return "2026-03-03T11:00:00Z " + std::string(rest) + " from RAS M1 RXA 1";
}

TEST(Hl7Medication, ADoseIsGivenAtItsStart) {
    EXPECT_EQ(facts_of_ras({rxa({})}), Lines{given_at_ten("give tocilizumab 640 mg")});
    Given over_an_hour;
    over_an_hour.end = "20260303110000";
    EXPECT_EQ(facts_of_ras({rxa(over_an_hour)}), Lines{given_at_ten("give tocilizumab 640 mg")});
    Given by_name;
    by_name.code = "4711^Actemra 400 mg/20 mL^L";
    EXPECT_EQ(facts_of_ras({rxa(by_name)}), Lines{given_at_ten("give tocilizumab 640 mg")});
}

TEST(Hl7Medication, ANameThatStandsAloneWhereACodeIsExpectedIsAName) {
    Given bare;
    for (const char* name : {"tocilizumab", "TOCILIZUMAB 400 MG/20 ML", "^^^Actemra"}) {
        bare.code = name;
        EXPECT_EQ(facts_of_ras({rxa(bare)}), Lines{given_at_ten("give tocilizumab 640 mg")}) << name;
        EXPECT_EQ(rejected_of_ras({rxa(bare)}), Lines{}) << name;
    }
    bare.code = "TOCILIZUMAB EYE DROPS";
    EXPECT_EQ(facts_of_ras({rxa(bare)}), Lines{}) << "as FHIR's text is read";
    bare.code = "tociliz";
    EXPECT_EQ(facts_of_ras({rxa(bare)}), Lines{given_at_ten("give unknown 'tociliz' 0 [not recorded]")})
        << "the beginning of a name is none";
    EXPECT_EQ(rejected_of_ras({rxa(bare)}), Lines{"RAS M1 RXA 1 | 'tociliz' | no drug of ours has this code or name; "
                                                  "not used but as a record that drugs are charted here"});
    bare.code = "tocilizumab^^L";
    EXPECT_EQ(facts_of_ras({rxa(bare)}), Lines{given_at_ten("give unknown 'l tocilizumab' 0 [not recorded]")})
        << "a code of a system of their own may be anything";
    EXPECT_EQ(rejected_of_ras({rxa(bare)}), Lines{"RAS M1 RXA 1 | L tocilizumab | no drug of ours has this code or "
                                                  "name; not used but as a record that drugs are charted here"});
}

TEST(Hl7Medication, WhatWasRefusedOrNotAdministeredWasNotGiven) {
    for (const char* completion : {"RE", "NA"}) {
        Given given;
        given.completion = completion;
        EXPECT_EQ(facts_of_ras({rxa(given)}), Lines{});
        EXPECT_EQ(rejected_of_ras({rxa(given)}), Lines{});
    }
    Given partly;
    partly.completion = "PA";
    EXPECT_EQ(facts_of_ras({rxa(partly)}), Lines{given_at_ten("give tocilizumab 640 mg")});
    Given silent;
    silent.completion = "";
    EXPECT_EQ(facts_of_ras({rxa(silent)}), Lines{given_at_ten("give tocilizumab 640 mg")});
}

TEST(Hl7Medication, ACompletionThatIsNotKnownMayHaveBeenADose) {
    Given given;
    given.completion = "ZZ";
    EXPECT_EQ(facts_of_ras({rxa(given)}), Lines{given_at_ten("give tocilizumab 0 [unreadable]")});
    EXPECT_EQ(
        rejected_of_ras({rxa(given)}),
        Lines{"RAS M1 RXA 1 | RxNorm 612865 'tocilizumab' | RXA-20 'ZZ' does not say whether it was given; CP, PA, "
              "RE or NA would"});
}

TEST(Hl7Medication, AnAmountThatWasNotRecordedIsADoseAllTheSame) {
    Given given;
    given.amount = "999";
    given.unit = "";
    EXPECT_EQ(facts_of_ras({rxa(given)}), Lines{given_at_ten("give tocilizumab 0 [not recorded]")});
}

TEST(Hl7Medication, ARateRunsUntilTheNextOneOrItsEnd) {
    EXPECT_EQ(facts_of_ras({rxa(vasopressor())}), Lines{given_at_ten("rate norepinephrine 0.05 ug/kg/min")});
    Given over_an_hour = vasopressor();
    over_an_hour.end = "20260303110000";
    EXPECT_EQ(facts_of_ras({rxa(over_an_hour)}), (Lines{given_at_ten("rate norepinephrine 0.05 ug/kg/min"),
                                                        given_at_eleven("rate norepinephrine 0 ug/kg/min")}));
    Given stopped = vasopressor();
    stopped.amount = "0";
    EXPECT_EQ(facts_of_ras({rxa(stopped)}), Lines{given_at_ten("rate norepinephrine 0 ug/kg/min")});
}

TEST(Hl7Medication, AVasopressorWithoutAnAmountRuns) {
    Given blank = vasopressor();
    blank.amount = "";
    EXPECT_EQ(facts_of_ras({rxa(blank)}), Lines{given_at_ten("rate norepinephrine 0 [not recorded]")});
    blank.amount = "999";
    blank.unit = "";
    EXPECT_EQ(facts_of_ras({rxa(blank)}), Lines{given_at_ten("rate norepinephrine 0 [not recorded]")});
    Given zero = vasopressor();
    zero.amount = "0";
    zero.unit = "";
    EXPECT_EQ(facts_of_ras({rxa(zero)}), Lines{given_at_ten("rate norepinephrine 0 mL/h")});
}

// The pharmacy's order of the next bag has a number of its own.
TEST(Hl7Medication, TheEndOfOneBagIsNotTheEndOfTheNext) {
    Given first = vasopressor();
    first.end = "20260303110000";
    Given next = vasopressor();
    next.start = "20260303105900";
    next.amount = "0.12";
    const auto of_order = [](const std::string& number, const std::string& control, const Given& given) {
        return message("RAS^O17^RAS_O17", control, {"ORC|RE||" + number, rxa(given)});
    };
    const Lines goes_on{"2026-03-03T10:00:00Z rate norepinephrine 0.05 ug/kg/min from RAS M1 RXA 1",
                        "2026-03-03T10:59:00Z rate norepinephrine 0.12 ug/kg/min from RAS M2 RXA 1"};
    EXPECT_EQ(Feed({of_order("F1", "M1", first), of_order("F2", "M2", next)}).facts(), goes_on);
    Lines ends = goes_on;
    ends.push_back("2026-03-03T11:00:00Z rate norepinephrine 0 ug/kg/min from RAS M1 RXA 1");
    EXPECT_EQ(Feed({of_order("F1", "M1", first), of_order("F1", "M2", next)}).facts(), ends) << "a rate of one bag";
    Given stopped = next;
    stopped.start = "20260303105930";
    stopped.amount = "0";
    EXPECT_EQ(
        Feed({of_order("F1", "M1", first), of_order("F2", "M2", next), of_order("F2", "M3", stopped)}).facts().back(),
        "2026-03-03T11:00:00Z rate norepinephrine 0 ug/kg/min from RAS M1 RXA 1");
}

TEST(Hl7Medication, AnAmountPerTimeUnitIsARate) {
    Given per_hour = vasopressor();
    per_hour.amount = "5";
    per_hour.unit = "mL";
    per_hour.per = "H1";
    EXPECT_EQ(facts_of_ras({rxa(per_hour)}), Lines{given_at_ten("rate norepinephrine 5 mL/h")});
    Given per_minute = vasopressor();
    per_minute.unit = "ug/kg";
    per_minute.per = "M1";
    EXPECT_EQ(facts_of_ras({rxa(per_minute)}), Lines{given_at_ten("rate norepinephrine 0.05 ug/kg/min")});
    Given twice_told = vasopressor();
    twice_told.per = "M1";
    EXPECT_EQ(facts_of_ras({rxa(twice_told)}), Lines{given_at_ten("rate norepinephrine 0.05 ug/kg/min")});
    Given unclear = vasopressor();
    unclear.unit = "mg";
    unclear.per = "bag";
    EXPECT_EQ(facts_of_ras({rxa(unclear)}), Lines{given_at_ten("rate norepinephrine 0 [unreadable]")});
    EXPECT_EQ(rejected_of_ras({rxa(unclear)}),
              Lines{"RAS M1 RXA 1 | rate:norepinephrine | RXA-12 'bag' is no time unit of a rate; M1 or H1 would be "
                    "right"});
}

TEST(Hl7Medication, ATherapyIsGivenWithItsDose) {
    Given cells;
    cells.code = "1987398^axicabtagene ciloleucel^RXNORM";
    cells.amount = "68";
    cells.unit = "mL";
    EXPECT_EQ(facts_of_ras({rxa(cells)}), Lines{given_at_ten("therapy axicabtagene_ciloleucel 68 mL")});
}

TEST(Hl7Medication, ARouteThatStaysWhereItIsPutIsNotUsed) {
    Given drops;
    drops.code = "3264^dexamethasone^RXNORM";
    drops.amount = "1";
    EXPECT_EQ(facts_of_ras({rxa(drops), "RXR|OP^^HL70162"}), Lines{});
    EXPECT_EQ(facts_of_ras({rxa(drops), "RXR|IV^^HL70162"}), Lines{given_at_ten("give dexamethasone 1 mg")});
    EXPECT_EQ(facts_of_ras({rxa(vasopressor()), "RXR|EP^^HL70162"}), Lines{});
}

TEST(Hl7Medication, AnUnknownDrugIsTold) {
    Given unknown;
    unknown.code = "X9^mysterium^L";
    EXPECT_EQ(rejected_of_ras({rxa(unknown)}), Lines{"RAS M1 RXA 1 | L X9 'mysterium' | no drug of ours has this code "
                                                     "or name; not used but as a record that drugs are charted here"});
    Given nameless;
    nameless.code = "";
    EXPECT_EQ(rejected_of_ras({rxa(nameless)}),
              Lines{"RAS M1 RXA 1 | RXA-5 | neither a code nor a name says which drug it is; not used but as a record "
                    "that drugs are charted here"});
}

TEST(Hl7Medication, ADayAloneIsNoTimeOfADose) {
    Given given;
    given.start = "20260303";
    const Timeline timeline = Feed({ras("M1", {rxa(given)})}).record.timeline({"p1"});
    EXPECT_TRUE(timeline.facts().empty());
    ASSERT_EQ(timeline.rejected().size(), 1U);
    EXPECT_NE(timeline.rejected()[0].why.find("RXA-3 20260303 is a date"), std::string::npos);
    EXPECT_NE(timeline.rejected()[0].drug, unknown_drug) << "a dose that stands nowhere is asked for";
}

TEST(Hl7Medication, AnAdministrationIsUpdatedAndDeletedByItsOrderAndCounter) {
    Given more;
    more.amount = "800";
    more.action = "U";
    EXPECT_EQ(Feed({ras("M1", {rxa({})}), ras("M2", {rxa(more)})}).facts(),
              Lines{"2026-03-03T10:00:00Z give tocilizumab 800 mg from RAS M2 RXA 1"});
    Given later = more;
    later.start = "20260303103000";
    EXPECT_EQ(Feed({ras("M1", {rxa({})}), ras("M2", {rxa(later)})}).facts(),
              Lines{"2026-03-03T10:30:00Z give tocilizumab 800 mg from RAS M2 RXA 1"});
    Given deleted;
    deleted.action = "D";
    EXPECT_EQ(Feed({ras("M1", {rxa({})}), ras("M2", {rxa(deleted)})}).facts(), Lines{});
    Given not_given;
    not_given.completion = "NA";
    not_given.action = "U";
    EXPECT_EQ(Feed({ras("M1", {rxa({})}), ras("M2", {rxa(not_given)})}).facts(), Lines{});
}

TEST(Hl7Medication, TwoDosesOfOneOrderAreTwoAlsoWhenTheCounterStandsStill) {
    Given second;
    second.start = "20260303113000";
    EXPECT_EQ(Feed({ras("M1", {rxa({})}), ras("M2", {rxa(second)})}).facts().size(), 2U);
    Given update = second;
    update.action = "U";
    update.start = "20260303115000";
    const Feed feed({ras("M1", {rxa({})}), ras("M2", {rxa(second)}), ras("M3", {rxa(update)})});
    EXPECT_EQ(feed.facts().size(), 3U) << "which of the two it corrects nobody can tell, so no dose is lost";
}

TEST(Hl7Medication, TheSameDoseSentAgainIsOneDose) {
    EXPECT_EQ(Feed({ras("M1", {rxa({})}), ras("M2", {rxa({})})}).facts().size(), 1U);
}

TEST(Hl7Medication, DeletingWhatNeverCameIsTold) {
    Given deleted;
    deleted.action = "D";
    EXPECT_EQ(Feed({ras("M1", {rxa(deleted)})}).rejections(),
              Lines{"RAS M1 RXA 1 | RxNorm 612865 'tocilizumab' | it takes back a record that was not received, so "
                    "nothing is changed; check whether that is right"});
}

std::string rde(std::string_view id, std::string_view control, std::string_view time = "20260303100000") {
    return message("RDE^O11^RDE_O11", id,
                   {"ORC|" + std::string(control) + "|P7|||||||" + std::string(time),
                    "RXE|^^^20260303|612865^tocilizumab^RXNORM|640||mg"});
}

TEST(Hl7Medication, AnOrderIsOrderedAndNeverGiven) {
    EXPECT_EQ(Feed({rde("M1", "NW")}).facts(),
              Lines{"2026-03-03T10:00:00Z order tocilizumab 640 mg from RDE M1 RXE 1"});
    std::string bare = rde("M1", "NW");
    bare.replace(bare.find("612865^tocilizumab^RXNORM"), 25, "TOCILIZUMAB 400 MG/20 ML");
    EXPECT_EQ(Feed({bare}).facts(), Lines{"2026-03-03T10:00:00Z order tocilizumab 640 mg from RDE M1 RXE 1"});
    EXPECT_EQ(Feed({rde("M1", "NW"), rde("M2", "CA")}).facts(), Lines{});
    EXPECT_EQ(Feed({rde("M1", "NW"), rde("M2", "DC")}).facts().size(), 1U);
    EXPECT_EQ(Feed({rde("M1", "NW", "")}).rejections(),
              Lines{"RDE M1 RXE 1 | RxNorm 612865 'tocilizumab' | ORC-9 is empty; the time it was true is needed"});
}

}  // namespace
}  // namespace stormkeel
