// What does an answer with all its reasons, recommendations and questions cost?
#include "../tests/properties/knowledge.h"
#include "core/assess.h"
#include "core/grading.h"
#include "measure.h"
#include "ward_chart.h"

int main() {
    using namespace stormkeel;
    using namespace stormkeel::bench;
    const Guideline& guideline = knowledge().guideline;
    print_heading();
    struct Ward {
        const char* question;
        std::size_t facts;
    };
    for (const Ward& ward :
         {Ward{"an explained answer, two days charted", 250}, Ward{"an explained answer, two weeks charted", 1'800}}) {
        const Timeline timeline = WardChart(guideline.formulary).write(ward.facts);
        const Instant as_of = timeline.facts().back().at;
        const double explained = median_nanoseconds(201, [&] { keep(assess(timeline, guideline, as_of)); });
        const double graded = median_nanoseconds(201, [&] { keep(walk_to(timeline, guideline, as_of).grades()); });
        print_time(ward.question, explained, 100'000.0, Standard::goal, in_microseconds);
        print_time("  of it, reading the history for the grades alone", graded, explained, Standard::peer,
                   in_microseconds);
    }
}
