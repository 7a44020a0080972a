// 2,000 patients with two days of chart each: how many facts a second are taken and answered for, and how long does it
// take when time passes for all at once?
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "kept_ward.h"
#include "measure.h"
#include "ward_feed.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

constexpr std::uint64_t patients = 2'000;
constexpr std::uint64_t two_days = 1'440;    // facts, one every two minutes
constexpr std::uint64_t charted_every = 5;   // of them one in five is charted, as without a monitor
constexpr double monitored = 2'000.0 / 120;  // facts a second when each patient sends one every two minutes

std::vector<WardFeed> chart(Store& store) {
    std::vector<WardFeed> feeds;
    for (std::uint64_t i = 0; i < patients; ++i) feeds.emplace_back("patient-" + std::to_string(i));
    std::uint64_t number = 0;
    while (feeds.front().told() < two_days) {
        Batch batch;
        const bool charted = feeds.front().told() % charted_every == 0;
        for (WardFeed& feed : feeds) {
            const Instant now = feed.now();
            const Incoming told = feed.next();
            if (!charted) continue;
            batch.records.push_back(
                {++number, told.patient, told.form, told.source, told.version, now, now, told.text});
        }
        if (charted) sound(store.commit(batch));
    }
    return feeds;
}

// Nanoseconds a fact, `at_once` in a commit, each of another patient.
double taking(LiveWard& ward, std::vector<WardFeed>& feeds, std::size_t at_once) {
    std::vector<double> times;
    for (std::size_t first = 0; first + at_once <= feeds.size(); first += at_once) {
        const Instant now = feeds[first].now();
        std::vector<Incoming> records;
        for (std::size_t i = first; i < first + at_once; ++i) records.push_back(feeds[i].next());
        times.push_back(nanoseconds_of([&] { sound(ward.take(records, now)); }));
    }
    double sum = 0;
    for (const double each : times) sum += each;
    return sum / static_cast<double>(feeds.size());
}

}  // namespace

int main() {
    const BenchFolder folder;
    const auto store = open_kept(folder.file("ward.sqlite"));
    std::vector<WardFeed> feeds = chart(*store);
    LiveWard ward(*store, ward_knowledge());
    sound(ward.open(feeds.front().now()));
    const double before = store->figures().commits.seconds;
    const double alone = taking(ward, feeds, 1);
    const double kept_alone = store->figures().commits.seconds - before;
    const double together = taking(ward, feeds, 100);
    const double kept_together = store->figures().commits.seconds - before - kept_alone;
    const Instant later = feeds.front().now() + hours(8);
    const auto waking = std::count_if(ward.patients().begin(), ward.patients().end(),
                                      [&](const auto& each) { return each.second.wake <= later; });
    const double all_wake = nanoseconds_of([&] { sound(ward.pass_time(later)); });
    print_heading();
    print_rate("2 000 patients: facts a second, 1 in a commit", 1e9 / alone, 10 * monitored);
    print_number("  share of that time in the commit", kept_alone * 1e9 / (alone * patients), 0.9);
    print_rate("2 000 patients: facts a second, 100 in a commit", 1e9 / together, 50 * monitored);
    print_number("  share of that time in the commit", kept_together * 1e9 / (together * patients), 0.9);
    print_rate("patients for whom eight hours change something", static_cast<double>(waking), patients);
    print_number("answering for them all at once, s", all_wake / 1e9, 2);
}
