// What a ward measures of the silence of its feeds goes on over a start.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

std::string silence_of(const RunningWard& ward, const std::string& feed) {
    const std::string metrics = ward.ask("GET /metrics", ward.feed());
    const std::string name = "stormkeel_feed_silent_seconds{feed=\"" + feed + "\"} ";
    const std::size_t at = metrics.find(name);
    if (at == std::string::npos) return "not told";
    const std::size_t value = at + name.size();
    return metrics.substr(value, metrics.find('\n', value) - value);
}

TEST(SilentFeed, IsMeasuredFromWhenItSpokeAlsoAfterAStart) {
    RunningWard ward;
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200);
    EXPECT_EQ(silence_of(ward, "feed"), "0");
    std::this_thread::sleep_for(std::chrono::seconds(1));  // several ticks
    ward.stop();
    ward.set_clock("2026-03-03T11:21:00Z");
    ward.restart();
    EXPECT_EQ(silence_of(ward, "feed"), "3000");
    ward.restart();
    EXPECT_EQ(silence_of(ward, "feed"), "3000");
}

TEST(SilentFeed, ThatNeverSpokeIsMeasuredFromWhenItsTokenWasMade) {
    RunningWard ward;
    NewToken made = new_token("lab", Role::integration, *parse_instant("2026-03-03T10:00:00Z"));
    ward.store().all.accounts.push_back(made.account);
    ward.restart();
    EXPECT_EQ(silence_of(ward, "lab"), "1860");
}

}  // namespace
}  // namespace stormkeel
