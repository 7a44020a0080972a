// Looks at what a record says of itself: its status, its amendment, or how its entries act on earlier ones.
#include "service/taking_back.h"

#include <algorithm>
#include <array>

#include "service/patient_record.h"
#include "service/record_names.h"

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 5> statuses{"entered-in-error", "cancelled", "not-done", "amended", "corrected"};
constexpr std::size_t retracting = 3;  // of them the first

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
