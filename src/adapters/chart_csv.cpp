// Reads a chart CSV as a stream into one timeline a patient.
#include "adapters/chart_csv.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

#include "adapters/chart_csv_records.h"
#include "adapters/chart_csv_row.h"
#include "adapters/chart_csv_words.h"
#include "adapters/utf8.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, 5> header_columns{"patient", "time", "item", "value", "unit"};
constexpr std::string_view header_row = "patient,time,item,value,unit";

// Eight bytes at a time: nearly every field of a chart is plain ASCII.
bool has_bytes_beyond_ascii(std::string_view text) {
    std::uint64_t seen = 0;
    while (text.size() >= sizeof seen) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        seen |= bytes;
        text.remove_prefix(sizeof bytes);
    }
    for (const char c : text) seen |= static_cast<unsigned char>(c);
    return (seen & 0x8080808080808080U) != 0;
}

// The text with each byte that is no UTF-8 as '?', so that it can be shown.
std::string sound_utf8(std::string_view text) {
    std::string sound;
    while (!text.empty()) {
        const std::size_t length = length_of_character(text);
        sound += length == 0 ? std::string_view{"?"} : text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return sound;
}

std::string joined(const std::vector<std::string_view>& fields) {
    std::string text;
    for (const std::string_view field : fields) {
        if (!text.empty()) text += ',';
        text += field;
    }
    return clipped(sound_utf8(text));
}

bool is_header(const CsvRecords& records) {
    const auto& fields = records.fields();
    return records.problem().empty() &&
           std::equal(fields.begin(), fields.end(), header_columns.begin(), header_columns.end(),
                      [](std::string_view written, std::string_view column) { return trimmed(written) == column; });
}

// Empty when the header is right.
std::string why_wrong_header(const CsvRecords& records) {
    if (is_header(records)) return {};
    const auto& fields = records.fields();
    const std::string_view first = fields.empty() ? std::string_view{} : fields.front();
    std::string why = "line " + std::to_string(records.line()) + ": ";
    if (first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF"))
        return why + "the file is UTF-16; save it as UTF-8";
    why += "the header is '" + joined(fields) + "'; it must be " + std::string{header_row};
    if (fields.size() == 1) why += ", with commas between the columns";
    return why;
}

class ChartReader {
public:
    ChartReader(const Terminology& terminology, Patients& patients, std::string_view name)
        : rows_(terminology), patients_(patients), name_(name) {}

    ChartReading read(std::istream& in);

private:
    void read_row(CsvRecords& records);
    void refuse(CsvRecords& records, std::string why);
    Timeline& timeline_of(std::string_view patient);

    ChartRowReader rows_;
    Patients& patients_;
    std::string name_;
    ChartReading reading_;
    // Found by hash, since rows of many patients may alternate; the views stand in the keys of patients_.
    std::unordered_map<std::string_view, Timeline*> timelines_;
    std::string_view last_patient_;
    Timeline* last_timeline_ = nullptr;
};

Timeline& ChartReader::timeline_of(std::string_view patient) {
    if (last_timeline_ != nullptr && patient == last_patient_) return *last_timeline_;
    auto known = timelines_.find(patient);
    if (known == timelines_.end()) {
        std::string id{patient};
        const auto entry = patients_.try_emplace(id, Timeline{id}).first;
        known = timelines_.emplace(entry->first, &entry->second).first;
    }
    last_patient_ = known->first;
    last_timeline_ = known->second;
    return *last_timeline_;
}

// A row whose form is wrong. Its first columns may still tell whose it is and what it ends.
void ChartReader::refuse(CsvRecords& records, std::string why) {
    records.keep_first_line_only();
    ++reading_.rejected;
    const RowPlace place{records.line(), name_};
    const auto& fields = records.fields();
    std::array<std::string, 5> sound;
    for (std::size_t at = 0; at < std::min(fields.size(), sound.size()); ++at) sound[at] = sound_utf8(fields[at]);
    const std::string_view patient = trimmed(sound[0]);
    const bool names_patient =
        fields.size() >= 3 && !patient.empty() && length_of_character(fields[0]) != 0 && sound[0] == fields[0];
    if (!names_patient) {
        reading_.unplaced.push_back({to_text(place), joined(fields), std::move(why)});
        return;
    }
    rows_.refuse({sound[1], sound[2], sound[3], sound[4]}, place, timeline_of(patient), std::move(why));
}

void ChartReader::read_row(CsvRecords& records) {
    const auto& fields = records.fields();
    const bool all_blank =
        std::all_of(fields.begin(), fields.end(), [](std::string_view field) { return trimmed(field).empty(); });
    if (records.problem().empty() && all_blank) return;
    ++reading_.rows;
    if (!records.problem().empty()) return refuse(records, std::string{records.problem()});
    if (fields.size() != header_columns.size()) {
        std::string why =
            "it has " + std::to_string(fields.size()) + (fields.size() == 1 ? " column" : " columns") + " instead of 5";
        if (fields.size() > header_columns.size())
            why += "; a value that holds a comma stands in quotes, and a number has a decimal point";
        return refuse(records, std::move(why));
    }
    const bool unsound = std::any_of(fields.begin(), fields.end(), [](std::string_view field) {
        return has_bytes_beyond_ascii(field) && sound_utf8(field) != field;
    });
    if (unsound) return refuse(records, "it is not UTF-8; save the file as UTF-8");
    const std::string_view patient = trimmed(fields[0]);
    // Charts put together with their headers: the row is no patient called "patient".
    if (is_header(records)) {
        ++reading_.rejected;
        reading_.unplaced.push_back({to_text({records.line(), name_}), joined(fields),
                                     "the header stands at the top of a file alone; the rows below it were read"});
        return;
    }
    if (patient.empty()) return refuse(records, "it names no patient");
    const RowPlace place{records.line(), name_};
    const auto outcome = rows_.read({fields[1], fields[2], fields[3], fields[4]}, place, timeline_of(patient));
    if (outcome == RowOutcome::rejected) ++reading_.rejected;
}

ChartReading ChartReader::read(std::istream& in) {
    CsvRecords records(in);
    if (!records.next()) {
        reading_.problem = "line 1: the file is empty; it must begin with " + std::string{header_row};
        return std::move(reading_);
    }
    reading_.problem = why_wrong_header(records);
    if (!reading_.problem.empty()) return std::move(reading_);
    while (records.next()) read_row(records);
    if (in.bad()) reading_.problem = "line " + std::to_string(records.line()) + ": the rest could not be read";
    for (const auto& [id, timeline] : timelines_) timeline->settle();
    return std::move(reading_);
}

}  // namespace

ChartReading read_chart_csv(std::istream& in, const Terminology& terminology, Patients& patients,
                            std::string_view name) {
    return ChartReader(terminology, patients, name).read(in);
}

}  // namespace stormkeel
