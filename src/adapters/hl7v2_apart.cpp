// Names the messages of two senders apart that have one kind and number: "ORU M0001 OBX 1 of LAB|H".
#include <algorithm>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_chart.h"

namespace stormkeel {

namespace {

std::string apart_of(const Hl7Header& header) { return " of " + clipped(header.sender()); }

void name_apart(Hl7Person& person, const std::string& apart) {
    for (Hl7Entry& entry : person.entries) {
        entry.where += apart;
        if (auto* given = std::get_if<Administration>(&entry.says)) given->where += apart;
        if (auto* order = std::get_if<DrugOrder>(&entry.says)) order->where += apart;
    }
}

}  // namespace

// Whether any other sender's message of this number came; most numbers are one sender's, so no more is looked at.
bool Hl7Record::is_number_of_others(const Hl7Header& header) const {
    return std::any_of(senders_.begin(), senders_.end(), [&](const std::string& sender) {
        return sender != header.sender() && contents_.contains({sender, header.control_id});
    });
}

bool Hl7Record::has_entry(const std::string& identifier, const Hl7Header& header, std::string_view apart) const {
    const auto own = own_.find(identifier);
    if (own == own_.end()) return false;
    const std::string place = header.place() + " ";
    const auto& entries = own->second.entries;
    return std::any_of(entries.begin(), entries.end(), [&](const Hl7Kept& kept) {
        return kept.entry.where.starts_with(place) && kept.entry.where.ends_with(apart);
    });
}

void Hl7Record::name_new_apart(Hl7Reading& reading) const {
    if (!is_number_of_others(reading.header)) return;
    for (Hl7Person& person : reading.persons) {
        if (has_entry(person.patient, reading.header, "")) name_apart(person, apart_of(reading.header));
    }
}

void Hl7Record::name_apart_as_kept(Hl7Reading& reading) const {
    if (!is_number_of_others(reading.header)) return;
    const std::string apart = apart_of(reading.header);
    for (Hl7Person& person : reading.persons) {
        if (has_entry(person.patient, reading.header, apart)) name_apart(person, apart);
    }
}

}  // namespace stormkeel
