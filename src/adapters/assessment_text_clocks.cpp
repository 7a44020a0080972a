// Lays out timers and planned doses in order of time.
#include "adapters/assessment_text_clocks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "adapters/assessment_text.h"

namespace stormkeel {
namespace {

using PlannedDoses = std::vector<const PlannedDose*>;

struct DueLine {
    Instant at;
    std::string text;
    Look look = Look::plain;
    std::size_t place = 0;  // as the guideline orders what is due at one time
};

std::string dose_words(const PlannedDose& dose) { return shortened(dose.mg, 1) + " mg"; }

// Planned doses of one size in even steps: doses[first, last), and the step from the dose before the first.
struct Run {
    std::size_t first = 0;
    std::size_t last = 0;
    Duration step;
};

Run run_from(const PlannedDoses& doses, std::size_t first) {
    Run run{first, first + 1, doses[first]->at - doses[first - 1]->at};
    const auto belongs = [&](std::size_t place) {
        return doses[place]->drug == doses[first]->drug && doses[place]->mg == doses[first]->mg &&
               doses[place]->at - doses[place - 1]->at == run.step;
    };
    while (run.last < doses.size() && belongs(run.last)) ++run.last;
    return run;
}

// What follows the first dose: "then 500 mg every 12 h until 2026-03-06 17:10 UTC, 60 mg at ...".
std::string rest_words(const PlannedDoses& doses, WallClock clock) {
    std::string text;
    for (std::size_t place = 1; place < doses.size();) {
        const Run run = run_from(doses, place);
        const PlannedDose& dose = *doses[place];
        const std::string drug = dose.drug == doses[place - 1]->drug ? "" : spaced(dose.drug) + " ";
        const bool hourly = run.step.microseconds % hours(1).microseconds == 0;
        const std::string step =
            hourly ? std::to_string(run.step.microseconds / hours(1).microseconds) + " h" : to_words(run.step);
        text += (text.empty() ? "then " : ", ") + drug + dose_words(dose);
        // The last step of a taper stands once in the plan and goes on until grade 1.
        const bool goes_on = run.last == doses.size() && run.last - run.first == 1;
        text += run.last - run.first == 1 ? (goes_on ? " from " : " at ") : " every " + step + " until ";
        text += moment_words(doses[run.last - 1]->at, clock);
        if (goes_on) text += " on until grade 1";
        place = run.last;
    }
    return text;
}

// The first of the planned doses, on the line of its timer, and the rest behind it.
DueLine line_of(const Timer& timer, const PlannedDoses& planned, WallClock clock) {
    DueLine line{timer.due, spaced(timer.item), timer.overdue ? Look::warning : Look::plain, 0};
    if (!planned.empty()) line.text += " " + dose_words(*planned.front());
    if (timer.overdue) line.text += "  overdue";
    if (planned.size() > 1) line.text += ", " + rest_words(planned, clock);
    return line;
}

// Of one thing that is due more than once the first is enough on a page.
bool comes_first(const Timer& timer, const std::vector<Timer>& timers) {
    return std::none_of(timers.begin(), timers.end(), [&](const Timer& other) {
        return other.item == timer.item && (other.due < timer.due || (other.due == timer.due && &other < &timer));
    });
}

}  // namespace

void put_clocks(Page& page, const Assessment& assessment) {
    PlannedDoses planned;
    for (const PlannedDose& dose : assessment.corticosteroid_plan) {
        if (!dose.given) planned.push_back(&dose);
    }
    if (assessment.timers.empty() && planned.empty()) return;
    std::vector<DueLine> lines;
    bool told = planned.empty();
    for (const Timer& timer : assessment.timers) {
        if (!comes_first(timer, assessment.timers)) continue;
        const bool of_plan = !told && timer.item == planned.front()->drug;
        lines.push_back(line_of(timer, of_plan ? planned : PlannedDoses{}, page.clock()));
        told = told || of_plan;
    }
    if (!told) {
        const Timer of_plan{{}, planned.front()->drug, planned.front()->at, planned.front()->at < assessment.as_of};
        lines.push_back(line_of(of_plan, planned, page.clock()));
    }
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].place = i;
    std::sort(lines.begin(), lines.end(),
              [](const DueLine& a, const DueLine& b) { return a.at != b.at ? a.at < b.at : a.place < b.place; });
    page.blank_line();
    page.paragraph("", "Due", Look::heading);
    for (const DueLine& line : lines)
        page.paragraph("  - ", moment_words(line.at, page.clock()) + "  " + line.text, line.look);
}

}  // namespace stormkeel
