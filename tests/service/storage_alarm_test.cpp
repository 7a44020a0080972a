// That nothing can be kept is told until something can: any commit, and nothing else, shows it.
#include <gtest/gtest.h>

#include "service/watched_ward.h"

namespace stormkeel {
namespace {

const StoreProblem no_space{StoreProblem::Kind::full, "no space"};

TEST(StorageAlarm, EndsWithTheNextCommitOfAnyKind) {
    MemoryStore store;
    Watched ward(store);
    ward.open(first_moment);
    store.problem = no_space;
    ward.watch.technical.commit_failed(first_moment);
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.watch.look(after(seconds(1)))));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
    EXPECT_FALSE(ward.ward.own_alerts().at(0).over);
    store.problem.reset();
    ward.look(after(minutes(3)));  // the alert itself is kept, which shows that there is room again
    ward.look(after(minutes(3) + seconds(1)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U) << "nobody has seen it";
    EXPECT_TRUE(ward.ward.own_alerts().at(0).over);
    EXPECT_FALSE(ward.watch.technical.cannot_keep());
}

TEST(StorageAlarm, GoesOnWhereAFactOnlyRepeatsWhatIsThere) {
    MemoryStore store;
    Watched ward(store);
    ward.open(first_moment);
    ward.take(first_moment);
    ward.watch.technical.commit_failed(after(seconds(1)));
    ward.take(first_moment);
    EXPECT_TRUE(ward.watch.technical.cannot_keep()) << "nothing was written";
    ward.take(after(seconds(2)));
    EXPECT_FALSE(ward.watch.technical.cannot_keep());
}

TEST(StorageAlarm, OfEventsThatCannotBeTakenAwayLastsUntilTheyCan) {
    TechnicalAlarms alarms(built_in_alarms());
    alarms.resume({}, first_moment);
    alarms.pruning_failed(first_moment);
    alarms.pruning_failed(after(minutes(1)));
    alarms.committed();
    const auto on = alarms.on(after(minutes(1)), true);
    ASSERT_EQ(on.size(), 1U);
    EXPECT_EQ(on[0].condition, "storage");
    EXPECT_EQ(on[0].priority, AlarmPriority::high);
    EXPECT_EQ(on[0].since, first_moment);
    EXPECT_TRUE(on[0].text.starts_with("old events could not be taken away since ")) << on[0].text;
    alarms.pruned();
    EXPECT_TRUE(alarms.on(after(minutes(2)), true).empty());
}

}  // namespace
}  // namespace stormkeel
