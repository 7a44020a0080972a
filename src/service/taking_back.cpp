// Looks at what a record says of itself: its status, its amendment, or how its entries act on earlier ones.
#include "service/taking_back.h"

#include <algorithm>
#include <array>

#include "adapters/json_writing.h"
#include "service/patient_record.h"
#include "service/record_names.h"

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 5> statuses{"entered-in-error", "cancelled", "not-done", "amended", "corrected"};
constexpr std::size_t retracting = 3;  // of them the first

// Of an Observation code, time and values; of an administration what was given, when it began, and how much.
std::string tells(Json resource) {
    std::string text;
    const auto add = [&](Json part) { text += to_text(part) + "\n"; };
    for (const Json member : resource) {
        const std::string_view name = member.key();
        const bool observed =
            name == "code" || name == "component" || name.starts_with("effective") || name.starts_with("value");
        if (resource["resourceType"].string() == "Observation" && observed) add(member);
    }
    if (resource["resourceType"].string() != "MedicationAdministration") return text;
    for (const char* name : {"medicationCodeableConcept", "medicationReference", "effectiveDateTime"})
        add(resource[name]);
    add(resource["effectivePeriod"]["start"]);
    add(resource["dosage"]["dose"]);
    return text;
}

// Whether the resource has one of the first statuses, or was deleted by its server.
bool is_one_of(const Record& record, std::size_t first) {
    const auto read = read_json(record.text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return false;
    const Json resource = resource_in(*document);
    const auto end = statuses.begin() + static_cast<std::ptrdiff_t>(first);
    return !resource.exists() || std::find(statuses.begin(), end, resource["status"].string()) != end;
}

}  // namespace

bool takes_back(const Record& record) {
    if (record.form == RecordForm::chart_row) {
        const auto fact = charted_fact(record.text);
        return fact && fact->amendment.kind != Amendment::Kind::none;
    }
    return record.form == RecordForm::fhir && is_one_of(record, statuses.size());
}

bool corrects(const Record& record, const Record& before) {
    const auto now = read_json(record.text);
    const auto then = read_json(before.text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&now);
    const auto* earlier = std::get_if<std::shared_ptr<const JsonDocument>>(&then);
    if (document == nullptr || earlier == nullptr) return false;
    const Json told = resource_in(*document);
    const Json told_before = resource_in(*earlier);
    const std::string_view status = told_before["status"].string();
    if (status == "preliminary" || status == "registered") return false;
    return tells(told) != tells(told_before);
}

bool retracts(const Record& record) { return record.form == RecordForm::fhir && is_one_of(record, retracting); }

bool retracts(Hl7Effect effect) {
    return effect == Hl7Effect::retracts || effect == Hl7Effect::moves_away || effect == Hl7Effect::undoes_last;
}

bool takes_back(const Hl7Reading& reading) {
    const auto acts_on_earlier = [](const Hl7Entry& entry) {
        return entry.effect == Hl7Effect::corrects || retracts(entry.effect);
    };
    return std::any_of(reading.persons.begin(), reading.persons.end(), [&](const Hl7Person& person) {
        return std::any_of(person.entries.begin(), person.entries.end(), acts_on_earlier);
    });
}

}  // namespace stormkeel
