// The demonstration's charts: each row is a fact, and the ward they make shows what it is meant to show.
#include "service/demonstration.h"

#include <gtest/gtest.h>

#include <set>

#include "guideline/read_alarms.h"
#include "properties/knowledge.h"
#include "service/memory_store.h"

namespace stormkeel {
namespace {

const Instant demonstration_start = *parse_instant("2026-11-29T17:04:00Z");

// A ward that was fed its course up to a time.
class FedWard {
public:
    FedWard() : calendar_(knowledge().guideline), alarms_(read_alarms(built_in_packs(), problems_)) {}

    void feed_until(Instant now) {
        const auto taken = ward_.take(course_.take_until(now), now);
        for (const Taken::One& one : std::get<Taken>(taken).records) {
            EXPECT_EQ(one.outcome, Taken::Outcome::kept) << one.why;
            ++facts_;
        }
        ward_.pass_time(now);
    }

    const LiveWard& ward() const { return ward_; }
    Instant end() const { return course_.end(); }
    std::size_t facts() const { return facts_; }
    const Assessment& answer(const std::string& patient) const { return ward_.patient(patient)->assessment; }

private:
    std::vector<PackProblem> problems_;
    GuidelineCalendar calendar_;
    AlarmTable alarms_;
    MemoryStore store_;
    LiveWard ward_{store_, {knowledge().terminology, calendar_, alarms_, "test"}};
    DemonstrationCourse course_{demonstration_start};
    std::size_t facts_ = 0;
};

TEST(Demonstration, EachRowOfTheChartsIsAFactThatIsTaken) {
    FedWard fed;
    for (Instant now = demonstration_start; now < fed.end() + hours(1); now = now + hours(1)) fed.feed_until(now);
    EXPECT_EQ(fed.ward().patients().size(), 12U);
    std::size_t rows = 0;
    for (const DemonstrationChart& chart : demonstration_charts()) {
        rows += static_cast<std::size_t>(std::count(chart.text.begin(), chart.text.end(), '\n')) - 1;
    }
    EXPECT_EQ(fed.facts(), rows);
    EXPECT_GE(fed.end() - demonstration_start, hours(47)) << "there is something to see for two days";
}

TEST(Demonstration, TheVisitBeginsInTheMiddleOfThings) {
    FedWard fed;
    fed.feed_until(demonstration_start);
    std::set<int> crs;
    std::set<std::string> products;
    for (const auto& [id, patient] : fed.ward().patients()) {
        const Assessment& answer = patient.assessment;
        if (answer.crs.at_least == answer.crs.at_most) crs.insert(answer.crs.at_least);
        ASSERT_TRUE(answer.therapy) << id;
        products.insert(answer.therapy->product);
    }
    EXPECT_EQ(crs, (std::set<int>{0, 1, 2, 3, 4})) << "a patient of each grade";
    EXPECT_EQ(products.size(), 12U) << "each had another product";
    EXPECT_EQ(fed.answer("demo-07").icans.at_least, 2);
    EXPECT_EQ(fed.answer("demo-07").crs.at_least, 1);
    EXPECT_EQ(fed.answer("demo-09").crs.at_most, 4) << "the oxygen device is not charted";
    EXPECT_EQ(fed.answer("demo-12").crs.at_most, 2) << "the chart has fallen silent";
    EXPECT_EQ(fed.answer("demo-12").crs.at_least, 1);
    EXPECT_FALSE(fed.answer("demo-09").birth_date) << "nobody told the birth date";
}

TEST(Demonstration, ThePatientsMove) {
    FedWard fed;
    fed.feed_until(demonstration_start);
    const auto crs = [&](const std::string& patient) { return fed.answer(patient).crs.at_least; };
    EXPECT_EQ(crs("demo-05"), 0);
    EXPECT_EQ(crs("demo-06"), 4);
    fed.feed_until(demonstration_start + hours(13));
    EXPECT_EQ(crs("demo-05"), 2) << "a late onset";
    EXPECT_EQ(fed.answer("demo-04").hlh.status, HlhStatus::suspected);
    EXPECT_EQ(fed.answer("demo-04").crs.treat_as, 3);
    EXPECT_EQ(fed.answer("demo-12").icans.at_most, 4) << "still silent";
    fed.feed_until(fed.end());
    EXPECT_EQ(crs("demo-06"), 0) << "resolved";
    EXPECT_EQ(crs("demo-11"), 1) << "the next dose, the next episode";
}

TEST(Demonstration, APatientIsAsOldAsInTheChartWheneverTheVisitIs) {
    for (const Instant now : {demonstration_start, demonstration_start + days(3653)}) {
        DemonstrationCourse course(now);
        std::string birth;
        for (const Incoming& record : course.take_until(now)) {
            const auto fact = charted_fact(record.text);
            if (record.patient == "demo-02" && fact->item == "birth_date") birth = fact->time;
        }
        EXPECT_EQ(completed_years(*parse_date(birth), now), 7) << birth;
    }
}

TEST(Demonstration, WhatWasTakenIsNotTakenAgain) {
    DemonstrationCourse course(demonstration_start);
    EXPECT_FALSE(course.take_until(demonstration_start).empty());
    EXPECT_TRUE(course.take_until(demonstration_start).empty());
    EXPECT_FALSE(course.take_until(demonstration_start + hours(4)).empty());
}

}  // namespace
}  // namespace stormkeel
