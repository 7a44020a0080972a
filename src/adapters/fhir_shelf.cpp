// Decides which version of a resource counts, and follows references between resources.
#include "adapters/fhir_shelf.h"

#include <algorithm>
#include <set>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "core/timeline.h"

namespace stormkeel {
namespace {

constexpr std::string_view urn_uuid = "urn:uuid:";

std::string key_of(const FhirResource& resource) {
    if (!resource.id.empty()) return resource.type + "/" + resource.id;
    return resource.full_url;
}

// A version number, when the server counts; others write opaque words, which have no order.
std::optional<Decimal> version_number(Json body) { return parse_decimal(body["meta"]["versionId"].text()); }

std::optional<Instant> updated_at(const FhirVersionTold& version) {
    return told_order(version.body["meta"]["lastUpdated"], version.received);
}

FhirVersionTold version_told(const FhirResource& resource) { return {resource.body, resource.received}; }

// Whether one of two versions of a resource is told to be newer than the other.
bool is_ordered(const FhirVersionTold& one, const FhirVersionTold& other) {
    return is_earlier_version(one, other) || is_earlier_version(other, one);
}

// Whether one id stands for two resources. Only patients named by their ids can be told apart before all is read.
bool are_two(const FhirResource& one, const FhirResource& other) {
    const FhirTarget mine = target_of(one.body["subject"]["reference"].string());
    const FhirTarget theirs = target_of(other.body["subject"]["reference"].string());
    if (mine.type != "Patient" || theirs.type != "Patient" || mine.id == theirs.id) return false;
    const std::string_view server = server_of(one.full_url);
    const std::string_view of_other = server_of(other.full_url);
    if (!server.empty() && !of_other.empty() && server != of_other) return true;
    return !is_ordered(version_told(one), version_told(other));
}

// An id goes into paths, addresses and tables, so what could break one is no id.
bool is_id(std::string_view id) {
    return !id.empty() && id.size() <= 255 && std::all_of(id.begin(), id.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F && c != '/' && c != '#';
    });
}

PatientOrRefusal checked(std::string_view id) {
    if (is_id(id)) return std::string(id);
    return Refusal{"'" + clipped(id) + "' can be no patient's id; right would be letters, digits, '-' and '.'"};
}

std::string_view patient_id_of(const FhirResource& patient) {
    if (!patient.id.empty()) return patient.id;
    std::string_view url = patient.full_url;
    return url.starts_with(urn_uuid) ? url.substr(urn_uuid.size()) : std::string_view{};
}

}  // namespace

std::optional<Instant> told_order(Json time, std::optional<Instant> received) {
    const auto at = parse_instant(time.string());
    const bool is_ahead = at && received && *at - *received > ahead_at_most;
    return is_ahead ? std::nullopt : at;
}

bool is_earlier_version(const FhirVersionTold& one, const FhirVersionTold& other) {
    const auto first = version_number(one.body);
    const auto second = version_number(other.body);
    if (first && second && *first != *second) return *first < *second;
    const auto first_time = updated_at(one);
    const auto second_time = updated_at(other);
    return first_time && second_time && *first_time < *second_time;
}

bool is_after_removal(const FhirVersionTold& resource, const FhirRemoval& removal) {
    const auto version = version_number(resource.body);
    if (removal.version && version && *removal.version != *version) return *version > *removal.version;
    const auto updated = updated_at(resource);
    return removal.at && updated && *updated > *removal.at;
}

bool is_before_removal(const FhirVersionTold& resource, const FhirRemoval& removal) {
    const auto version = version_number(resource.body);
    if (removal.version && version && *removal.version != *version) return *version < *removal.version;
    const auto updated = updated_at(resource);
    return removal.at && updated && *updated < *removal.at;
}

void read_removal(Json entry, std::optional<Instant> received, FhirRemoval& removal) {
    const Json response = entry["response"];
    const std::string_view tag = response["etag"].string();
    const auto first = tag.find_first_of("0123456789");
    if (first != std::string_view::npos) {
        removal.version = parse_decimal(tag.substr(first, tag.find_last_of("0123456789") + 1 - first));
    }
    removal.at = told_order(response["lastModified"], received);
}

PatientOrRefusal FhirShelf::patient_itself(const FhirResource& patient) const {
    if (patient_id_of(patient).empty()) return Refusal{"the Patient has no id, so nothing can refer to it"};
    return checked(patient_id_of(patient));
}

// Where the resource stands already, in whatever version.
std::optional<std::size_t> FhirShelf::place_of(const FhirResource& resource, const std::string& key) const {
    if (key.empty()) return std::nullopt;
    const auto [first, past] = by_key_.equal_range(key);
    for (auto it = first; it != past; ++it) {
        if (!are_two(resource, resources_[it->second])) return it->second;
    }
    return std::nullopt;
}

void FhirShelf::put(FhirResource resource) {
    if (is_removed(resource)) return;
    const std::string key = key_of(resource);
    const std::string url = resource.full_url;
    std::size_t place = resources_.size();
    if (const auto standing = place_of(resource, key)) {
        place = *standing;
        FhirResource& old = resources_[place];
        // Without a sign of it the one that comes later counts.
        if (!old.body.exists() || !is_earlier_version(version_told(resource), version_told(old)))
            old = std::move(resource);
    } else {
        if (!key.empty()) by_key_.emplace(key, place);
        resources_.push_back(std::move(resource));
    }
    if (!url.empty()) by_url_.insert_or_assign(url, place);
    if (resources_[place].type == "Patient") index_patient(resources_[place]);
}

bool FhirShelf::is_removed(const FhirResource& resource) const {
    const auto found = resource.id.empty() ? removed_.end() : removed_.find(key_of(resource));
    if (found == removed_.end()) return false;
    return found->second.document != resource.document && !is_after_removal(version_told(resource), found->second);
}

void FhirShelf::remove(FhirRemoval removal) {
    const std::string key = removal.type + "/" + removal.id;
    const auto document = removal.document;
    removed_.insert_or_assign(key, std::move(removal));
    const auto [first, past] = by_key_.equal_range(key);
    for (auto it = first; it != past; ++it) {
        FhirResource& resource = resources_[it->second];
        // Of its own document all that came before is older.
        if (resource.document == document || is_removed(resource)) resource.body = Json{};
    }
}

void FhirShelf::index_patient(const FhirResource& patient) {
    const std::string id(patient_id_of(patient));
    if (id.empty()) return;
    for (const Json identifier : patient.body["identifier"]) {
        const std::string value(identifier["value"].string());
        if (!value.empty()) identifiers_.emplace(value, Known{std::string(identifier["system"].string()), id});
    }
}

const FhirResource* FhirShelf::by_full_url(std::string_view url) const {
    const auto found = by_url_.find(url);
    return found == by_url_.end() ? nullptr : &resources_[found->second];
}

std::optional<FhirFound> FhirShelf::find(Json reference, Json container) const {
    const std::string_view text = reference["reference"].string();
    if (text.starts_with('#')) {
        for (const Json contained : container["contained"]) {
            const std::string_view id = contained["id"].string();
            if (id == text.substr(1) || id == text)
                return FhirFound{contained, contained["resourceType"].string(), container};
        }
        return std::nullopt;
    }
    const FhirResource* found = by_full_url(text);
    if (found == nullptr) {
        const FhirTarget target = target_of(text);
        const auto at = by_key_.find(std::string(target.type) + "/" + std::string(target.id));
        if (at != by_key_.end()) found = &resources_[at->second];
    }
    if (found == nullptr || !found->body.exists()) return std::nullopt;
    return FhirFound{found->body, found->type, found->body};
}

PatientOrRefusal FhirShelf::patient_with_identifier(std::string_view system, std::string_view value) const {
    std::set<std::string> fitting;
    const auto [first, past] = identifiers_.equal_range(value);
    for (auto it = first; it != past; ++it) {
        if (system.empty() || it->second.system == system) fitting.insert(it->second.patient);
    }
    if (who_has_) {
        for (std::string& patient : who_has_(system, value)) fitting.insert(std::move(patient));
    }
    if (fitting.size() == 1) return *fitting.begin();
    const std::string named = "identifier '" + clipped(value) + "'";
    if (fitting.empty()) return Refusal{"no Patient here has the " + named + "; send the Patient with it"};
    return Refusal{"the " + named + " fits " + std::to_string(fitting.size()) + " patients; name Patient.id"};
}

PatientOrRefusal FhirShelf::patient_of(Json subject, const FhirResource& from) const {
    const std::string_view text = subject["reference"].string();
    if (text.empty()) {
        const Json identifier = subject["identifier"];
        if (!identifier["value"].string().empty()) {
            return patient_with_identifier(identifier["system"].string(), identifier["value"].string());
        }
        return Refusal{"it names no patient; subject.reference 'Patient/...' is needed"};
    }
    if (const FhirResource* found = by_full_url(text); found != nullptr) {
        if (found->type != "Patient") return Refusal{"its subject is a " + found->type + ", no patient"};
        return patient_itself(*found);
    }
    if (text.starts_with("Patient?identifier=")) {
        const std::string_view token = text.substr(text.find('=') + 1);
        const auto bar = token.find('|');
        if (bar == std::string_view::npos) return patient_with_identifier("", token);
        return patient_with_identifier(token.substr(0, bar), token.substr(bar + 1));
    }
    if (text.starts_with('#')) {
        const auto found = find(subject, from.body);
        if (!found || found->type != "Patient") return Refusal{"its subject '" + clipped(text) + "' is not contained"};
        if (const Json identifier = found->body["identifier"][std::size_t{0}]; identifier.exists()) {
            return patient_with_identifier(identifier["system"].string(), identifier["value"].string());
        }
        return Refusal{"its subject is a contained patient without an id of its own; refer to a Patient"};
    }
    const FhirTarget target = target_of(text);
    if (target.type == "Patient") return checked(target.id);
    if (!target.type.empty()) return Refusal{"its subject is '" + clipped(text) + "', no patient"};
    return Refusal{"its subject '" + clipped(text) + "' is no entry of what was sent; 'Patient/...' would be right"};
}

}  // namespace stormkeel
