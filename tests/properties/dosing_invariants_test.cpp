// What every dose that is offered keeps: docs/safety/invariants.md, I-01 to I-16.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "core/assess.h"
#include "core/dosing.h"
#include "core/walk.h"
#include "properties/answer.h"
#include "properties/chart.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

bool offers(const Recommendation& each, std::string_view item) {
    return (each.action == Action::give || each.action == Action::consider) && each.item == item;
}

// A sick adult at `minute`: fever, low pressure and a mask, so that tocilizumab is asked about. Whatever else the chart
// holds stays.
void fall_ill(Chart& chart, int minute) {
    std::erase_if(chart.rows, [](const Row& row) { return row.item == "attributed" || row.item == "oxygen_reason"; });
    for (const Row& row : {Row{minute, "temperature", "39.1", "Cel"}, Row{minute, "systolic_bp", "80", "mm[Hg]"},
                           Row{minute, "oxygen_device", "simple_mask", ""}, Row{minute, "spo2", "93", "%"}}) {
        std::erase_if(chart.rows,
                      [&](const Row& other) { return other.item == row.item && other.minute == row.minute; });
        chart.rows.push_back(row);
    }
}

// The minutes at which tocilizumab was given, up to `until`, each once: read off the rows, not off the product's
// ledger.
std::vector<int> tocilizumab_given(const Chart& chart, int until) {
    std::set<int> given;
    for (const Row& row : chart.rows)
        if (row.item == "give:tocilizumab" && row.minute <= until) given.insert(row.minute);
    return {given.begin(), given.end()};
}

bool is_car_t(const Chart& chart) {
    return std::any_of(chart.rows.begin(), chart.rows.end(),
                       [](const Row& row) { return row.value == "axicabtagene_ciloleucel"; });
}

RC_GTEST_PROP(Invariant, I01NoFifthTocilizumabAfterCarTIsOffered, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    if (!is_car_t(chart)) return;
    const std::size_t given = tocilizumab_given(chart, minute).size();
    for (const Recommendation& each : answer_at(chart, minute).recommendations)
        if (offers(each, "tocilizumab")) RC_ASSERT(given < 4U);
}

// The next dose, given when the answer says, keeps 8 h from start to start and is at most the third of any 24 h.
RC_GTEST_PROP(Invariant, I02I03TheOfferedStartKeepsTheIntervalAndTheWindow, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    const std::vector<int> given = tocilizumab_given(chart, minute);
    for (const Recommendation& each : answer_at(chart, minute).recommendations) {
        if (!offers(each, "tocilizumab")) continue;
        RC_CLASSIFY(true);
        const Instant start = each.not_before.value_or(at_minute(minute));
        int in_window = 1;
        for (const int dose : given) {
            RC_ASSERT(start - at_minute(dose) >= hours(8));
            if (start - at_minute(dose) < hours(24)) ++in_window;
        }
        RC_ASSERT(in_window <= 3);
    }
}

// The charts' weights lie between 70 and 82 kg: 8 mg for each kilogram, below the maximum, to the last decimal.
RC_GTEST_PROP(Invariant, I04I05I06TheDoseIsEightMilligramsForEachKilogramOfAFreshWeight, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    const bool weighed = *rc::gen::inRange(0, 3) > 0;
    if (!weighed) std::erase_if(chart.rows, [](const Row& row) { return row.item == "weight"; });
    const Row* last = nullptr;
    for (const Row& row : chart.rows)
        if (row.item == "weight" && row.minute <= minute && (last == nullptr || row.minute >= last->minute))
            last = &row;
    for (const Recommendation& each : answer_at(chart, minute).recommendations) {
        if (each.item != "tocilizumab" || !each.dose || !each.dose->value) continue;
        RC_CLASSIFY(true);
        RC_ASSERT(last != nullptr);
        const Decimal kg = parse_decimal(last->value).value();
        RC_ASSERT(*each.dose->value == Decimal{kg.billionths * 8});
        RC_ASSERT(*each.dose->value <= Decimal::whole(800));
        RC_ASSERT(Decimal{} < *each.dose->value);
    }
}

TEST(Invariant, I04I05TheMaximumHoldsForEveryWeight) {
    for (int tenths = 50; tenths <= 3'000; ++tenths) {
        const std::string kg = to_text(Decimal{tenths * (Decimal::one / 10)});
        Chart chart{"1961-05-02", {{0, "weight", kg, "kg"}, {0, "therapy", "axicabtagene_ciloleucel", ""}}};
        fall_ill(chart, 2'000);
        for (const Recommendation& each : answer_at(chart, 2'000).recommendations) {
            if (each.item != "tocilizumab" || !each.dose || !each.dose->value) continue;
            const Decimal for_each_kg = Decimal{(Decimal::one / 10) * tenths * (tenths < 300 ? 12 : 8)};
            ASSERT_EQ(*each.dose->value, std::min(for_each_kg, Decimal::whole(800))) << kg;
        }
    }
}

// A record that need not tell of every drug, and tells of none: no dose is offered, the history is asked for.
RC_GTEST_PROP(Invariant, I07AnUnknownHistoryOffersNoDose, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    std::erase_if(chart.rows,
                  [](const Row& row) { return row.item.starts_with("give:") || row.item.starts_with("rate:"); });
    Timeline timeline = timeline_of(chart);
    timeline.set_medication_record(MedicationRecord::partial);
    for (const Recommendation& each : assess(timeline, knowledge().guideline, at_minute(minute)).recommendations) {
        RC_ASSERT(!offers(each, "tocilizumab"));
        if (each.item == "tocilizumab" && each.dose) RC_ASSERT(!each.dose->value);
    }
}

// A dose is taken back: whatever may be given now names the number of doses that are left on record.
RC_GTEST_PROP(Invariant, I09ADoseTakenBackShowsInTheNumberOfTheNext, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    if (!is_car_t(chart)) return;
    const std::vector<int> given = tocilizumab_given(chart, minute);
    if (!given.empty()) {
        const int taken_back = *rc::gen::elementOf(given);
        std::erase_if(chart.rows,
                      [&](const Row& row) { return row.item == "give:tocilizumab" && row.minute == taken_back; });
    }
    const std::size_t left = given.empty() ? 0 : given.size() - 1;
    for (const Recommendation& each : answer_at(chart, minute).recommendations) {
        if (!offers(each, "tocilizumab")) continue;
        const std::string number = "Dose " + std::to_string(left + 1) + " of at most 4";
        RC_ASSERT(each.text.find(number) != std::string::npos);
    }
}

// Two records of one patient become one: nothing may be given that either forbade.
RC_GTEST_PROP(Invariant, I10AMergedRecordIsNoFreerThanEither, ()) {
    Chart one = *charts(People::adults);
    Chart two = *charts(People::adults);
    const auto car_t_alone = [](Chart& chart) {
        std::erase_if(chart.rows, [](const Row& row) { return row.item == "therapy"; });
        chart.rows.push_back({0, "therapy", "axicabtagene_ciloleucel", ""});
    };
    car_t_alone(one);
    car_t_alone(two);
    Chart both = one;
    both.rows.insert(both.rows.end(), two.rows.begin(), two.rows.end());
    const Instant as_of = at_minute(*moments());
    const auto ledger = [&](const Chart& chart) {
        return tocilizumab_ledger(walk_to(timeline_of(chart), knowledge().guideline, as_of).course(),
                                  knowledge().guideline);
    };
    const TocilizumabLedger first = ledger(one);
    const TocilizumabLedger second = ledger(two);
    const TocilizumabLedger merged = ledger(both);
    RC_ASSERT(merged.counted >= std::max(first.counted, second.counted));
    RC_ASSERT(merged.next >= std::max(first.next, second.next));
    RC_ASSERT((!merged.allowed || (first.allowed && second.allowed)));
}

// The same dose charted twice, minutes apart: both count, and nothing is offered within 8 h of either.
RC_GTEST_PROP(Invariant, I12TwoChartedDosesAreTwoUntilSomebodyCorrectsOne, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    const int charted = std::max(minute - *rc::gen::inRange(0, 480), 0);
    const int again = std::min(charted + *rc::gen::inRange(1, 31), minute);
    chart.rows.push_back({charted, "give:tocilizumab", "640", "mg"});
    chart.rows.push_back({again, "give:tocilizumab", "640", "mg"});
    for (const Recommendation& each : answer_at(chart, minute).recommendations) {
        if (!offers(each, "tocilizumab")) continue;
        RC_ASSERT(each.not_before.value_or(at_minute(minute)) >= at_minute(again) + hours(8));
    }
}

RC_GTEST_PROP(Invariant, I13I14OneCorticosteroidPlanThatOnlyFalls, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    fall_ill(chart, minute);
    const Assessment answer = answer_at(chart, minute);
    std::set<std::string> given;
    for (const Recommendation& each : answer.recommendations) {
        const bool corticosteroid = each.item == "dexamethasone" || each.item == "methylprednisolone";
        if (corticosteroid && each.action == Action::give) given.insert(each.item);
    }
    RC_ASSERT(given.size() <= 1U);
    const PlannedDose* before = nullptr;
    for (const PlannedDose& dose : answer.corticosteroid_plan) {
        if (dose.given) continue;
        if (before != nullptr) {
            RC_ASSERT(dose.drug == before->drug);
            RC_ASSERT(dose.mg <= before->mg);
            RC_ASSERT(dose.at > before->at);
        }
        before = &dose;
    }
}

RC_GTEST_PROP(Invariant, I15I16EveryFigureIsAnAmountBelowTheHighestThatIsEverGiven, ()) {
    Chart chart = *charts(People::anyone);
    const int minute = *moments();
    fall_ill(chart, minute);
    for (const Recommendation& each : answer_at(chart, minute).recommendations) {
        if (!each.dose || !each.dose->value) continue;
        RC_ASSERT((each.dose->unit == Unit::mg || each.dose->unit == Unit::ml));
        if (each.item == "tocilizumab") RC_ASSERT(*each.dose->value <= Decimal::whole(800));
        if (each.item == "dexamethasone") RC_ASSERT(*each.dose->value <= Decimal::whole(20));
        if (each.item == "methylprednisolone") RC_ASSERT(*each.dose->value <= Decimal::whole(1'000));
    }
}

// A pack that says eighty where it should say eight, and one whose maximum is a digit too long.
TEST(Ceiling, APackThatSaysTooMuchShowsNoFigure) {
    Guideline wrong = knowledge().guideline;
    wrong.parameters.tocilizumab_per_kg = Decimal::whole(80);
    wrong.parameters.tocilizumab_maximum = Decimal::whole(8'000);
    for (Advice& advice : wrong.advice)
        if (advice.item == "dexamethasone" && advice.dose) advice.dose->amount = Decimal::whole(100);
    Chart chart{"1961-05-02", {{0, "weight", "80", "kg"}, {0, "therapy", "tisagenlecleucel", ""}}};
    fall_ill(chart, 2'000);
    chart.rows.push_back({2'000, "rate:norepinephrine", "0.1", "ug/kg/min"});
    int seen = 0;
    const Assessment answer = assess(timeline_of(chart), wrong, at_minute(2'000));
    for (const Recommendation& each : answer.recommendations) {
        if (!offers(each, "tocilizumab") && !offers(each, "dexamethasone")) continue;
        ++seen;
        ASSERT_TRUE(each.dose);
        EXPECT_FALSE(each.dose->value) << each.item;
        EXPECT_NE(each.dose->working.find("above the ceiling"), std::string::npos) << each.dose->working;
        EXPECT_EQ(each.text.find("6,400"), std::string::npos) << each.text;
    }
    EXPECT_EQ(seen, 2);
    EXPECT_TRUE(answer.corticosteroid_plan.empty());
}

}  // namespace
}  // namespace stormkeel::properties
