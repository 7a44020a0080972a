// Findings about the laboratory: what the baseline lacks, by panel.
#include <algorithm>

#include "core/all_findings.h"

namespace stormkeel {

namespace {

bool is_missing(const PanelPart& part, const Bedside& bedside) {
    const Duration age = bedside.guideline.parameters.laboratory_age;
    const auto measured = [&](Item test) { return is_fresh(bedside.course[test], age, bedside.course.now); };
    return !std::all_of(part.tests.begin(), part.tests.end(), [&](const std::vector<Item>& alternatives) {
        return std::any_of(alternatives.begin(), alternatives.end(), measured);
    });
}

Finding missing_of(const std::vector<PanelPart>& panel, const Bedside& bedside) {
    const auto missing =
        std::count_if(panel.begin(), panel.end(), [&](const PanelPart& part) { return is_missing(part, bedside); });
    return finding(exactly(missing));
}

}  // namespace

void find_laboratory(Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    bedside.findings.set(FindingId::panel_a_missing, missing_of(parameters.panel_a, bedside));
    bedside.findings.set(FindingId::panel_b_missing, missing_of(parameters.panel_b, bedside));
}

std::string missing_laboratory(const Bedside& bedside) {
    std::string text;
    for (const auto* panel : {&bedside.guideline.parameters.panel_a, &bedside.guideline.parameters.panel_b}) {
        for (const PanelPart& part : *panel) {
            if (is_missing(part, bedside)) text += (text.empty() ? "" : ", ") + part.words;
        }
    }
    return text;
}

}  // namespace stormkeel
