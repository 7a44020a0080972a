// A ward, its disk, its clocks, its feed and its people, all drawn from one seed: the same seed is the same life.
#pragma once

#include <memory>
#include <optional>
#include <random>
#include <string>

#include "service/ward_watch.h"
#include "simulation/checks.h"
#include "simulation/feed.h"
#include "storage/unreliable_disk.h"

namespace stormkeel::simulation {

struct Counts {
    std::uint64_t steps = 0;
    std::uint64_t records = 0;  // answered for
    std::uint64_t raised = 0;   // alerts, and alerts again
    std::uint64_t answers = 0;  // of persons
    std::uint64_t starts = 0;   // of the ward, after the first
    std::uint64_t power_cuts = 0;
    std::uint64_t refusals = 0;  // of a full disk
    std::uint64_t clock_steps = 0;
};

class World {
public:
    World(std::uint64_t seed, const WardKnowledge& knowledge);

    // What went wrong in so many steps and after them; empty: nothing.
    Wrong live(std::uint64_t steps);

    const Counts& counts() const { return counts_; }
    const std::string& digest() const { return events_.digest(); }

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    Instant wall() const { return truth_ + offset_; }
    Instant now() { return watch_->present(wall()); }

    Wrong start();
    Wrong step();
    Wrong let_time_pass(Duration length);
    Wrong take_what_arrived();
    Wrong answer_an_alert();
    Wrong step_the_clock();
    Wrong break_the_disk();
    Wrong crash();
    Wrong check();
    Wrong recover();  // when faults have stopped
    Wrong look();

    // A full disk is told and lived with; after any other problem the ward starts again.
    Wrong survive(const StoreProblem& problem);
    template <typename Value>
    Wrong after(const Stored<Value>& stored) {
        const auto* problem = std::get_if<StoreProblem>(&stored);
        return problem == nullptr ? Wrong() : survive(*problem);
    }

    std::mt19937_64 random_;
    WardKnowledge knowledge_;
    UnreliableDisk disk_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<LiveWard> ward_;
    std::unique_ptr<WardWatch> watch_;
    Feed feed_;
    EventCheck events_;
    AnsweredFor answered_;
    Instant truth_;
    Duration offset_;       // of the wall clock
    bool settled_ = false;  // nothing was refused since the last time all was looked at
    Counts counts_;
};

}  // namespace stormkeel::simulation
