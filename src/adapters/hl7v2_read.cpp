// Checks who sent a message and what kind it is, and hands its segments to their readers, patient by patient.
#include "adapters/hl7v2_read.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_reading.h"
#include "adapters/hl7v2_text.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

// In the order in which they were published.
constexpr std::array<std::string_view, 15> hl7v2_versions{"2.1", "2.2",   "2.3",   "2.3.1", "2.4",
                                                          "2.5", "2.5.1", "2.6",   "2.7",   "2.7.1",
                                                          "2.8", "2.8.1", "2.8.2", "2.9",   "2.9.1"};

struct Kind {
    std::string_view type;
    std::string_view event;
};

// Before 2.4 all orders shared the event O01.
constexpr std::array<Kind, 6> kinds_with_facts{
    {{"ORU", "R01"}, {"ORU", ""}, {"RDE", "O11"}, {"RDE", "O01"}, {"RAS", "O17"}, {"RAS", "O01"}}};

// They move visits between patients, or delete a patient: a person has to decide what becomes of the record.
constexpr std::array<std::string_view, 11> not_ours_to_do{"A23", "A29", "A30", "A35", "A36", "A39",
                                                          "A43", "A44", "A45", "A46", "A48"};

constexpr std::array<std::string_view, 4> joining{"A18", "A34", "A40", "A47"};

// Code systems go by their URI further on, so that a code means and is called the same by whatever door it comes.
std::string system_named(std::string_view name) {
    constexpr std::array<std::pair<CodeSystem, std::string_view>, 4> uris{{
        {CodeSystem::loinc, "http://loinc.org"},
        {CodeSystem::snomed, "http://snomed.info/sct"},
        {CodeSystem::rxnorm, "http://www.nlm.nih.gov/research/umls/rxnorm"},
        {CodeSystem::icd10cm, "http://hl7.org/fhir/sid/icd-10-cm"},
    }};
    const auto system = code_system_named(name);
    for (const auto& [known, uri] : uris) {
        if (system == known) return std::string(uri);
    }
    return std::string(name);
}

// A field in the usual separators.
std::string canonical(Hl7Part field) {
    std::string text;
    const Hl7Part first = field.repetition(1);
    std::string pending;
    // HD has three components of one part each; what lies beyond is no name of a sender.
    for (std::size_t place = 1; place <= 3; ++place) {
        const Hl7Part component = first.component(place);
        if (place > 1) pending += '^';
        if (component.empty()) continue;
        text += std::exchange(pending, "") + hl7v2_escaped(component.text());
    }
    return text;
}

Hl7Header header_of(const Hl7Message& message, const Hl7LocalTime& local) {
    Hl7Header header;
    const Hl7Segment* msh = message.first("MSH");
    if (msh == nullptr) return header;
    header.sending_application = canonical(msh->field(3));
    header.sending_facility = canonical(msh->field(4));
    header.receiving_application = canonical(msh->field(5));
    header.receiving_facility = canonical(msh->field(6));
    header.sent = hl7v2_time(msh->field(7).component(1).text(), "MSH-7", local).at;
    header.type = msh->field(9).component(1).text();
    header.event = msh->field(9).component(2).text();
    header.control_id = msh->field(10).component(1).text();
    header.processing = msh->field(11).component(1).text();
    header.version = msh->field(12).component(1).text();
    header.accept_ack = msh->field(15).text();
    header.application_ack = msh->field(16).text();
    return header;
}

// FNV-1a, which is the same on every machine; two messages with one control id are no attack, only a mistake.
std::uint64_t content_of(const Hl7Message& message) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto take = [&](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    };
    for (const Hl7Segment& segment : message.segments()) {
        if (segment.name() == "MSH") continue;
        take(segment.raw());
        take("\r");
    }
    return hash;
}

std::optional<Hl7Problem> missing(std::string_view text, const char* where, const char* right) {
    if (!text.empty()) return std::nullopt;
    return Hl7Problem{Hl7Error::required_field_missing, where, std::string("it is empty; ") + right + " is needed"};
}

std::optional<Hl7Problem> wrong_kind(const Hl7Header& header) {
    const std::string kind = "'" + clipped(header.type + "^" + header.event) + "'";
    const bool adt = header.type == "ADT";
    if (adt && is_in(not_ours_to_do, header.event)) {
        return Hl7Problem{Hl7Error::unsupported_event, "MSH-9",
                          kind + " moves or deletes records of patients, which a person has to decide here"};
    }
    if (adt && header.event.empty()) return missing(header.event, "MSH-9.2", "the event, such as A08,");
    const bool known_type = adt || std::any_of(kinds_with_facts.begin(), kinds_with_facts.end(),
                                               [&](const Kind& kind_) { return kind_.type == header.type; });
    if (!known_type) {
        return Hl7Problem{Hl7Error::unsupported_message, "MSH-9",
                          kind + " carries nothing that is read here; ADT, ORU^R01, RDE^O11 and RAS^O17 are"};
    }
    const bool known = adt || std::any_of(kinds_with_facts.begin(), kinds_with_facts.end(), [&](const Kind& kind_) {
                           return kind_.type == header.type && kind_.event == header.event;
                       });
    if (known) return std::nullopt;
    return Hl7Problem{Hl7Error::unsupported_event, "MSH-9", kind + " is not read; ORU^R01, RDE^O11 and RAS^O17 are"};
}

// Why nothing of the message can be used.
std::optional<Hl7Problem> refusal_of(const Hl7Message& message, const Hl7Header& header, Hl7Feed feed) {
    if (message.problem()) return message.problem();
    if (auto none = missing(header.type, "MSH-9", "the type of the message, such as ORU^R01,")) return none;
    if (auto none = missing(header.control_id, "MSH-10", "the sender's own number of the message")) return none;
    const auto segments = message.segments();
    const auto headers = std::count_if(segments.begin(), segments.end(),
                                       [](const Hl7Segment& segment) { return segment.name() == "MSH"; });
    if (headers > 1) {
        return Hl7Problem{Hl7Error::segment_sequence, "MSH",
                          std::to_string(headers) +
                              " messages stand in one frame, and none of them is used; a frame "
                              "for each would be right"};
    }
    if (!is_version_of_hl7v2(header.version)) {
        return Hl7Problem{Hl7Error::unsupported_version, "MSH-12",
                          "version '" + clipped(header.version) + "' is not read; 2.1 to 2.9 are, such as 2.5.1"};
    }
    if (auto wrong = wrong_kind(header)) return wrong;
    if (feed == Hl7Feed::any || header.processing == "P") return std::nullopt;
    if (auto none = missing(header.processing, "MSH-11", "P for production")) return none;
    return Hl7Problem{
        Hl7Error::unsupported_processing_id, "MSH-11",
        "'" + clipped(header.processing) + "' is no message of production (P), and this feed takes no other"};
}

Hl7Link link_of(const Hl7Header& header) {
    if (header.type != "ADT") return Hl7Link::none;
    if (is_in(joining, header.event)) return Hl7Link::joins;
    if (header.event == "A24") return Hl7Link::links;
    if (header.event == "A37") return Hl7Link::separates;
    return Hl7Link::none;
}

// More than any message of a hospital has: one that is full of segments must not fill the memory.
constexpr std::size_t most_records = 10'000;

// Goes through the segments in their order: each belongs to the PID, ORC and OBR before it.
class MessageWalk {
public:
    MessageWalk(const Hl7Reader& reader, const Hl7Message& message)
        : reader_(reader), message_(message), event_(message.first("EVN")) {}

    // Why not all could be read.
    std::optional<Hl7Problem> read(std::vector<Hl7Person>& persons) {
        const auto segments = message_.segments();
        for (std::size_t i = 0; i < segments.size(); ++i) {
            const std::string_view name = segments[i].name();
            if (name == "ORC") order_ = {&segments[i], nullptr, false};
            if (name != "PID" && !belongs_to_person(name)) continue;
            if (++records_ > most_records) {
                return Hl7Problem{Hl7Error::segment_sequence, std::string(name),
                                  "there are more than " + std::to_string(most_records) +
                                      " records in the message; send it in parts"};
            }
            if (name == "PID") {
                order_ = {};
                persons.emplace_back();
                read_pid(reader_, segments[i], persons.back());
            } else if (persons.empty()) {
                return Hl7Problem{Hl7Error::segment_sequence, "PID", "a segment of a patient stands before it"};
            } else {
                read_of_person(i, persons.back());
            }
        }
        return std::nullopt;
    }

private:
    bool belongs_to_person(std::string_view name) const {
        constexpr std::array<std::string_view, 6> everywhere{"MRG", "PV1", "AL1", "IAM", "OBR", "OBX"};
        return is_in(everywhere, name) || (name == "RXA" && reader_.header.type == "RAS") ||
               (name == "RXE" && reader_.header.type == "RDE");
    }

    void read_of_person(std::size_t place, Hl7Person& person) {
        const Hl7Segment& segment = message_.segments()[place];
        const std::string_view name = segment.name();
        if (name == "MRG") {
            read_mrg(segment, person);
        } else if (name == "PV1") {
            read_visit(reader_, event_, segment, person);
        } else if (name == "OBR") {
            // Without an ORC of its own a request does not belong to that of the one before.
            const bool of_common = order_.common != nullptr && order_.request == nullptr;
            order_ = {of_common ? order_.common : nullptr, &segment, followed_by(place, "SPM") != nullptr};
            read_obr(reader_, order_, ++requests_, person);
        } else if (name == "OBX") {
            read_obx(reader_, order_, {segment, ++observations_, nullptr}, person);
        } else if (name == "AL1") {
            read_al1(reader_, {segment, ++listed_allergies_, nullptr}, person);
        } else if (name == "IAM") {
            read_iam(reader_, {segment, ++changed_allergies_, nullptr}, person);
        } else if (name == "RXA") {
            read_rxa(reader_, order_, {segment, ++administrations_, followed_by(place, "RXR")}, person);
        } else {
            read_rxe(reader_, order_, {segment, ++encodings_, nullptr}, person);
        }
    }

    // A segment that stands behind this one and before the next of its kind or the next order.
    const Hl7Segment* followed_by(std::size_t place, std::string_view name) const {
        const auto segments = message_.segments();
        const std::string_view own = segments[place].name();
        for (std::size_t i = place + 1; i < segments.size(); ++i) {
            const std::string_view next = segments[i].name();
            if (next == name) return &segments[i];
            if (next == own || next == "ORC" || next == "PID") break;
        }
        return nullptr;
    }

    const Hl7Reader& reader_;
    const Hl7Message& message_;
    const Hl7Segment* event_;
    Hl7Order order_;
    std::size_t records_ = 0;
    std::size_t requests_ = 0;
    std::size_t observations_ = 0;
    std::size_t administrations_ = 0;
    std::size_t encodings_ = 0;
    std::size_t listed_allergies_ = 0;
    std::size_t changed_allergies_ = 0;
};

// What has to be told of the persons before anything of them can be used.
std::optional<Hl7Problem> wrong_persons(const Hl7Reading& reading) {
    const std::vector<Hl7Person>& persons = reading.persons;
    if (persons.empty())
        return Hl7Problem{Hl7Error::segment_sequence, "PID", "there is none; it tells whose facts these are"};
    for (const Hl7Person& person : persons) {
        if (auto none = missing(person.patient, "PID-3", "an identifier of the patient")) return none;
        if (reading.link != Hl7Link::joins) continue;
        if (auto none = missing(person.prior_patient, "MRG-1", "the identifier that becomes the one of PID-3"))
            return none;
    }
    const bool pair = reading.link == Hl7Link::links || reading.link == Hl7Link::separates;
    if (pair && persons.size() != 2) {
        return Hl7Problem{Hl7Error::segment_sequence, "PID",
                          "there are " + std::to_string(persons.size()) + "; " + reading.header.event + " is of two"};
    }
    return std::nullopt;
}

}  // namespace

Hl7Reading read_hl7v2(const Hl7Message& message, const Terminology& terminology, const Hl7Site& site) {
    Hl7LocalTime local{{}, site.zone ? &*site.zone : nullptr};
    if (const Hl7Segment* msh = message.first("MSH"))
        local.message_offset = hl7v2_offset(msh->field(7).component(1).text());
    Hl7Reading reading;
    reading.header = header_of(message, local);
    if (auto refusal = refusal_of(message, reading.header, site.feed)) {
        reading.outcome = Hl7Outcome::rejected;
        reading.used = refusal->code != Hl7Error::unsupported_message;
        reading.problems.push_back(std::move(*refusal));
        return reading;
    }
    reading.used = true;
    reading.keeps_persons = reading.header.type == "ADT";
    reading.link = link_of(reading.header);
    reading.content = content_of(message);
    reading.broken_lines.assign(message.broken_lines().begin(), message.broken_lines().end());
    const Hl7Reader reader{terminology, site, reading.header, local};
    auto wrong = MessageWalk(reader, message).read(reading.persons);
    if (!wrong) wrong = wrong_persons(reading);
    if (!wrong) return reading;
    reading.outcome = Hl7Outcome::failed;
    reading.problems.push_back(std::move(*wrong));
    reading.persons.clear();
    return reading;
}

bool is_version_of_hl7v2(std::string_view version) { return is_in(hl7v2_versions, version); }

bool is_before_version(std::string_view version, std::string_view other) {
    const auto place = std::find(hl7v2_versions.begin(), hl7v2_versions.end(), version);
    return place != hl7v2_versions.end() && place < std::find(hl7v2_versions.begin(), hl7v2_versions.end(), other);
}

std::string Hl7Header::place() const { return clipped(type) + " " + clipped(control_id); }

std::string Hl7Reader::where(std::string_view segment, std::size_t place) const {
    return header.place() + " " + std::string(segment) + " " + std::to_string(place);
}

Hl7Time Hl7Reader::time_in(Hl7Part field, std::string_view name) const {
    Hl7Time time = hl7v2_time(field.component(1).text(), name, local);
    if (!time.at) return time;
    if (const auto ahead = ahead_of_record(header.sent, *time.at)) {
        time.at.reset();
        time.why = *ahead;
        time.at_latest = *header.sent;  // if it happened, that was before it was told
    }
    return time;
}

std::variant<FhirQuantity, Refusal> Hl7Reader::quantity(Hl7Part number, Hl7Part unit) {
    const std::string text = number.text();
    // NM may have a sign, and no digit before its point.
    const bool is_numeric = text.find_first_of("eE") == std::string::npos;
    const auto read = chart_number(is_numeric ? in_plain_digits(text) : text);
    if (const auto* refusal = std::get_if<Refusal>(&read)) return *refusal;
    const auto& [amount, comparator] = std::get<ChartNumber>(read);
    FhirQuantity found{amount, comparator, hl7v2_unit(unit), text};
    if (!found.unit.empty()) found.written += " " + found.unit;
    return found;
}

Hl7Concept::Hl7Concept(Hl7Part field) {
    constexpr std::array<std::array<std::size_t, 3>, 2> codings{{{1, 2, 3}, {4, 5, 6}}};
    texts_.reserve(3 * codings.size() + 1);  // the views point into the texts, which therefore must not move
    const auto keep = [&](std::string text) -> std::string_view { return texts_.emplace_back(std::move(text)); };
    for (const auto& [code, name, system] : codings) {
        const FhirCoding coding{keep(system_named(field.component(system).text())), keep(field.component(code).text()),
                                keep(field.component(name).text())};
        if (!coding.code.empty() || !coding.display.empty()) value_.codings.push_back(coding);
    }
    value_.text = keep(field.component(9).text());
}

FhirConcept with_bare_names(FhirConcept medication) {
    for (FhirCoding& coding : medication.codings) {
        if (coding.system.empty() && coding.display.empty()) coding.display = std::exchange(coding.code, {});
    }
    return medication;
}

std::string hl7v2_unit(Hl7Part field) {
    const std::string code = field.component(1).text();
    const std::string name = field.component(2).text();
    // A monitor's units are numbers of its own system, with their name beside them.
    if (code.empty() || (all_digits(code) && code != "1" && !name.empty())) return name;
    return code;
}

std::string Hl7Order::filler() const {
    const std::string of_request = request == nullptr ? "" : canonical(request->field(3));
    return of_request.empty() && common != nullptr ? canonical(common->field(3)) : of_request;
}

std::string Hl7Order::placer() const {
    const std::string of_request = request == nullptr ? "" : canonical(request->field(2));
    return of_request.empty() && common != nullptr ? canonical(common->field(2)) : of_request;
}

}  // namespace stormkeel
