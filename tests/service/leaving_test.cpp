// Who was discharged leaves the ward after a while, and comes back whole by whatever door anything comes for them.
#include "service/leaving.h"

#include <functional>

#include "service/ward_json.h"

namespace stormkeel {
namespace {

TEST_F(LeavingTest, WhoWasDischargedLeavesAndComesBackWithEveryDose) {
    let_them_leave();
    const std::size_t records = store.all.records.size();
    EXPECT_FALSE(is_there("M1"));
    EXPECT_EQ(ward->left(), 1U);
    EXPECT_EQ(ward->next_wake(), forever) << "no time passes for them";
    EXPECT_EQ(ward_json(*ward), "[]");
    EXPECT_EQ(ward->record().patient("p1"), nullptr);
    EXPECT_EQ(ward->record().resource("Observation/o1"), nullptr);
    EXPECT_TRUE(ward->record().patients_with("H", "M1").empty());
    EXPECT_EQ(records, 7U) << "all of theirs is kept";
    ASSERT_TRUE(call_back("p1", after(days(40))));
    EXPECT_EQ(answer("p1", after(days(40))), expected);
    const auto facts = ward->patient("p1")->timeline().facts();
    EXPECT_EQ(std::count_if(facts.begin(), facts.end(), [](const Fact& fact) { return fact.item == Item::give; }), 2);
    EXPECT_EQ(ward->record().patients_with("H", "M1"), std::vector<std::string>{"p1"});
    EXPECT_EQ(store.all.records.size(), records);
    EXPECT_EQ(ward->left(), 0U);
    EXPECT_FALSE(call_back("p1", after(days(40)))) << "they are there";
}

TEST_F(LeavingTest, TheAuditAndTheEventsTellOfBoth) {
    let_them_leave();
    EXPECT_EQ(store.all.events.back().kind, "alert") << "the alerts that were declined end";
    const auto told = [&](bool left) {
        const std::string json = R"({"patient":"p1","left":)" + std::string(left ? "true" : "false");
        return std::count_if(store.all.events.begin(), store.all.events.end(), [&](const WardEvent& event) {
            return event.kind == "patient" && event.patient == "p1" && event.json.starts_with(json);
        });
    };
    EXPECT_EQ(told(true), 1);
    EXPECT_EQ(told(false), 0);
    const std::string names = Pseudonyms("a key").of("M1") + " " + Pseudonyms("a key").of("p1") + " from 4W";
    EXPECT_EQ(audit().back(), "patient leave: patient " + names) << "by pseudonyms alone";
    call_back("M1", after(days(40)));
    EXPECT_EQ(told(false), 1);
    EXPECT_EQ(audit().back(), "patient return: patient " + names);
}

TEST(LeftPatients, KeepTheUnitFromWhichTheyWereSeen) {
    const auto read_back = [](const std::optional<std::string>& unit) {
        LeftPatients left;
        left.read(
            {1, Instant{1}, "stormkeel", std::string(LeftPatients::leaves), audit_object({{"ab", "cd"}, {}, unit})});
        const LeftTogether* found = left.find("cd");
        return found == nullptr ? "nobody" : found->unit.value_or("not kept");
    };
    EXPECT_EQ(read_back("7 West from the lift"), "7 West from the lift");
    EXPECT_EQ(read_back(""), "") << "it was not known";
    EXPECT_EQ(read_back(std::nullopt), "not kept") << "as an earlier version wrote it";
}

TEST_F(LeavingTest, WhateverComesBringsThemBackByEachDoor) {
    const Instant now = after(days(40));
    const std::vector<std::function<Incoming()>> doors{
        [&] { return row("p1", "temperature", "38.6", now); },
        [&] { return temperature_resource("p1", "o2", "38.6", now); },
        [&] { return admitted("M1", now); },
        [&] { return dose("M1", now); },
        [&] { return joins("M1", "M2", now); },
        [&] { return joins("M2", "M1", now); },
        [&] { return encounter("p1", "e1", "in-progress"); },
        [&] { return resource("Patient", "p2", R"("identifier":[{"system":"H","value":"M1"}])"); },
        [&] { return temperature_resource("p2", "o1", "38.6", now); },
    };
    for (std::size_t i = 0; i < doors.size(); ++i) {
        for (const bool restarted : {false, true}) {
            store.all = {};
            messages = 0;
            start(first_moment);
            let_them_leave();
            if (restarted) start(now);
            EXPECT_FALSE(is_there("p1"));
            const Incoming comes = doors[i]();
            EXPECT_EQ(take(comes, now), Taken::Outcome::kept) << i;
            EXPECT_EQ(ward->left(), 0U) << i;
            // As it would be had they never left: another ward reads all that is kept.
            MemoryStore all;
            all.all.records = store.all.records;
            LiveWard throughout(all, built_in_ward_knowledge());
            EXPECT_TRUE(std::holds_alternative<Done>(throughout.open(now)));
            ASSERT_EQ(ward->patients().size(), throughout.patients().size()) << i;
            for (const auto& [id, patient] : throughout.patients()) {
                EXPECT_EQ(answer(id, now), assessment_json(patient.assessment, RejectedRecords::listed)) << i << id;
            }
        }
    }
}

TEST_F(LeavingTest, ARestartKnowsWhoLeftWithoutTheirRecords) {
    let_them_leave();
    take({row("p9", "temperature", "36.6", after(days(31)))}, after(days(31)));
    const std::size_t answers = store.all.assessments.size();
    start(after(days(32)));
    EXPECT_FALSE(is_there("p1"));
    EXPECT_TRUE(is_there("p9"));
    EXPECT_EQ(ward->left(), 1U);
    EXPECT_EQ(ward->record().patient("p1"), nullptr);
    EXPECT_EQ(store.all.assessments.size(), answers + 1) << "nobody answers for who left";
    ASSERT_TRUE(call_back("M1", after(days(40))));
    EXPECT_EQ(answer("p1", after(days(40))), expected);
    start(after(days(41)));
    EXPECT_TRUE(is_there("p1")) << "who came back is there after a restart, too";
    EXPECT_EQ(answer("p1", after(days(40))), expected);
}

TEST_F(LeavingTest, WithAnotherKeyNobodyHasLeft) {
    let_them_leave();
    start(after(days(32)), "another key");
    EXPECT_TRUE(is_there("p1"));
    EXPECT_EQ(ward->left(), 0U);
}

TEST_F(LeavingTest, WhoHasAnOpenAlertHasNotLeftWhateverTheAuditSays) {
    let_them_leave();
    Alert open;
    open.number = 99;
    open.patient = "p1";
    open.condition = "crs";
    store.all.alerts.push_back(open);
    start(after(days(32)));
    ASSERT_TRUE(is_there("p1"));
    EXPECT_EQ(ward->left(), 0U);
    EXPECT_EQ(answer("p1", after(days(40))), expected);
}

TEST_F(LeavingTest, WhatCameBeforeIsRepeatedAndAnotherTextConflicting) {
    let_them_leave();
    const Incoming again = temperature_resource("p1", "o1", "38.9", after(hours(1)));
    EXPECT_EQ(take(again, after(days(32))), Taken::Outcome::repeated);
    EXPECT_EQ(store.all.records.size(), 7U);
    decline_all(after(days(33)));
    let_leave(after(days(33)));
    EXPECT_FALSE(is_there("p1")) << "nothing new came";
    Incoming other = again;
    other.version = store.all.records.at(3).version;
    ASSERT_EQ(store.all.records.at(3).source, "Observation/o1");
    other.patient = "p2";
    other.text += ' ';
    EXPECT_EQ(take(other, after(days(34))), Taken::Outcome::conflicting);
    EXPECT_EQ(store.all.records.size(), 7U);
}

TEST_F(LeavingTest, AnAlertThatSomebodyHasToAnswerKeepsThem) {
    discharge_after_two_doses();
    ASSERT_TRUE(std::holds_alternative<Done>(ward->pass_time(after(days(31)))));
    ASSERT_FALSE(ward->patient("p1")->alerts.empty());
    const std::size_t open = ward->patient("p1")->alerts.size();
    let_leave(after(days(31)));
    EXPECT_TRUE(is_there("p1"));
    const std::uint64_t number = ward->patient("p1")->alerts.front().number;
    decline_all(after(days(31)));
    ASSERT_TRUE(std::holds_alternative<std::optional<Alert>>(
        ward->answer({number, AlertState::acknowledged, "nurse-1", {}, {}}, after(days(31)))));
    let_leave(after(days(32)));
    EXPECT_TRUE(is_there("p1")) << "somebody has taken it on";
    decline_all(after(days(32)));
    let_leave(after(days(33)));
    EXPECT_FALSE(is_there("p1"));
    EXPECT_TRUE(std::get<std::vector<Alert>>(store.open_alerts()).empty());
    const auto last = store.all.alerts.back().number;
    call_back("p1", after(days(40)));
    ASSERT_EQ(ward->patient("p1")->alerts.size(), open) << "what holds is raised anew";
    for (const Alert& alert : ward->patient("p1")->alerts) {
        EXPECT_GT(alert.number, last);
        EXPECT_EQ(alert.state, AlertState::raised);
        EXPECT_EQ(alert.late, Duration{}) << "nobody was to look meanwhile";
    }
}

TEST_F(LeavingTest, WhatTheStoreDoesNotTakeHasNotHappened) {
    discharge_after_two_doses();
    ASSERT_TRUE(std::holds_alternative<Done>(ward->pass_time(after(days(31)))));
    decline_all(after(days(31)));
    const std::string before = answer("p1", after(days(40)));
    const StoreProblem full{StoreProblem::Kind::full, "no space"};
    store.problem = full;
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward->let_leave(stay, after(days(31)))));
    EXPECT_EQ(answer("p1", after(days(40))), before);
    store.problem.reset();
    let_leave(after(days(31)) + hours(1));
    EXPECT_FALSE(is_there("p1")) << "it is tried again at the next look";
    store.problem = full;
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward->call_back({"p1"}, after(days(40)))));
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(
        ward->take(std::vector{row("p1", "temperature", "38.6", after(days(40)))}, after(days(40)))));
    EXPECT_FALSE(is_there("p1"));
    EXPECT_EQ(ward->left(), 1U);
    EXPECT_EQ(ward->record().patient("p1"), nullptr);
    store.problem.reset();
    EXPECT_TRUE(call_back("p1", after(days(40))));
    EXPECT_EQ(answer("p1", after(days(40))), before);
}

}  // namespace
}  // namespace stormkeel
