// Reads FHIR R4 into timelines: Bundles of every type, single resources and NDJSON, from as many documents as come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json.h"
#include "adapters/terminology.h"
#include "core/timeline.h"

namespace stormkeel {

// What a set of FHIR documents says.
struct FhirPatients {
    std::map<std::string, Timeline> patients;     // by Patient.id, settled
    std::vector<Rejection> rejected;              // what belongs to no patient we could tell
    std::map<std::string, std::size_t> not_used;  // resource types that carry no fact of ours, and how many came
    // Where parts are kept, each place with the codes and names of none of our items; they are among the rejections,
    // too.
    std::multimap<std::string, std::string> unmapped;

    // The timeline of this patient, when all that was said is theirs and usable; else nullptr.
    const Timeline* all_of(std::string_view patient) const;
};

// One part of what was added: a resource, an entry that deletes one, or what is neither.
struct FhirPart {
    enum class Kind : std::uint8_t {
        used,      // of a type that carries facts of ours, or that one of those refers to
        not_used,  // of another type
        deleted,   // `body` is the Bundle entry
        refused,   // no resource at all
        no_json    // refused, and no JSON
    };

    std::string type;
    std::string id;                                // empty when it has none
    std::string where;                             // as in rejections: "Observation/o2", "Bundle entry 7"
    std::string full_url;                          // its Bundle entry's, else empty
    std::shared_ptr<const JsonDocument> document;  // keeps `body` valid
    Json body;
    Kind kind = Kind::used;
    bool updates = false;  // its Bundle entry puts it in the place of what is known by its id
    std::string patient;   // Patient.id; empty when it belongs to none (a Medication), or none can be told
    std::string why;       // why it is refused, or no patient can be told
    Json request{};        // of its Bundle entry; nothing when it has none
};

// Collects resources and turns them into facts in the end, when every reference and every later version is known.
//
// One resource (type and id) counts once, in its latest version: the higher meta.versionId, else the later
// meta.lastUpdated, else what came later. `entered-in-error` and `cancelled` retract it. A history Bundle, which lists
// the newest first, is read from its end.
//
// Facts carry the time they were true (effective[x], performed[x], authoredOn), which needs a time of day and an
// offset; a time more than five minutes after the record was issued is refused. The medication record is `partial`:
// what FHIR does not say was not given may have been given.
//
// Every resource is used, rejected with its reason, counted in `not_used`, or retracted. Codes that no item of ours
// answers to are one rejection a code and patient, with their number. `where` is "Observation/o2", for a resource
// without an id "Bundle entry 7" or "NDJSON line 12", after the document's name when one was given.
class FhirReader {
public:
    explicit FhirReader(const Terminology& terminology);
    ~FhirReader();
    FhirReader(const FhirReader&) = delete;
    FhirReader& operator=(const FhirReader&) = delete;

    // A Bundle or one resource. `name` tells documents apart in messages ("labs.json"); it is no path.
    void add_document(std::string_view text, std::string_view name = {});

    // The same of a part of a JSON document that was read already, as a request that carries FHIR holds it.
    void add_part(const std::shared_ptr<const JsonDocument>& document, Json part, std::string_view name = {});

    // One resource or Bundle a line; blank lines are skipped, and a bad line leaves the others as they are.
    void add_ndjson(std::istream& lines, std::string_view name = {});

    // When what is added from now on was received: a dose cannot have been given later, and an allergy holds from there
    // at the latest. Not told: nothing is held against it.
    void received_at(Instant at);

    // To be told of each part as it was added. `who_has` tells who has an identifier, beyond the Patients that are
    // added: Patient.ids, none or several of them.
    using WhoHas = std::function<std::vector<std::string>(std::string_view system, std::string_view value)>;
    void keep_parts(WhoHas who_has);
    std::vector<FhirPart> parts() const;  // in their order; before finish()

    // The facts of all that was added. The reader is empty afterwards. `beside` is what a chart read beside it says of
    // the patients: a device charted there takes over from one that ends here. It is not merged.
    FhirPatients finish(const std::map<std::string, Timeline>& beside = {});

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// Whether a text is to be read line by line: its first line closes what it opens, and more follows.
bool looks_like_ndjson(std::string_view text);

}  // namespace stormkeel
