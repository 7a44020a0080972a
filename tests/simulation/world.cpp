// Chance chooses what happens next; whatever it is, the checks hold afterwards.
#include "simulation/world.h"

#include <algorithm>
#include <array>

#include "storage/sqlite_store.h"

namespace stormkeel::simulation {

namespace {

constexpr Instant beginning{1'772'500'000'000'000};
constexpr int starts_at_most = 50;
constexpr std::uint64_t longest_quiet = 40ULL * 60 * 1'000'000;  // microseconds
constexpr Duration tick = seconds(20);                           // a ward that is busy looks at the time this late

Duration of(std::uint64_t microseconds) { return {static_cast<std::int64_t>(microseconds)}; }

}  // namespace

World::World(std::uint64_t seed, const WardKnowledge& knowledge)
    : random_(seed), knowledge_(knowledge), disk_(seed), feed_(random_), events_(knowledge.alarms), truth_(beginning) {}

Wrong World::survive(const StoreProblem& problem) {
    settled_ = false;
    if (problem.kind == StoreProblem::Kind::full) {
        ++counts_.refusals;
        watch_->technical.commit_failed(now());
        return {};
    }
    return crash();
}

// Everything in memory is gone, and the power too when it was cut.
Wrong World::crash() {
    watch_.reset();
    ward_.reset();
    store_.reset();
    if (disk_.is_dead()) {
        ++counts_.power_cuts;
        disk_.power_up();
    }
    return start();
}

Wrong World::start() {
    for (int i = 0; i < starts_at_most; ++i) {
        ++counts_.starts;
        watch_.reset();
        ward_.reset();
        store_.reset();
        if (disk_.is_dead()) disk_.power_up();
        auto opened = open_sqlite_store({"ward.sqlite", sqlite::Purpose::ward, disk_.name()});
        if (std::holds_alternative<StoreProblem>(opened)) continue;
        store_ = std::move(std::get<std::unique_ptr<Store>>(opened));
        ward_ = std::make_unique<LiveWard>(*store_, knowledge_);
        watch_ = std::make_unique<WardWatch>(*store_, *ward_, knowledge_.alarms);
        watch_->machine = [this] { return MachineReading{truth_ - beginning, std::nullopt}; };
        const Instant began = now();
        if (std::holds_alternative<StoreProblem>(ward_->open(began))) continue;
        if (std::holds_alternative<StoreProblem>(watch_->open(began))) continue;
        settled_ = true;
        const Wrong wrong = check_records(*store_, answered_, knowledge_);
        return wrong.empty() ? check() : wrong;
    }
    return "the ward does not start any more";
}

Wrong World::look() {
    settled_ = true;
    Wrong wrong = after(watch_->keep_doubt(now()));
    if (wrong.empty() && settled_) wrong = after(ward_->pass_time(now()));
    if (wrong.empty() && settled_) wrong = after(watch_->look(now()));
    return wrong;
}

// As the server does: each time something is due, a little late.
Wrong World::let_time_pass(Duration length) {
    const Instant end = truth_ + length;
    const bool stalled = below(10) == 0;
    while (!stalled && truth_ < end) {
        const Instant due = ward_->next_wake() - (now() - truth_);
        if (due >= end) break;
        truth_ = std::min(end, std::max(truth_ + of(1 + below(1'000'000)), due + of(below(250'000))));
        Wrong wrong = look();
        if (!wrong.empty()) return wrong;
        if (!settled_) truth_ = std::min(end, truth_ + tick);
    }
    truth_ = end;
    return look();
}

Wrong World::take_what_arrived() {
    const std::vector<Incoming> records = feed_.arrived(truth_);
    if (records.empty()) return {};
    watch_->technical.feed_spoke("feed", now());
    const auto doubted = watch_->keep_doubt(now());
    const auto taken = std::holds_alternative<Done>(doubted) ? ward_->take(records, now())
                                                             : Stored<Taken>(std::get<StoreProblem>(doubted));
    if (const auto* problem = std::get_if<StoreProblem>(&taken)) {
        feed_.send_again(records, truth_);
        return survive(*problem);
    }
    watch_->technical.committed();
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Incoming& record = records[i];
        const Taken::Outcome outcome = std::get<Taken>(taken).records[i].outcome;
        const auto [place, is_new] = answered_.emplace(record.source + ' ' + record.version, record.text);
        const bool same = place->second == record.text;
        if (is_new && outcome == Taken::Outcome::conflicting) answered_.erase(place);  // kept by a commit that was cut
        if (is_new) {
            ++counts_.records;
            continue;
        }
        const auto expected = same ? Taken::Outcome::repeated : Taken::Outcome::conflicting;
        if (outcome != expected) return record.source + " was taken twice";
    }
    return {};
}

Wrong World::answer_an_alert() {
    std::vector<Alert> open = ward_->own_alerts();
    for (const auto& [id, patient] : ward_->patients()) {
        open.insert(open.end(), patient.alerts.begin(), patient.alerts.end());
    }
    std::erase_if(open, [](const Alert& alert) { return alert.number == 0; });
    if (open.empty()) return {};
    const Alert& alert = open[below(open.size())];
    AlertAnswer answer{alert.number, AlertState::acknowledged, "nurse-" + std::to_string(below(3)), {}, {}};
    const std::uint64_t how = below(6);
    if (how == 0) answer.state = AlertState::declined;
    if (how == 0) answer.reason = "seen at the bed";
    if (how > 3 && why_no_snooze(alert, minutes(2), knowledge_.alarms).empty()) {
        answer.state = AlertState::snoozed;
        answer.length = minutes(1 + static_cast<std::int64_t>(below(2)));
    }
    ++counts_.answers;
    const bool of_clock = alert.patient.empty() && watch_->technical.is_of_clock(alert.condition);
    const bool is_right = of_clock && answer.state == AlertState::declined;
    const Wrong wrong = after(ward_->answer(answer, now()));
    if (is_right && wrong.empty() && settled_) watch_->technical.clock_is_right(answer.by, now());
    return wrong;
}

Wrong World::step_the_clock() {
    ++counts_.clock_steps;
    constexpr std::array longest{seconds(3), hours(1), days(3), days(3652)};
    const auto size = static_cast<std::uint64_t>(longest.at(std::min<std::uint64_t>(below(8), 3)).microseconds);
    const Duration step = of(below(size));
    const Instant to = below(2) == 0 ? wall() + step : wall() - step;
    // Somebody sets a clock that is far off right again.
    offset_ = offset_ == Duration{} ? to - truth_ : Duration{};
    return {};
}

Wrong World::break_the_disk() {
    constexpr std::array faults{Fault::power_cut, Fault::full, Fault::full, Fault::write_error, Fault::sync_error};
    disk_.fail_at(1 + below(30), faults.at(below(faults.size())));
    return {};
}

Wrong World::step() {
    ++counts_.steps;
    const std::uint64_t what = below(100);
    if (what < 35) return let_time_pass(of(below(longest_quiet)));
    if (what < 45) return let_time_pass(std::max(Duration{}, std::min(ward_->next_wake() - now(), hours(6))));
    if (what < 75) feed_.happen(truth_);
    if (what < 78) return take_what_arrived();
    if (what < 90) return answer_an_alert();
    if (what < 93) return step_the_clock();
    if (what < 96) return break_the_disk();
    if (what < 98) return crash();
    // A connection that was held is lost, or its sender sends over a short one.
    watch_->technical.link_opened(1, "mllp", what < 99 ? now() - hours(1) : now());
    watch_->technical.link_closed(1, now());
    return {};
}

Wrong World::check() {
    Wrong wrong = look();
    if (wrong.empty()) wrong = events_.read(*store_);
    // While the disk refuses what is due the ward cannot be up to date; it is when the disk takes it.
    if (wrong.empty() && settled_) wrong = check_alerts(*ward_, *store_, knowledge_, now());
    if (wrong.empty() && settled_) wrong = check_answers(*ward_, knowledge_, now());
    counts_.raised = events_.raised();
    return wrong;
}

// The disk is sound again, all arrives, and people see to everything.
Wrong World::recover() {
    disk_.repair();
    Wrong wrong;
    for (int i = 0; wrong.empty() && i < 100; ++i) {
        wrong = let_time_pass(minutes(10));
        if (wrong.empty()) wrong = take_what_arrived();
        if (wrong.empty()) wrong = answer_an_alert();
    }
    if (wrong.empty() && !feed_.is_empty()) wrong = "something never arrived";
    if (wrong.empty()) wrong = check();
    if (wrong.empty() && !settled_) wrong = "the ward does not recover";
    if (wrong.empty()) wrong = check_records(*store_, answered_, knowledge_);
    if (wrong.empty()) wrong = check_order(*store_, *ward_, knowledge_, now(), random_());
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
