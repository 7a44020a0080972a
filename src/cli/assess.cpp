// stormkeel assess: the answer for each patient, as a page, a line, a hand-over or JSON.
#include "adapters/assessment_json.h"
#include "adapters/assessment_text.h"
#include "adapters/handover_text.h"
#include "cli/commands.h"
#include "cli/progress.h"

namespace stormkeel {
namespace {

constexpr std::uint64_t patients_between_notes = 500;

std::string answer_text(const Call& call, const Ward& ward, const Timeline& timeline) {
    const GuidelineCalendar& calendar = ward.knowledge.guideline;
    const Assessment assessment = assess(timeline, calendar, time_of_answer(ward, timeline));
    if (call.format == Format::json) return assessment_json(assessment, RejectedRecords::listed) + '\n';
    if (call.format == Format::handover) return handover_text(assessment, timeline, calendar.at(assessment.as_of));
    if (call.length == Length::line) return assessment_line(assessment);
    return assessment_text(assessment, style_for(timeline));
}

}  // namespace

int assess_patients(const Call& call, const Ward& ward) {
    Progress progress("assessing");
    std::uint64_t done = 0;
    const bool pages = call.format == Format::handover || (call.format == Format::text && call.length == Length::page);
    for (const auto& [id, timeline] : ward.records.patients) {
        if (pages && done > 0) put("\n" + std::string(80, '=') + "\n\n");
        put(answer_text(call, ward, timeline));
        if (++done % patients_between_notes == 0) progress.reached(done, "patients");
    }
    return answered;
}

}  // namespace stormkeel
