// Uses of sessions are kept once a minute and at the end, and what is over leaves the store.
#include <gtest/gtest.h>

#include "server/ward_application.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant morning = *parse_instant("2026-03-03T10:00:00Z");
const Account charge_nurse{"ada", "nurse", "$scrypt$x", morning};

class KeptSessions : public testing::Test {
protected:
    KeptSessions() {
        store.all.accounts.push_back(charge_nurse);
        ward.open();
        Sessions sessions = ward.served().sign_ins.sessions;
        secret = sessions.begin(charge_nurse, now);
        ward.served().keep_sessions(std::move(sessions), {});
        ward.tick();
    }

    bool use_after(Duration more) {
        now = now + more;
        ServedWard& served = ward.served();
        return served.sign_ins.sessions.find(secret, served.accounts, now, true) != nullptr;
    }
    Duration kept_use() const { return store.all.sessions.at(0).last_used - morning; }

    Instant now = morning;
    MemoryStore store;
    WardApplication ward{store, built_in_ward_knowledge(), [this] { return now; }};
    std::string secret;
};

TEST_F(KeptSessions, AreWrittenOnceAMinuteHoweverMuchTheyAreUsed) {
    EXPECT_EQ(kept_use(), Duration{});
    EXPECT_TRUE(use_after(seconds(50)));
    ward.tick();
    EXPECT_EQ(kept_use(), Duration{});
    EXPECT_TRUE(use_after(seconds(20)));
    ward.tick();
    EXPECT_EQ(kept_use(), seconds(70));
    EXPECT_TRUE(use_after(seconds(5)));
    ward.tick();
    EXPECT_EQ(kept_use(), seconds(70));
    ward.finish();
    EXPECT_EQ(kept_use(), seconds(75)) << "at a clean end to the second";
}

TEST_F(KeptSessions, LeaveTheStoreWhenTheyAreOverThoughNobodyAsks) {
    now = now + hours(12);
    ward.tick();
    EXPECT_TRUE(store.all.sessions.empty());
    EXPECT_FALSE(use_after({}));
}

TEST_F(KeptSessions, AFullDiskEndsNone) {
    store.problem = StoreProblem{StoreProblem::Kind::full, "full"};
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(use_after(minutes(10)));
        ward.tick();
    }
    EXPECT_FALSE(ward.has_failed());
    EXPECT_EQ(kept_use(), Duration{});
    store.problem.reset();
    now = now + minutes(2);
    ward.tick();
    EXPECT_EQ(kept_use(), minutes(50)) << "the next one that there is room for";
}

TEST_F(KeptSessions, AnEndThatFoundNoRoomIsKeptLater) {
    store.problem = StoreProblem{StoreProblem::Kind::full, "full"};
    ServedWard& served = ward.served();
    served.sign_ins.sessions.end(secret);
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(served.keep_sessions(served.sign_ins.sessions, {})));
    EXPECT_FALSE(use_after({})) << "here it is over";
    EXPECT_EQ(store.all.sessions.size(), 1U);
    store.problem.reset();
    now = now + minutes(1);
    ward.tick();
    EXPECT_TRUE(store.all.sessions.empty());
}

}  // namespace
}  // namespace stormkeel
