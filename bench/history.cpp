// Does the cost of one more instant grow with the history behind it?
#include "../tests/properties/knowledge.h"
#include "core/walk.h"
#include "measure.h"
#include "ward_chart.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

// 192 instants are one whole round of the chart, so that every history is followed by the same kind of hours.
constexpr int round_of_chart = 192;

struct Cost {
    double grade = 0;   // ns to grade one more instant
    double append = 0;  // ns to add one more fact and settle
};

Cost cost_after(std::size_t history, const Guideline& guideline) {
    const Timeline timeline = WardChart(guideline.formulary).write(history + 8 * round_of_chart);
    Walk begun(timeline, guideline);
    while (begun.next_instant() < timeline.facts()[history].at) begun.step();
    Cost cost;
    cost.grade = median_nanoseconds(201,
                                    [&] {
                                        Walk walk = begun;
                                        for (int i = 0; i < round_of_chart && !walk.at_end(); ++i) walk.step();
                                        keep(walk.grades());
                                    }) /
                 round_of_chart;
    constexpr int appended = 1'000;
    Timeline growing = WardChart(guideline.formulary).write(history);
    cost.append = median_nanoseconds(51,
                                     [&] {
                                         for (int i = 0; i < appended; ++i) {
                                             Fact fact = growing.facts().back();
                                             fact.at = fact.at + minutes(1);
                                             growing.add(fact);
                                             growing.settle();
                                         }
                                     }) /
                  appended;
    return cost;
}

}  // namespace

int main() {
    const Guideline& guideline = knowledge().guideline;
    const Cost few = cost_after(10, guideline);
    const Cost some = cost_after(1'000, guideline);
    const Cost many = cost_after(100'000, guideline);
    print_heading();
    print_time("grade one more instant after 10 facts", few.grade, 250.0, Standard::goal);
    print_time("grade one more instant after 1 000 facts", some.grade, 250.0, Standard::goal);
    print_time("grade one more instant after 100 000 facts", many.grade, 250.0, Standard::goal);
    print_number("growth of that cost from 10 to 1 000 facts", some.grade / few.grade, 1.3);
    print_number("growth of that cost from 10 to 100 000 facts", many.grade / few.grade, 1.3);
    print_time("add one fact in order, after 10 facts", few.append, 100.0, Standard::goal);
    print_number("growth of that cost from 10 to 100 000 facts", many.append / few.append, 1.3);
}
