// Takes FHIR documents apart into resources, and lets each be read into its patient's timeline.
#include "adapters/fhir.h"

#include <algorithm>
#include <array>
#include <istream>
#include <utility>

#include "adapters/chart_csv_time.h"
#include "adapters/chart_csv_words.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

constexpr std::size_t longest_line = 2U << 20U;  // contract section 6: an NDJSON line up to 2 MiB

using ReadResource = FhirUse (*)(const FhirReading&);
constexpr std::array<std::pair<std::string_view, ReadResource>, 10> readers{{
    {"Patient", read_patient},
    {"Encounter", read_encounter},
    {"Observation", read_observation},
    {"DiagnosticReport", read_diagnostic_report},
    {"MedicationAdministration", read_medication_administration},
    {"MedicationRequest", read_medication_request},
    {"Procedure", read_procedure},
    {"DeviceUseStatement", read_device_use},
    {"AllergyIntolerance", read_allergy},
    {"Condition", read_condition},
}};

// Resources that carry no fact themselves, but are referred to.
constexpr std::array<std::string_view, 4> referred_to{"Medication", "Substance", "Device", "Location"};

ReadResource reader_of(std::string_view type) {
    for (const auto& [name, read] : readers) {
        if (name == type) return read;
    }
    return nullptr;
}

// What a rejection names beside the place: the code of an Observation, the drug of an order, else the type.
std::string what_of(const FhirResource& resource) {
    for (const char* field : {"code", "medicationCodeableConcept"}) {
        const FhirConcept concept_ = concept_of(resource.body[field]);
        if (!concept_.empty()) return clipped(label_of(concept_));
    }
    return resource.type;
}

std::string_view without_line_ends(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// The ward's wall time is the offset that its records' own times were written with.
void note_utc_offset(Json body, Timeline& timeline) {
    for (const char* field : {"effective", "performed", "timing"}) {
        const std::string name(field);
        for (const Json time : {body[name + "DateTime"], body[name + "Instant"], body[name + "Period"]["start"]}) {
            if (time.exists() && parse_instant(time.string())) {
                timeline.note_utc_offset(written_offset_minutes(time.string()));
            }
        }
    }
}

}  // namespace

struct FhirReader::Inside {
    explicit Inside(const Terminology& words) : terminology(words) {}

    // A part of a document: its JSON, and how a person finds it when it has no id.
    struct Part {
        std::shared_ptr<const JsonDocument> document;
        Json body;
        std::string place;
        std::string full_url;
        bool updates = false;  // put by its Bundle entry
        Json request{};        // of its Bundle entry
    };

    void add_text(std::string_view text, const std::string& place, std::string_view name) {
        auto read = read_json(text);
        if (const auto* error = std::get_if<JsonError>(&read)) {
            refuse(place, "no FHIR", to_text(*error), FhirPart::Kind::no_json);
            return;
        }
        auto document = std::get<std::shared_ptr<const JsonDocument>>(read);
        const Json root = document->root();
        add({std::move(document), root, place, ""}, name);
    }

    void add(Part part, std::string_view name) {
        const std::string_view type = part.body["resourceType"].string();
        if (type.empty()) {
            refuse(part.place, "no FHIR", "there is no resourceType; a Bundle or a resource is expected");
        } else if ((type == "Bundle" || reader_of(type) != nullptr) && part.body["implicitRules"].exists()) {
            // FHIR demands it of whoever does not know them.
            refuse(
                part.place, clipped(type),
                "its implicitRules change its meaning in a way we do not know; a resource without them would be right");
        } else if (type == "Bundle") {
            add_bundle(part, name);
        } else if (reader_of(type) == nullptr &&
                   std::find(referred_to.begin(), referred_to.end(), type) == referred_to.end()) {
            ++not_used[std::string(type)];
            note(part, std::string(type), false);
        } else {
            FhirResource resource{std::move(part.document), part.body, std::string(type), "", "", "", received};
            resource.id = part.body["id"].string();
            resource.full_url = std::move(part.full_url);
            resource.where = resource.id.empty() ? part.place : resource.type + "/" + resource.id;
            note({resource.document, resource.body, resource.where, resource.full_url, part.updates, part.request},
                 resource.type, true);
            shelf.put(std::move(resource));
        }
    }

    void note(const Part& part, const std::string& type, bool used) {
        if (!parts_are_kept) return;
        parts.push_back({type, std::string(part.body["id"].string()), part.place, part.full_url, part.document,
                         part.body, used ? FhirPart::Kind::used : FhirPart::Kind::not_used, part.updates, "", "",
                         part.request});
    }

    void refuse(const std::string& place, std::string_view what, const std::string& why,
                FhirPart::Kind kind = FhirPart::Kind::refused) {
        rejected.push_back({place, std::string(what), why});
        if (parts_are_kept) parts.push_back({"", "", place, "", nullptr, {}, kind, false, "", why});
    }

    void add_bundle(const Part& bundle, std::string_view name) {
        std::vector<Json> entries;
        for (const Json entry : bundle.body["entry"]) entries.push_back(entry);
        const bool newest_first = bundle.body["type"].string() == "history";
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::size_t place = newest_first ? entries.size() - 1 - i : i;
            const std::string prefix = name.empty() ? "" : std::string(name) + " ";
            add_entry(bundle, entries[place], prefix + "Bundle entry " + std::to_string(place + 1), name);
        }
    }

    void add_entry(const Part& bundle, Json entry, std::string place, std::string_view name) {
        const Json request = entry["request"];
        if (request["method"].string() == "DELETE") {
            const std::string url = "/" + std::string(request["url"].string());
            const FhirTarget target = target_of(url);
            if (parts_are_kept) {
                parts.push_back({std::string(target.type), std::string(target.id), place, "", bundle.document, entry,
                                 FhirPart::Kind::deleted, false, "", "", request});
            }
            shelf.remove(removal_of(bundle, entry, target));
        } else if (entry["resource"].exists()) {
            add({bundle.document, entry["resource"], std::move(place), std::string(entry["fullUrl"].string()),
                 request["method"].string() == "PUT", request},
                name);
        } else if (!request.exists() && !entry["response"].exists()) {
            refuse(place, "entry", "it has no resource");
        } else if (request.exists() && parts_are_kept) {
            const std::string method = clipped(request["method"].string());
            parts.push_back(
                {"",
                 "",
                 place,
                 "",
                 nullptr,
                 {},
                 FhirPart::Kind::refused,
                 false,
                 "",
                 "its request '" + method + "' brings no resource; PUT and POST with one, or DELETE, would be right"});
        }
    }

    // Without a time of its own the Bundle's bounds it.
    FhirRemoval removal_of(const Part& bundle, Json entry, FhirTarget target) const {
        FhirRemoval removal{bundle.document, std::string(target.type), std::string(target.id), {}, {}};
        read_removal(entry, received, removal);
        if (!removal.at) removal.at = told_order(bundle.body["timestamp"], received);
        return removal;
    }

    PatientOrRefusal patient_of(const FhirResource& resource) const {
        if (resource.type == "Patient") return shelf.patient_itself(resource);
        return shelf.patient_of(resource.body[resource.type == "AllergyIntolerance" ? "patient" : "subject"], resource);
    }

    const Terminology& terminology;
    FhirShelf shelf;
    std::vector<FhirPart> parts;
    bool parts_are_kept = false;
    std::optional<Instant> received;
    std::vector<Rejection> rejected;
    std::map<std::string, std::size_t> not_used;
};

FhirReader::FhirReader(const Terminology& terminology) : inside_(std::make_unique<Inside>(terminology)) {}
FhirReader::~FhirReader() = default;

void FhirReader::add_document(std::string_view text, std::string_view name) {
    inside_->add_text(text, name.empty() ? "the document" : std::string(name), name);
}

void FhirReader::add_part(const std::shared_ptr<const JsonDocument>& document, Json part, std::string_view name) {
    inside_->add({document, part, name.empty() ? "the document" : std::string(name), ""}, name);
}

void FhirReader::add_ndjson(std::istream& lines, std::string_view name) {
    const std::string prefix = name.empty() ? "" : std::string(name) + " ";
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        const std::string place = prefix + "NDJSON line " + std::to_string(number);
        if (without_line_ends(line).empty()) continue;
        if (line.size() > longest_line) {
            inside_->refuse(place, "a line of " + std::to_string(line.size()) + " bytes",
                            "it is longer than 2 MiB; one resource a line would be right");
            continue;
        }
        inside_->add_text(line, place, name);
    }
}

void FhirReader::received_at(Instant at) { inside_->received = at; }

void FhirReader::keep_parts(WhoHas who_has) {
    inside_->parts_are_kept = true;
    inside_->shelf.set_known_identifiers(std::move(who_has));
}

std::vector<FhirPart> FhirReader::parts() const {
    std::vector<FhirPart> found = inside_->parts;
    for (FhirPart& part : found) {
        if (part.kind != FhirPart::Kind::used || reader_of(part.type) == nullptr) continue;
        const PatientOrRefusal whose =
            inside_->patient_of({part.document, part.body, part.type, part.id, part.where, part.full_url, {}});
        if (const auto* refusal = std::get_if<Refusal>(&whose)) part.why = refusal->why;
        if (const auto* id = std::get_if<std::string>(&whose)) part.patient = *id;
    }
    return found;
}

FhirPatients FhirReader::finish(const std::map<std::string, Timeline>& beside) {
    FhirPatients result;
    ChartRowReader rows(inside_->terminology);
    std::map<std::string, FhirChart> charts;
    for (const FhirResource& resource : inside_->shelf.resources()) {
        const ReadResource read = reader_of(resource.type);
        if (read == nullptr) {
            ++inside_->not_used[resource.type];
            continue;
        }
        const Json body = resource.body;
        if (!body.exists() || body["status"].string() == "entered-in-error") continue;
        const PatientOrRefusal whose = inside_->patient_of(resource);
        if (const auto* refusal = std::get_if<Refusal>(&whose)) {
            inside_->rejected.push_back({resource.where, what_of(resource), refusal->why});
            continue;
        }
        const auto& id = std::get<std::string>(whose);
        Timeline& timeline = result.patients.try_emplace(id, id).first->second;
        timeline.set_medication_record(MedicationRecord::partial);
        FhirChart& chart = charts.try_emplace(id, timeline, rows).first->second;
        if (read({inside_->terminology, inside_->shelf, resource, chart}) == FhirUse::not_used) {
            ++inside_->not_used[resource.type];
        } else {
            note_utc_offset(body, timeline);
        }
    }
    for (auto& [id, chart] : charts) {
        const auto charted = beside.find(id);
        chart.finish(charted == beside.end() ? nullptr : &charted->second);
        if (inside_->parts_are_kept) chart.tell_unmapped(result.unmapped);
    }
    result.rejected = std::move(inside_->rejected);
    result.not_used = std::move(inside_->not_used);
    inside_ = std::make_unique<Inside>(inside_->terminology);
    return result;
}

const Timeline* FhirPatients::all_of(std::string_view patient) const {
    const bool is_theirs = rejected.empty() && patients.size() == 1 && patients.begin()->first == patient;
    return is_theirs ? &patients.begin()->second : nullptr;
}

bool looks_like_ndjson(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    text = without_line_ends(text);
    const std::size_t line_end = text.find('\n');
    if (line_end == std::string_view::npos) return false;
    const std::string_view first = without_line_ends(text.substr(0, line_end));
    return first.size() > 1 && first.starts_with('{') && first.ends_with('}');
}

}  // namespace stormkeel
