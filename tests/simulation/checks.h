// What must hold of a ward after every step, whatever has happened to it. Each check tells what is wrong, or nothing.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "service/live_ward.h"
#include "simulation/letters.h"

namespace stormkeel::simulation {

using Wrong = std::string;

// Everything that was answered for is kept once, with the text that came, and the kept answers come out again byte by
// byte.
using AnsweredFor = std::map<std::string, Letter>;  // by source and version
Wrong check_records(Store& store, const AnsweredFor& answered, const WardKnowledge& knowledge);

// The alerts in memory are those that are kept; one condition has one; none waits for longer than its clock says, and
// every alarm that is on now has an alert that tells all of it.
Wrong check_alerts(const LiveWard& ward, Store& store, const WardKnowledge& knowledge, Instant now);

// The answers are those of now: nothing that time could have changed is overdue.
Wrong check_answers(const LiveWard& ward, const WardKnowledge& knowledge, Instant now);

// All that is kept, let in anew with the sources in an order of chance, gives the same answers.
Wrong check_order(Store& store, const LiveWard& ward, const WardKnowledge& knowledge, Instant now, std::uint64_t seed);

// Follows the events: they are numbered without a gap, an ended alert stays ended, and an alert is raised again only
// for a reason. The digest of all of them tells two runs apart.
class EventCheck {
public:
    explicit EventCheck(const AlarmTable& table) : table_(table) {}

    Wrong read(Store& store);
    const std::string& digest() const { return digest_; }
    std::uint64_t raised() const { return raised_; }

private:
    struct Row {
        std::string patient;
        std::string condition;
        std::string state;
        AlarmPriority priority = AlarmPriority::low;
        bool over = false;
        std::string words;
        Instant raised_at;
        Instant changed_at;
    };
    Wrong compare(std::uint64_t number, const Row& next);
    bool has_a_reason(const Row& before, const Row& next) const;
    bool is_inherited(const Row& next);

    const AlarmTable& table_;
    std::map<std::uint64_t, Row> rows_;
    std::set<std::uint64_t> bequeathed_;  // each has to end in the transaction in which another inherits it
    std::uint64_t last_ = 0;
    std::uint64_t raised_ = 0;
    std::string digest_;
};

}  // namespace stormkeel::simulation
