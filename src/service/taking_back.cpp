// Looks at what a record says of itself: its status, its amendment, or how its entries act on earlier ones.
#include "service/taking_back.h"

#include <algorithm>
#include <array>

#include "service/patient_record.h"
#include "service/record_names.h"

namespace stormkeel {

namespace {

bool is_taken_back(const std::shared_ptr<const JsonDocument>& document) {
    constexpr std::array<std::string_view, 5> statuses{"entered-in-error", "cancelled", "not-done", "amended",
                                                       "corrected"};
    const Json resource = resource_in(document);
    if (!resource.exists()) return true;  // its server deleted it
    return std::find(statuses.begin(), statuses.end(), resource["status"].string()) != statuses.end();
}

}  // namespace

bool takes_back(const Record& record) {
    if (record.form == RecordForm::chart_row) {
        const auto fact = charted_fact(record.text);
        return fact && fact->amendment.kind != Amendment::Kind::none;
    }
    if (record.form != RecordForm::fhir) return false;
    const auto read = read_json(record.text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    return document != nullptr && is_taken_back(*document);
}

bool takes_back(const Hl7Reading& reading) {
    const auto acts_on_earlier = [](const Hl7Entry& entry) {
        return entry.effect == Hl7Effect::corrects || entry.effect == Hl7Effect::retracts ||
               entry.effect == Hl7Effect::moves_away || entry.effect == Hl7Effect::undoes_last;
    };
    return std::any_of(reading.persons.begin(), reading.persons.end(), [&](const Hl7Person& person) {
        return std::any_of(person.entries.begin(), person.entries.end(), acts_on_earlier);
    });
}

}  // namespace stormkeel
