// In which unit and bed each patient lies, by HL7 v2 and by Encounters; whichever told it last.
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

// A place of an Encounter, and the Location that came for it, if one did.
struct Stay {
    Json told;
    Json location;

    bool is(std::initializer_list<std::string_view> codes) const {
        return is_of_kind(told["physicalType"], codes) || is_of_kind(location["physicalType"], codes);
    }
    std::string name() const {
        std::string display = trimmed(told["location"]["display"].string());
        return display.empty() ? trimmed(location["name"].string()) : display;
    }
    // A bed or a room is no unit; what it is a part of may be.
    std::string unit() const { return is({"bd", "ro"}) ? trimmed(location["partOf"]["display"].string()) : name(); }
    std::string bed() const { return is({"bd"}) ? name() : std::string(); }
};

// Where an Encounter says that its patient lies; of several places the ward, then the latest.
struct Ranked {
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

std::optional<Hl7Record::Located> WardRecord::by_encounter(const Record& record, Place wanted) const {
    const Document document = document_of(record.text);
    if (!document) return std::nullopt;
    const Json encounter = resource_in(document);
    if (!is_under_way(encounter)) return std::nullopt;
    const Instant begun = time_told(encounter["period"]["start"]);
    Ranked best;
    for (const Json told : encounter["location"]) {
        if (!is_there(told)) continue;
        const std::string_view reference = told["location"]["reference"].string();
        const Record* named = location_named(reference);
        const Document kept = named == nullptr ? nullptr : document_of(named->text);
        const Stay stay{told, kept ? resource_in(kept) : contained_in(encounter, reference)};
        const Instant since = told["period"]["start"].exists() ? time_told(told["period"]["start"]) : begun;
        Ranked place{stay.is({"wa"}), since, wanted == Place::unit ? stay.unit() : stay.bed()};
        if (!place.name.empty() && place.by_rank() > best.by_rank()) best = std::move(place);
    }
    if (best.name.empty()) return std::nullopt;
    return Hl7Record::Located{best.since, std::move(best.name)};
}

std::optional<Hl7Record::Located> WardRecord::by_encounters(const std::string& id, Place wanted) const {
    std::optional<Hl7Record::Located> latest;
    for (const PatientRecord::Resource& encounter : resources_of(id, "Encounter")) {
        auto told = by_encounter(*encounter.record, wanted);
        if (told && (!latest || told->by_time() > latest->by_time())) latest = std::move(told);
    }
    return latest;
}

Lying WardRecord::lying_of(const std::string& id) const {
    const Hl7Record::Ids ids = joined_into(id);
    Lying lying;
    lying.discharged = hl7v2_.stay_of(ids) == Hl7Stay::discharged;
    const auto moved = hl7v2_.lies_in(ids);
    if (moved) lying = {moved->unit, moved->bed, moved->told};
    const auto counts = [&](const std::optional<Hl7Record::Located>& told, const std::string& known) {
        return told && (known.empty() || told->told > moved->told);
    };
    if (const auto unit = by_encounters(id, Place::unit); counts(unit, lying.unit)) lying.unit = unit->name;
    if (const auto bed = by_encounters(id, Place::bed); counts(bed, lying.bed)) {
        lying.bed = bed->name;
        lying.told = std::max(lying.told, bed->told);
    }
    return lying;
}

std::string WardRecord::bed_of(const PatientRecord& patient) const {
    const Lying& lying = patient.lying();
    const auto seen = lying.discharged ? std::nullopt : hl7v2_.seen_in(joined_into(patient.patient()));
    return seen && seen->told > lying.told ? seen->name : lying.bed;
}

}  // namespace stormkeel
