// In which unit and bed each patient lies, by HL7 v2 and by Encounters; whichever told it last.
#include <algorithm>
#include <array>
#include <ranges>
#include <tuple>

#include "adapters/json_writing.h"
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

// Of several places of an Encounter the ward, then the latest.
struct Ranked {
    bool is_ward = false;
    Instant since{never};
    std::string name;

    auto by_rank() const { return std::tie(is_ward, since, name); }
    auto by_time() const { return std::tie(since, name); }
};

bool has_own_time(Json stay) { return stay["period"]["start"].exists(); }

bool tells_a_time(Json encounter) {
    for (const Json stay : encounter["location"]) {
        if (is_there(stay) && has_own_time(stay)) return true;
    }
    return false;
}

// A clock that is ahead must not keep a place for ever.
Instant written_at(Json encounter, const Record& record) {
    const Instant told = parse_instant(encounter["meta"]["lastUpdated"].string()).value_or(record.received);
    return std::min(told, record.received);
}

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
    for (const Record* each : std::ranges::reverse_view(shared->second)) {
        const Document document = document_of(each->text);
        if (document && document->root()["entry"][std::size_t{0}]["fullUrl"].string() == reference) {
            return resource(each->source);
        }
    }
    return nullptr;
}

// Where Encounters say that a patient lies, each the one that was told last.
struct WardRecord::Places {
    Ranked unit;
    Ranked bed;
};

// When the places of an Encounter were first told as they are: it may come again for another reason.
Instant WardRecord::first_written(const Json& encounter, const Record& record) const {
    Instant since = written_at(encounter, record);
    const std::string places = to_text(encounter["location"]);
    const PatientRecord* owner = patient(record.patient);
    if (owner == nullptr) return since;
    for (const Record& each : std::ranges::reverse_view(owner->records())) {
        if (each.source != record.source || each.number >= record.number) continue;
        const Document document = document_of(each.text);
        if (!document) break;
        const Json before = resource_in(document);
        if (to_text(before["location"]) != places) break;
        since = std::min(since, written_at(before, each));
    }
    return since;
}

void WardRecord::add_places(const Record& record, Places& places) const {
    const Document document = document_of(record.text);
    if (!document) return;
    const Json encounter = resource_in(document);
    if (!is_under_way(encounter)) return;
    // Beside a place that tells its time one that does not is as old as the Encounter.
    const Instant otherwise =
        tells_a_time(encounter) ? time_told(encounter["period"]["start"]) : first_written(encounter, record);
    Places best;
    for (const Json told : encounter["location"]) {
        if (!is_there(told)) continue;
        const std::string_view reference = told["location"]["reference"].string();
        const Record* named = location_named(reference);
        const Document kept = named == nullptr ? nullptr : document_of(named->text);
        const Stay stay{told, kept ? resource_in(kept) : contained_in(encounter, reference)};
        const Instant since = has_own_time(told) ? time_told(told["period"]["start"]) : otherwise;
        const auto rank = [&](std::string name, Ranked& into) {
            Ranked place{stay.is({"wa"}), since, std::move(name)};
            if (!place.name.empty() && place.by_rank() > into.by_rank()) into = std::move(place);
        };
        rank(stay.unit(), best.unit);
        rank(stay.bed(), best.bed);
    }
    if (!best.unit.name.empty() && best.unit.by_time() > places.unit.by_time()) places.unit = std::move(best.unit);
    if (!best.bed.name.empty() && best.bed.by_time() > places.bed.by_time()) places.bed = std::move(best.bed);
}

// Of Encounters that are over: the place that was told with the latest time, whether it is over or not.
std::string WardRecord::unit_left_by_encounters(const std::string& id) const {
    Ranked last;
    for (const PatientRecord::Resource& each : resources_of(id, "Encounter")) {
        const Document document = document_of(each.record->text);
        if (!document) continue;
        const Json encounter = resource_in(document);
        for (const Json told : encounter["location"]) {
            const std::string_view reference = told["location"]["reference"].string();
            const Record* named = location_named(reference);
            const Document kept = named == nullptr ? nullptr : document_of(named->text);
            const Stay stay{told, kept ? resource_in(kept) : contained_in(encounter, reference)};
            Ranked place{stay.is({"wa"}), time_told(told["period"]["start"]), stay.unit()};
            if (!place.name.empty() && place.by_time() > last.by_time()) last = std::move(place);
        }
    }
    return last.name;
}

// What was told last counts; a bed that was told before the unit is one of another unit.
Lying WardRecord::lying_of(const std::string& id) const {
    const Hl7Record::Ids ids = joined_into(id);
    Places places;
    for (const PatientRecord::Resource& encounter : resources_of(id, "Encounter"))
        add_places(*encounter.record, places);
    const auto moved = hl7v2_.lies_in(ids);
    const auto counts = [&](const Ranked& place) {
        return !place.name.empty() && (!moved || place.since > moved->told);
    };
    Lying lying;
    if (moved) {
        lying.unit = moved->unit;
        lying.bed = moved->bed;
        lying.told = moved->told;
    }
    if (counts(places.unit)) {
        lying.unit = places.unit.name;
        lying.bed.clear();
        lying.told = places.unit.since;
    }
    if (counts(places.bed) && places.bed.since >= lying.told) {
        lying.bed = places.bed.name;
        lying.told = places.bed.since;
    }
    lying.seen = hl7v2_.seen_in(ids);
    lying.discharged = is_discharged(id);
    if (lying.discharged) lying.left = moved && !moved->left.empty() ? moved->left : unit_left_by_encounters(id);
    return lying;
}

// Of two that were sent in one second the whole record decides, as a fold would.
void WardRecord::note_bed(const std::string& identifier, PatientRecord& standing) const {
    const auto& known = standing.lying().seen;
    auto seen = hl7v2_.seen_in({identifier});
    if (!seen || (known && seen->told < known->told)) return;
    if (known && seen->told == known->told) seen = hl7v2_.seen_in(joined_into(standing.patient()));
    standing.was_seen(*std::move(seen));
}

const std::string& PatientRecord::bed() const {
    static const std::string not_known;
    if (lying_.discharged) return not_known;
    const bool seen_last = lying_.seen && (lying_.seen->told > lying_.told || lying_.told == never);
    return seen_last ? lying_.seen->bed : lying_.bed;
}

}  // namespace stormkeel
