// What every answer owes its reader, whatever the case is about.
#include <algorithm>

#include "cases_runner/expectations.h"
#include "cases_runner/look.h"

namespace stormkeel::cases {
namespace {

bool speaks_for(const Recommendation& recommendation) {
    return recommendation.action == Action::give || recommendation.action == Action::consider;
}

// Avoid wins: within a layer nothing is given or considered and avoided at once.
void check_avoid(const Answer& answer, std::vector<std::string>& broken) {
    const auto& all = answer.assessment.recommendations;
    for (const Recommendation& avoided : all) {
        if (avoided.action != Action::avoid) continue;
        for (const Recommendation& other : all)
            if (speaks_for(other) && other.item == avoided.item && other.layer == avoided.layer)
                broken.push_back(other.item + " is recommended and avoided at once");
    }
}

// Nothing from after the instant, and nothing without a statement that a pack holds.
void check_reasons(const Answer& answer, std::vector<std::string>& broken) {
    for (const Reason* reason : all_reasons(answer.assessment)) {
        if (!answer.guideline.statement_named(reason->statement))
            broken.push_back("a reason names no statement: '" + reason->statement + "'");
        for (const Evidence& evidence : reason->evidence)
            if (evidence.at > answer.assessment.as_of)
                broken.push_back(reason->statement + " rests on " + evidence.item + " of a later time");
    }
    for (const Recommendation& recommendation : answer.assessment.recommendations) {
        if (!answer.guideline.statement_named(recommendation.statement))
            broken.push_back("a recommendation names no statement: '" + recommendation.statement + "'");
        if (recommendation.text.empty() || recommendation.source.empty())
            broken.push_back(recommendation.statement + " has no text or no source");
    }
}

// The timeline's row in force at the instant says what the assessment says.
void check_row(const Answer& answer, std::vector<std::string>& broken) {
    const Assessment& a = answer.assessment;
    const std::vector<GradeRow> rows = grade_rows(answer.timeline, answer.guideline, a.as_of);
    const GradeRow* in_force = nullptr;
    for (const GradeRow& row : rows)
        if (row.at <= a.as_of) in_force = &row;
    if (in_force == nullptr) return;
    const int episode = a.crs.episode ? a.crs.episode->number : 0;
    const bool same = in_force->crs_at_least == a.crs.at_least && in_force->crs_at_most == a.crs.at_most &&
                      in_force->icans_at_least == a.icans.at_least && in_force->icans_at_most == a.icans.at_most &&
                      in_force->treat_as == a.crs.treat_as && in_force->episode == episode;
    if (same) return;
    broken.push_back("the timeline's row of " + to_text(in_force->at) + " says crs " +
                     range_text(in_force->crs_at_least, in_force->crs_at_most) + ", icans " +
                     range_text(in_force->icans_at_least, in_force->icans_at_most) + ", treat_as " +
                     std::to_string(in_force->treat_as) + ", episode " + std::to_string(in_force->episode));
}

}  // namespace

std::vector<std::string> broken_promises(const Answer& answer) {
    std::vector<std::string> broken;
    const Assessment& a = answer.assessment;
    if (a.crs.at_least > a.crs.at_most || a.icans.at_least > a.icans.at_most)
        broken.push_back("a range ends below its begin");
    if (a.crs.treat_as < a.crs.at_least) broken.push_back("treat_as is below the grade");
    if (a.crs.scale != "ASTCT 2019" || a.icans.scale != "ASTCT 2019")
        broken.push_back("a grade does not name its scale, ASTCT 2019");
    check_avoid(answer, broken);
    check_reasons(answer, broken);
    check_row(answer, broken);
    return broken;
}

}  // namespace stormkeel::cases
