// Keeps the entries of a Bundle and writes the elements that many resources share.
#include "adapters/fhir_out_writing.h"

#include <algorithm>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_identity.h"

namespace stormkeel {

FhirElement coding(const Code& code) {
    FhirElement element;
    element.text("system", code.system).text("code", code.code).text("display", code.display);
    return element;
}

FhirElement codeable(const std::vector<Code>& codes, std::string_view text) {
    std::vector<FhirElement> codings;
    for (const Code& code : codes) codings.push_back(coding(code));
    FhirElement element;
    element.list("coding", codings).text("text", text);
    return element;
}

FhirElement codeable(const Code& code) { return codeable({code}, code.display); }

FhirElement text_concept(std::string_view text) { return codeable({}, text); }

FhirElement quantity(Decimal value, Unit unit) {
    FhirElement element;
    element.decimal("value", value);
    if (unit == Unit::none) return element;
    element.text("unit", words(unit)).text("system", "http://unitsofmeasure.org").text("code", ucum(unit));
    return element;
}

FhirElement reference(std::string_view target) {
    FhirElement element;
    element.text("reference", target);
    return element;
}

FhirElement data_absent(std::string_view why) {
    return codeable({{"http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown", "Unknown"}},
                    "unknown: " + std::string(why));
}

FhirElement annotation(std::string_view text) {
    FhirElement element;
    element.text("text", text);
    return element;
}

FhirElement period(const std::optional<Instant>& start, const std::optional<Instant>& end) {
    FhirElement element;
    if (start) element.moment("start", *start);
    if (end) element.moment("end", *end);
    return element;
}

std::string statement_uri(std::string_view statement) {
    return std::string(own_system::statement) + ":" + std::string(statement);
}

std::string evidence_line(const Evidence& evidence) {
    std::string text = spaced(evidence.item);
    if (!evidence.value.empty()) text += " " + (evidence.is_number ? evidence.value : spaced(evidence.value));
    if (evidence.unit != Unit::none) text += " " + std::string(ucum(evidence.unit));
    return text + " at " + to_text(evidence.at) + " (" + evidence.source + ")";
}

std::string_view priority_of(Urgency urgency) {
    return urgency == Urgency::now ? "stat" : urgency == Urgency::today ? "urgent" : "routine";
}

std::vector<FhirElement> sources_of_type(std::string_view type, const std::vector<Evidence>& evidence) {
    std::set<std::string> seen;
    for (const Evidence& fact : evidence) {
        const std::string_view source = reference_in(fact.source);
        if (type_of_reference(source) == type) seen.emplace(source);
    }
    std::vector<FhirElement> references;
    for (const std::string& source : seen) references.push_back(reference(source));
    return references;
}

std::vector<Evidence> evidence_of(const std::vector<Reason>& reasons) {
    std::vector<Evidence> all;
    for (const Reason& reason : reasons) all.insert(all.end(), reason.evidence.begin(), reason.evidence.end());
    return all;
}

std::vector<FhirElement> observations_behind(const std::vector<Reason>& reasons) {
    return sources_of_type("Observation", evidence_of(reasons));
}

FhirWriting::Begun FhirWriting::begin(std::string_view type, std::string_view key) {
    return begin_named(
        type, assessment().patient,
        assessment().patient + '\n' + to_text(assessment().as_of) + '\n' + std::string(type) + '\n' + std::string(key));
}

FhirWriting::Begun FhirWriting::begin_lasting(std::string_view type, std::string_view key) {
    return begin_named(type, assessment().patient,
                       assessment().patient + "\n\n" + std::string(type) + '\n' + std::string(key));
}

FhirWriting::Begun FhirWriting::begin_engine() {
    return begin_named(
        "Device", {},
        "Stormkeel\n" + std::string(answer_.version) + '\n' + assessment().fingerprint + '\n' + assessment().site);
}

FhirWriting::Begun FhirWriting::begin_named(std::string_view type, std::string_view patient, std::string name) {
    while (!names_.insert(name).second) name += '+';  // two of one statement are two resources
    Begun begun;
    begun.id = patient.empty() ? uuid_of(name) : uuid_of(patient, name);
    begun.fields.text("resourceType", type).text("id", begun.id);
    return begun;
}

std::string FhirWriting::put(const Begun& resource) {
    std::string url = "urn:uuid:" + resource.id;
    FhirElement entry;
    entry.text("fullUrl", url).element("resource", resource.fields);
    entries_.push_back(std::move(entry));
    written_.push_back(url);
    return url;
}

FhirElement FhirWriting::subject() const {
    const std::string& patient = assessment().patient;
    if (is_fhir_id(patient)) return reference("Patient/" + patient);
    FhirElement identifier;
    identifier.text("system", own_system::patient).text("value", patient);
    FhirElement element;
    element.text("type", "Patient").element("identifier", identifier).text("display", patient);
    return element;
}

FhirElement FhirWriting::engine() const { return reference(engine_); }

std::vector<FhirElement> FhirWriting::grades() const {
    std::vector<FhirElement> references;
    for (const std::string& grade : grades_) references.push_back(reference(grade));
    return references;
}

std::string FhirWriting::bundle() const {
    const std::string id = uuid_of(assessment().patient + '\n' + to_text(assessment().as_of) + "\nBundle");
    FhirElement identifier;
    identifier.text("system", "urn:ietf:rfc:3986").text("value", "urn:uuid:" + id);
    FhirElement bundle;
    bundle.text("resourceType", "Bundle").text("id", id).element("identifier", identifier);
    bundle.text("type", "collection").moment("timestamp", assessment().as_of).list("entry", entries_);
    return bundle.json();
}

const Advice* advice_behind(const Recommendation& recommendation, const Guideline& guideline) {
    const auto statement = guideline.statement_named(recommendation.statement);
    if (!statement) return nullptr;
    const auto found = std::find_if(guideline.advice.begin(), guideline.advice.end(),
                                    [&](const Advice& advice) { return advice.statement == *statement; });
    return found == guideline.advice.end() ? nullptr : &*found;
}

}  // namespace stormkeel
