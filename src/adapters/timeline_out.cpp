// Writes the rows of a patient's timeline.
#include "adapters/timeline_out.h"

#include "adapters/assessment_text_page.h"

namespace stormkeel {
namespace {

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string filled(std::string text, std::size_t columns) {
    const std::size_t taken = columns_of(text);
    text.append(taken < columns ? columns - taken : 1, ' ');
    return text;
}

}  // namespace

std::string_view timeline_csv_header() {
    return "patient,time,crs_at_least,crs_at_most,icans_at_least,icans_at_most,treat_as,episode\n";
}

std::string timeline_csv(std::string_view patient, std::span<const GradeRow> rows) {
    const std::string name = csv_field(patient) + ',';
    std::string text;
    text.reserve(rows.size() * (name.size() + 34));
    for (const GradeRow& row : rows) {
        text += name;
        text += to_text(row.at);
        for (const int value :
             {row.crs_at_least, row.crs_at_most, row.icans_at_least, row.icans_at_most, row.treat_as, row.episode}) {
            text += ',';
            text += std::to_string(value);
        }
        text += '\n';
    }
    return text;
}

std::string timeline_text(const TimelineTitle& title, std::span<const GradeRow> rows) {
    std::string text = without_controls(title.patient) + ", grades by " + std::string(title.scale) + '\n';
    text += filled("time (" + zone_words(title.clock) + ")", 22) + "CRS     ICANS   treat as  episode\n";
    for (const GradeRow& row : rows) {
        text +=
            filled(time_words(row.at, title.clock), 22) + filled(range_words(row.crs_at_least, row.crs_at_most), 8) +
            filled(range_words(row.icans_at_least, row.icans_at_most), 8) + filled(std::to_string(row.treat_as), 10);
        text += (row.episode == 0 ? "-" : std::to_string(row.episode)) + '\n';
    }
    return text;
}

}  // namespace stormkeel
