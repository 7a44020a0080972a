// What nobody answers never stops: it sounds again and again, by whom it was told, until somebody does.
#include <gtest/gtest.h>

#include "service/alert_rows.h"
#include "service/moments.h"
#include "service/ward_json.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Alarm high_alarm{"crs", AlarmPriority::high, {"1", "2", "3"}, forever};
const Alarm medium_alarm{"crs", AlarmPriority::medium, {"1", "2"}, forever};

class Unanswered {
public:
    explicit Unanswered(Alarm alarm) : alarm_(std::move(alarm)) { pass(first_moment); }

    bool pass(Instant at) {
        std::vector<Alert> rows = alert_rows(open_, {"p1", at, {alarm_}, "look"}, built_in_alarms(), next_number_);
        if (rows.empty()) return false;
        open_ = std::move(rows);
        return true;
    }

    const Alert& alert() const { return open_.at(0); }
    std::string json() const { return alert_json(alert(), built_in_alarms()); }
    void put(const Alert& row) { open_ = {row}; }
    const std::vector<Alert>& open() const { return open_; }

private:
    Alarm alarm_;
    std::vector<Alert> open_;
    std::uint64_t next_number_ = 1;
};

using Roles = std::vector<std::string>;

TEST(UnansweredAlert, OfHighPrioritySoundsEvery5MinutesAfterAllWereTold) {
    Unanswered high(high_alarm);
    EXPECT_TRUE(high.pass(after(minutes(2))));
    EXPECT_TRUE(high.pass(after(minutes(5))));
    for (int minute = 10; minute <= 120; minute += 5) {
        EXPECT_FALSE(high.pass(after(minutes(minute) - seconds(1)))) << minute;
        EXPECT_TRUE(high.pass(after(minutes(minute)))) << minute;
        EXPECT_EQ(high.alert().changed_at, after(minutes(minute)));
        EXPECT_EQ(high.alert().raised_at, first_moment) << "how long it waits is told from the first time";
        EXPECT_EQ(high.alert().told, 3U);
    }
    high.put(alert_answered(high.alert(), {1, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(121))));
    EXPECT_FALSE(high.pass(after(minutes(125))));
    EXPECT_EQ(next_alert(high.open(), built_in_alarms()), after(minutes(136)));
}

TEST(UnansweredAlert, SoundsOnceAfterTheWardDidNotRunAndSaysHowLate) {
    Unanswered high(high_alarm);
    high.pass(after(minutes(5)));
    EXPECT_TRUE(high.pass(after(minutes(60))));
    EXPECT_EQ(high.alert().late, minutes(50)) << "due at 10 min";
    EXPECT_FALSE(high.pass(after(minutes(61))));
}

TEST(UnansweredAlert, WhoseConditionHasPassedIsNotRepeated) {
    Unanswered high(high_alarm);
    high.pass(after(minutes(5)));
    std::uint64_t next = 2;
    const auto passed = alert_rows(high.open(), {"p1", after(minutes(6)), {}, ""}, built_in_alarms(), next);
    ASSERT_EQ(passed.size(), 1U);
    EXPECT_TRUE(alert_rows(passed, {"p1", after(minutes(60)), {}, ""}, built_in_alarms(), next).empty());
}

TEST(UnansweredAlert, OfMediumPriorityIsShownAsHighAfter20Minutes) {
    Unanswered medium(medium_alarm);
    EXPECT_NE(medium.json().find(R"("priority":"medium")"), std::string::npos);
    EXPECT_NE(medium.json().find(R"("shown_as":"medium","told_to":["nurse"])"), std::string::npos) << medium.json();
    medium.pass(after(minutes(10)));
    EXPECT_EQ(shown_priority(medium.alert()), AlarmPriority::medium);
    EXPECT_EQ(told_to(medium.alert(), built_in_alarms()), (Roles{"nurse", "second_nurse"}));
    medium.pass(after(minutes(20)));
    EXPECT_EQ(shown_priority(medium.alert()), AlarmPriority::high);
    EXPECT_EQ(medium.alert().priority, AlarmPriority::medium) << "what it is does not change by waiting";
    EXPECT_FALSE(medium.pass(after(minutes(49))));
    EXPECT_TRUE(medium.pass(after(minutes(50))));
    const Alert seen =
        alert_answered(medium.alert(), {1, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(51)));
    EXPECT_EQ(shown_priority(seen), AlarmPriority::medium);
}

TEST(UnansweredAlert, SaysWhoWasToldAndWhoIsNext) {
    Unanswered high(high_alarm);
    const auto has = [&](const std::string& part) { return high.json().find(part) != std::string::npos; };
    EXPECT_TRUE(has(R"("told":1)")) << high.json();
    EXPECT_TRUE(has(R"("told_to":["nurse"],"next_told_at":")" + to_text(after(minutes(2))) +
                    R"(","next_told_to":["nurse","second_nurse","physician"])"))
        << high.json();
    high.pass(after(minutes(2)));
    EXPECT_TRUE(has(R"("told":2)"));
    EXPECT_TRUE(has(R"("told_to":["nurse","second_nurse","physician"],"next_told_at":")" + to_text(after(minutes(5))) +
                    R"(","next_told_to":["nurse","second_nurse","physician","charge_nurse","rapid_response"])"))
        << high.json();
    high.pass(after(minutes(5)));
    EXPECT_TRUE(has(R"("next_told_at":")" + to_text(after(minutes(10)))));
    high.put(alert_answered(high.alert(), {1, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(6))));
    EXPECT_TRUE(has(R"("next_told_at":")" + to_text(after(minutes(21))) + R"(","next_told_to":["nurse"])"))
        << high.json();
    high.put(alert_answered(high.alert(), {1, AlertState::declined, "dr-1", "no", {}}, after(minutes(7))));
    EXPECT_TRUE(has(R"("next_told_at":null,"next_told_to":[])")) << high.json();
}

TEST(VersionToAnswer, ChangesWithWhatIsToldAndWhoAnswersAndNotWithWhoIsTold) {
    Unanswered high(high_alarm);
    const std::string first = version_to_answer(high.alert());
    EXPECT_EQ(first.size(), 16U);
    high.pass(after(minutes(2)));
    EXPECT_EQ(version_to_answer(high.alert()), first);
    Alert changed = high.alert();
    changed.words = "1 2 3 4";
    EXPECT_NE(version_to_answer(changed), first);
    changed = high.alert();
    changed.over = true;
    EXPECT_NE(version_to_answer(changed), first);
    changed = high.alert();
    changed.priority = AlarmPriority::medium;
    EXPECT_NE(version_to_answer(changed), first);
    EXPECT_EQ(
        version_to_answer(alert_answered(high.alert(), {1, AlertState::snoozed, "a", {}, minutes(1)}, first_moment)),
        first);
    EXPECT_NE(version_to_answer(alert_answered(high.alert(), {1, AlertState::acknowledged, "a", {}, {}}, first_moment)),
              first);
}

}  // namespace
}  // namespace stormkeel
