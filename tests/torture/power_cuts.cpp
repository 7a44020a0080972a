// Cuts the power of a store's disk again and again, and looks for every batch that was answered for.
#include <iostream>

#include "storage/committing.h"
#include "torture/arguments.h"

namespace {

using namespace stormkeel;

constexpr std::uint64_t cuts_in_life = 4;

struct Tally {
    std::uint64_t cuts = 0;
    std::uint64_t answered = 0;
};

// What went wrong in one life: a store that is cut off at some operation, starts again, and may be cut off again.
std::string live(std::uint64_t seed, Tally& tally) {
    UnreliableDisk disk(seed);
    std::uint64_t answered = 0;
    for (std::uint64_t cut = 0; cut < cuts_in_life; ++cut, ++tally.cuts) {
        disk.fail_at(1 + (seed * 31 + cut * 17) % 300, Fault::power_cut);
        const std::uint64_t before = answered;
        if (auto store = opened(disk)) answered = commit_until_failure(*store, answered, 20);
        tally.answered += answered - before;
        disk.power_up();
        auto store = opened(disk);
        if (store == nullptr) return "the store does not open";
        const std::uint64_t found = kept(*store);
        // The commit under way may be there, if all of it is.
        if (found != answered && found != answered + records_in_batch) {
            return "answered for " + std::to_string(answered) + ", found " + std::to_string(found);
        }
        if (std::get<LastNumbers>(store->last_numbers()).event != found) return "half a batch";
        answered = found;
    }
    return {};
}

}  // namespace

int main(int count, char** words) {
    const std::uint64_t cuts = count > 1 ? number(words[1], 100'000) : 100'000;
    const std::uint64_t seed = count > 2 ? number(words[2], 1) : 1;
    Tally tally;
    for (std::uint64_t i = 0; tally.cuts < cuts; ++i) {
        const std::string wrong = live(seed + i, tally);
        if (wrong.empty()) continue;
        std::cout << "Seed " << seed + i << ": " << wrong << ".\n";
        return 1;
    }
    std::cout << "Power cuts " << tally.cuts << " from seed " << seed << ", records answered for " << tally.answered
              << ", lost 0.\n";
    return 0;
}
