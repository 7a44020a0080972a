// An acknowledgement ends with the shift of whoever gave it: what nobody owns is raised again, with the reason.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

class ShiftEnd : public testing::Test {
protected:
    ShiftEnd() {
        ward.keep_person("m.ortega", Role::nurse);
        ward.keep_person("k.lind", Role::nurse);
        ward.keep_person("admin", Role::admin);
        ward.restart();
        EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200);
    }

    std::string alert() const { return between(ward.ask("GET /api/ward", ward.feed()), R"({"id":1,)", "}"); }
    bool is(const std::string& state) const { return has(alert(), "\"state\":\"" + state + "\""); }
    bool becomes(const std::string& state) const {
        for (int i = 0; i < 200 && !is(state); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return is(state);
    }
    static int acknowledge(const RunningWard& at, const SignedIn& by) {
        return status_of(by.ask(at, "POST /api/alerts/1/acknowledge"));
    }
    std::vector<std::string> why_ended() {
        ward.stop();
        std::vector<std::string> found;
        for (const AuditEntry& entry : ward.store().all.audit) {
            if (entry.action == "acknowledgement end") found.push_back(entry.object);
        }
        return found;
    }
    using Reasons = std::vector<std::string>;

    RunningWard ward;
};

TEST_F(ShiftEnd, BySigningOutRaisesWhatTheyAcknowledgedAndSaysWhy) {
    const SignedIn nurse(ward, "m.ortega");
    EXPECT_EQ(acknowledge(ward, nurse), 200);
    EXPECT_TRUE(is("acknowledged"));
    ward.set_clock("2026-03-03T10:33:00Z");
    EXPECT_EQ(status_of(nurse.ask(ward, "DELETE /session")), 200);
    EXPECT_TRUE(is("raised")) << "in the same commit";
    EXPECT_TRUE(has(alert(), R"("told":1,)") && has(alert(), R"("raised_at":"2026-03-03T10:33:00Z")")) << alert();
    EXPECT_TRUE(has(alert(), R"("by":null,"reason":"the last session of m.ortega ended")")) << alert();
    EXPECT_TRUE(has(alert(), R"("next_told_at":"2026-03-03T10:35:00Z")")) << "the clock begins anew";
    EXPECT_EQ(why_ended().at(0), "alert 1: the last session of m.ortega ended");
    EXPECT_TRUE(std::any_of(ward.store().all.events.begin(), ward.store().all.events.end(), [](const WardEvent& one) {
        return one.kind == "alert" && has(one.json, "the last session of m.ortega ended");
    }));
}

TEST_F(ShiftEnd, OfOneOfTwoSessionsOrOfSomebodyElseEndsNothing) {
    const SignedIn nurse(ward, "m.ortega");
    const SignedIn same(ward, "m.ortega");
    const SignedIn other(ward, "k.lind");
    EXPECT_EQ(acknowledge(ward, nurse), 200);
    nurse.ask(ward, "DELETE /session");
    other.ask(ward, "DELETE /session");
    EXPECT_TRUE(is("acknowledged"));
    same.ask(ward, "DELETE /session");
    EXPECT_TRUE(is("raised"));
}

// It was acknowledged 3 minutes ago, so nothing else raises it.
TEST_F(ShiftEnd, After12HoursWhileTheWardDidNotRunIsFoundAtTheStart) {
    ward.set_clock("2026-03-03T10:31:00Z");
    const SignedIn nurse(ward, "m.ortega");
    ward.set_clock("2026-03-03T22:29:00Z");
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /session/unlock", R"({"password":"seven quiet herons"})")), 200);
    EXPECT_EQ(acknowledge(ward, nurse), 200);
    ward.stop();
    ward.set_clock("2026-03-03T22:32:00Z");
    ward.restart();
    EXPECT_TRUE(becomes("raised"));
    EXPECT_TRUE(has(alert(), R"("late_by_seconds":60)")) << alert();
    EXPECT_EQ(why_ended(), Reasons{"alert 1: the session of m.ortega ended after 12 h"});
    EXPECT_TRUE(ward.store().all.sessions.empty());
}

TEST_F(ShiftEnd, ByTheEndOfTheAccountRaisesWhatTheyAcknowledged) {
    const SignedIn nurse(ward, "m.ortega");
    EXPECT_EQ(acknowledge(ward, nurse), 200);
    const SignedIn admin(ward, "admin");
    EXPECT_EQ(status_of(admin.ask(ward, "DELETE /api/users/m.ortega")), 200);
    EXPECT_TRUE(becomes("raised"));
    EXPECT_EQ(why_ended(), Reasons{"alert 1: the account of m.ortega was closed"});
}

TEST_F(ShiftEnd, LeavesWhatADeclineSaid) {
    ward.keep_person("dr", Role::physician);
    ward.restart();
    const SignedIn physician(ward, "dr");
    EXPECT_EQ(status_of(physician.ask(ward, "POST /api/alerts/1/decline", R"({"reason":"seen at the bedside"})")), 200);
    physician.ask(ward, "DELETE /session");
    EXPECT_TRUE(is("declined"));
}

TEST_F(ShiftEnd, OnAFullDiskIsKeptOnceThereIsRoom) {
    const SignedIn nurse(ward, "m.ortega");
    EXPECT_EQ(acknowledge(ward, nurse), 200);
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "full"};
    EXPECT_EQ(status_of(nurse.ask(ward, "DELETE /session")), 507);
    EXPECT_TRUE(is("acknowledged"));
    ward.store().problem.reset();
    ward.set_clock("2026-03-03T10:33:00Z");
    EXPECT_TRUE(becomes("raised"));
    EXPECT_EQ(why_ended(), Reasons{"alert 1: the last session of m.ortega ended"});
}

}  // namespace
}  // namespace stormkeel
