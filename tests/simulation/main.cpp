// Lets wards live by seeds, and tells the first seed at which something did not hold.
#include <charconv>
#include <iostream>
#include <string_view>

#include "guideline/read_alarms.h"
#include "properties/knowledge.h"
#include "simulation/world.h"

namespace {

using namespace stormkeel;

constexpr std::uint64_t lives_told_twice = 3;

std::uint64_t number(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void add(simulation::Counts& sum, const simulation::Counts& one) {
    sum.steps += one.steps;
    for (std::size_t i = 0; i < sum.records.size(); ++i) sum.records[i] += one.records[i];
    sum.transactions += one.transactions;
    sum.lost_answers += one.lost_answers;
    sum.raised += one.raised;
    sum.answers += one.answers;
    sum.cards += one.cards;
    sum.starts += one.starts;
    sum.power_cuts += one.power_cuts;
    sum.refusals += one.refusals;
    sum.clock_steps += one.clock_steps;
}

}  // namespace

int main(int count, char** words) {
    const std::uint64_t lives = count > 1 ? number(words[1], 100) : 100;
    const std::uint64_t first = count > 2 ? number(words[2], 1) : 1;
    const std::uint64_t steps = count > 3 ? number(words[3], 300) : 300;
    std::vector<PackProblem> problems;
    const AlarmTable alarms = read_alarms(built_in_packs(), problems);
    const GuidelineCalendar calendar(knowledge().guideline);
    const WardKnowledge known{knowledge().terminology, calendar, alarms, "simulated", Hl7Site{{}, {"ICU"}}};
    simulation::Counts sum;
    for (std::uint64_t seed = first; seed < first + lives; ++seed) {
        std::string digest;
        for (int run = 0; run < (seed < first + lives_told_twice ? 2 : 1); ++run) {
            simulation::World world(seed, known);
            simulation::Wrong wrong = world.live(steps);
            if (wrong.empty() && run == 1 && world.digest() != digest) wrong = "a second run went otherwise";
            if (!wrong.empty()) {
                std::cout << "Seed " << seed << ": " << wrong << ".\n";
                return 1;
            }
            digest = world.digest();
            if (run == 0) add(sum, world.counts());
        }
    }
    const auto [facts, resources, messages] = sum.records;
    std::cout << "Lives " << lives << " from seed " << first << ", steps " << sum.steps << ": records answered for "
              << facts + resources + messages << " (facts " << facts << ", FHIR " << resources << " with "
              << sum.transactions << " transactions, HL7 v2 " << messages << "), answers lost " << sum.lost_answers
              << ", alerts raised " << sum.raised << ", answers of persons " << sum.answers << ", cards " << sum.cards
              << ", starts " << sum.starts << ", power cuts " << sum.power_cuts << ", refusals of a full disk "
              << sum.refusals << ", steps of the clock " << sum.clock_steps << "; every check held.\n";
    return facts > 0 && resources > 0 && messages > 0 && sum.raised > 0 ? 0 : 1;
}
