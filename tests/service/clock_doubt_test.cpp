// A ward whose clock is set: no dose may be repeated too early by it, and nothing that is due is missed.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "adapters/assessment_json.h"
#include "adapters/cds_hooks.h"
#include "service/facts_json.h"
#include "service/memory_store.h"
#include "service/replay.h"
#include "service/ward_knowledge.h"
#include "service/ward_watch.h"

namespace stormkeel {
namespace {

// A ward whose machine knows how much time truly passes, and whose wall clock can be set.
class WardWithAClock {
public:
    explicit WardWithAClock(MemoryStore& store, Instant truth, Duration wall_ahead = {})
        : truth_(truth),
          ahead_(wall_ahead),
          ward_(store, built_in_ward_knowledge()),
          watch_(store, ward_, built_in_alarms()) {
        watch_.machine = [this] { return MachineReading{truth_ - Instant{}, std::nullopt}; };
        EXPECT_TRUE(std::holds_alternative<Done>(ward_.open(wall())));
        EXPECT_TRUE(std::holds_alternative<Done>(watch_.open(wall())));
    }

    Instant truth() const { return truth_; }
    Instant wall() const { return truth_ + ahead_; }

    void pass(Duration time) { truth_ = truth_ + time; }
    void set_clock_by(Duration step) { ahead_ = ahead_ + step; }
    void look() {
        const Instant now = watch_.present(wall());
        EXPECT_TRUE(std::holds_alternative<Done>(watch_.keep_doubt(now)));
        EXPECT_TRUE(std::holds_alternative<Done>(ward_.pass_time(now)));
    }

    // Charted now by the clock of another system, which nobody sets.
    void chart(const std::string& item, const std::string& value, const std::string& unit = "") {
        chart_at(truth_, item, value, unit);
    }
    void chart_at(Instant at, const std::string& item, const std::string& value, const std::string& unit = "") {
        const ChartedFact fact{to_text(at), item, value, unit};
        const Incoming incoming{
            "p1", RecordForm::chart_row, fact.time + item + std::to_string(++rows_), {}, text_of(fact)};
        const Instant now = watch_.present(wall());
        EXPECT_TRUE(std::holds_alternative<Done>(watch_.keep_doubt(now)));
        EXPECT_TRUE(std::holds_alternative<Taken>(ward_.take(std::vector{incoming}, now)));
    }

    const Assessment& answer() const { return ward_.patient("p1")->assessment; }
    const Timeline& timeline() const { return ward_.patient("p1")->timeline(); }
    TechnicalAlarms& technical() { return watch_.technical; }

private:
    Instant truth_;
    Duration ahead_;
    LiveWard ward_;
    WardWatch watch_;
    int rows_ = 0;
};

const Recommendation* tocilizumab(const Assessment& answer) {
    const auto found = std::find_if(
        answer.recommendations.begin(), answer.recommendations.end(),
        [](const Recommendation& made) { return made.item == "tocilizumab" && made.action == Action::give; });
    return found == answer.recommendations.end() ? nullptr : &*found;
}

bool may_give_now(const Assessment& answer) {
    const Recommendation* made = tocilizumab(answer);
    return made != nullptr && !made->not_before;
}

// CRS of grade 2 for oxygen by a cannula, which tocilizumab is recommended for.
void chart_grade_two(WardWithAClock& ward) {
    ward.chart("temperature", "38.6", "Cel");
    ward.chart("systolic_bp", "118", "mm[Hg]");
    ward.chart("oxygen_device", "low_flow_nasal_cannula");
    ward.chart("oxygen_flow", "2", "L/min");
    ward.chart("spo2", "94", "%");
}

// What a hospital's program hears when 640 mg are to be signed now.
CdsAnswer signing_tocilizumab(WardWithAClock& ward) {
    constexpr std::string_view body = R"({"hook": "order-sign", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/x", "patientId": "p1", "draftOrders": {"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "MedicationRequest", "id": "r1", "status": "draft", "intent": "order",
        "subject": {"reference": "Patient/p1"}, "medicationCodeableConcept": {"text": "tocilizumab"},
        "dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 640, "code": "mg",
        "system": "http://unitsofmeasure.org"}}]}]}}]}}})";
    const WardKnowledge by = built_in_ward_knowledge();
    const auto stored = [&](const std::string&) { return CdsStored{&ward.timeline()}; };
    return answer_cds({"stormkeel-order-sign", body, ward.wall()},
                      {by.terminology, by.guideline, by.version, stored, ward.answer().clock_doubt});
}

const Instant first_day = *parse_instant("2026-03-01T09:00:00Z");

void chart_therapy(WardWithAClock& ward) {
    ward.chart_at(first_day - days(20000), "birth_date", "");
    ward.chart_at(first_day, "therapy", "axicabtagene_ciloleucel");
    ward.chart_at(first_day, "weight", "80", "kg");
}

TEST(ClockDoubt, AClockSetAheadLetsNoDoseBeRepeatedEarlier) {
    MemoryStore store;
    WardWithAClock ward(store, *parse_instant("2026-03-03T10:00:00Z"));
    chart_therapy(ward);
    chart_grade_two(ward);
    ASSERT_TRUE(may_give_now(ward.answer()));
    ward.chart("give:tocilizumab", "640", "mg");
    ward.pass(hours(3));
    ward.set_clock_by(hours(6));  // nine hours by the wall, three in truth
    ward.look();
    ward.chart_at(ward.wall(), "temperature", "38.6", "Cel");
    ward.chart_at(ward.wall(), "oxygen_device", "low_flow_nasal_cannula");
    ward.chart_at(ward.wall(), "oxygen_flow", "2", "L/min");
    ward.chart_at(ward.wall(), "spo2", "94", "%");
    ward.chart_at(ward.wall(), "systolic_bp", "118", "mm[Hg]");
    const Recommendation* made = tocilizumab(ward.answer());
    ASSERT_NE(made, nullptr);
    // 8 h after 10:00 are 18:00, and 00:00 by a clock that is 6 h ahead.
    ASSERT_TRUE(made->not_before.has_value());
    EXPECT_EQ(to_text(*made->not_before), "2026-03-04T00:00:00Z");
    EXPECT_NE(assessment_json(ward.answer(), RejectedRecords::listed).find(R"("clock_doubt_minutes":360,)"),
              std::string::npos);
    const CdsAnswer card = signing_tocilizumab(ward);
    EXPECT_NE(card.body.find("STOP: tocilizumab 640 mg. Tocilizumab not before 2026-03-04 00:00"), std::string::npos)
        << card.body;
    EXPECT_NE(card.body.find("The clock was set: the true time may be 6 h 0 min earlier"), std::string::npos);
    // Once somebody has checked the clock it counts as it is.
    ward.technical().clock_is_right("physician-1", ward.wall());
    ward.look();
    EXPECT_TRUE(may_give_now(ward.answer()));
    EXPECT_EQ(assessment_json(ward.answer(), RejectedRecords::listed).find("clock_doubt_minutes"), std::string::npos);
}

TEST(ClockDoubt, AClockSetBackPutsOffNothingThatIsDue) {
    MemoryStore store;
    WardWithAClock ward(store, *parse_instant("2026-03-03T10:00:00Z"));
    chart_therapy(ward);
    chart_grade_two(ward);
    const auto due = [&](const std::string& statement) {
        for (const Timer& timer : ward.answer().timers) {
            if (timer.statement == statement) return to_text(timer.due);
        }
        return std::string("no such clock");
    };
    ASSERT_FALSE(ward.answer().timers.empty());
    const std::string statement = ward.answer().timers.front().statement;
    const Instant before = ward.answer().timers.front().due;
    ward.set_clock_by(Duration{} - hours(5));
    ward.look();
    EXPECT_EQ(due(statement), to_text(before)) << "what was charted is not of the future";
    EXPECT_EQ(to_text(ward.answer().as_of), "2026-03-03T10:00:00Z");
    EXPECT_EQ(ward.answer().clock_doubt, hours(5));
}

TEST(ClockDoubt, ARestartForgetsNoDoubtAndAReplayGivesTheSameAnswers) {
    MemoryStore store;
    {
        WardWithAClock ward(store, *parse_instant("2026-03-03T10:00:00Z"));
        chart_therapy(ward);
        chart_grade_two(ward);
        ward.chart("give:tocilizumab", "640", "mg");
        ward.set_clock_by(hours(9));
        ward.look();
        EXPECT_EQ(ward.answer().clock_doubt, hours(9));
    }
    const auto again = replay(store, built_in_ward_knowledge());
    EXPECT_EQ(std::get<Replay>(again).same, 1U);
    EXPECT_TRUE(std::get<Replay>(again).differ.empty());
    WardWithAClock ward(store, *parse_instant("2026-03-03T10:05:00Z"), hours(9));
    EXPECT_EQ(ward.answer().clock_doubt, hours(9));
    EXPECT_EQ(ward.technical().clock_ahead(), hours(9));
}

// Steps from three seconds to ten years, either way, between readings, doses and mere time.
TEST(ClockDoubt, NoStepOfTheClockLetsADoseBeEarlyOrAClockRunLate) {
    std::mt19937_64 random(20260301);
    const auto below = [&](std::int64_t count) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(count));
    };
    const auto step = [&] {
        constexpr std::array sizes{std::int64_t{60}, std::int64_t{3'600}, std::int64_t{86'400},
                                   std::int64_t{315'360'000}};
        const std::int64_t size = 3 + below(sizes[static_cast<std::size_t>(below(sizes.size()))]);
        return seconds(below(2) == 0 ? size : -size);
    };
    int allowed = 0;
    int waited = 0;
    int overdue = 0;
    for (int life = 0; life < 40; ++life) {
        MemoryStore store;
        WardWithAClock ward(store, *parse_instant("2026-03-03T10:00:00Z"));
        chart_therapy(ward);
        chart_grade_two(ward);
        std::optional<Instant> last_dose;
        for (int i = 0; i < 30; ++i) {
            ward.pass(minutes(1 + below(150)));
            if (below(3) == 0) ward.set_clock_by(step());
            ward.look();
            if (below(2) == 0) chart_grade_two(ward);
            const Assessment& answer = ward.answer();
            if (may_give_now(answer)) {
                ++allowed;
                ASSERT_GE(ward.truth(), last_dose.value_or(never) + hours(8)) << "life " << life << ", step " << i;
                last_dose = ward.truth();
                ward.chart("give:tocilizumab", "640", "mg");
            } else if (tocilizumab(answer) != nullptr) {
                ++waited;
            }
            const Assessment in_truth = assess(ward.timeline(), built_in_calendar(), ward.truth());
            for (const Timer& timer : in_truth.timers) {
                const auto same = std::find_if(answer.timers.begin(), answer.timers.end(), [&](const Timer& one) {
                    return one.statement == timer.statement && one.due <= timer.due;
                });
                if (!timer.overdue || same == answer.timers.end()) continue;
                ++overdue;
                ASSERT_TRUE(same->overdue) << timer.statement << ", life " << life << ", step " << i;
            }
        }
    }
    EXPECT_GT(allowed, 60);
    EXPECT_GT(waited, 40);
    EXPECT_GT(overdue, 400);
}

}  // namespace
}  // namespace stormkeel
