// Who may leave the ward, when, and with whom.
#include "service/leaving.h"

namespace stormkeel {
namespace {

using WhoLeavesTest = LeavingTest;

TEST_F(WhoLeavesTest, OnlyWhoIsSaidToBeDischargedLeaves) {
    const Instant later = after(days(400));
    take({row("chart", "temperature", "36.6", after(hours(0))), admitted("stays", after(hours(0))),
          discharged("left", after(hours(1))), discharged("again", after(hours(1))), admitted("again", after(hours(2))),
          discharged("not-yet", after(hours(1))), message("ADT^A13", "not-yet", "PV1|1|I|4W\r", after(hours(2))),
          admitted("mistaken", after(hours(0))), discharged("mistaken", after(hours(1))),
          admitted("mistaken", after(hours(2))), message("ADT^A11", "mistaken", "PV1|1|I|4W\r", after(hours(3))),
          encounter("finished", "e1", "finished"), encounter("planned", "e2", "planned"),
          encounter("two", "e3", "finished"), encounter("two", "e4", "in-progress"),
          encounter("other", "e5", "finished"), admitted("other", after(hours(0)))},
         after(hours(4)));
    let_leave(later);
    for (const char* id : {"left", "mistaken", "finished"}) EXPECT_FALSE(is_there(id)) << id;
    for (const char* id : {"chart", "stays", "again", "not-yet", "planned", "two", "other"})
        EXPECT_TRUE(is_there(id)) << id;
}

TEST_F(WhoLeavesTest, TheTimeCountsFromTheLastThatCame) {
    take({discharged("p1", after(hours(0)))}, after(hours(0)));
    let_leave(after(days(30)) - minutes(90));
    take({row("p1", "temperature", "36.6", after(days(1)))}, after(days(1)));
    let_leave(after(days(31)) - minutes(1));
    EXPECT_TRUE(is_there("p1"));
    let_leave(after(days(31)));
    EXPECT_TRUE(is_there("p1")) << "it looks once an hour";
    let_leave(after(days(31)) + minutes(59));
    EXPECT_FALSE(is_there("p1"));
}

TEST_F(WhoLeavesTest, AClockThatMayBeAheadLetsNobodyLeaveEarly) {
    take({discharged("p1", after(hours(0)))}, after(hours(0)));
    ASSERT_TRUE(std::holds_alternative<Done>(ward->doubt_clock(days(10), after(days(35)))));
    let_leave(after(days(35)));
    EXPECT_TRUE(is_there("p1"));
    let_leave(after(days(40)));
    EXPECT_FALSE(is_there("p1"));
}

TEST_F(WhoLeavesTest, WithZeroDaysNobodyLeaves) {
    take({discharged("p1", after(hours(0)))}, after(hours(0)));
    let_leave(after(days(4000)), Duration{});
    EXPECT_TRUE(is_there("p1"));
}

TEST_F(WhoLeavesTest, WhoWasOnlyLookedAtLeavesAgainAfterADay) {
    let_them_leave();
    call_back("p1", after(days(40)));
    decline_all(after(days(40)));
    let_leave(after(days(41)) - seconds(1));
    EXPECT_TRUE(is_there("p1"));
    let_leave(after(days(42)));
    EXPECT_FALSE(is_there("p1"));
}

TEST_F(WhoLeavesTest, WhoIsNamedTogetherLeavesTogether) {
    take({discharged("M1", after(hours(0))), dose("M2", after(hours(1))), joins("M1", "M2", after(hours(2))),
          message("ADT^A37^ADT_A37", "M1", "PV1|1|I\rPID|2||M2^^^H^MR\rPV1|1|I\r", after(hours(3)))},
         after(hours(4)));
    ASSERT_NE(ward->patient("M1"), ward->patient("M2")) << "they were separated again";
    const Instant later = after(days(40));
    let_leave(later);
    EXPECT_TRUE(is_there("M1")) << "the other was not discharged";
    take({discharged("M2", later)}, later);
    const std::string one = answer("M1", after(days(90)));
    const std::string other = answer("M2", after(days(90)));
    let_leave(after(days(80)));
    EXPECT_FALSE(is_there("M1"));
    EXPECT_FALSE(is_there("M2"));
    EXPECT_EQ(ward->left(), 1U);
    EXPECT_TRUE(call_back("M1", after(days(90))));
    EXPECT_EQ(answer("M1", after(days(90))), one);
    EXPECT_EQ(answer("M2", after(days(90))), other);
}

TEST_F(WhoLeavesTest, WhatBelongsToNoPatientKeepsWhoseItWas) {
    take({encounter("p1", "e1", "finished"), temperature_resource("p1", "o1", "38.9", after(hours(0)))},
         after(hours(0)));
    Incoming nobodys = temperature_resource("p1", "o1", "38.9", after(hours(0)));
    nobodys.patient.clear();
    nobodys.text += ' ';
    take({nobodys}, after(hours(1)));
    let_leave(after(days(90)));
    EXPECT_TRUE(is_there("p1"));
}

TEST_F(WhoLeavesTest, AnIdentifierOfTheirsMeansThem) {
    take(
        {resource("Patient", "p1", R"("identifier":[{"system":"H","value":"M5"}])"), encounter("p1", "e1", "finished")},
        after(hours(0)));
    let_leave(after(days(40)));
    ASSERT_FALSE(is_there("p1"));
    take({dose("M5", after(days(41)))}, after(days(41)));
    ASSERT_TRUE(is_there("p1"));
    EXPECT_EQ(ward->patient("p1")->timeline().facts().size(), 1U);
}

// Which of two messages of one number counts hangs on which came first.
TEST_F(WhoLeavesTest, WhoShareANumberLeaveTogether) {
    take({discharged("M1", after(hours(0)))}, after(hours(0)));
    messages = 0;
    take({dose("M2", after(hours(1))), row("M2", "temperature", "36.6", after(hours(1)))}, after(hours(1)));
    let_leave(after(days(40)));
    EXPECT_TRUE(is_there("M1"));
}

TEST_F(WhoLeavesTest, ANumberOfTheirsThatIsUsedAgainIsTheirs) {
    let_them_leave();
    start(after(days(32)));
    Incoming other = discharged("M7", after(days(33)));
    const std::string used = store.all.records.front().source;
    ASSERT_EQ(used, "HL7 LAB|H|1");
    other.source = used;
    other.text = other.text.replace(other.text.find("|" + std::to_string(messages) + "|P"), 2, "|1");
    take({other}, after(days(33)));
    EXPECT_TRUE(is_there("p1"));
    EXPECT_EQ(answer("p1", after(days(40))), expected);
}

}  // namespace
}  // namespace stormkeel
