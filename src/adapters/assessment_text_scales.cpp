// Lays out the other scales: the grade, why it differs, and what it rests on.
#include "adapters/assessment_text_scales.h"

#include "adapters/assessment_text.h"

namespace stormkeel {
namespace {

std::string grade_of(const ComparedScale& scale) {
    std::string text = scale.title + " grade " + std::to_string(scale.at_least);
    if (scale.at_most != scale.at_least) text += " to " + std::to_string(scale.at_most);
    return text;
}

}  // namespace

void put_comparison(Page& page, const Assessment& assessment) {
    if (!assessment.comparison) return;
    if (!assessment.comparison->scales.empty()) {
        page.blank_line();
        page.paragraph("", "Other scales, for comparison: no grade and no advice rests on them", Look::heading);
    }
    for (const ComparedScale& scale : assessment.comparison->scales) {
        page.paragraph("  ", grade_of(scale), Look::heading);
        page.paragraph("  ", scale.differs + " [" + scale.statement + "]");
        put_reasons(page, scale.reasons);
    }
}

}  // namespace stormkeel
