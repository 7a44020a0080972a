// What does an answer with all its reasons, recommendations and questions cost?
#include "../tests/properties/knowledge.h"
#include "core/assess.h"
#include "core/walk.h"
#include "measure.h"
#include "ward_chart.h"

int main() {
    using namespace stormkeel;
    using namespace stormkeel::bench;
    const Guideline& guideline = knowledge().guideline;
    print_heading();
    struct Ward {
        const char* question;
        int hours_into_round;
        std::size_t facts;
    };
    for (const Ward& ward : {Ward{"an explained answer, two days charted, ill", 0, 250},
                             Ward{"an explained answer, two weeks charted, well", 0, 1'800},
                             Ward{"an explained answer, two weeks charted, ill", 30, 1'800}}) {
        const Timeline timeline = WardChart(guideline.formulary, ward.hours_into_round).write(ward.facts);
        const Instant as_of = timeline.facts().back().at;
        const double explained = median_nanoseconds(201, [&] { keep(assess(timeline, guideline, as_of)); });
        const double graded = median_nanoseconds(201, [&] { keep(walk_to(timeline, guideline, as_of).grades()); });
        print_time(ward.question, explained, 100'000.0, Standard::goal, in_microseconds);
        print_time("  of it, reading the history for the grades alone", graded, explained, Standard::peer,
                   in_microseconds);
    }
}
