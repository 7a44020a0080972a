// What does grading one more instant cost, does it allocate, and how does that stand to a decision written by hand?
#include <atomic>
#include <cstdlib>
#include <new>

#include "../tests/properties/knowledge.h"
#include "core/walk.h"
#include "hand_written.h"
#include "measure.h"
#include "ward_chart.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

// Calls `take` with the facts of each instant in turn and returns how many instants there were.
template <class Take>
std::size_t each_instant(std::span<const Fact> facts, Take&& take) {
    std::size_t instants = 0;
    for (std::size_t begin = 0; begin < facts.size(); ++instants) {
        std::size_t end = begin + 1;
        while (end < facts.size() && facts[end].at == facts[begin].at) ++end;
        take(facts.subspan(begin, end - begin));
        begin = end;
    }
    return instants;
}

// How many instants the peer and the engine grade differently: the times are worth comparing only when it is none.
std::size_t disagreements(const Timeline& timeline, const Guideline& guideline) {
    HandWritten hand(guideline.formulary);
    Walk walk(timeline, guideline);
    std::size_t found = 0;
    each_instant(timeline.facts(), [&](std::span<const Fact> facts) {
        const HandGrades by_hand = hand.take(facts);
        walk.step();
        const Grades& grades = walk.grades();
        const bool crs_agrees = grades.crs == exactly(by_hand.crs);
        const bool icans_agrees = !by_hand.icans_known || grades.icans.lowest == by_hand.icans;
        if (crs_agrees && icans_agrees) return;
        if (++found <= 3) {
            std::printf("differs at %s: by hand %d and %d, by the packs %d..%d and %d..%d\n",
                        to_text(facts.front().at).c_str(), by_hand.crs, by_hand.icans,
                        static_cast<int>(grades.crs.lowest), static_cast<int>(grades.crs.highest),
                        static_cast<int>(grades.icans.lowest), static_cast<int>(grades.icans.highest));
        }
    });
    return found;
}

}  // namespace

int main() {
    const Guideline& guideline = knowledge().guideline;
    const Timeline timeline = WardChart(guideline.formulary).write(50'000);
    if (const std::size_t found = disagreements(timeline, guideline); found != 0) {
        std::printf("The peer grades %zu instants differently; its time says nothing.\n", found);
        return 1;
    }
    std::size_t instants = 0;
    std::uint64_t allocated = 0;
    const double engine = median_nanoseconds(15, [&] {
        Walk walk(timeline, guideline);
        const std::uint64_t before = allocations.load();
        for (instants = 0; !walk.at_end(); ++instants) walk.step();
        allocated = allocations.load() - before;
        keep(walk.grades());
    });
    const double by_hand = median_nanoseconds(15, [&] {
        HandWritten hand(guideline.formulary);
        each_instant(timeline.facts(), [&](std::span<const Fact> facts) { keep(hand.take(facts)); });
    });
    const double count = static_cast<double>(instants);
    std::printf("%zu facts at %zu instants; both give the same grades at every one\n", timeline.facts().size(),
                instants);
    print_heading();
    print_time("grade one more instant, all its facts", engine / count, 250.0, Standard::goal);
    print_time("grade one more instant, against a decision by hand", engine / count, by_hand / count, Standard::peer);
    print_number("allocations for each instant", static_cast<double>(allocated) / count, 0.0);
}
