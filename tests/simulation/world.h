// A ward, its disk, its clocks, its feed and its people, all drawn from one seed: the same seed is the same life.
#pragma once

#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "simulation/checks.h"
#include "simulation/doors.h"
#include "simulation/feed.h"
#include "simulation/listener.h"
#include "simulation/service.h"

namespace stormkeel::simulation {

struct Counts {
    std::uint64_t steps = 0;
    std::array<std::uint64_t, doors> records{};  // answered for, by the door they came through
    std::uint64_t transactions = 0;              // by which some of them came
    std::uint64_t lost_answers = 0;              // of requests and messages
    std::uint64_t raised = 0;                    // alerts, and alerts again
    std::uint64_t answers = 0;                   // of persons
    std::uint64_t cards = 0;                     // that CDS Hooks were asked for
    std::uint64_t starts = 0;                    // of the ward, after the first
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
    struct Heard {
        std::size_t delivery;
        std::vector<Outcome> outcomes;
    };

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    Instant now() { return service_.now(); }

    Wrong start();
    Wrong step();
    Wrong let_time_pass(Duration length);
    Wrong take_what_arrived();
    std::vector<Delivery> draw_deliveries(std::vector<Letter> letters);
    Wrong hear(const std::vector<Delivery>& deliveries, const std::vector<Heard>& heard);
    void send_again(const Letter& letter);
    Wrong judge(const Letter& letter, Outcome outcome);
    Wrong answer_an_alert();
    Wrong ask_for_cards();
    Wrong step_the_clock();
    Wrong break_the_disk();
    Wrong crash();
    Wrong check();
    Wrong check_resources();
    Wrong recover();  // when faults have stopped
    Wrong look();

    // A full disk is told and lived with; after any other problem the ward starts again.
    Wrong survive();

    std::mt19937_64 random_;
    WardKnowledge knowledge_;
    UnreliableDisk disk_;
    Service service_;
    Feed feed_;
    EventCheck events_;
    Listener listener_;
    AnsweredFor answered_;
    std::set<std::string> in_doubt_;  // what may be kept, though nobody heard so, named as that is
    Instant truth_;
    Duration offset_;                    // of the wall clock
    bool settled_ = false;               // nothing was refused since the last time all was looked at
    std::uint64_t refused_commits_ = 0;  // of the store that is open
    Counts counts_;
};

}  // namespace stormkeel::simulation
