// stormkeel assess: the answer for each patient, as a page, a line, a hand-over, JSON or a FHIR Bundle.
#include "adapters/assessment_json.h"
#include "adapters/assessment_text.h"
#include "adapters/fhir_out.h"
#include "adapters/handover_text.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/scales.h"
#include "cli/version.h"
#include "core/scales.h"

namespace stormkeel {
namespace {

constexpr std::uint64_t patients_between_notes = 500;

std::string answer_text(const Call& call, const Ward& ward, const Timeline& timeline, const Wanted& wanted) {
    const auto& [terminology, calendar] = ward.knowledge;
    const Instant at = time_of_answer(ward, timeline);
    Assessment assessment = assess(timeline, calendar, at);
    if (!call.scales.empty()) assessment.comparison = compare(timeline, calendar.at(at), at, wanted);
    if (call.format == Format::json) return assessment_json(assessment, RejectedRecords::listed) + '\n';
    if (call.format == Format::fhir) {
        return fhir_bundle({timeline, calendar.at(at), terminology, assessment, version}) + '\n';
    }
    if (call.format == Format::handover) return handover_text(assessment, timeline, calendar.at(at));
    if (call.length == Length::line) return assessment_line(assessment);
    return assessment_text(assessment, style_for(timeline));
}

}  // namespace

int assess_patients(const Call& call, const Ward& ward) {
    const auto scales = scales_asked_for(call.scales, ward.knowledge.guideline.latest());
    if (const auto* failure = std::get_if<Failure>(&scales)) return fail(*failure);
    Progress progress("assessing");
    std::uint64_t done = 0;
    const bool pages = call.format == Format::handover || (call.format == Format::text && call.length == Length::page);
    for (const auto& [id, timeline] : ward.records.patients) {
        if (pages && done > 0) put("\n" + std::string(80, '=') + "\n\n");
        put(answer_text(call, ward, timeline, std::get<0>(scales)));
        if (++done % patients_between_notes == 0) progress.reached(done, "patients");
    }
    return answered;
}

}  // namespace stormkeel
