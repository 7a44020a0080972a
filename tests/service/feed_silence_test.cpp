// For how long a feed is silent is known over any number of starts.
#include <gtest/gtest.h>

#include <algorithm>

#include "service/watched_ward.h"

namespace stormkeel {
namespace {

std::vector<std::string> conditions(const Watched& ward) {
    std::vector<std::string> found;
    for (const Alert& alert : ward.ward.own_alerts()) found.push_back(alert.condition);
    return found;
}
using Conditions = std::vector<std::string>;

TEST(FeedSilence, GoesOnOverStartsThatAreLessThanAnHourApart) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        ward.take(first_moment);
        ward.look(after(seconds(1)));
    }
    {
        Watched ward(store);
        ward.open(after(minutes(50)));
        ward.look(after(minutes(59)));
        EXPECT_EQ(conditions(ward), Conditions{});
        EXPECT_EQ(ward.watch.technical.feeds().at("ehr"), first_moment);
        ward.look(after(minutes(60)));
        EXPECT_EQ(conditions(ward), Conditions{"feed"});
    }
}

TEST(FeedSilence, BeganWhenTheFeedSpokeLastAlsoWhenItOnlyRepeatedWhatWasThere) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        ward.take(first_moment);
        for (int minute = 1; minute <= 30; ++minute) {
            ward.watch.technical.feed_spoke("ehr", after(minutes(minute)));
            ward.look(after(minutes(minute)));
        }
    }
    const auto rows = std::count_if(store.all.audit.begin(), store.all.audit.end(),
                                    [](const AuditEntry& one) { return one.action == feed_action; });
    EXPECT_EQ(rows, 6) << "no write for each message: the first record, then every sixth minute";
    // The power went: it is known to a tenth of the hour, and is told rather too early.
    Watched ward(store);
    ward.open(after(minutes(50)));
    EXPECT_EQ(conditions(ward), Conditions{});
    ward.look(after(minutes(83)));
    EXPECT_EQ(conditions(ward), Conditions{});
    ward.look(after(minutes(90)));
    EXPECT_EQ(conditions(ward), Conditions{"feed"});
}

TEST(FeedSilence, IsKnownToTheSecondAfterAnOrderlyEnd) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        ward.take(first_moment);
        ward.watch.technical.feed_spoke("ehr", after(minutes(5)));
        EXPECT_TRUE(std::holds_alternative<Done>(ward.watch.finish(after(minutes(10)))));
    }
    Watched ward(store);
    ward.open(after(minutes(20)));
    EXPECT_EQ(ward.watch.technical.feeds().at("ehr"), after(minutes(5)));
}

// Its row says when the feed spoke first, and nothing of when it spoke last.
TEST(FeedSilence, OfAFeedThatAnEarlierVersionKnewBeginsWithTheFirstStartAndNotWithEach) {
    MemoryStore store;
    store.all.audit.push_back({1, first_moment - hours(500), "ehr", std::string(feed_action), ""});
    const Instant first_start = first_moment;
    for (const Duration later : {Duration{}, minutes(50)}) {
        Watched ward(store);
        ward.open(first_start + later);
        EXPECT_EQ(ward.watch.technical.feeds().at("ehr"), first_start);
    }
}

TEST(FeedSilence, OfAnOpenAlertIsNoShorterAfterItCameAgain) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        ward.take(first_moment);
        ward.look(after(hours(1)));
        const std::uint64_t number = ward.ward.own_alerts().at(0).number;
        ward.ward.answer({number, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(61)));
        ward.look(after(minutes(91)));
        EXPECT_EQ(ward.ward.own_alerts().at(0).raised_at, after(minutes(91)));
    }
    Watched ward(store);
    ward.open(after(minutes(92)));
    EXPECT_EQ(ward.watch.technical.feeds().at("ehr"), first_moment);
}

}  // namespace
}  // namespace stormkeel
