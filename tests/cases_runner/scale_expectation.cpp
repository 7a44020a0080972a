// Asks the other scales at the instant of the answer and compares.
#include "cases_runner/scale_expectation.h"

#include <algorithm>

#include "cases_runner/look.h"
#include "core/scales.h"

namespace stormkeel::cases {
namespace {

Comparison comparison_of(const Answer& answer) {
    const std::vector<Scale> all = scales_for_comparison(answer.guideline);
    return compare(answer.timeline, answer.guideline, answer.assessment.as_of, all);
}

std::string described(const ComparedScale& scale) {
    std::string text = range_text(scale.at_least, scale.at_most) + ": " + scale.differs;
    for (const Reason& reason : scale.reasons) {
        text += "; " + std::string(name_of(reason.truth)) + " " + reason.statement + " " + reason.text;
    }
    return text;
}

}  // namespace

std::optional<std::string> scale_differs(const Answer& answer, const std::vector<std::string>& words) {
    const Comparison comparison = comparison_of(answer);
    const auto found = std::find_if(comparison.scales.begin(), comparison.scales.end(),
                                    [&](const ComparedScale& scale) { return scale.scale == words[1]; });
    if (found == comparison.scales.end() || words.size() != 3) return "cannot be read; write 'scale lee-2014 2'";
    if (found->differs.empty()) return "no sentence tells why it differs";
    if (words[2] == range_text(found->at_least, found->at_most)) return std::nullopt;
    return described(*found);
}

bool a_scale_rests_on(const Answer& answer, const std::string& statement) {
    const auto id = answer.guideline.statement_named(statement);
    if (!id || answer.guideline.packs[answer.guideline.statements[*id].pack].layer != Layer::comparison) return false;
    const Comparison comparison = comparison_of(answer);
    return std::any_of(comparison.scales.begin(), comparison.scales.end(), [&](const ComparedScale& scale) {
        return scale.statement == statement ||
               std::any_of(scale.reasons.begin(), scale.reasons.end(), [&](const Reason& reason) {
                   return reason.statement == statement && reason.truth == Truth::present;
               });
    });
}

std::optional<std::string> no_scale_says(const Answer& answer, const std::vector<std::string>& words) {
    std::string all;
    for (const ComparedScale& scale : comparison_of(answer).scales) all += described(scale) + "\n";
    if (all.find(words[1]) != std::string::npos) return std::nullopt;
    return "they say: " + all;
}

}  // namespace stormkeel::cases
