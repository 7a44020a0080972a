// The answer is a function of the facts: not of when they arrived, how often, in which order or in which pieces.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "properties/answer.h"
#include "properties/chart.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

std::string answer_of(const Timeline& timeline, Instant as_of, Detail detail = Detail::everything) {
    return text_of(assess(timeline, knowledge().guideline, as_of), detail, origin);
}

// The places 0 to count-1 in an order drawn at random.
std::vector<std::size_t> shuffled(std::size_t count) {
    std::vector<std::size_t> places(count);
    std::iota(places.begin(), places.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) std::swap(places[i - 1], places[*rc::gen::inRange<std::size_t>(0, i)]);
    return places;
}

RC_GTEST_PROP(Replay, AskingTwiceGivesTheSameBytes, ()) {
    const Chart chart = *charts(People::anyone);
    const Instant as_of = at_minute(*moments());
    const Timeline timeline = timeline_of(chart);
    const Timeline copy = timeline;
    RC_ASSERT(answer_of(timeline, as_of) == answer_of(timeline, as_of));
    RC_ASSERT(answer_of(copy, as_of) == answer_of(timeline_of(chart), as_of));
}

RC_GTEST_PROP(Replay, TheOrderOfArrivalChangesNothing, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const Instant as_of = at_minute(*moments());
    const Timeline other = rearranged(timeline, shuffled(timeline.facts().size()));
    RC_ASSERT(answer_of(other, as_of) == answer_of(timeline, as_of));
}

RC_GTEST_PROP(Replay, TheOrderOfRowsChangesOnlyTheLineNumbers, ()) {
    Chart chart = *charts(People::anyone);
    const Instant as_of = at_minute(*moments());
    const std::string before = answer_of(timeline_of(chart), as_of, Detail::without_sources);
    std::vector<Row> rows;
    for (const std::size_t place : shuffled(chart.rows.size())) rows.push_back(chart.rows[place]);
    chart.rows = rows;
    RC_ASSERT(answer_of(timeline_of(chart), as_of, Detail::without_sources) == before);
}

RC_GTEST_PROP(Replay, IdenticalRowsAreOneFact, ()) {
    Chart chart = *charts(People::anyone);
    const Instant as_of = at_minute(*moments());
    const std::string before = answer_of(timeline_of(chart), as_of);
    const std::vector<Row> rows = chart.rows;
    for (const Row& row : rows) {
        if (*rc::gen::inRange(0, 3) == 0) chart.rows.push_back(row);
    }
    RC_ASSERT(answer_of(timeline_of(chart), as_of) == before);
}

RC_GTEST_PROP(Replay, FactsTakenOneByOneGiveTheSameAnswerAsAllAtOnce, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    Timeline growing = rearranged(timeline, {});
    for (const Fact& told : timeline.facts()) {
        Fact fact = told;
        fact.text = growing.number_of_text(timeline.text(told.text));
        growing.add(fact);
        growing.settle();
    }
    const Instant as_of = at_minute(*moments());
    RC_ASSERT(answer_of(growing, as_of) == answer_of(timeline, as_of));
}

RC_GTEST_PROP(Replay, WhatComesLaterIsNotUsed, ()) {
    Chart chart = *charts(People::anyone);
    const int minute = *moments();
    const std::string all = answer_of(timeline_of(chart), at_minute(minute), Detail::without_sources);
    std::erase_if(chart.rows, [&](const Row& row) { return row.minute > minute; });
    RC_ASSERT(answer_of(timeline_of(chart), at_minute(minute), Detail::without_sources) == all);
}

// All times moved by the same length, over days, months and the turn of a year. The patients are adults: a child's
// limits follow its birthday, which is not moved.
RC_GTEST_PROP(Replay, MovingAllTimesMovesTheAnswer, ()) {
    const Chart chart = *charts(People::adults);
    const int minute = *moments();
    const Duration shift = minutes(*rc::gen::inRange(-500'000, 500'000)) + Duration{*rc::gen::inRange(0, 1'000'000)};
    const std::string before = answer_of(timeline_of(chart), at_minute(minute), Detail::relative);
    const Timeline moved = timeline_of(csv_of(chart, shift));
    const Assessment answer = assess(moved, knowledge().guideline, at_minute(minute) + shift);
    RC_ASSERT(text_of(answer, Detail::relative, origin + shift) == before);
}

RC_GTEST_PROP(Replay, TheRowsOfATimelineSayWhatAnAssessmentSays, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const Instant end = at_minute(*moments());
    for (const GradeRow& row : grade_rows(timeline, knowledge().guideline, end)) {
        const Assessment answer = assess(timeline, knowledge().guideline, row.at);
        const bool running = answer.crs.episode.has_value();
        RC_ASSERT(row.crs_at_least == answer.crs.at_least);
        RC_ASSERT(row.crs_at_most == answer.crs.at_most);
        RC_ASSERT(row.icans_at_least == answer.icans.at_least);
        RC_ASSERT(row.icans_at_most == answer.icans.at_most);
        RC_ASSERT(row.treat_as == answer.crs.treat_as);
        RC_ASSERT(row.episode == (running ? answer.crs.episode->number : 0));
    }
}

// Between two rows nothing changes: an answer asked for at any moment is the one of the last row before it.
RC_GTEST_PROP(Replay, BetweenTwoRowsTheAnswerStands, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const Instant as_of = at_minute(*moments()) + Duration{*rc::gen::inRange(0, 900'000'000)};
    const std::vector<GradeRow> rows = grade_rows(timeline, knowledge().guideline, as_of);
    RC_PRE(!rows.empty());
    const Assessment answer = assess(timeline, knowledge().guideline, as_of);
    RC_ASSERT(rows.back().crs_at_least == answer.crs.at_least);
    RC_ASSERT(rows.back().crs_at_most == answer.crs.at_most);
    RC_ASSERT(rows.back().icans_at_least == answer.icans.at_least);
    RC_ASSERT(rows.back().icans_at_most == answer.icans.at_most);
    RC_ASSERT(rows.back().treat_as == answer.crs.treat_as);
}

// Until changes_at the answer is the same but for the moment it is asked at; waiting for it misses nothing.
RC_GTEST_PROP(Replay, NothingChangesBeforeChangesAt, ()) {
    const Timeline timeline = timeline_of(*charts(People::anyone));
    const Instant as_of = at_minute(*moments());
    const Assessment answer = assess(timeline, knowledge().guideline, as_of);
    RC_ASSERT(answer.changes_at > as_of);
    const auto facts = timeline.facts();
    const auto next = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.at > as_of; });
    const Instant next_fact = next == facts.end() ? as_of + days(30) : next->at;
    const Instant still = std::min(answer.changes_at, next_fact) - Duration{1};
    const Assessment later = assess(timeline, knowledge().guideline, still);
    RC_ASSERT(later.crs.at_least == answer.crs.at_least);
    RC_ASSERT(later.crs.at_most == answer.crs.at_most);
    RC_ASSERT(later.crs.treat_as == answer.crs.treat_as);
    RC_ASSERT(later.icans.at_least == answer.icans.at_least);
    RC_ASSERT(later.icans.at_most == answer.icans.at_most);
    RC_ASSERT(later.hlh.status == answer.hlh.status);
    const auto day = [](const Assessment& told) { return told.therapy ? told.therapy->day : -1; };
    RC_ASSERT(day(later) == day(answer));
    const auto advice = [](const Assessment& told) {
        std::vector<std::string> found;
        for (const Recommendation& each : told.recommendations) {
            found.push_back(each.statement + ' ' + std::string(name_of(each.action)) + ' ' + each.item);
        }
        return found;
    };
    RC_ASSERT(advice(later) == advice(answer));
    const auto questions = [](const Assessment& told) {
        std::vector<std::string> found;
        for (const Gap& gap : told.gaps) found.push_back(gap.statement);
        return found;
    };
    RC_ASSERT(questions(later) == questions(answer));
}

}  // namespace
}  // namespace stormkeel::properties
