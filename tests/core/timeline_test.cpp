// The timeline's promise: the same facts give the same order, however they arrived.
#include "core/timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace stormkeel {
namespace {

const Instant start = parse_instant("2026-03-01T00:00:00Z").value();

Fact temperature(Duration after, Decimal value, std::uint32_t line = 1) {
    Fact fact;
    fact.at = start + after;
    fact.item = Item::temperature;
    fact.unit = Unit::celsius;
    fact.amount = value;
    fact.source = line;
    return fact;
}

std::string line_of(const Timeline& timeline, const Fact& fact) {
    return to_text(fact.at) + ' ' + std::string(name_of(fact.item)) + ' ' + std::to_string(fact.code) + ' ' +
           timeline.text(fact.text).data() + ' ' + to_text(fact.amount) + ' ' + timeline.source_text(fact.source);
}

std::vector<std::string> lines(const Timeline& timeline) {
    std::vector<std::string> found;
    for (const Fact& fact : timeline.facts()) found.push_back(line_of(timeline, fact));
    return found;
}

TEST(Timeline, FactsStandInOrderOfTheirTime) {
    Timeline timeline("p1");
    timeline.add(temperature(hours(2), Decimal::whole(39), 3));
    timeline.add(temperature(hours(1), Decimal::whole(38), 2));
    timeline.settle();
    timeline.add(temperature(hours(3), Decimal::whole(37), 5));
    timeline.add(temperature(minutes(30), Decimal::whole(36), 4));
    timeline.settle();
    EXPECT_EQ(lines(timeline),
              (std::vector<std::string>{
                  "2026-03-01T00:30:00Z temperature 0  36 line 4", "2026-03-01T01:00:00Z temperature 0  38 line 2",
                  "2026-03-01T02:00:00Z temperature 0  39 line 3", "2026-03-01T03:00:00Z temperature 0  37 line 5"}));
}

Fact without_time(Item item, std::uint16_t code, std::uint32_t line) {
    Fact fact;
    fact.item = item;
    fact.code = code;
    fact.source = line;
    return fact;
}

TEST(Timeline, AnAllergyWithoutATimeStandsWithTheFirstFactAndADeathWithTheLast) {
    Timeline timeline("p1");
    timeline.add_without_time(without_time(Item::allergy, 7, 1));
    timeline.add_without_time(without_time(Item::death, death::unknown, 2));
    timeline.settle();
    EXPECT_EQ(lines(timeline), std::vector<std::string>{}) << "nothing else is recorded";
    timeline.add(temperature(hours(2), Decimal::whole(39), 3));
    timeline.settle();
    EXPECT_EQ(lines(timeline), (std::vector<std::string>{"2026-03-01T02:00:00Z death 2  0 line 2",
                                                         "2026-03-01T02:00:00Z temperature 0  39 line 3",
                                                         "2026-03-01T02:00:00Z allergy 7  0 line 1"}));
    timeline.add(temperature(hours(3), Decimal::whole(40), 4));
    timeline.add(temperature(hours(1), Decimal::whole(38), 5));
    timeline.settle();
    const std::vector<std::string> moved{
        "2026-03-01T01:00:00Z temperature 0  38 line 5", "2026-03-01T01:00:00Z allergy 7  0 line 1",
        "2026-03-01T02:00:00Z temperature 0  39 line 3", "2026-03-01T03:00:00Z death 2  0 line 2",
        "2026-03-01T03:00:00Z temperature 0  40 line 4"};
    EXPECT_EQ(lines(timeline), moved);
    timeline.settle();
    EXPECT_EQ(lines(timeline), moved);
}

TEST(Timeline, ADeathWhoseTimeIsToldLeavesNoneWithoutATime) {
    Timeline timeline("p1");
    timeline.add_without_time(without_time(Item::death, death::unknown, 2));
    timeline.add(temperature(hours(2), Decimal::whole(39), 3));
    timeline.settle();
    Fact told = without_time(Item::death, death::crs, 4);
    told.at = start + hours(1);
    timeline.add(told);
    timeline.settle();
    EXPECT_EQ(lines(timeline), (std::vector<std::string>{"2026-03-01T01:00:00Z death 4  0 line 4",
                                                         "2026-03-01T02:00:00Z temperature 0  39 line 3"}));
}

// One that is told with the time of the first fact is not taken for one without.
TEST(Timeline, AnAllergyThatIsToldTwiceStaysWhenAnEarlierFactComes) {
    Timeline timeline("p1");
    Fact told = without_time(Item::allergy, 7, 9);
    told.at = start + hours(2);
    timeline.add(told);
    timeline.add_without_time(without_time(Item::allergy, 7, 1));
    timeline.settle();
    EXPECT_EQ(lines(timeline), std::vector<std::string>{"2026-03-01T02:00:00Z allergy 7  0 line 9"});
    timeline.add(temperature(hours(1), Decimal::whole(38), 5));
    timeline.settle();
    EXPECT_EQ(lines(timeline), (std::vector<std::string>{"2026-03-01T01:00:00Z temperature 0  38 line 5",
                                                         "2026-03-01T01:00:00Z allergy 7  0 line 1",
                                                         "2026-03-01T02:00:00Z allergy 7  0 line 9"}));
}

TEST(Timeline, IdenticalFactsAreOneAndKeepTheFirstLine) {
    for (const bool settle_between : {false, true}) {
        Timeline timeline("p1");
        timeline.add(temperature(hours(1), Decimal::whole(38), 9));
        if (settle_between) timeline.settle();
        timeline.add(temperature(hours(1), Decimal::whole(38), 10));
        if (settle_between) timeline.settle();
        timeline.add(temperature(hours(1), Decimal::whole(38), 2));
        timeline.settle();
        EXPECT_EQ(lines(timeline), (std::vector<std::string>{"2026-03-01T01:00:00Z temperature 0  38 line 2"}));
    }
}

TEST(Timeline, DifferentValuesOfOneInstantAreBothKept) {
    Timeline timeline("p1");
    timeline.add(temperature(hours(1), Decimal::whole(39)));
    timeline.add(temperature(hours(1), Decimal::whole(38)));
    Fact above = temperature(hours(1), Decimal::whole(38));
    above.comparator = Comparator::above;
    timeline.add(above);
    timeline.settle();
    EXPECT_EQ(timeline.facts().size(), 3U);
}

TEST(Timeline, NamedSourcesAreOrderedByTheirText) {
    for (const bool reversed : {false, true}) {
        Timeline timeline("p1");
        std::vector<std::string> names{"Observation/a", "Observation/b", "Observation/c"};
        if (reversed) std::reverse(names.begin(), names.end());
        for (const std::string& name : names) {
            timeline.add(temperature(hours(1), Decimal::whole(38), timeline.number_of_source(name)));
        }
        timeline.settle();
        EXPECT_EQ(lines(timeline), (std::vector<std::string>{"2026-03-01T01:00:00Z temperature 0  38 Observation/a"}));
    }
}

TEST(Timeline, TextsAreNumberedOnceAndZeroIsEmpty) {
    Timeline timeline("p1");
    EXPECT_EQ(timeline.number_of_text(""), 0U);
    EXPECT_EQ(timeline.text(0), "");
    const std::uint32_t infection = timeline.number_of_text("infection");
    const std::uint32_t bleeding = timeline.number_of_text("bleeding");
    EXPECT_NE(infection, bleeding);
    EXPECT_EQ(timeline.number_of_text("infection"), infection);
    EXPECT_EQ(timeline.text(bleeding), "bleeding");
    EXPECT_EQ(timeline.source_text(12), "line 12");
    EXPECT_EQ(timeline.source_text(timeline.number_of_source("Observation/o2")), "Observation/o2");
}

// Causes arrive in different orders and so get different numbers; the order of the facts must not follow them.
TEST(Timeline, EveryOrderOfArrivalGivesTheSameTimeline) {
    struct Arrival {
        Duration after;
        std::string cause;
        std::string source;
    };
    std::vector<Arrival> arrivals{{hours(1), "sepsis", "b"},
                                  {hours(1), "bleeding", "c"},
                                  {hours(1), "sepsis", "a"},
                                  {hours(0), "zoster", "e"},
                                  {hours(2), "anaemia", "d"}};
    const std::vector<std::string> expected{
        "2026-03-01T00:00:00Z attributed 0 zoster 1 e", "2026-03-01T01:00:00Z attributed 0 bleeding 1 c",
        "2026-03-01T01:00:00Z attributed 0 sepsis 1 a", "2026-03-01T02:00:00Z attributed 0 anaemia 1 d"};
    const auto earlier = [](const Arrival& a, const Arrival& b) { return a.source < b.source; };
    std::sort(arrivals.begin(), arrivals.end(), earlier);
    do {
        for (const int settle_every : {1, 2, 5}) {
            Timeline timeline("p1");
            int added = 0;
            for (const Arrival& arrival : arrivals) {
                Fact fact;
                fact.at = start + arrival.after;
                fact.item = Item::attributed;
                fact.amount = Decimal::whole(1);
                fact.text = timeline.number_of_text(arrival.cause);
                fact.source = timeline.number_of_source(arrival.source);
                timeline.add(fact);
                if (++added % settle_every == 0) timeline.settle();
            }
            timeline.settle();
            ASSERT_EQ(lines(timeline), expected);
        }
    } while (std::next_permutation(arrivals.begin(), arrivals.end(), earlier));
}

TEST(Timeline, ManyLateFactsFallIntoTheirPlaces) {
    Timeline timeline("p1");
    constexpr int count = 2'000;
    for (int i = 0; i < count; ++i) {
        // Every third fact comes 40 places late, some twice.
        const int place = i % 3 == 0 && i >= 40 ? i - 40 : i;
        timeline.add(temperature(minutes(place), Decimal::whole(38), static_cast<std::uint32_t>(i + 1)));
        if (i % 7 == 0) timeline.settle();
    }
    timeline.settle();
    const auto facts = timeline.facts();
    for (std::size_t i = 1; i < facts.size(); ++i) ASSERT_LT(facts[i - 1].at, facts[i].at);
}

TEST(Timeline, ItIsAValue) {
    Timeline timeline("p1");
    timeline.set_birth_date({1961, 5, 2});
    timeline.add(temperature(hours(1), Decimal::whole(38)));
    timeline.settle();
    Timeline copy = timeline;
    copy.add(temperature(hours(2), Decimal::whole(39)));
    copy.settle();
    EXPECT_EQ(timeline.facts().size(), 1U);
    EXPECT_EQ(copy.facts().size(), 2U);
    EXPECT_EQ(copy.patient(), "p1");
    EXPECT_EQ(copy.birth_date(), (Date{1961, 5, 2}));
    EXPECT_EQ(copy.medication_record(), MedicationRecord::complete);
}

}  // namespace
}  // namespace stormkeel
