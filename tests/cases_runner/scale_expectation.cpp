// Asks the other scales at the instant of the answer and compares.
#include "cases_runner/scale_expectation.h"

#include <algorithm>

#include "cases_runner/look.h"
#include "core/scales.h"

namespace stormkeel::cases {
namespace {

Comparison comparison_of(const Answer& answer) {
    Wanted wanted{scales_for_comparison(answer.guideline), {}};
    for (std::size_t i = 0; i < answer.guideline.scores.size(); ++i) wanted.scores.push_back(i);
    return compare(answer.timeline, answer.guideline, answer.assessment.as_of, wanted);
}

std::string described_scale(const ComparedScale& scale) {
    std::string text = range_text(scale.at_least, scale.at_most) + ": " + scale.differs;
    for (const Reason& reason : scale.reasons) {
        text += "; " + std::string(name_of(reason.truth)) + " " + reason.statement + " " + reason.text;
    }
    return text;
}

std::string text_of(const std::optional<Decimal>& value) { return value ? to_text(*value) : ""; }

// "2.1"; "none" without any number; "4..6", "4.." with bounds and no value.
std::string figure_of(const ScoreAnswer& score) {
    if (score.value) return to_text(*score.value);
    if (!score.at_least && !score.at_most) return "none";
    return text_of(score.at_least) + ".." + text_of(score.at_most);
}

std::string described_score(const ScoreAnswer& score) {
    std::string text = figure_of(score) + " (" + score.note + ")";
    for (const ScorePoints& row : score.rows) text += "; " + row.row + " " + range_text(row.at_least, row.at_most);
    for (const ScoreInput& input : score.inputs) text += "; " + input.evidence.item + " " + input.evidence.value;
    return text;
}

}  // namespace

std::optional<std::string> score_differs(const Answer& answer, const std::vector<std::string>& words) {
    const Comparison comparison = comparison_of(answer);
    const auto found = std::find_if(comparison.scores.begin(), comparison.scores.end(),
                                    [&](const ScoreAnswer& score) { return score.name == words[1]; });
    if (found == comparison.scores.end() || words.size() < 3) return "cannot be read; write 'score easix 2.1'";
    if (found->caution.empty()) return "it has no word of caution";
    const bool figure = figure_of(*found) == words[2];
    const bool said = words.size() < 4 || found->note.find(words[3]) != std::string::npos;
    if (figure && said) return std::nullopt;
    return described_score(*found);
}

std::optional<std::string> scale_differs(const Answer& answer, const std::vector<std::string>& words) {
    const Comparison comparison = comparison_of(answer);
    const auto found = std::find_if(comparison.scales.begin(), comparison.scales.end(),
                                    [&](const ComparedScale& scale) { return scale.scale == words[1]; });
    if (found == comparison.scales.end() || words.size() != 3) return "cannot be read; write 'scale lee-2014 2'";
    if (found->differs.empty()) return "no sentence tells why it differs";
    if (words[2] == range_text(found->at_least, found->at_most)) return std::nullopt;
    return described_scale(*found);
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
    for (const ComparedScale& scale : comparison_of(answer).scales) all += described_scale(scale) + "\n";
    if (all.find(words[1]) != std::string::npos) return std::nullopt;
    return "they say: " + all;
}

}  // namespace stormkeel::cases
