// Reads Procedures and DeviceUseStatements: oxygen devices, examinations that were done, therapies given as a
// procedure.
#include <algorithm>
#include <array>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_observation.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

constexpr std::string_view snomed_intubation = "112798008";
constexpr std::string_view snomed_extubation = "271280005";
constexpr std::string_view snomed_oxygen_therapy = "57485005";

bool has_snomed(const FhirConcept& code, std::string_view wanted) {
    return std::any_of(code.codings.begin(), code.codings.end(), [&](const FhirCoding& coding) {
        return coding.code == wanted && code_system_named(coding.system) == CodeSystem::snomed;
    });
}

bool has_name(const FhirConcept& code, std::string_view folded) {
    const std::vector<std::string_view> names = code.names();
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return folded_words(name) == folded; });
}

std::optional<std::uint16_t> device_of(const Terminology& terminology, const FhirConcept& code) {
    for (const FhirCoding& coding : code.codings) {
        const auto system = code_system_named(coding.system);
        const auto device = system ? terminology.device_of_code(*system, coding.code) : std::nullopt;
        if (device) return device;
    }
    for (const std::string_view name : code.names()) {
        if (const auto device = terminology.device_of_words(name)) return device;
    }
    return std::nullopt;
}

// A therapy given as a procedure. Procedures also teach about products, ask for consent and collect cells, so a text
// counts only when it says nothing but that the product was given.
std::optional<ProductId> product_given(const Terminology& terminology, const FhirConcept& code) {
    for (const FhirCoding& coding : code.codings) {
        const auto system = code_system_named(coding.system);
        const auto product = system ? terminology.product_of_code(*system, coding.code) : std::nullopt;
        if (product) return product;
    }
    constexpr std::array<std::string_view, 4> given{"infusion", "administration", "transfusion", "injection"};
    for (const std::string_view name : code.names()) {
        if (const auto product = terminology.product_of_name(name)) return product;
        const std::string words = folded_words(name);
        const auto says = [&](std::string_view word) { return holds_words(words, word); };
        if (std::none_of(given.begin(), given.end(), says)) continue;
        if (const auto product = terminology.product_given_in(name)) return product;
    }
    return std::nullopt;
}

// What a Procedure is to us.
enum class Act : std::uint8_t { device, extubation, oxygen_therapy, therapy, done, other };

struct Meaning {
    Act act = Act::other;
    std::uint16_t code = 0;  // device or product
    std::string row_item;    // of what is done
    bool has_end = false;    // a device that stays on for the performed period
};

Meaning meaning_of(const Terminology& terminology, const FhirConcept& code) {
    if (has_snomed(code, snomed_extubation) || has_name(code, "extubation")) return {Act::extubation, 0, "", false};
    if (has_snomed(code, snomed_intubation) || has_name(code, "intubation") ||
        has_name(code, "endotracheal intubation")) {
        return {Act::device, device::invasive_ventilation, "", false};
    }
    if (const auto device = device_of(terminology, code)) return {Act::device, *device, "", true};
    if (has_snomed(code, snomed_oxygen_therapy) || has_name(code, "oxygen therapy")) {
        return {Act::oxygen_therapy, 0, "", false};
    }
    if (const auto product = product_given(terminology, code)) return {Act::therapy, *product, "", false};
    const MeaningOrNone item = item_meant(terminology, code);
    const auto* found = std::get_if<ItemMeaning>(&item);
    if (found != nullptr && kind_of(found->item) == ItemKind::done) return {Act::done, 0, found->row_item, false};
    return {};
}

// What goes on has no end yet: one that is written is a plan.
bool is_going_on(Json body) {
    const std::string_view status = body["status"].string();
    return status == "in-progress" || status == "active";
}

void write_device(const FhirReading& reading, const FhirSpan& span, std::uint16_t device) {
    const std::string_view word = words_of(Item::oxygen_device)[device];
    reading.chart.device(*span.start.at, reading.where(), device);
    if (!span.end.why.empty()) reading.reject(word, span.end.why);
    if (!span.end.at) return;
    if (is_going_on(reading.body())) {
        return reading.chart.planned_end({*span.end.at, std::string(reading.where()), std::string(word)});
    }
    if (ahead_of_record(reading.body(), *span.end.at)) return;
    reading.chart.device_ends({*span.start.at, *span.end.at, device, std::string(reading.where())});
}

// A record of oxygen that is refused although its time is good ends what it would have replaced.
void end_oxygen(const FhirReading& reading, const FhirSpan& span) {
    if (!span.start.at || ahead_of_record(reading.body(), *span.start.at)) return;
    reading.chart.device(*span.start.at, reading.where(), unreadable_device);
}

void write_act(const FhirReading& reading, const FhirSpan& span, const Meaning& meaning) {
    const Instant at = *span.start.at;
    switch (meaning.act) {
        case Act::device:
            if (meaning.has_end) return write_device(reading, span, meaning.code);
            return reading.chart.device(at, reading.where(), meaning.code);
        case Act::extubation:
            return reading.chart.device(at, reading.where(), unreadable_device);
        case Act::oxygen_therapy:
            reading.reject("oxygen therapy", "it does not say by which device; a device's own code would be right");
            return reading.chart.device(at, reading.where(), unreadable_device);
        case Act::therapy: {
            Fact fact;
            fact.at = at;
            fact.item = Item::therapy;
            fact.code = meaning.code;
            return reading.chart.add(fact, reading.where());
        }
        case Act::done:
            reading.chart.row(at, reading.where(), {"", meaning.row_item, "yes", ""});
            return;
        case Act::other:
            return;
    }
}

std::string refusal_of(const FhirReading& reading, const FhirSpan& span) {
    const Json body = reading.body();
    if (body["modifierExtension"].exists()) return "its modifierExtension changes its meaning in a way we do not know";
    if (!span.start.at) return span.start.why;
    return ahead_of_record(body, *span.start.at).value_or("");
}

// A Device as a concept: its type, and each name it has.
FhirConcept device_concept(const FhirReading& reading) {
    const Json reference = reading.body()["device"];
    FhirConcept found;
    if (const auto device = reading.shelf.find(reference, reading.body())) {
        found = concept_of(device->body["type"]);
        for (const Json name : device->body["deviceName"]) found.codings.push_back({"", "", name["name"].string()});
    }
    if (found.text.empty()) found.text = reference["display"].string();
    if (found.empty()) found.text = reference["reference"].string();
    return found;
}

}  // namespace

FhirUse read_procedure(const FhirReading& reading) {
    const Json body = reading.body();
    const std::string_view status = body["status"].string();
    if (status == "not-done" || status == "entered-in-error") return FhirUse::answered;
    const FhirConcept code = concept_of(body["code"]);
    const Meaning meaning = meaning_of(reading.terminology, code);
    if (meaning.act == Act::other) {
        reading.chart.unmapped(reading.where(), label_of(code), "no item of ours has this code; not used");
        return FhirUse::answered;
    }
    const FhirSpan span = span_of(body, "performed");
    std::string why = refusal_of(reading, span);
    if (status != "completed" && status != "in-progress" && status != "stopped") {
        why = "its status '" + clipped(status) +
              "' does not say that it was done; completed, in-progress or stopped would";
    }
    if (why.empty()) {
        write_act(reading, span, meaning);
    } else {
        reading.reject(label_of(code), why);
        const bool oxygen =
            meaning.act == Act::device || meaning.act == Act::extubation || meaning.act == Act::oxygen_therapy;
        if (oxygen && status != "preparation") end_oxygen(reading, span);
    }
    return FhirUse::answered;
}

FhirUse read_device_use(const FhirReading& reading) {
    const std::string_view status = reading.body()["status"].string();
    if (status == "entered-in-error") return FhirUse::answered;
    if (status == "intended") return FhirUse::not_used;
    const FhirConcept code = device_concept(reading);
    const auto device = device_of(reading.terminology, code);
    if (!device) {
        const Json reference = reading.body()["device"];
        const bool sent = reading.shelf.find(reference, reading.body()).has_value() || reference["display"].exists();
        reading.chart.unmapped(reading.where(), label_of(code),
                               sent ? "no oxygen device of ours; not used" : "this Device was not sent; not used");
        return FhirUse::answered;
    }
    const FhirSpan span = span_of(reading.body(), "timing");
    std::string why = refusal_of(reading, span);
    if (why.empty() && status != "active" && status != "completed" && status != "stopped") {
        why = "its status '" + clipped(status) + "' does not say that it is on; active or completed would";
    }
    if (why.empty()) {
        write_device(reading, span, *device);
    } else {
        reading.reject(label_of(code), why);
        end_oxygen(reading, span);
    }
    return FhirUse::answered;
}

}  // namespace stormkeel
