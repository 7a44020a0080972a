// Chance chooses what happens next; whatever it is, the checks hold afterwards.
#include "simulation/world.h"

#include <algorithm>
#include <array>
#include <map>

namespace stormkeel::simulation {

namespace {

constexpr Instant beginning{1'772'500'000'000'000};
constexpr int starts_at_most = 50;
constexpr std::uint64_t longest_quiet = 40ULL * 60 * 1'000'000;  // microseconds
constexpr Duration tick = seconds(20);                           // a ward that is busy looks at the time this late

Duration of(std::uint64_t microseconds) { return {static_cast<std::int64_t>(microseconds)}; }

}  // namespace

World::World(std::uint64_t seed, const WardKnowledge& knowledge)
    : random_(seed),
      knowledge_(knowledge),
      disk_(seed),
      service_(knowledge_, disk_, {[this] { return truth_ + offset_; }, [this] { return truth_ - beginning; }}),
      feed_(random_),
      events_(knowledge.alarms),
      truth_(beginning) {}

Wrong World::survive() {
    const std::uint64_t refused = service_.store().figures().refused_commits;
    if (refused != refused_commits_) settled_ = false;
    const bool has_failed = service_.application().has_failed();
    if (!has_failed) counts_.refusals += refused - refused_commits_;
    refused_commits_ = refused;
    return has_failed ? crash() : Wrong();
}

// Everything in memory is gone, and the power too when it was cut.
Wrong World::crash() {
    if (disk_.is_dead()) ++counts_.power_cuts;
    return start();
}

Wrong World::start() {
    for (int i = 0; i < starts_at_most; ++i) {
        ++counts_.starts;
        refused_commits_ = 0;
        if (!service_.start()) continue;
        settled_ = true;
        Wrong wrong = listener_.connect(service_);
        if (wrong.empty()) wrong = check_records(service_.store(), answered_, knowledge_);
        return wrong.empty() ? check() : wrong;
    }
    return "the ward does not start any more";
}

Wrong World::look() {
    settled_ = true;
    service_.application().tick();
    return survive();
}

// As the server does: each time something is due, a little late.
Wrong World::let_time_pass(Duration length) {
    const Instant end = truth_ + length;
    const bool stalled = below(10) == 0;
    while (!stalled && truth_ < end) {
        const Instant due = service_.ward().next_wake() - (now() - truth_);
        if (due >= end) break;
        truth_ = std::min(end, std::max(truth_ + of(1 + below(1'000'000)), due + of(below(250'000))));
        Wrong wrong = look();
        if (!wrong.empty()) return wrong;
        if (!settled_) truth_ = std::min(end, truth_ + tick);
    }
    truth_ = end;
    return look();
}

Wrong World::step_the_clock() {
    ++counts_.clock_steps;
    constexpr std::array longest{seconds(3), hours(1), days(3), days(3652)};
    const auto size = static_cast<std::uint64_t>(longest.at(std::min<std::uint64_t>(below(8), 3)).microseconds);
    const Duration step = of(below(size));
    const Duration by = below(2) == 0 ? step : Duration{} - step;
    // Somebody sets a clock that is far off right again.
    offset_ = offset_ == Duration{} ? by : Duration{};
    return {};
}

Wrong World::break_the_disk() {
    constexpr std::array faults{Fault::power_cut, Fault::full, Fault::full, Fault::write_error, Fault::sync_error};
    disk_.fail_at(1 + below(30), faults.at(below(faults.size())));
    return {};
}

Wrong World::step() {
    ++counts_.steps;
    if (below(8) == 0) listener_.read(below(2) == 0);
    const std::uint64_t what = below(104);
    if (what < 35) return let_time_pass(of(below(longest_quiet)));
    if (what < 45) return let_time_pass(std::max(Duration{}, std::min(service_.ward().next_wake() - now(), hours(6))));
    if (what < 75) feed_.happen(truth_);
    if (what < 78) return take_what_arrived();
    if (what < 90) return answer_an_alert();
    if (what < 93) return step_the_clock();
    if (what < 96) return break_the_disk();
    if (what < 98) return crash();
    if (what >= 100) return ask_for_cards();
    // A connection that was held is lost, or its sender sends over a short one.
    TechnicalAlarms& technical = service_.application().served().watch.technical;
    technical.link_opened(1, "mllp", what < 99 ? now() - hours(1) : now());
    technical.link_closed(1, now());
    return {};
}

Wrong World::check() {
    Wrong wrong = look();
    if (!wrong.empty()) return wrong;
    Store& store = service_.store();
    LiveWard& ward = service_.ward();
    wrong = events_.read(store);
    if (wrong.empty()) wrong = listener_.check(store);
    // While the disk refuses what is due the ward cannot be up to date; it is when the disk takes it.
    if (wrong.empty() && settled_) wrong = check_alerts(ward, store, knowledge_, now());
    if (wrong.empty() && settled_) wrong = check_answers(ward, knowledge_, now());
    counts_.raised = events_.raised();
    return wrong;
}

// What is told of a resource is the latest version that was answered for, in whatever order they came.
Wrong World::check_resources() {
    std::map<std::string, const Letter*> latest;
    for (const auto& [name, letter] : answered_) {
        if (letter.door != Door::fhir) continue;
        const Letter*& found = latest[letter.source];
        if (found == nullptr || std::stoul(found->version) < std::stoul(letter.version)) found = &letter;
    }
    for (const auto& [source, letter] : latest) {
        const HttpResponse told = service_.ask(Service::request("GET /fhir/" + source, Service::feed));
        if (told.status != 200 || told.body != letter->text) return source + " is told as " + told.body;
    }
    return {};
}

// The disk is sound and the clock right again, all arrives, and people see to everything.
Wrong World::recover() {
    disk_.repair();
    offset_ = {};
    listener_.read(true);
    Wrong wrong;
    for (int i = 0; wrong.empty() && i < 100; ++i) {
        wrong = let_time_pass(minutes(10));
        if (wrong.empty()) wrong = take_what_arrived();
        if (wrong.empty()) wrong = answer_an_alert();
    }
    if (wrong.empty() && !feed_.is_empty()) wrong = "something never arrived";
    if (wrong.empty()) wrong = check();
    if (wrong.empty() && !settled_) wrong = "the ward does not recover";
    if (wrong.empty()) wrong = check_records(service_.store(), answered_, knowledge_);
    if (wrong.empty()) wrong = check_resources();
    if (wrong.empty()) wrong = check_order(service_.store(), service_.ward(), knowledge_, now(), random_());
    return wrong.empty() ? crash() : wrong;
}

Wrong World::live(std::uint64_t steps) {
    Wrong wrong = start();
    for (std::uint64_t i = 0; wrong.empty() && i < steps; ++i) {
        wrong = step();
        if (wrong.empty()) wrong = check();
    }
    return wrong.empty() ? recover() : "step " + std::to_string(counts_.steps) + ": " + wrong;
}

}  // namespace stormkeel::simulation
