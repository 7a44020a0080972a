// In which unit each patient lies, by HL7 v2 and by Encounters; whichever told it last.
#include <algorithm>
#include <array>
#include <tuple>

#include "service/fhir_record.h"
#include "service/record_names.h"
#include "service/ward_record.h"

namespace stormkeel {

namespace {

using Document = std::shared_ptr<const JsonDocument>;

Document document_of(std::string_view text) {
    const auto read = read_json(text);
    const auto* document = std::get_if<Document>(&read);
    return document == nullptr ? nullptr : *document;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

// A day counts from its beginning.
Instant time_told(Json time) {
    const std::string text(time.string());
    return parse_instant(text).value_or(parse_instant(text + "T00:00:00Z").value_or(never));
}

bool is_of_kind(Json physical_type, std::initializer_list<std::string_view> codes) {
    for (const Json coding : physical_type["coding"]) {
        if (std::find(codes.begin(), codes.end(), coding["code"].string()) != codes.end()) return true;
    }
    return false;
}

// "Location/l7" of "http://ehr.example/fhir/Location/l7".
std::string_view location_named_in(std::string_view reference) {
    const std::size_t at = reference.find("Location/");
    return at == std::string_view::npos ? reference : reference.substr(at);
}

bool is_there(Json stay) {
    const std::string_view status = stay["status"].string();
    return status == "active" || (status.empty() && !stay["period"]["end"].exists());
}

// A bed or a room is no unit; what it is a part of may be.
std::string unit_named(Json stay, Json location) {
    const auto is = [&](std::initializer_list<std::string_view> codes) {
        return is_of_kind(stay["physicalType"], codes) || is_of_kind(location["physicalType"], codes);
    };
    if (is({"bd", "ro"})) return trimmed(location["partOf"]["display"].string());
    std::string name = trimmed(stay["location"]["display"].string());
    return name.empty() ? trimmed(location["name"].string()) : name;
}

// Where an Encounter says that its patient lies; of several places the ward, then the latest.
struct Place {
    bool is_ward = false;
    Instant since{never};
    std::string name;

    auto by_rank() const { return std::tie(is_ward, since, name); }
};

Json contained_in(Json encounter, std::string_view reference) {
    for (const Json each : encounter["contained"]) {
        if (reference == '#' + std::string(each["id"].string())) return each;
    }
    return {};
}

}  // namespace

// Its newest version; of one that was known by the address of a Bundle's entry, by that.
const Record* WardRecord::location_named(std::string_view reference) const {
    if (const Record* record = resource(location_named_in(reference))) return record;
    const auto shared = shared_.find(reference);
    if (shared == shared_.end()) return nullptr;
    for (auto each = shared->second.rbegin(); each != shared->second.rend(); ++each) {
        const Document document = document_of((*each)->text);
        if (document && document->root()["entry"][std::size_t{0}]["fullUrl"].string() == reference) {
            return resource((*each)->source);
        }
    }
    return nullptr;
}

std::optional<Hl7Record::InUnit> WardRecord::unit_by_encounter(const Record& record) const {
    const Document document = document_of(record.text);
    if (!document) return std::nullopt;
    const Json encounter = resource_in(document);
    if (!is_under_way(encounter)) return std::nullopt;
    const Instant begun = time_told(encounter["period"]["start"]);
    Place best;
    for (const Json stay : encounter["location"]) {
        if (!is_there(stay)) continue;
        const std::string_view reference = stay["location"]["reference"].string();
        const Record* told = location_named(reference);
        const Document kept = told == nullptr ? nullptr : document_of(told->text);
        const Json location = kept ? resource_in(kept) : contained_in(encounter, reference);
        const Instant since = stay["period"]["start"].exists() ? time_told(stay["period"]["start"]) : begun;
        Place place{is_of_kind(stay["physicalType"], {"wa"}) || is_of_kind(location["physicalType"], {"wa"}), since,
                    unit_named(stay, location)};
        if (!place.name.empty() && place.by_rank() > best.by_rank()) best = std::move(place);
    }
    if (best.name.empty()) return std::nullopt;
    return Hl7Record::InUnit{best.since, std::move(best.name)};
}

std::string WardRecord::unit_of(const std::string& id) const {
    std::optional<Hl7Record::InUnit> unit;
    for (const PatientRecord::Resource& encounter : resources_of(id, "Encounter")) {
        auto told = unit_by_encounter(*encounter.record);
        const bool counts = told && (!unit || std::tie(told->told, told->unit) > std::tie(unit->told, unit->unit));
        if (counts) unit = std::move(told);
    }
    const auto by_messages = hl7v2_.unit_of(joined_into(id));
    if (by_messages && (!unit || by_messages->told >= unit->told)) unit = by_messages;
    return unit ? unit->unit : std::string();
}

}  // namespace stormkeel
