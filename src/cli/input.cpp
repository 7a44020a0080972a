// Tells charts, FHIR and HL7 v2 apart by their first bytes, reads each with its adapter, and merges patients by id.
#include "cli/input.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <optional>
#include <sstream>

#include "adapters/assessment_text_page.h"
#include "adapters/fhir.h"
#include "adapters/hl7v2_chart.h"
#include "adapters/hl7v2_file.h"
#include "adapters/timeline_merge.h"
#include "cli/byte_source.h"
#include "core/nearest.h"

namespace stormkeel {
namespace {

enum class Content : std::uint8_t { nothing, chart, json, hl7v2, compressed, wide_text, other };

Content recognised(std::string_view head) {
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    if (head.starts_with("\x1F\x8B") || head.starts_with("PK\x03\x04")) return Content::compressed;
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return Content::wide_text;
    const std::size_t start = head.find_first_not_of(" \t\r\n\v");
    if (start == std::string_view::npos) return Content::nothing;
    head.remove_prefix(start);
    if (head[0] == '{' || head[0] == '[') return Content::json;
    if (looks_like_hl7v2(head)) return Content::hl7v2;
    std::string first_line(head.substr(0, head.find('\n')));
    std::transform(first_line.begin(), first_line.end(), first_line.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return first_line.find("patient") != std::string::npos ? Content::chart : Content::other;
}

std::string base_name(const std::string& path) {
    return path == "-" ? "standard input" : path.substr(path.find_last_of('/') + 1);
}

// The names that tell several files apart; empty for a single one.
std::vector<std::string> names_of(const std::vector<std::string>& files) {
    std::vector<std::string> names;
    if (files.size() == 1) return {""};
    std::map<std::string, int> seen;
    for (const std::string& file : files) {
        const std::string name = base_name(file);
        const int count = ++seen[name];
        names.push_back(count == 1 ? name : name + " (" + std::to_string(count) + ")");
    }
    return names;
}

std::string refusal_of(Content content) {
    switch (content) {
        case Content::compressed:
            return "it is compressed or a spreadsheet; unpack it, or save it as CSV in UTF-8";
        case Content::wide_text:
            return "it is text in UTF-16; save it as UTF-8";
        default:
            return "it is no chart (its first line would be patient,time,item,value,unit), no FHIR (JSON or NDJSON) "
                   "and no HL7 v2 (MSH)";
    }
}

// What reads the files one after the other.
struct Readers {
    const Terminology& terminology;
    Records records;
    const Hl7Site& site;
    FhirReader fhir;
    bool any_fhir = false;
    Hl7Record hl7v2;

    Readers(const Terminology& known, const Hl7Site& told)
        : terminology(known), site(told), fhir(known), hl7v2(known) {}
};

std::optional<Failure> read_chart(Readers& readers, ByteSource& source, const std::string& name) {
    std::istream stream(&source);
    ChartReading reading = read_chart_csv(stream, readers.terminology, readers.records.patients, name);
    auto& unplaced = readers.records.unplaced;
    unplaced.insert(unplaced.end(), reading.unplaced.begin(), reading.unplaced.end());
    if (!reading.problem.empty()) return Failure{wrong_call, reading.problem};
    return std::nullopt;
}

void read_fhir(Readers& readers, ByteSource& source, const std::string& name) {
    readers.any_fhir = true;
    if (looks_like_ndjson(source.head())) {
        std::istream stream(&source);
        readers.fhir.add_ndjson(stream, name);
        return;
    }
    // A first line longer than what was looked at may still be the first of several.
    const std::string text = source.all();
    if (looks_like_ndjson(text)) {
        std::istringstream stream(text);
        readers.fhir.add_ndjson(stream, name);
    } else {
        readers.fhir.add_document(text, name);
    }
}

void read_hl7v2(Readers& readers, ByteSource& source) {
    const std::string text = source.all();
    for (const std::string_view message : hl7v2_messages_in(text)) {
        readers.hl7v2.add(read_hl7v2(Hl7Message(message), readers.terminology, readers.site));
    }
}

std::optional<Failure> read_file(Readers& readers, const std::string& file, const std::string& name) {
    std::FILE* opened = file == "-" ? stdin : std::fopen(file.c_str(), "rb");
    if (opened == nullptr) return Failure{wrong_call, file + ": " + std::strerror(errno)};
    ByteSource source(opened, base_name(file));
    if (source.failed()) return Failure{wrong_call, file + ": it cannot be read; give a file, not a folder"};
    std::optional<Failure> failure;
    switch (const Content content = recognised(source.head())) {
        case Content::nothing:
            break;
        case Content::chart:
            failure = read_chart(readers, source, name);
            break;
        case Content::json:
            read_fhir(readers, source, name);
            break;
        case Content::hl7v2:
            read_hl7v2(readers, source);
            break;
        default:
            failure = Failure{wrong_call, refusal_of(content)};
    }
    if (!failure && source.failed()) failure = Failure{wrong_call, "it could not be read to its end"};
    if (failure) failure->what = base_name(file) + ": " + failure->what;
    return failure;
}

// What one kind of file says joins what is there; its patients may be known from another.
template <typename Reading>
void take_over(Records& records, Reading reading) {
    merge_timelines(records.patients, std::move(reading.patients));
    records.unplaced.insert(records.unplaced.end(), reading.rejected.begin(), reading.rejected.end());
    for (const auto& [kind, count] : reading.not_used) records.not_used[kind] += count;
}

// Of whom only an allergy without a time is told there is nothing that it could hold from.
void reject_what_stands_alone(Records& records, const Terminology& terminology) {
    for (auto& [id, timeline] : records.patients) {
        if (!timeline.facts().empty()) continue;
        for (const Fact& fact : timeline.without_time()) {
            if (fact.item != Item::allergy) continue;
            timeline.rejected().push_back({timeline.source_text(fact.source), terminology.formulary().drugs[fact.code],
                                           "nothing else is recorded of the patient"});
        }
    }
}

}  // namespace

std::variant<Records, Failure> read_records(const std::vector<std::string>& files, const Terminology& terminology,
                                            const Hl7Site& site) {
    if (std::count(files.begin(), files.end(), "-") > 1)
        return Failure{wrong_call, "- is named twice; standard input can be read once"};
    Readers readers(terminology, site);
    const std::vector<std::string> names = names_of(files);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (auto failure = read_file(readers, files[i], names[i])) return *failure;
    }
    Records& records = readers.records;
    if (readers.any_fhir) take_over(records, readers.fhir.finish(records.patients));
    take_over(records, readers.hl7v2.read(records.patients));
    reject_what_stands_alone(records, terminology);
    return std::move(records);
}

std::variant<Records, Failure> only_patient(Records records, const std::string& id) {
    const auto found = records.patients.find(id);
    if (found != records.patients.end()) {
        Patients one;
        one.insert(records.patients.extract(found));
        records.patients = std::move(one);
        return records;
    }
    std::string what = "no patient '" + id + "' in the input";
    std::vector<std::string_view> known;
    for (const auto& [name, timeline] : records.patients) known.push_back(name);
    if (const auto place = nearest_of(id, known)) {
        what += "; did you mean '" + std::string(known[*place]) + "'?";
    } else if (known.size() <= 10) {
        for (std::size_t i = 0; i < known.size(); ++i) what += (i == 0 ? "; it holds " : ", ") + std::string(known[i]);
    } else {
        what += "; it holds " + std::to_string(known.size()) + " others";
    }
    return Failure{wrong_call, what};
}

bool any_fact(const Records& records) {
    return std::any_of(records.patients.begin(), records.patients.end(), [](const auto& entry) {
        const auto facts = entry.second.facts();
        return std::any_of(facts.begin(), facts.end(),
                           [](const Fact& fact) { return fact.state != ValueState::unreadable; });
    });
}

std::optional<Instant> last_fact(const Timeline& timeline) {
    if (timeline.facts().empty()) return std::nullopt;
    return timeline.facts().back().at;
}

std::optional<Instant> last_fact(const Records& records) {
    std::optional<Instant> last;
    for (const auto& [id, timeline] : records.patients) {
        const auto at = last_fact(timeline);
        if (at && (!last || *at > *last)) last = at;
    }
    return last;
}

void tell_rejected(const Records& records) {
    constexpr std::size_t most_told = 20;
    std::size_t listed = 0;
    for (const auto& [id, timeline] : records.patients) listed += timeline.rejected().size();
    std::string text;
    for (std::size_t i = 0; i < std::min(most_told, records.unplaced.size()); ++i) {
        const Rejection& one = records.unplaced[i];
        text += without_controls("rejected: " + one.where + ": " + one.what + ": " + one.why) + '\n';
    }
    if (records.unplaced.size() > most_told)
        text += "rejected: and " + std::to_string(records.unplaced.size() - most_told) + " more of no patient\n";
    const std::size_t all = listed + records.unplaced.size();
    if (all > 0) {
        text += "stormkeel: " + std::to_string(all) + (all == 1 ? " record" : " records") +
                " could not be used; those of a patient are listed with the answer\n";
    }
    if (!records.not_used.empty()) {
        text += "stormkeel: not used, because they carry no fact of ours:";
        const char* before = " ";
        for (const auto& [type, count] : records.not_used) {
            text += before + type + " " + std::to_string(count);
            before = ", ";
        }
        text += '\n';
    }
    std::fputs(text.c_str(), stderr);
}

namespace {

// The last moment of a patient's facts, when it lies so long after all others that its year may be a slip.
const Fact* far_ahead(const Timeline& timeline) {
    constexpr Duration a_year = days(365);
    const auto facts = timeline.facts();
    const auto earlier =
        std::find_if(facts.rbegin(), facts.rend(), [&](const Fact& fact) { return fact.at < facts.back().at; });
    if (earlier == facts.rend() || facts.back().at - earlier->at < a_year) return nullptr;
    return &*(earlier.base());
}

}  // namespace

void tell_far_ahead(const Records& records) {
    std::size_t patients = 0;
    std::string first;
    for (const auto& [id, timeline] : records.patients) {
        const Fact* fact = far_ahead(timeline);
        if (fact == nullptr || patients++ > 0) continue;
        first = to_text(fact->at) + ", " + timeline.source_text(fact->source);
    }
    if (patients == 0) return;
    std::string text = "stormkeel: the last fact lies a year or more after all others (" + first;
    if (patients > 1) text += ", and of " + std::to_string(patients - 1) + " more patients";
    text += "): check its year; the answer is for that time unless --at names another";
    std::fputs((without_controls(text) + '\n').c_str(), stderr);
}

}  // namespace stormkeel
