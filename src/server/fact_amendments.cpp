// The rules of who amends what, and the text of an amendment.
#include "server/fact_amendments.h"

#include <map>

#include "adapters/chart_csv_words.h"
#include "adapters/json.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr Duration longest_for_a_nurse = hours(24);
constexpr std::string_view charted_by_person = " by ";

// The versions of a row of a chart, the one that counts last.
struct Versions {
    const Record* first = nullptr;
    const Record* counting = nullptr;
};

HttpResponse not_there() { return error_response(404, "the list of facts has no such source of this patient"); }

std::variant<Versions, HttpResponse> versions_of(const LiveWard& ward, const WardPatient& patient,
                                                 const std::string& source) {
    Versions found;
    bool elsewhere = false;
    for (const Record* record : ward.record().records_of(patient.record->patient())) {
        const bool is_row = record->form == RecordForm::chart_row;
        elsewhere = elsewhere || (!is_row && source.starts_with(record->source));
        if (!is_row || record->source != source) continue;
        if (found.first == nullptr) found.first = record;
        found.counting = record;
    }
    if (found.counting != nullptr) return found;
    if (!elsewhere) return not_there();
    return error_response(409,
                          "this came by FHIR or HL7 v2: correct it where it was recorded, and that system sends the "
                          "correction");
}

// Whose a row is stands at the end of its source; a name holds no blank.
bool is_charted_by(const Record& record, const std::string& name) {
    return record.source.ends_with(std::string(charted_by_person) + name);
}

bool was_charted_by_a_person(const Record& record) {
    return record.source.rfind(charted_by_person) != std::string::npos &&
           record.source.find(' ', record.source.rfind(charted_by_person) + charted_by_person.size()) ==
               std::string::npos;
}

// Why the caller may not; empty when they may.
std::string why_not_theirs(const Versions& versions, const ChartedFact& counting, const Caller& caller, Instant now) {
    const std::string& changed_by = counting.amendment.by;
    switch (caller.role) {
        case Role::nurse:
            if (!is_charted_by(*versions.first, caller.name)) return "a nurse amends what they charted themselves";
            if (!changed_by.empty() && changed_by != caller.name) return changed_by + " has amended this since";
            if (now - versions.first->received > longest_for_a_nurse)
                return "a nurse amends what they charted within the last 24 hours; ask a physician";
            return {};
        case Role::integration:
        case Role::sender:
            return was_charted_by_a_person(*versions.first) ? "a feed amends what a feed brought" : std::string();
        default:
            return {};
    }
}

// Why no chart holds it; empty when it is taken.
std::string why_no_row(const LiveWard& ward, const Record& row) {
    ChartRowReader reader(ward.knowledge().terminology);
    const Timeline read = facts_of_row(row, reader);
    return read.rejected().empty() ? std::string() : read.rejected().front().what + ": " + read.rejected().front().why;
}

}  // namespace

std::variant<AmendmentAsked, std::string> read_amendment(const HttpRequest& request, Amendment::Kind kind,
                                                         const std::string& by) {
    const bool corrects = kind == Amendment::Kind::corrected;
    const auto read = read_json(request.body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    const Json root = document == nullptr ? Json() : (*document)->root();
    const Json value = root["value"];
    const Json unit = root["unit"];
    const std::string reason(root["reason"].string());
    const bool plain = value.is_string() || value.is_number();
    const bool has_unit = unit.exists() && unit.kind() != Json::Kind::null;
    const bool good = root["source"].is_string() && root["reason"].is_string() &&
                      (!corrects || (plain && (!has_unit || unit.is_string())));
    if (!good) {
        return std::string(corrects
                               ? R"(a correction is {"source": "...", "value": ..., "unit": "...", "reason": "..."})"
                               : R"(what is taken back is {"source": "...", "reason": "..."})");
    }
    const bool told = reason.find_first_not_of(' ') != std::string::npos && reason.size() <= 200;
    if (!told) return "a reason has 1 to 200 characters, for whoever asks later";
    AmendmentAsked asked{std::string(root["source"].string()), {kind, by, reason}};
    if (corrects) {
        asked.value = value.is_number() ? in_plain_digits(value.text()) : std::string(value.text());
        if (has_unit) asked.unit = unit.string();
    }
    return asked;
}

std::variant<Incoming, HttpResponse> amend(const LiveWard& ward, const WardPatient& patient,
                                           const AmendmentAsked& asked, const Caller& caller, Instant now) {
    const auto found = versions_of(ward, patient, asked.source);
    if (const auto* refused = std::get_if<HttpResponse>(&found)) return *refused;
    const Versions& versions = std::get<Versions>(found);
    const auto counting = charted_fact(versions.counting->text);
    if (!counting) return not_there();
    const std::string why = why_not_theirs(versions, *counting, caller, now);
    if (!why.empty()) return error_response(403, why);
    ChartedFact fact = *counting;
    fact.amendment = asked.amendment;
    if (asked.amendment.kind == Amendment::Kind::corrected) {
        fact.value = asked.value;
        fact.unit = asked.unit;
    }
    Record row = *versions.counting;
    row.text = text_of(fact);
    if (const std::string wrong = why_no_row(ward, row); !wrong.empty()) return error_response(422, wrong);
    Incoming amended;
    amended.patient = row.patient;
    amended.source = row.source;
    amended.text = row.text;
    // Said twice in a row it is the same version; said again after something else it is another.
    const bool said_already = row.text == versions.counting->text;
    amended.version =
        said_already ? versions.counting->version : digest_of({row.text, std::to_string(versions.counting->number)});
    return amended;
}

std::string why_taken_back(const std::vector<Incoming>& charted, const std::vector<const Record*>& before) {
    std::map<std::string_view, const Record*> counting;
    for (const Record* record : before) counting[record->source] = record;
    for (std::size_t i = 0; i < charted.size(); ++i) {
        const auto found = counting.find(charted[i].source);
        if (found == counting.end() || found->second->form != RecordForm::chart_row) continue;
        const auto fact = charted_fact(found->second->text);
        if (!fact || fact->amendment.kind != Amendment::Kind::retracted) continue;
        return "facts[" + std::to_string(i) + "]: " + fact->amendment.by + " took it back (" + fact->amendment.reason +
               "); when it is right, correct it at /facts/correct by its source, " + charted[i].source;
    }
    return {};
}

}  // namespace stormkeel
