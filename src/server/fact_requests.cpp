// Reads and answers requests that bring facts.
#include "server/fact_requests.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/chart_csv_words.h"
#include "adapters/json.h"
#include "adapters/utf8.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 4> outcome_names{"kept", "repeated", "conflicting", "rejected"};
constexpr std::size_t digits_of_digest = 16;
constexpr std::string_view own_source = "api ";
constexpr std::string_view of_sender = " of ";  // and of this patient: another's key of the same name is another
constexpr std::string_view charted_by = " by ";

// Characters that show nothing, or turn round what stands beside them: two ids would look alike.
bool is_seen(std::string_view character) {
    constexpr std::array<std::string_view, 15> unseen{"\u200B", "\u200C", "\u200D", "\u200E", "\u200F",
                                                      "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
                                                      "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF"};
    const auto first = static_cast<unsigned char>(character.front());
    const bool control =
        first < 0x20 || first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA1);
    return !control && std::find(unseen.begin(), unseen.end(), character) == unseen.end();
}

// As in charts and PID-3 outer blanks are no part of it.
bool is_patient_id(std::string_view id) {
    if (id.empty() || id.size() > 200 || id.front() == ' ' || id.back() == ' ') return false;
    while (!id.empty()) {
        const std::size_t length = length_of_character(id);
        if (length == 0 || !is_seen(id.substr(0, length))) return false;
        id.remove_prefix(length);
    }
    return true;
}

// Why an element of "facts" is no fact of this patient; empty when it is one. What is not known is no empty value: one
// that says "no" would say the opposite.
std::string why_no_fact(const Json& fact, std::size_t place, std::string_view patient) {
    const std::string where = "facts[" + std::to_string(place) + "]: ";
    if (!fact.is_object()) return where + "it is no object {\"time\", \"item\", \"value\", \"unit\"}";
    if (const std::string_view unknown = unknown_member(fact, {"time", "item", "value", "unit", "patient"});
        !unknown.empty()) {
        return where + "'" + std::string(unknown) +
               R"(' is no field of a fact; there are "time", "item", "value" and "unit")";
    }
    if (fact["patient"].exists() && fact["patient"].string() != patient) {
        return where + "'patient' is another one than the path names; send it to that patient's own path";
    }
    for (const std::string_view needed : {"time", "item"}) {
        if (!fact[needed].is_string()) return where + "'" + std::string(needed) + "' is missing or no text";
    }
    const Json value = fact["value"];
    const bool plain = value.is_string() || value.is_number() || value.kind() == Json::Kind::null || !value.exists();
    if (!plain) return where + "'value' is neither a number nor a text";
    const Json unit = fact["unit"];
    const bool none = !unit.exists() || unit.kind() == Json::Kind::null;
    return none || unit.is_string() ? std::string() : where + "'unit' is no text";
}

ChartedFact fact_of(const Json& fact) {
    const auto text = [&](std::string_view key) {
        if (fact[key].is_number()) return in_plain_digits(fact[key].text());  // 1e2 is a number, and "1e2" is none
        return fact[key].kind() == Json::Kind::null ? std::string() : std::string(fact[key].text());
    };
    return {text("time"), text("item"), text("value"), text("unit")};
}

}  // namespace

std::variant<std::vector<Incoming>, std::string> read_fact_request(const std::string& patient,
                                                                   const HttpRequest& request,
                                                                   const FactSender& sender) {
    if (!is_patient_id(patient)) {
        return "a patient's id has 1 to 200 printable characters of UTF-8, and no blank at either end";
    }
    const auto read = read_json(request.body);
    if (const auto* error = std::get_if<JsonError>(&read)) return "the body is no JSON: " + to_text(*error);
    const Json root = std::get<std::shared_ptr<const JsonDocument>>(read)->root();
    const Json facts = root["facts"];
    if (!facts.is_array()) return R"(the body is no {"facts": [{"time", "item", "value", "unit"}]})";
    const std::string key(request.field("idempotency-key"));
    std::vector<Incoming> records;
    for (const Json fact : facts) {
        std::string why = why_no_fact(fact, records.size(), patient);
        if (!why.empty()) return why;
        Incoming incoming;
        incoming.patient = patient;
        incoming.text = text_of(fact_of(fact));
        if (key.empty()) {
            incoming.source = std::string(own_source) + digest_of({patient, incoming.text}).substr(0, digits_of_digest);
        } else {
            incoming.source = std::string(own_source) + key + ' ' + std::to_string(records.size() + 1) +
                              std::string(of_sender) + digest_of({sender.name, patient}).substr(0, digits_of_digest);
            incoming.version = "1";
        }
        if (sender.is_person) incoming.source += std::string(charted_by) + sender.name;
        records.push_back(std::move(incoming));
    }
    return records;
}

void name_as_charted_before(std::vector<Incoming>& records, const std::vector<const Record*>& before) {
    constexpr std::size_t size = own_source.size() + digits_of_digest;
    std::map<std::string_view, const std::string*> known;
    std::set<std::string_view> whole;
    for (const Record* record : before) {
        const std::string_view source(record->source);
        if (source.starts_with(own_source)) known.emplace(source.substr(0, size), &record->source);
        whole.insert(source);
    }
    for (Incoming& incoming : records) {
        // As an earlier version of the program named the facts of a key.
        const std::size_t sender = incoming.source.rfind(of_sender);
        if (!incoming.version.empty() && sender != std::string::npos) {
            std::string earlier = incoming.source;
            earlier.erase(sender, of_sender.size() + digits_of_digest);
            if (whole.contains(earlier)) incoming.source = std::move(earlier);
        }
        const auto found = known.find(std::string_view(incoming.source).substr(0, size));
        if (incoming.version.empty() && found != known.end()) incoming.source = std::string(*found->second);
    }
}

HttpResponse fact_response(std::span<const Taken::One> outcomes) {
    nlohmann::ordered_json json;
    std::array<std::size_t, outcome_names.size()> counts{};
    json["facts"] = nlohmann::ordered_json::array();
    for (const Taken::One& one : outcomes) {
        const auto place = static_cast<std::size_t>(one.outcome);
        ++counts.at(place);
        json["facts"].push_back(
            {{"outcome", outcome_names.at(place)},
             {"why", one.why.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(one.why)}});
    }
    for (std::size_t i = 0; i < counts.size(); ++i) json[std::string(outcome_names.at(i))] = counts.at(i);
    const bool any = outcomes.empty() || counts[0] + counts[1] > 0;
    const int status = any ? 200 : counts[2] == outcomes.size() ? 409 : 422;
    return {status, "application/json", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace stormkeel
