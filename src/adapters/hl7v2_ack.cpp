// Writes acknowledgments.
#include "adapters/hl7v2_ack.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_text.h"
#include "adapters/hl7v2_time.h"

namespace stormkeel {
namespace {

// Table 0357.
std::string_view words_of(Hl7Error code) {
    constexpr std::array<std::pair<Hl7Error, std::string_view>, 11> words{{
        {Hl7Error::segment_sequence, "Segment sequence error"},
        {Hl7Error::required_field_missing, "Required field missing"},
        {Hl7Error::data_type, "Data type error"},
        {Hl7Error::table_value, "Table value not found"},
        {Hl7Error::unsupported_message, "Unsupported message type"},
        {Hl7Error::unsupported_event, "Unsupported event code"},
        {Hl7Error::unsupported_processing_id, "Unsupported processing id"},
        {Hl7Error::unsupported_version, "Unsupported version id"},
        {Hl7Error::unknown_key, "Unknown key identifier"},
        {Hl7Error::duplicate_key, "Duplicate key identifier"},
        {Hl7Error::internal, "Application internal error"},
    }};
    for (const auto& [known, text] : words) {
        if (known == code) return text;
    }
    return "";
}

std::string_view code_of(Hl7Answering mode, Hl7Outcome outcome) {
    const bool commit = mode == Hl7Answering::commit;
    switch (outcome) {
        case Hl7Outcome::accepted:
            return commit ? "CA" : "AA";
        case Hl7Outcome::failed:
            return commit ? "CE" : "AE";
        case Hl7Outcome::rejected:
            break;
    }
    return commit ? "CR" : "AR";
}

bool asks(std::string_view condition, Hl7Outcome outcome) {
    if (condition == "AL") return true;
    if (condition == "ER") return outcome != Hl7Outcome::accepted;
    return condition == "SU" && outcome == Hl7Outcome::accepted;
}

bool is_segment_name(std::string_view text) { return text.size() == 3 && text.find_first_of(" -.") == text.npos; }

// ERL of "PID-3" is PID^1^3, of "MSH-9.2" MSH^1^9^1^2, of "OBX 2" OBX^2; of other places nothing.
std::string location_of(std::string_view where) {
    const std::string segment(where.substr(0, 3));
    if (!is_segment_name(segment)) return "";
    if (where.size() == 3) return segment;
    const std::string rest(where.substr(4));
    if (where[3] == ' ') return segment + "^" + rest;
    const std::size_t dot = rest.find('.');
    if (dot == std::string::npos) return segment + "^1^" + rest;
    return segment + "^1^" + rest.substr(0, dot) + "^1^" + rest.substr(dot + 1);
}

std::string error_segment(const Hl7Problem& problem, std::string_view severity) {
    const std::string code = std::to_string(static_cast<int>(problem.code));
    return "ERR||" + location_of(problem.where) + "|" + code + "^" + std::string(words_of(problem.code)) + "^HL70357|" +
           std::string(severity) + "||||" + hl7v2_escaped(problem.where + ": " + problem.why) + "\r";
}

// One repetition of ERR-1 as it was before 2.5: segment, sequence, field, and the error as a CE, whose alternate code
// and text tell how grave it is (table 0516) and why.
std::string error_before_2_5(const Hl7Problem& problem, std::string_view severity) {
    std::string place = location_of(problem.where);
    place = place.substr(0, place.find('.'));
    std::size_t parts = static_cast<std::size_t>(std::count(place.begin(), place.end(), '^')) + 1;
    // Components of a field have no place there.
    for (; parts > 3; --parts) place.resize(place.rfind('^'));
    place.append(3 - parts, '^');
    const std::string code = std::to_string(static_cast<int>(problem.code));
    return place + "^" + code + "&" + std::string(words_of(problem.code)) + "&HL70357&" + std::string(severity) + "&" +
           hl7v2_escaped(problem.where + ": " + problem.why) + "&HL70516";
}

std::string errors_of(const Hl7Header& header, const Hl7Answer& answer) {
    std::string text;
    if (!is_before_version(header.version, "2.5")) {
        for (const Hl7Problem& problem : answer.problems) text += error_segment(problem, "E");
        for (const Hl7Problem& warning : answer.warnings) text += error_segment(warning, "W");
        return text;
    }
    const auto add = [&](const Hl7Problem& problem, std::string_view severity) {
        text += (text.empty() ? "ERR|" : "~") + error_before_2_5(problem, severity);
    };
    for (const Hl7Problem& problem : answer.problems) add(problem, "E");
    for (const Hl7Problem& warning : answer.warnings) add(warning, "W");
    return text.empty() ? text : text + "\r";
}

bool is_acknowledgment_condition(std::string_view condition) {
    constexpr std::array<std::string_view, 5> conditions{"", "AL", "NE", "ER", "SU"};  // table 0155
    return std::find(conditions.begin(), conditions.end(), condition) != conditions.end();
}

// MSH-9 of the answer: until 2.3 it had two components.
std::string type_of_answer(const Hl7Header& header) {
    if (header.event.empty()) return "ACK";
    const bool without_structure = is_before_version(header.version, "2.3.1");
    return "ACK^" + hl7v2_escaped(header.event) + (without_structure ? "" : "^ACK");
}

}  // namespace

std::vector<Hl7Problem> unknown_conditions(const Hl7Header& header) {
    std::vector<Hl7Problem> unknown;
    for (const auto& [field, condition] :
         {std::pair{"MSH-15", header.accept_ack}, std::pair{"MSH-16", header.application_ack}}) {
        if (is_acknowledgment_condition(condition)) continue;
        unknown.push_back({Hl7Error::table_value, field,
                           "'" + clipped(condition) +
                               "' does not say when to acknowledge, so it is answered as if MSH-15 and MSH-16 were "
                               "empty; AL, NE, ER or SU would be right"});
    }
    return unknown;
}

std::vector<Hl7Answering> answers_asked_for(const Hl7Header& header, Hl7Outcome outcome) {
    const bool original = (header.accept_ack.empty() && header.application_ack.empty()) ||
                          !is_acknowledgment_condition(header.accept_ack) ||
                          !is_acknowledgment_condition(header.application_ack);
    if (original) return {Hl7Answering::original};
    std::vector<Hl7Answering> asked;
    if (asks(header.accept_ack, outcome)) asked.push_back(Hl7Answering::commit);
    if (!asked.empty() && outcome != Hl7Outcome::accepted) return asked;
    if (asks(header.application_ack, outcome)) asked.push_back(Hl7Answering::application);
    return asked;
}

std::string hl7v2_ack(const Hl7Header& header, const Hl7Answer& answer, const Hl7Stamp& stamp) {
    const bool known_version = is_version_of_hl7v2(header.version);
    std::string text = "MSH|^~\\&|" + header.receiving_application + "|" + header.receiving_facility + "|" +
                       header.sending_application + "|" + header.sending_facility + "|";
    text += hl7v2_time_text(stamp.at) + "||" + type_of_answer(header) + "|" + hl7v2_escaped(stamp.control_id) + "|";
    text += (header.processing.empty() ? "P" : hl7v2_escaped(header.processing)) + "|";
    text += (known_version ? header.version : "2.5.1") + "||||||UNICODE UTF-8\r";
    text += "MSA|" + std::string(code_of(answer.mode, answer.outcome)) + "|" + hl7v2_escaped(header.control_id) + "\r";
    return text + errors_of(header, answer);
}

}  // namespace stormkeel
