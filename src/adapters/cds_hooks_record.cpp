// Reads prefetched FHIR beside what is stored, as several files of one patient are read, or in its place.
#include "adapters/cds_hooks_record.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir.h"
#include "adapters/timeline_merge.h"

namespace stormkeel {
namespace {

constexpr std::size_t rejections_told = 5;  // of no patient; they are the client's to mend, not the ward's

bool is_error(Json resource) { return resource["resourceType"].string() == "OperationOutcome"; }

// A search that found more than it sent, whether or not it says where the rest is.
bool has_more(Json bundle) {
    std::int64_t matches = 0;
    for (const Json entry : bundle["entry"]) {
        const std::string_view mode = entry["search"]["mode"].string();
        matches += mode.empty() || mode == "match" ? 1 : 0;
    }
    const auto total = parse_decimal(bundle["total"].text());
    return has_next_page(bundle) || (total && *total > Decimal::whole(matches));
}

bool holds_error(Json bundle) {
    for (const Json entry : bundle["entry"]) {
        if (is_error(entry["resource"])) return true;
    }
    return false;
}

enum class Came : std::uint8_t { whole, in_part, not_at_all };

// Adds what one key of the prefetch holds, and says what is wrong with it.
Came read_value(const CdsCall& call, Json value, FhirReader& reader, CdsRecord& record) {
    const std::string key = "prefetch " + clipped(value.key());
    if (value["resourceType"].string().empty()) {
        record.incomplete.push_back(key + " is neither a FHIR resource nor a Bundle; not used.");
        return Came::not_at_all;
    }
    const bool failed = is_error(value) || holds_error(value);
    if (failed) {
        record.incomplete.push_back(key + ": the search failed (OperationOutcome); what it would tell is not known.");
    }
    if (is_error(value)) return Came::not_at_all;
    const bool more = has_more(value);
    if (more) record.incomplete.push_back(key + ": more was found than was sent; the list is not complete.");
    reader.add_part(call.document, value, key);
    return more || failed ? Came::in_part : Came::whole;
}

// A therapy that lies behind the newest part is found by its own search, where its product has a code.
void note_missing(std::string_view key, Came came, CdsRecord& record) {
    const bool cut_off = key == therapies_key && came == Came::in_part;
    if ((key == given_key && came != Came::whole) || cut_off) record.doses_may_be_missing = true;
    if ((key == given_key || key == therapies_key) && came == Came::not_at_all) record.therapy_may_be_missing = true;
}

bool brings_anything(Json prefetch) {
    for (const Json value : prefetch) {
        if (value.kind() != Json::Kind::null) return true;
    }
    return false;
}

// A client with keys of its own asks in its own way, and nothing can be said of what it left out.
std::vector<std::string> keys_not_sent(Json prefetch) {
    std::vector<std::string> missing;
    for (std::string& key : cds_prefetch_keys()) {
        const Json value = prefetch[key];
        if (!value.exists() || value.kind() == Json::Kind::null) missing.push_back(std::move(key));
    }
    return missing.size() < cds_prefetch_keys().size() ? missing : std::vector<std::string>{};
}

// What came for this patient's answer and is not the patient's, or of nobody that can be told.
void tell_of_others(const FhirPatients& fhir, const std::string& patient, CdsRecord& record) {
    const auto others = fhir.patients.size() - fhir.patients.count(patient);
    if (others > 0) record.incomplete.push_back("prefetch holds records of another patient; they are not used.");
    for (std::size_t i = 0; i < std::min(rejections_told, fhir.rejected.size()); ++i) {
        const Rejection& one = fhir.rejected[i];
        record.incomplete.push_back(one.where + ": " + one.what + ": " + one.why + ".");
    }
    if (fhir.rejected.size() > rejections_told) {
        record.incomplete.push_back("and " + std::to_string(fhir.rejected.size() - rejections_told) +
                                    " more records of no patient that can be told.");
    }
}

// One sentence for what did not come for one reason.
void tell_of_not_fetched(const CdsCall& call, CdsRecord& record) {
    std::map<std::string, std::string> keys_by_why;
    for (const CdsNotFetched& one : call.not_fetched) {
        std::string& keys = keys_by_why[one.why];
        keys += (keys.empty() ? "" : ", ") + std::string(one.is_rest ? "the rest of " : "") + clipped(one.key);
        if (record.stored.timeline == nullptr || one.is_rest) {
            note_missing(one.key, one.is_rest ? Came::in_part : Came::not_at_all, record);
        }
    }
    for (const auto& [why, keys] : keys_by_why) {
        record.incomplete.push_back("Not fetched: " + keys + ": " + why + ". What they would tell is not known.");
    }
    // What was worked out for others says nothing of this.
    if (!call.not_fetched.empty()) record.stored.present = nullptr;
}

CdsAnswer unknown_patient(const CdsCall& call) {
    std::string why =
        "nothing is known of the patient of context.patientId: no record is stored, and prefetch holds none; right "
        "would be the prefetch that the service names, or a feed";
    if (!call.not_fetched.empty()) why += "; it was not fetched: " + call.not_fetched.front().why;
    return cds_refusal(412, why, cds_prefetch_keys());
}

}  // namespace

std::variant<CdsRecord, CdsAnswer> read_cds_record(const CdsCall& call, const CdsKnowledge& knowledge) {
    CdsRecord record;
    if (knowledge.stored) record.stored = knowledge.stored(call.patient);
    const bool is_stored = record.stored.timeline != nullptr;
    tell_of_not_fetched(call, record);
    if (is_stored && !brings_anything(call.prefetch)) return record;
    std::map<std::string, Timeline> known;
    if (is_stored) known.emplace(call.patient, *record.stored.timeline);
    FhirReader reader(knowledge.terminology);
    reader.received_at(call.now);
    if (record.stored.with) reader.keep_parts({});
    for (const Json value : call.prefetch) {
        if (value.kind() == Json::Kind::null) continue;
        const Came came = read_value(call, value, reader, record);
        // Beside what is stored nothing is missed, but where the client says itself that there is more.
        if (!is_stored || came == Came::in_part) note_missing(value.key(), came, record);
    }
    std::optional<Timeline> read_as_one;
    if (record.stored.with) read_as_one = record.stored.with(reader.parts());
    FhirPatients fhir = reader.finish(known);
    tell_of_others(fhir, call.patient, record);
    std::erase_if(fhir.patients, [&](const auto& entry) { return entry.first != call.patient; });
    if (read_as_one) {
        known.insert_or_assign(call.patient, std::move(*read_as_one));
    } else {
        merge_timelines(known, std::move(fhir.patients));
    }
    if (known.empty()) return unknown_patient(call);
    record.stored = {};
    record.told = std::move(known.begin()->second);
    record.told.look_ahead(ahead_at_most);
    if (!is_stored) record.not_sent = keys_not_sent(call.prefetch);
    return record;
}

}  // namespace stormkeel
