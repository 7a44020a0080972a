// The Bundle while it is written: its entries, their ids, and the elements that many resources share.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/fhir_out.h"
#include "adapters/fhir_out_element.h"
#include "adapters/fhir_reading.h"
#include "core/all_findings.h"

namespace stormkeel {

constexpr std::string_view loinc_uri = "http://loinc.org";

// Code systems of our own; the input may name items and grades by them too.
namespace own_system {
constexpr std::string_view action = "urn:stormkeel:action";        // give, consider, avoid, obtain, monitor, ...
constexpr std::string_view component = "urn:stormkeel:component";  // fever, hypotension, at-least, treat-as, ...
constexpr std::string_view grade = own_grade_system;               // astct-crs-grade, astct-icans-grade
constexpr std::string_view hlh = "urn:stormkeel:hlh";              // absent, suspected, unknown
constexpr std::string_view item = own_item_system;                 // tocilizumab, icu_admission, oxygen_device, ...
constexpr std::string_view method = "urn:stormkeel:method";        // astct-2019
constexpr std::string_view patient = "urn:stormkeel:patient";      // the chart's patient, when it is no FHIR id
constexpr std::string_view statement = "urn:stormkeel:statement";  // ASTCT.G3.vasopressor
constexpr std::string_view value = "urn:stormkeel:value";          // present, absent, awake, brief, ...
}  // namespace own_system

struct Code {
    std::string_view system;
    std::string code;
    std::string display;
};

FhirElement coding(const Code& code);
FhirElement codeable(const std::vector<Code>& codes, std::string_view text);  // a CodeableConcept
FhirElement codeable(const Code& code);
FhirElement text_concept(std::string_view text);
FhirElement quantity(Decimal value, Unit unit);
FhirElement reference(std::string_view target);  // a Reference to "Patient/p1" or "urn:uuid:..."
FhirElement data_absent(std::string_view why);   // a dataAbsentReason: unknown
FhirElement annotation(std::string_view text);
FhirElement period(const std::optional<Instant>& start, const std::optional<Instant>& end);

std::string statement_uri(std::string_view statement);  // "urn:stormkeel:statement:ASTCT.G3.vasopressor"
std::string evidence_line(const Evidence& evidence);    // "temperature 38.6 Cel at 2026-03-03T10:00:00Z (line 9)"
std::string_view priority_of(Urgency urgency);          // stat, urgent, routine

// References to the resources of the input that facts came from, each once and in order: those of one type.
std::vector<FhirElement> sources_of_type(std::string_view type, const std::vector<Evidence>& evidence);
std::vector<Evidence> evidence_of(const std::vector<Reason>& reasons);
std::vector<FhirElement> observations_behind(const std::vector<Reason>& reasons);

class FhirWriting {
public:
    FhirWriting(const FhirAnswer& answer, const Bedside& bedside) : answer_(answer), bedside_(bedside) {}

    const FhirAnswer& answer() const { return answer_; }
    const Assessment& assessment() const { return answer_.assessment; }
    const Bedside& bedside() const { return bedside_; }

    // A resource with its type, and a place for it in the Bundle. `key` tells apart those of one type.
    struct Begun {
        FhirElement fields;
        std::string id;
    };
    Begun begin(std::string_view type, std::string_view key);
    // The same for what is true of the patient beyond this one answer: its id does not change with the time.
    Begun begin_lasting(std::string_view type, std::string_view key);
    // The engine is the same for every patient: its id follows from its versions alone.
    Begun begin_engine();
    // Adds it and returns what others refer to it by.
    std::string put(const Begun& resource);

    FhirElement subject() const;  // the Reference to the patient
    FhirElement engine() const;   // the Reference to our Device
    void set_engine(std::string reference) { engine_ = std::move(reference); }

    // The CRS and ICANS Observations, once they are written: what proposals give as their reason.
    std::vector<FhirElement> grades() const;
    void add_grade(std::string reference) { grades_.push_back(std::move(reference)); }

    // Which resource a recommendation became.
    struct Proposed {
        const Recommendation* recommendation;
        std::string reference;
    };
    const std::vector<Proposed>& proposed() const { return proposed_; }
    void add_proposed(Proposed proposed) { proposed_.push_back(std::move(proposed)); }

    const std::vector<std::string>& written() const { return written_; }
    std::string bundle() const;

private:
    // `patient`: of whom it is said; empty when of nobody.
    Begun begin_named(std::string_view type, std::string_view patient, std::string name);

    const FhirAnswer& answer_;
    const Bedside& bedside_;
    std::set<std::string> names_;
    std::vector<FhirElement> entries_;
    std::vector<std::string> written_;  // references to all entries
    std::vector<std::string> grades_;
    std::vector<Proposed> proposed_;
    std::string engine_;
};

// The parts of a Bundle, in the order they are written; each adds its resources.
void write_engine(FhirWriting& writing);
void write_grades(FhirWriting& writing);
void write_hlh_risk(FhirWriting& writing);
void write_impression(FhirWriting& writing);
// The reference to the RequestGroup; nothing when nothing is proposed.
std::optional<std::string> write_proposals(FhirWriting& writing);
void write_evaluation(FhirWriting& writing, const std::optional<std::string>& proposals);
void write_issues(FhirWriting& writing);
void write_flags(FhirWriting& writing);
void write_tasks(FhirWriting& writing);
void write_provenance(FhirWriting& writing);

// The components of a grade Observation.
struct GradeComponents {
    std::vector<FhirElement> elements;
    std::vector<Evidence> evidence;  // the facts they were read from
};
GradeComponents crs_components(const FhirWriting& writing);
GradeComponents icans_components(const FhirWriting& writing);

// The dosageInstruction of a MedicationRequest.
std::vector<FhirElement> dosage_of(const Recommendation& proposed, const FhirWriting& writing);

// The rule of the packs a recommendation came from; none when no statement of that id advises.
const Advice* advice_behind(const Recommendation& recommendation, const Guideline& guideline);

}  // namespace stormkeel
