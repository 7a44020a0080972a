// What may only go one way: support never lowers a grade, ignorance never narrows a range, a dose never frees a dose.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/dosing.h"
#include "core/walk.h"
#include "properties/answer.h"
#include "properties/chart.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

Assessment answer_at(const Timeline& timeline, Instant as_of) { return assess(timeline, knowledge().guideline, as_of); }

Timeline timeline_with(const Chart& chart, const Row& row) {
    Chart more = chart;
    more.rows.push_back(row);
    return timeline_of(more);
}

RC_GTEST_PROP(Support, AnotherVasopressorNeverLowersTheGrade, ()) {
    const Chart chart = *charts(People::anyone);
    const int begins = *moments();
    const std::string drug = *rc::gen::elementOf(std::vector<std::string>{"epinephrine", "dopamine", "terlipressin"});
    const Timeline before = timeline_of(chart);
    const Timeline after =
        timeline_with(chart, {begins, "rate:" + drug, "0.1", drug == "terlipressin" ? "mg/h" : "ug/kg/min"});
    RC_ASSERT(after.rejected().empty());
    const Instant as_of = at_minute(begins + *rc::gen::inRange(0, 3'000));
    const CrsAnswer was = answer_at(before, as_of).crs;
    const CrsAnswer is = answer_at(after, as_of).crs;
    RC_ASSERT(is.at_least >= was.at_least);
    RC_ASSERT(is.at_most >= was.at_most);
}

// A device above the one in place. It says more than was known, so what was merely possible may fall; what is certain
// may not. Oxygen for comfort is no support, so these charts hold none.
RC_GTEST_PROP(Support, MoreOxygenNeverLowersTheCertainGrade, ()) {
    Chart chart = *charts(People::anyone);
    std::erase_if(chart.rows, [](const Row& row) { return row.item == "oxygen_reason"; });
    const int minute = *moments();
    const std::vector<std::string> devices{"non_rebreather", "bipap", "invasive_ventilation"};
    const std::string more = *rc::gen::elementOf(devices);
    const auto place = word_named(Item::oxygen_device, more).value();
    const Timeline before = timeline_of(chart);
    const bool above_all = std::all_of(before.facts().begin(), before.facts().end(), [&](const Fact& fact) {
        return fact.item != Item::oxygen_device || fact.at > at_minute(minute) || fact.code <= place;
    });
    RC_PRE(above_all);
    const Timeline after = timeline_with(chart, {minute, "oxygen_device", more, ""});
    const CrsAnswer was = answer_at(before, at_minute(minute)).crs;
    const CrsAnswer is = answer_at(after, at_minute(minute)).crs;
    RC_ASSERT(is.at_least >= was.at_least);
}

bool grades(Item item) {
    constexpr std::array items{Item::temperature, Item::systolic_bp, Item::mean_bp,     Item::spo2,
                               Item::ice_score,   Item::oxygen_flow, Item::ferritin,    Item::oxygen_device,
                               Item::rate,        Item::ctcae_liver, Item::ctcae_kidney};
    return std::find(items.begin(), items.end(), item) != items.end();
}

// The last facts at or before `as_of` of the items that grade, as places in the timeline. A flow charted on room air
// contradicts it, and less of a contradiction is more knowledge: then neither is among them.
std::vector<std::size_t> deciding_facts(const Timeline& timeline, Instant as_of) {
    std::vector<std::size_t> found;
    std::set<std::pair<Item, std::uint16_t>> seen;
    bool on_room_air = false;
    for (std::size_t i = timeline.facts().size(); i-- > 0;) {
        const Fact& fact = timeline.facts()[i];
        if (fact.at > as_of || !grades(fact.item)) continue;
        const std::uint16_t drug = fact.item == Item::rate ? fact.code : std::uint16_t{0};
        if (!seen.emplace(fact.item, drug).second) continue;
        found.push_back(i);
        on_room_air = on_room_air || (fact.item == Item::oxygen_device && fact.code == device::room_air);
    }
    if (on_room_air && seen.contains({Item::oxygen_flow, std::uint16_t{0}})) {
        std::erase_if(found, [&](std::size_t place) {
            const Item item = timeline.facts()[place].item;
            return item == Item::oxygen_device || item == Item::oxygen_flow;
        });
    }
    return found;
}

// The same fact, telling less: a number becomes a bound that still holds it; a device, a rate or a score, of which the
// readers take no bounds, becomes unreadable.
Fact blurred(Fact fact) {
    if (fact.item == Item::oxygen_device || fact.item == Item::rate || kind_of(fact.item) == ItemKind::score) {
        fact.state = ValueState::unreadable;
        if (fact.item == Item::oxygen_device) fact.code = 0xFFFF;
        return fact;
    }
    const Decimal slack = Decimal::whole(*rc::gen::inRange(0, 30));
    if (*rc::gen::arbitrary<bool>()) {
        fact.comparator = Comparator::at_least;
        fact.amount = std::max(fact.amount - slack, Decimal{});
    } else {
        fact.comparator = Comparator::at_most;
        fact.amount = fact.amount + slack;
    }
    return fact;
}

RC_GTEST_PROP(Ignorance, KnowingLessOfOneComponentOnlyWidensTheRange, ()) {
    const Timeline before = timeline_of(*charts(People::anyone));
    const Instant as_of = at_minute(*moments());
    const std::vector<std::size_t> candidates = deciding_facts(before, as_of);
    RC_PRE(!candidates.empty());
    const std::size_t chosen = *rc::gen::elementOf(candidates);
    Timeline after = rearranged(before, {});
    for (std::size_t i = 0; i < before.facts().size(); ++i) {
        Fact fact = before.facts()[i];
        fact.text = after.number_of_text(before.text(fact.text));
        after.add(i == chosen ? blurred(fact) : fact);
    }
    after.settle();
    const Assessment was = answer_at(before, as_of);
    const Assessment is = answer_at(after, as_of);
    const Fact& fact = before.facts()[chosen];
    RC_LOG() << "blurred: " << to_text(fact.at) << ' ' << name_of(fact.item) << ' ' << to_text(fact.amount) << '\n';
    RC_ASSERT(is.crs.at_least <= was.crs.at_least);
    RC_ASSERT(is.crs.at_most >= was.crs.at_most);
    RC_ASSERT(is.icans.at_least <= was.icans.at_least);
    RC_ASSERT(is.icans.at_most >= was.icans.at_most);
    RC_ASSERT((is.hlh.status == was.hlh.status || is.hlh.status == HlhStatus::unknown));
}

TocilizumabLedger ledger_at(const Timeline& timeline, Instant as_of) {
    return tocilizumab_ledger(walk_to(timeline, knowledge().guideline, as_of).course(), knowledge().guideline);
}

RC_GTEST_PROP(Ledger, AnotherTocilizumabNeverFreesTheNext, ()) {
    const Chart chart = *charts(People::anyone);
    const int minute = *moments();
    const int given = *rc::gen::inRange(0, minute + 1);
    const TocilizumabLedger was = ledger_at(timeline_of(chart), at_minute(minute));
    const TocilizumabLedger is =
        ledger_at(timeline_with(chart, {given, "give:tocilizumab", "640", "mg"}), at_minute(minute));
    RC_ASSERT(is.next >= was.next);
    RC_ASSERT(is.counted >= was.counted);
    RC_ASSERT(is.in_window >= was.in_window);
    RC_ASSERT((is.exhausted || !was.exhausted));
    RC_ASSERT((was.allowed || !is.allowed));
}

// What the ledger forbids, no order gets past.
RC_GTEST_PROP(Ledger, AnOrderAgainstTheLedgerIsStopped, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const Instant as_of = at_minute(*moments());
    const TocilizumabLedger ledger = ledger_at(timeline, as_of);
    Order order;
    order.item = "tocilizumab";
    order.drug = knowledge().guideline.formulary.drug_named("tocilizumab").value();
    const OrderVerdict verdict = check_order(timeline, knowledge().guideline, order, as_of);
    RC_ASSERT((ledger.allowed || verdict.verdict == Verdict::stop));
    for (const Recommendation& each : answer_at(timeline, as_of).recommendations) {
        const bool offers = each.action == Action::give || each.action == Action::consider;
        if (!offers || each.item != "tocilizumab") continue;
        RC_ASSERT(!ledger.exhausted);
        RC_ASSERT((ledger.next <= as_of || (each.not_before && *each.not_before >= ledger.next)));
    }
}

RC_GTEST_PROP(Ranges, AreNeverEmptyAndNeverLeaveTheScale, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    for (const GradeRow& row : grade_rows(timeline, knowledge().guideline, at_minute(*moments()))) {
        RC_ASSERT((0 <= row.crs_at_least && row.crs_at_least <= row.crs_at_most && row.crs_at_most <= 5));
        RC_ASSERT((0 <= row.icans_at_least && row.icans_at_least <= row.icans_at_most && row.icans_at_most <= 5));
        RC_ASSERT(row.treat_as >= row.crs_at_least);
    }
}

// No item is recommended and avoided at once within one layer.
RC_GTEST_PROP(Advice, NothingIsGivenAndAvoidedAtOnce, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const Assessment answer = answer_at(timeline, at_minute(*moments()));
    for (const Recommendation& avoided : answer.recommendations) {
        if (avoided.action != Action::avoid) continue;
        for (const Recommendation& given : answer.recommendations) {
            const bool offers = given.action == Action::give || given.action == Action::consider;
            RC_ASSERT(!(offers && given.item == avoided.item && given.layer == avoided.layer));
        }
    }
}

// Under 18, or of unknown age, nobody is shown an adult's flat dose of dexamethasone or methylprednisolone.
RC_GTEST_PROP(Advice, NoChildIsShownAnAdultsFlatDose, ()) {
    Chart chart = *charts(People::anyone);
    chart.birth_date = *rc::gen::elementOf(std::vector<std::string>{"", "2019-07-14", "2011-01-30"});
    const Assessment answer = answer_at(timeline_of(chart), at_minute(*moments()));
    for (const Recommendation& each : answer.recommendations) {
        if (each.item != "dexamethasone" && each.item != "methylprednisolone" && each.item != "corticosteroid")
            continue;
        RC_ASSERT((!each.dose || !each.dose->value));
    }
}

}  // namespace
}  // namespace stormkeel::properties
