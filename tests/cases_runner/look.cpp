// Finds reasons, recommendations and texts in an answer, and writes them in short lines.
#include "cases_runner/look.h"

namespace stormkeel::cases {

std::vector<const Reason*> all_reasons(const Assessment& assessment) {
    std::vector<const Reason*> found;
    for (const auto* reasons : {&assessment.crs.reasons, &assessment.crs.treat_as_reasons, &assessment.icans.reasons,
                                &assessment.hlh.reasons})
        for (const Reason& reason : *reasons) found.push_back(&reason);
    return found;
}

std::vector<const Recommendation*> recommendations_of(const Answer& answer, std::string_view item) {
    std::vector<const Recommendation*> found;
    for (const Recommendation& recommendation : answer.assessment.recommendations) {
        bool named = recommendation.item == item;
        if (!named && item == "corticosteroid") {
            const auto drug = answer.guideline.formulary.drug_named(recommendation.item);
            named = drug && answer.guideline.parameters.is(*drug, DrugClass::corticosteroid);
        }
        if (named) found.push_back(&recommendation);
    }
    return found;
}

std::string all_texts(const Assessment& assessment) {
    std::string texts;
    for (const Reason* reason : all_reasons(assessment)) texts += reason->text + "\n";
    for (const Recommendation& recommendation : assessment.recommendations) {
        texts += recommendation.text + "\n";
        if (recommendation.dose) texts += recommendation.dose->working + "\n";
        for (const Reason& reason : recommendation.reasons) texts += reason.text + "\n";
    }
    return texts;
}

std::string range_text(int at_least, int at_most) {
    if (at_least == at_most) return std::to_string(at_least);
    return std::to_string(at_least) + ".." + std::to_string(at_most);
}

std::string described(const Recommendation& recommendation) {
    std::string text = std::string(name_of(recommendation.action)) + " " + recommendation.item;
    if (recommendation.dose && recommendation.dose->value) {
        text += " " + to_text(*recommendation.dose->value) + " " + std::string(ucum(recommendation.dose->unit));
    } else if (recommendation.dose) {
        text += " without a figure (" + recommendation.dose->working + ")";
    }
    if (recommendation.not_before) text += " not before " + to_text(*recommendation.not_before);
    if (recommendation.due) text += " due " + to_text(*recommendation.due);
    return text + "  [" + recommendation.statement + "]";
}

std::string described(const Assessment& assessment) {
    std::string text = "  as of " + to_text(assessment.as_of) + ": crs " +
                       range_text(assessment.crs.at_least, assessment.crs.at_most) + ", treat_as " +
                       std::to_string(assessment.crs.treat_as) + ", icans " +
                       range_text(assessment.icans.at_least, assessment.icans.at_most) + ", hlh " +
                       std::string(name_of(assessment.hlh.status)) + "\n";
    for (const Reason* reason : all_reasons(assessment)) {
        text += "    " + std::string(name_of(reason->truth)) + " " + reason->statement + ": " + reason->text + "\n";
        for (const Evidence& evidence : reason->evidence)
            text += "      " + evidence.item + " " + evidence.value + " at " + to_text(evidence.at) + ", " +
                    evidence.source + "\n";
    }
    for (const Recommendation& recommendation : assessment.recommendations)
        text += "    " + described(recommendation) + "\n";
    for (const PlannedDose& dose : assessment.corticosteroid_plan)
        text += "    " + std::string(dose.given ? "given " : "planned ") + dose.drug + " " + to_text(dose.mg) + " mg " +
                to_text(dose.at) + "\n";
    for (const Timer& timer : assessment.timers) text += "    timer " + timer.item + " " + to_text(timer.due) + "\n";
    for (const Gap& gap : assessment.gaps) text += "    asks " + gap.item + "  [" + gap.statement + "]\n";
    for (const Rejection& rejection : assessment.rejected)
        text += "    rejected " + rejection.where + ": " + rejection.what + ": " + rejection.why + "\n";
    return text;
}

}  // namespace stormkeel::cases
