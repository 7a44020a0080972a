// What comes to the door as FHIR, taken apart into records of the ward.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/live_ward.h"

namespace stormkeel {

// What was not used of a part, and why.
struct FhirIssue {
    std::string where;  // the part, or what of it: "DiagnosticReport/r1#a"
    std::string why;
    bool unmapped = false;  // a code or name of none of our items
};

// One resource, line or Bundle entry, and what is to become of it.
struct FhirIntakePart {
    std::string where;                // "Bundle entry 3", "NDJSON line 4", "Observation/o2"
    std::string reference;            // under which it is kept: "Observation/o2"
    std::optional<Incoming> record;   // nothing when it is not kept
    bool no_json = false;             // its text is no JSON
    bool not_used = false;            // of a type that carries no fact of ours: no failure
    bool not_done = false;            // its entry asks for what this server does not do; the issue says which
    int refused_with = 422;           // the status of its answer when the issue stands against it
    std::string issue;                // why it cannot be used; empty when it can. It may be kept all the same.
    bool unmapped = false;            // the issue is a code or name of none of our items, as a type may be none of ours
    std::vector<FhirIssue> issues;    // all that was not used; without `issue` something else of it was
    std::vector<FhirIssue> warnings;  // what its source ought to know beside
    bool known = false;               // a version of it is kept already
    bool updates = false;             // it is put in the place of what is known by its name
    std::string existing;             // what is there already and stands for it: "Location/l1"; empty: nothing does
    bool unavailable = false;         // it is about somebody for whom nothing is taken; the issue says so
    bool deletes = false;             // it says that its server deleted what has its name
};

enum class FhirForm : std::uint8_t { json, ndjson };

struct FhirIntake {
    std::string type;  // "transaction", "batch", "collection", ... of a Bundle, "ndjson", or empty: a single resource
    std::vector<FhirIntakePart> parts;
    std::set<std::string> asked_for;  // identifiers by which it names patients
};

struct FhirBody {
    std::string_view text;
    FhirForm form = FhirForm::json;
    std::string_view type{};  // that a single resource has to be of; empty: of any
    // Whose resources and patients are ours when an address names a server; none: those of any.
    std::span<const std::string> servers{};
};

// Reads a body. A resource without an id gets one that follows from its content, so that the same content sent again is
// the same resource. What lies more than five minutes after `now` is refused.
FhirIntake read_fhir_intake(const FhirBody& body, const LiveWard& ward, Instant now);

// What tells no version says how its resource is from now on, also where it was so once before and something else
// since: its record then has a version of its own. What says the same as stands is no new version. Call it when nothing
// of these resources waits to be kept.
void count_from_now_on(std::vector<FhirIntakePart>& parts, const LiveWard& ward);

}  // namespace stormkeel
