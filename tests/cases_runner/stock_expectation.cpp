// Compares vials, volume and left-over milligrams, and the doses a patient counts with in the stock.
#include "cases_runner/stock_expectation.h"

#include "cases_runner/look.h"
#include "core/dosing.h"
#include "core/stock.h"

namespace stormkeel::cases {

std::optional<std::string> vials_differ(const Answer& answer, const std::vector<std::string>& words) {
    if (words.size() != 7 || words[4] != "mL" || words[6] != "mg") {
        return "cannot be read; write 'vials tocilizumab \"1 × 400 mg + 3 × 80 mg\" 32 mL 0 mg'";
    }
    for (const Recommendation* made : recommendations_of(answer, words[1])) {
        if (!made->dose || !made->dose->volume || !made->dose->left_over) continue;
        const std::string volume = amount_text(*made->dose->volume, Unit::ml);
        const std::string left_over = to_text(*made->dose->left_over);
        if (made->dose->vials == words[2] && volume == words[3] + " mL" && left_over == words[5]) return {};
        return made->dose->vials + " " + volume + " " + left_over + " mg";
    }
    return "no vials are named";
}

std::optional<std::string> stock_differs(const Answer& answer, const std::vector<std::string>& words) {
    const auto need = stock_need(answer.timeline, answer.guideline, answer.assessment.as_of);
    const std::string came = std::to_string(need ? need->doses : 0);
    return came == words[1] ? std::nullopt : std::optional(came);
}

}  // namespace stormkeel::cases
