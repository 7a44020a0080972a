// The resources of all documents: one version of each, found again by every form of reference.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/fhir_values.h"
#include "adapters/json.h"
#include "core/time.h"

namespace stormkeel {

// One resource and where a person finds it again.
struct FhirResource {
    std::shared_ptr<const JsonDocument> document;  // keeps `body` valid
    Json body;
    std::string type;
    std::string id;                     // empty when it has none
    std::string where;                  // "Observation/o2", or "Bundle entry 7"
    std::string full_url;               // its Bundle entry's, else empty
    std::optional<Instant> received{};  // nothing where nobody waits for it: a file
};

// A patient's id, or why a reference leads to none.
using PatientOrRefusal = std::variant<std::string, Refusal>;

// What of a resource is found when a reference is followed: itself or something it contains.
struct FhirFound {
    Json body;
    std::string_view type;
    Json container;  // whose `contained` a reference "#..." in the body means
};

// A DELETE entry of a Bundle: which resource, and since when its server has it no more.
struct FhirRemoval {
    std::shared_ptr<const JsonDocument> document;  // entries of one document are in order; others prove it by version
    std::string type;
    std::string id;
    std::optional<Decimal> version;
    std::optional<Instant> at;
};

// The time that a version tells of itself. Nothing for one that lies more than five minutes after its receipt: a clock
// that is ahead tells no order.
std::optional<Instant> told_order(Json time, std::optional<Instant> received);

// Puts in what the entry's response tells of the removal: its version (an ETag such as W/"3") and its time.
void read_removal(Json entry, std::optional<Instant> received, FhirRemoval& removal);

// One version of a resource.
struct FhirVersionTold {
    Json body;
    std::optional<Instant> received{};  // nothing where nobody waits for it: a file
};

// Whether `one` is told to be an earlier version of a resource than `other`, by versionId or lastUpdated.
bool is_earlier_version(const FhirVersionTold& one, const FhirVersionTold& other);
// Whether the resource is told to be of after its removal.
bool is_after_removal(const FhirVersionTold& resource, const FhirRemoval& removal);
bool is_before_removal(const FhirVersionTold& resource, const FhirRemoval& removal);  // or of before it

class FhirShelf {
public:
    // Who has an identifier beside the Patients here: Patient.ids.
    using WhoHas = std::function<std::vector<std::string>(std::string_view system, std::string_view value)>;
    void set_known_identifiers(WhoHas who_has) { who_has_ = std::move(who_has); }

    // Puts a resource in the place of an earlier version of it; an earlier version that comes later is dropped. Two
    // resources of one id about two patients, from two servers or without a sign of which is newer, are two resources.
    void put(FhirResource resource);

    // A resource that its server deleted counts no more, whether it came before or comes later; only a version that is
    // provably newer does.
    void remove(FhirRemoval removal);

    // Every resource in its latest version, in order of arrival; a removed one has a body that does not exist.
    const std::vector<FhirResource>& resources() const { return resources_; }

    // Follows Reference.reference: contained ("#m1", in the resource `container`), relative, absolute, urn:uuid.
    // Nothing when it leads out of what was added.
    std::optional<FhirFound> find(Json reference, Json container) const;

    // The id of a Patient resource; of one without, the urn:uuid of its Bundle entry.
    PatientOrRefusal patient_itself(const FhirResource& patient) const;

    // The patient a subject means. A patient need not have been added to be named: "Patient/p1" is p1.
    PatientOrRefusal patient_of(Json subject, const FhirResource& from) const;

private:
    const FhirResource* by_full_url(std::string_view url) const;
    PatientOrRefusal patient_with_identifier(std::string_view system, std::string_view value) const;
    void index_patient(const FhirResource& patient);
    std::optional<std::size_t> place_of(const FhirResource& resource, const std::string& key) const;
    bool is_removed(const FhirResource& resource) const;

    struct Known {
        std::string system;
        std::string patient;
    };
    std::vector<FhirResource> resources_;
    std::multimap<std::string, std::size_t, std::less<>> by_key_;  // "Observation/o2", else the full URL
    std::map<std::string, FhirRemoval, std::less<>> removed_;      // "Observation/o2"
    std::map<std::string, std::size_t, std::less<>> by_url_;
    std::multimap<std::string, Known, std::less<>> identifiers_;  // by value
    WhoHas who_has_;
};

}  // namespace stormkeel
