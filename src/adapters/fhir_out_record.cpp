// What was asked and by what it was answered: the evaluation with what is missing, the engine, and where facts came
// from.
#include <map>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/fhir_out_writing.h"

namespace stormkeel {
namespace {

bool is_open(const ScaleAnswer& answer) { return answer.at_least != answer.at_most; }

// data-required: a grade or the suspicion of HLH stays open until the missing is known. data-requested: it is told, and
// more would make it better.
std::string_view status_of(const Assessment& assessment) {
    if (assessment.gaps.empty()) return "success";
    for (const Gap& gap : assessment.gaps) {
        const bool open = (gap.could_change == "crs" && is_open(assessment.crs)) ||
                          (gap.could_change == "icans" && is_open(assessment.icans)) ||
                          (gap.could_change == "hlh" && assessment.hlh.status == HlhStatus::unknown);
        if (open) return "data-required";
    }
    return "data-requested";
}

// In which resource the missing would come.
std::string_view type_of_gap(std::string_view item, const Formulary& formulary) {
    if (item == "birth_date") return "Patient";
    const bool drug = item == "therapy" || item == "vasopressor" || item == "corticosteroid" || item == "rate" ||
                      item.starts_with("rate:") || item.starts_with("give:") || formulary.drug_named(item) ||
                      formulary.product_named(item);
    return drug ? "MedicationAdministration" : "Observation";
}

FhirElement requirement_of(const Gap& gap, const Terminology& terminology) {
    const std::string_view type = type_of_gap(gap.item, terminology.formulary());
    FhirElement requirement;
    requirement.text("type", type);
    if (type == "Observation") {
        std::vector<FhirElement> codes;
        const auto item = item_named(gap.item);
        const std::string_view code = item ? terminology.loinc_of(*item) : std::string_view{};
        if (!code.empty()) codes.push_back(coding({loinc_uri, std::string(code), spaced(gap.item)}));
        codes.push_back(coding({own_system::item, gap.item, spaced(gap.item)}));
        FhirElement filter;
        requirement.list("codeFilter", {filter.text("path", "code").list("code", codes)});
        if (gap.last_seen) {
            FhirElement newer;
            newer.text("path", "effective").element("valuePeriod", period(gap.last_seen, std::nullopt));
            requirement.list("dateFilter", {newer});
        }
    }
    return requirement;
}

// The records that could not be used, by name: what was never guessed at.
FhirElement rejected_outcome(FhirWriting& writing) {
    if (writing.assessment().rejected.empty()) return {};
    std::vector<FhirElement> issues;
    for (const Rejection& rejected : writing.assessment().rejected) {
        FhirElement issue;
        issue.text("severity", "warning").text("code", "invalid");
        issue.element("details", text_concept(rejected.what + ": " + rejected.why));
        issues.push_back(issue.text("diagnostics", rejected.where));
    }
    FhirWriting::Begun outcome = writing.begin("OperationOutcome", "rejected");
    outcome.fields.list("issue", issues);
    return reference(writing.put(outcome));
}

FhirElement version_of(std::string_view what, std::string_view value) {
    FhirElement element;
    return element.element("type", text_concept(what)).text("value", value);
}

// Every source of every fact the answer rests on, with what it told.
std::map<std::string, std::string> sources_of(const Assessment& assessment) {
    std::map<std::string, std::string> items;
    const auto take = [&items](const std::vector<Reason>& reasons) {
        for (const Reason& reason : reasons) {
            for (const Evidence& evidence : reason.evidence) {
                std::string& told = items[evidence.source];
                const std::string name = spaced(evidence.item);
                if (told.find(name) == std::string::npos) told += (told.empty() ? "" : ", ") + name;
            }
        }
    };
    take(assessment.crs.reasons);
    take(assessment.crs.treat_as_reasons);
    take(assessment.icans.reasons);
    take(assessment.hlh.reasons);
    for (const Recommendation& recommendation : assessment.recommendations) take(recommendation.reasons);
    return items;
}

}  // namespace

void write_engine(FhirWriting& writing) {
    const Assessment& assessment = writing.assessment();
    std::vector<FhirElement> versions{version_of("software", writing.answer().version),
                                      version_of("guideline", assessment.fingerprint)};
    for (const std::string& pack : assessment.packs) versions.push_back(version_of("pack", pack));
    if (!assessment.site.empty()) versions.push_back(version_of("site", assessment.site));
    FhirElement name;
    name.text("name", "Stormkeel").text("type", "model-name");
    FhirWriting::Begun device = writing.begin_engine();
    device.fields.text("status", "active").list("deviceName", {name});
    device.fields.element("type", text_concept("Clinical decision support software"));
    device.fields.list("version", versions);
    device.fields.list("note", {annotation("It supports clinicians, orders nothing, and is not cleared as a medical "
                                           "device.")});
    writing.set_engine(writing.put(device));
}

void write_evaluation(FhirWriting& writing, const std::optional<std::string>& proposals) {
    const Assessment& assessment = writing.assessment();
    const FhirElement outcome = rejected_outcome(writing);
    std::vector<FhirElement> requirements;
    std::vector<FhirElement> notes;
    for (const Gap& gap : assessment.gaps) {
        requirements.push_back(requirement_of(gap, writing.answer().terminology));
        notes.push_back(annotation(gap.ask + " It could change: " + gap.could_change + ". [" + gap.statement + "]"));
    }
    for (const SiteSetting& set : assessment.site_settings) {
        notes.push_back(annotation("Set by the site " + assessment.site + ": " + set.statement + ": " + set.text +
                                   ". " + set.why + " (approved: " + set.approved + ")"));
    }
    FhirWriting::Begun evaluation = writing.begin("GuidanceResponse", "evaluation");
    FhirElement& fields = evaluation.fields;
    fields.text("moduleCanonical", "urn:stormkeel:guideline|" + assessment.fingerprint);
    fields.text("status", status_of(assessment)).element("subject", writing.subject());
    fields.moment("occurrenceDateTime", assessment.as_of).element("performer", writing.engine());
    fields.list("note", notes).list("evaluationMessage", {outcome});
    if (proposals) fields.element("result", reference(*proposals));
    fields.list("dataRequirement", requirements);
    writing.put(evaluation);
}

void write_provenance(FhirWriting& writing) {
    const Assessment& assessment = writing.assessment();
    std::vector<FhirElement> targets;
    for (const std::string& url : writing.written()) targets.push_back(reference(url));
    FhirElement agent;
    agent.element("type", codeable(Code{"http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                                        "assembler", "Assembler"}));
    agent.element("who", writing.engine());
    std::vector<FhirElement> entities;
    for (const auto& [source, told] : sources_of(assessment)) {
        FhirElement what;
        const std::string_view found = reference_in(source);
        what.text("reference", found).text("display", found.empty() ? source + ": " + told : told);
        FhirElement entity;
        entities.push_back(entity.text("role", "source").element("what", what));
    }
    FhirWriting::Begun provenance = writing.begin("Provenance", "provenance");
    FhirElement& fields = provenance.fields;
    fields.list("target", targets).moment("occurredDateTime", assessment.as_of).moment("recorded", assessment.as_of);
    fields.texts("policy", {"urn:stormkeel:guideline:" + assessment.fingerprint});
    fields.element("activity", text_concept("Assessment of CRS, ICANS and HLH")).list("agent", {agent});
    fields.list("entity", entities);
    writing.put(provenance);
}

}  // namespace stormkeel
