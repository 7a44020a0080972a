// The components of the grade Observations: fever, hypotension, hypoxia and the neurologic signs, each with its reason.
#include <algorithm>
#include <span>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_writing.h"
#include "core/explain.h"

namespace stormkeel {
namespace {

// A sign a clinician knows, and the findings it is made of. It is present when one of them is.
struct Sign {
    std::string_view code;
    Scale scale;
    std::vector<FindingId> findings;
};

FhirElement component(std::string_view code) {
    FhirElement element;
    std::string display(code);
    std::replace(display.begin(), display.end(), '-', ' ');
    element.element("code", codeable(Code{own_system::component, std::string(code), display}));
    return element;
}

FhirElement whole_component(std::string_view code, std::int64_t value) {
    return component(code).whole("valueInteger", value);
}

// The facts the findings rest on, in order of time.
std::vector<Evidence> evidence_behind(std::span<const FindingId> findings, const Bedside& bedside) {
    std::vector<std::uint32_t> places;
    for (const FindingId id : findings) {
        for (const std::uint32_t place : bedside.findings[id].facts) {
            if (place != no_fact) places.push_back(place);
        }
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::vector<Evidence> evidence;
    for (const std::uint32_t place : places) {
        evidence.push_back(evidence_of(place, bedside.timeline, bedside.guideline.formulary));
    }
    return evidence;
}

std::string lines_of(const std::vector<Evidence>& evidence) {
    std::string text;
    for (const Evidence& fact : evidence) text += (text.empty() ? "" : "; ") + evidence_line(fact);
    return text.empty() ? "no fact on record" : text;
}

bool names_any(const Condition& condition, std::span<const FindingId> findings) {
    return std::any_of(condition.steps.begin(), condition.steps.end(), [&](const Step& step) {
        return std::find(findings.begin(), findings.end(), step.finding) != findings.end();
    });
}

// The statement of the highest grade that this sign makes certain; nothing when it makes none.
const Statement* decided_by(const Sign& sign, const Bedside& bedside) {
    const GradeRule* decides = nullptr;
    for (const GradeRule& rule : bedside.guideline.grade_rules) {
        if (rule.scale != sign.scale || !names_any(rule.when, sign.findings)) continue;
        if (decides != nullptr && rule.grade <= decides->grade) continue;
        if (truth_in(rule.when, bedside) == Truth::present) decides = &rule;
    }
    return decides == nullptr ? nullptr : &bedside.guideline.statements[decides->statement];
}

FhirElement sign_component(const Sign& sign, const Bedside& bedside) {
    Truth truth = Truth::absent;
    for (const FindingId id : sign.findings) truth = either(truth, bedside.findings.truth(id));
    const std::string facts = lines_of(evidence_behind(sign.findings, bedside));
    FhirElement element = component(sign.code);
    if (truth == Truth::unknown) return element.element("dataAbsentReason", data_absent(facts));
    const std::string word(name_of(truth));
    std::vector<Code> codes{{own_system::value, word, word}};
    std::string reason;
    if (const Statement* statement = decided_by(sign, bedside)) {
        codes.push_back({own_system::statement, statement->id, statement->title});
        reason = ": " + statement->sentence;
    }
    return element.element("valueCodeableConcept", codeable(codes, word + reason + " (" + facts + ")"));
}

// A finding of the neurologic examination by its own value: a score, or a word of its level. What nobody charted counts
// as none beside a fresh examination, but is not told to others as if it had been examined.
FhirElement examined_component(FindingId id, const Bedside& bedside) {
    const Range range = bedside.findings[id].range;
    std::string code(name_of(id));
    std::replace(code.begin(), code.end(), '_', '-');
    FhirElement element = component(code);
    const FindingId only[] = {id};
    const std::vector<Evidence> evidence = evidence_behind(only, bedside);
    const std::string facts = lines_of(evidence);
    if (evidence.empty() || !range.known()) return element.element("dataAbsentReason", data_absent(facts));
    if (kind_of(id) == FindingKind::count) return element.whole("valueInteger", range.lowest);
    const std::string word = kind_of(id) == FindingKind::level
                                 ? std::string(words_of(id)[static_cast<std::size_t>(range.lowest)])
                                 : std::string(name_of(truth_of(range)));
    return element.element("valueCodeableConcept",
                           codeable({{own_system::value, word, spaced(word)}}, spaced(word) + " (" + facts + ")"));
}

// What is told of a grade that is not known: between which it lies.
void add_range(std::vector<FhirElement>& components, const ScaleAnswer& answer) {
    if (answer.at_least == answer.at_most) return;
    components.push_back(whole_component("at-least", answer.at_least));
    components.push_back(whole_component("at-most", answer.at_most));
}

const std::vector<Sign>& crs_signs() {
    static const std::vector<Sign> signs{
        {"fever", Scale::crs, {FindingId::fever}},
        {"hypotension", Scale::crs, {FindingId::hypotension, FindingId::vasopressors, FindingId::vasopressin}},
        {"hypoxia", Scale::crs, {FindingId::oxygen_support, FindingId::low_oxygen_saturation}}};
    return signs;
}

std::vector<FindingId> icans_signs(const Bedside& bedside) {
    const bool by_capd = bedside.findings.truth(FindingId::capd_applies) == Truth::present;
    return {by_capd ? FindingId::capd : FindingId::ice_score, FindingId::consciousness, FindingId::seizure,
            FindingId::motor_weakness, FindingId::cerebral_edema};
}

}  // namespace

GradeComponents crs_components(const FhirWriting& writing) {
    const Bedside& bedside = writing.bedside();
    const CrsAnswer& crs = writing.assessment().crs;
    GradeComponents parts;
    add_range(parts.elements, crs);
    for (const Sign& sign : crs_signs()) {
        parts.elements.push_back(sign_component(sign, bedside));
        for (Evidence& fact : evidence_behind(sign.findings, bedside)) parts.evidence.push_back(std::move(fact));
    }
    parts.elements.push_back(whole_component("treat-as", crs.treat_as));
    parts.elements.push_back(component("under-treatment").boolean("valueBoolean", crs.under_treatment));
    if (crs.episode) {
        parts.elements.push_back(whole_component("episode", crs.episode->number));
        parts.elements.push_back(component("episode-onset").moment("valueDateTime", crs.episode->onset));
        parts.elements.push_back(whole_component("episode-peak", crs.episode->peak));
        if (crs.episode->resolved_at) {
            parts.elements.push_back(component("episode-resolved").moment("valueDateTime", *crs.episode->resolved_at));
        }
    }
    return parts;
}

GradeComponents icans_components(const FhirWriting& writing) {
    const Bedside& bedside = writing.bedside();
    GradeComponents parts;
    add_range(parts.elements, writing.assessment().icans);
    const std::vector<FindingId> signs = icans_signs(bedside);
    for (const FindingId id : signs) parts.elements.push_back(examined_component(id, bedside));
    parts.evidence = evidence_behind(signs, bedside);
    return parts;
}

}  // namespace stormkeel
