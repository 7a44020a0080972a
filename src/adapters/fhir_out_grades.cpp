// The grades as preliminary Observations, the suspicion of HLH as a RiskAssessment, and the note that sums them up.
#include <algorithm>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_writing.h"

namespace stormkeel {
namespace {

constexpr std::string_view observation_category = "http://terminology.hl7.org/CodeSystem/observation-category";

// "ASTCT 2019" is "astct-2019".
std::string method_code(std::string_view scale) {
    std::string code;
    for (const char c : scale) {
        code += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return code;
}

std::vector<FhirElement> notes_of(const std::vector<Reason>& reasons) {
    std::vector<FhirElement> notes;
    for (const Reason& reason : reasons) {
        std::string text = reason.statement + " (" + std::string(name_of(reason.truth)) + "): " + reason.text;
        for (const Evidence& evidence : reason.evidence) text += "\n" + evidence_line(evidence);
        notes.push_back(annotation(text));
    }
    return notes;
}

struct Graded {
    std::string_view code;
    std::string_view display;
    const ScaleAnswer& answer;
    GradeComponents components;
    std::vector<Reason> reasons;
};

void write_grade(FhirWriting& writing, const Graded& graded) {
    const Assessment& assessment = writing.assessment();
    const ScaleAnswer& answer = graded.answer;
    FhirWriting::Begun observation = writing.begin("Observation", graded.code);
    FhirElement& fields = observation.fields;
    fields.text("status", "preliminary");
    fields.list("category", {codeable(Code{observation_category, "exam", "Exam"})});
    fields.element("code", codeable(Code{own_system::grade, std::string(graded.code), std::string(graded.display)}));
    fields.element("subject", writing.subject()).moment("effectiveDateTime", assessment.as_of);
    if (answer.at_least == answer.at_most) {
        fields.whole("valueInteger", answer.at_least);
    } else {
        fields.element("dataAbsentReason", data_absent("between grade " + std::to_string(answer.at_least) + " and " +
                                                       std::to_string(answer.at_most)));
    }
    fields.list("note", notes_of(graded.reasons));
    fields.element("method", codeable(Code{own_system::method, method_code(answer.scale), answer.scale}));
    fields.element("device", writing.engine());
    std::vector<Evidence> evidence = evidence_of(graded.reasons);
    evidence.insert(evidence.end(), graded.components.evidence.begin(), graded.components.evidence.end());
    fields.list("derivedFrom", sources_of_type("Observation", evidence));
    fields.list("component", graded.components.elements);
    writing.add_grade(writing.put(observation));
}

}  // namespace

void write_grades(FhirWriting& writing) {
    const Assessment& assessment = writing.assessment();
    std::vector<Reason> crs_reasons = assessment.crs.reasons;
    const std::vector<Reason>& managed = assessment.crs.treat_as_reasons;
    crs_reasons.insert(crs_reasons.end(), managed.begin(), managed.end());
    write_grade(writing, {"astct-crs-grade", "CRS grade", assessment.crs, crs_components(writing), crs_reasons});
    write_grade(writing, {"astct-icans-grade", "ICANS grade", assessment.icans, icans_components(writing),
                          assessment.icans.reasons});
}

void write_hlh_risk(FhirWriting& writing) {
    const HlhAnswer& hlh = writing.assessment().hlh;
    const std::string status(name_of(hlh.status));
    FhirElement prediction;
    prediction.element("outcome", text_concept("Hemophagocytic lymphohistiocytosis (HLH) after the therapy"));
    // How likely it is nobody has measured: the criteria are met, not met, or could still be met. HL7's rule ras-2 is
    // read by some as asking for a figure, so the whole range is told.
    FhirElement anywhere;
    anywhere.element("low", quantity(Decimal{}, Unit::percent));
    anywhere.element("high", quantity(Decimal::whole(100), Unit::percent));
    prediction.element("probabilityRange", anywhere);
    prediction.element("qualitativeRisk", codeable(Code{own_system::hlh, status, status}));
    std::string rationale;
    for (const Reason& reason : hlh.reasons) rationale += (rationale.empty() ? "" : " ") + reason.text;
    prediction.text("rationale", rationale);

    FhirWriting::Begun risk = writing.begin("RiskAssessment", "hlh");
    risk.fields.text("status", "preliminary").element("subject", writing.subject());
    risk.fields.moment("occurrenceDateTime", writing.assessment().as_of).element("performer", writing.engine());
    risk.fields.list("basis", observations_behind(hlh.reasons)).list("prediction", {prediction});
    risk.fields.list("note", notes_of(hlh.reasons));
    writing.put(risk);
}

void write_impression(FhirWriting& writing) {
    const Assessment& assessment = writing.assessment();
    std::string summary = "CRS grade " + range_words(assessment.crs) + ", managed as grade " +
                          std::to_string(assessment.crs.treat_as) + "; ICANS grade " + range_words(assessment.icans) +
                          "; HLH " + std::string(name_of(assessment.hlh.status)) + " (" + assessment.crs.scale + ")";
    std::vector<FhirElement> findings;
    for (const FhirElement& grade : writing.grades()) {
        FhirElement finding;
        findings.push_back(finding.element("itemReference", grade));
    }
    FhirWriting::Begun impression = writing.begin("ClinicalImpression", "impression");
    impression.fields.text("status", "in-progress").element("subject", writing.subject());
    impression.fields.moment("effectiveDateTime", assessment.as_of).moment("date", assessment.as_of);
    impression.fields.text("summary", summary).list("finding", findings);
    writing.put(impression);
}

}  // namespace stormkeel
