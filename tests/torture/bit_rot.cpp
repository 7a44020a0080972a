// Flips bits of a small ward's file and log: each is noticed, or changes nothing that is told.
#include <array>
#include <iostream>
#include <string_view>

#include "storage/bit_rot.h"
#include "torture/arguments.h"

// bit_rot EVERY [SEED] [bits]: each so-manieth byte, one bit drawn from the seed; "bits": all eight.
int main(int count, char** words) {
    using namespace stormkeel;
    RotPlan plan;
    plan.every = count > 1 ? number(words[1], 1) : 1;
    plan.seed = count > 2 ? number(words[2], 1) : 1;
    plan.each_bit = count > 3 && std::string_view(words[3]) == "bits";
    bool good = plan.every > 0;
    constexpr std::array<std::pair<Rot, const char*>, 3> places{
        {{Rot::file, "in the file"}, {Rot::log, "in its log"}, {Rot::running, "beneath a ward that runs"}}};
    for (const auto& [where, words_for] : places) {
        if (!good) break;
        plan.where = where;
        const RotTally tally = rot(plan);
        std::cout << "Flips " << tally.flips << ' ' << words_for << " of " << tally.bytes << " bytes by seed "
                  << plan.seed << ", noticed " << tally.noticed << ", changed nothing "
                  << tally.flips - tally.noticed - tally.cut_off << ", as after a power cut " << tally.cut_off
                  << ", wrong " << (tally.wrong.empty() ? "0" : "1: " + tally.wrong) << "." << std::endl;
        good = tally.wrong.empty() && tally.noticed > 0;
    }
    return good ? 0 : 1;
}
