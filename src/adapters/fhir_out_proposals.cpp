// Recommendations as drafts: drugs, services and messages, held together by one RequestGroup.
#include <algorithm>
#include <array>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_writing.h"

namespace stormkeel {
namespace {

constexpr std::string_view rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
constexpr std::string_view action_type = "http://terminology.hl7.org/CodeSystem/action-type";

// Items that mean drugs without naming one.
constexpr std::array<std::string_view, 12> drug_groups{"alternative_agent",
                                                       "antifungal_prophylaxis",
                                                       "antipyretic",
                                                       "corticosteroid",
                                                       "empiric_antibiotics",
                                                       "fluid_bolus",
                                                       "g_csf",
                                                       "gm_csf",
                                                       "hydration",
                                                       "premedication",
                                                       "steroid_premedication",
                                                       "vasopressor"};

std::string_view resource_type(const Recommendation& recommendation, const Formulary& formulary) {
    switch (recommendation.action) {
        case Action::notify:
        case Action::escalate:
        case Action::ask:
            return "CommunicationRequest";
        case Action::obtain:
        case Action::monitor:
            return "ServiceRequest";
        default: {
            const std::string& item = recommendation.item;
            const bool group = std::find(drug_groups.begin(), drug_groups.end(), item) != drug_groups.end();
            const bool drug = group || formulary.drug_named(item) || formulary.product_named(item);
            return drug ? "MedicationRequest" : "ServiceRequest";
        }
    }
}

// What is proposed, by the codes that the terminology vouches for, and by our own.
FhirElement item_concept(const Recommendation& recommendation, const Terminology& terminology) {
    const std::string& item = recommendation.item;
    const std::string name = spaced(item);
    std::vector<Code> codes;
    const auto add = [&](std::string_view system, std::string_view code) {
        if (!code.empty()) codes.push_back({system, std::string(code), name});
    };
    if (const auto drug = terminology.formulary().drug_named(item)) add(rxnorm, terminology.rxnorm_of_drug(*drug));
    if (const auto product = terminology.formulary().product_named(item)) {
        add(rxnorm, terminology.rxnorm_of_product(*product));
    }
    if (const auto measured = item_named(item)) add(loinc_uri, terminology.loinc_of(*measured));
    add(own_system::item, item);
    return codeable(codes, name);
}

FhirElement action_concept(Action action) {
    return codeable(Code{own_system::action, std::string(name_of(action)), std::string(name_of(action))});
}

std::string source_words(const Recommendation& recommendation) {
    return recommendation.source + (recommendation.verification == Verification::unverified ? " (unverified)" : "");
}

// What the three kinds of request share, in the places they share.
struct Request {
    const Recommendation& recommendation;
    FhirWriting& writing;
    FhirWriting::Begun resource;

    FhirElement& fields() { return resource.fields; }

    // How a draft of a drug or a service begins, its code under this name.
    void begin_draft(std::string_view code) {
        fields().texts("instantiatesUri", {statement_uri(recommendation.statement)});
        fields().text("status", "draft").text("intent", "proposal");
        fields().list("category", {action_concept(recommendation.action)});
        fields().text("priority", priority_of(recommendation.urgency));
        fields().element(code, item_concept(recommendation, writing.answer().terminology));
        fields().element("subject", writing.subject());
    }
    void add_reasons() {
        std::vector<FhirElement> codes;
        for (const Reason& reason : recommendation.reasons) {
            codes.push_back(codeable({{own_system::statement, reason.statement, ""}}, reason.text));
        }
        fields().list("reasonCode", codes).list("reasonReference", writing.grades());
    }
    void add_notes() {
        fields().list("note", {annotation(recommendation.text), annotation("Source: " + source_words(recommendation))});
    }
};

void write_drug(Request& request) {
    FhirElement& fields = request.fields();
    FhirWriting& writing = request.writing;
    const Recommendation& proposed = request.recommendation;
    request.begin_draft("medicationCodeableConcept");
    fields.list("supportingInformation", observations_behind(proposed.reasons));
    fields.moment("authoredOn", writing.assessment().as_of).element("requester", writing.engine());
    request.add_reasons();
    request.add_notes();
    fields.list("dosageInstruction", dosage_of(proposed, writing));
}

void write_service(Request& request) {
    FhirElement& fields = request.fields();
    FhirWriting& writing = request.writing;
    const Recommendation& proposed = request.recommendation;
    request.begin_draft("code");
    if (proposed.every) {
        FhirElement repeat;
        FhirElement timing;
        repeat.element("boundsPeriod", period(proposed.due, std::nullopt)).whole("frequency", 1);
        const auto count = scale(Decimal::whole(1), proposed.every->microseconds, hours(1).microseconds);
        repeat.decimal("period", count.value_or(Decimal{})).text("periodUnit", "h");
        fields.element("occurrenceTiming", timing.element("repeat", repeat));
    } else if (proposed.due) {
        fields.moment("occurrenceDateTime", *proposed.due);
    }
    fields.moment("authoredOn", writing.assessment().as_of).element("requester", writing.engine());
    request.add_reasons();
    fields.list("supportingInfo", observations_behind(proposed.reasons));
    request.add_notes();
}

void write_message(Request& request) {
    FhirElement& fields = request.fields();
    FhirWriting& writing = request.writing;
    const Recommendation& proposed = request.recommendation;
    fields.text("status", "draft").list("category", {action_concept(proposed.action)});
    fields.text("priority", priority_of(proposed.urgency)).element("subject", writing.subject());
    FhirElement payload;
    fields.list("payload", {payload.text("contentString", proposed.text)});
    if (proposed.due) fields.moment("occurrenceDateTime", *proposed.due);
    fields.moment("authoredOn", writing.assessment().as_of).element("sender", writing.engine());
    request.add_reasons();
    fields.list("note", {annotation("Source: " + source_words(proposed))});
}

std::string write_request(const Recommendation& recommendation, FhirWriting& writing) {
    const std::string_view type = resource_type(recommendation, writing.answer().terminology.formulary());
    const std::string key = recommendation.statement + '/' + recommendation.item;
    Request request{recommendation, writing, writing.begin(type, key)};
    if (type == "MedicationRequest") {
        write_drug(request);
    } else if (type == "ServiceRequest") {
        write_service(request);
    } else {
        write_message(request);
    }
    return writing.put(request.resource);
}

FhirElement action_of(const FhirWriting::Proposed& proposed, const FhirWriting& writing) {
    const Recommendation& recommendation = *proposed.recommendation;
    const auto statement = writing.answer().guideline.statement_named(recommendation.statement);
    FhirElement document;
    document.text("type", "citation");
    if (statement) document.text("display", writing.answer().guideline.statements[*statement].sentence);
    document.text("label", recommendation.statement).text("citation", source_words(recommendation));

    FhirElement action;
    action.text("title", std::string(name_of(recommendation.action)) + " " + spaced(recommendation.item));
    action.text("description", recommendation.text).text("textEquivalent", recommendation.text);
    action.text("priority", priority_of(recommendation.urgency));
    action.list("code", {action_concept(recommendation.action),
                         codeable(Code{own_system::item, recommendation.item, spaced(recommendation.item)})});
    action.list("documentation", {document});
    const auto when = recommendation.not_before ? recommendation.not_before : recommendation.due;
    if (when) action.moment("timingDateTime", *when);
    action.element("type", codeable(Code{action_type, "create", "Create"}));
    action.text("requiredBehavior", recommendation.action == Action::consider ? "could" : "must-unless-documented");
    return action.element("resource", reference(proposed.reference));
}

}  // namespace

std::optional<std::string> write_proposals(FhirWriting& writing) {
    for (const Recommendation& recommendation : writing.assessment().recommendations) {
        if (recommendation.action == Action::avoid) continue;
        writing.add_proposed({&recommendation, write_request(recommendation, writing)});
    }
    if (writing.proposed().empty()) return std::nullopt;
    std::vector<FhirElement> actions;
    for (const FhirWriting::Proposed& proposed : writing.proposed()) actions.push_back(action_of(proposed, writing));
    FhirWriting::Begun group = writing.begin("RequestGroup", "proposals");
    group.fields.text("status", "draft").text("intent", "proposal").element("subject", writing.subject());
    group.fields.moment("authoredOn", writing.assessment().as_of).element("author", writing.engine());
    group.fields.list("reasonReference", writing.grades());
    group.fields.list("note", {annotation("Proposals for a clinician to decide on. Nothing here is an order.")});
    group.fields.list("action", actions);
    return writing.put(group);
}

}  // namespace stormkeel
