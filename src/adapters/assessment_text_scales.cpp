// Lays out the other scales, the grade and why it differs, and the scores with
// what they were calculated from.
#include "adapters/assessment_text_scales.h"

#include "adapters/assessment_text.h"

namespace stormkeel {
namespace {

std::string grade_in_words(const ComparedScale& scale) {
    std::string text = scale.title + " grade " + std::to_string(scale.at_least);
    if (scale.at_most != scale.at_least) text += " to " + std::to_string(scale.at_most);
    return text;
}

// "EASIX 2.1", "HScore not calculable: fibrinogen missing".
std::string value_of(const ScoreAnswer& score) {
    constexpr int decimals = 3;
    std::string text = score.title;
    if (score.value) text += " " + shortened(*score.value, decimals);
    if (!score.note.empty()) text += (score.value ? ": " : " ") + score.note;
    return text;
}

void put_scores(Page& page, const std::vector<ScoreAnswer>& scores) {
    if (scores.empty()) return;
    page.blank_line();
    page.paragraph("", "Scores, for information: no grade and no advice rests on them", Look::heading);
    for (const ScoreAnswer& score : scores) {
        page.paragraph("  ", value_of(score), Look::heading);
        const bool unverified = score.verification == Verification::unverified;
        page.paragraph("  ", score.caution + " [" + score.statement + "]" + (unverified ? " (unverified)" : ""));
        for (const ScoreInput& input : score.inputs) {
            page.paragraph("      ", evidence_words(input.evidence, page.clock()), Look::faint);
        }
    }
}

}  // namespace

void put_comparison(Page& page, const Assessment& assessment) {
    if (!assessment.comparison) return;
    if (!assessment.comparison->scales.empty()) {
        page.blank_line();
        page.paragraph("", "Other scales, for comparison: no grade and no advice rests on them", Look::heading);
    }
    for (const ComparedScale& scale : assessment.comparison->scales) {
        page.paragraph("  ", grade_in_words(scale), Look::heading);
        page.paragraph("  ", scale.differs + " [" + scale.statement + "]");
        put_reasons(page, scale.reasons);
    }
    put_scores(page, assessment.comparison->scores);
}

}  // namespace stormkeel
