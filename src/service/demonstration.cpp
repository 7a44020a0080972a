// Reads the demonstration's charts and moves their times.
#include "service/demonstration.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>

#include "adapters/chart_csv_records.h"

namespace stormkeel {

namespace {

const Instant template_start = midnight_of({2026, 3, 2});

// A row of a chart at its moved time. The charts are part of the program: a row that is none is a fault of ours.
ChartedFact moved(const std::vector<std::string_view>& fields, Duration by) {
    std::string time;
    if (const auto at = parse_instant(fields[1])) {
        time = to_text(*at + by);
    } else if (const auto date = parse_date(fields[1])) {
        time = to_text(date_of(midnight_of(*date) + by));
    } else {
        throw std::logic_error("demo/: '" + std::string(fields[1]) + "' is neither a time nor a date");
    }
    return {time, std::string(fields[2]), std::string(fields[3]), std::string(fields[4])};
}

}  // namespace

DemonstrationCourse::DemonstrationCourse(Instant start) : end_(start) {
    const Duration by = start - template_start;
    for (const DemonstrationChart& chart : demonstration_charts()) {
        std::istringstream text{std::string(chart.text)};
        CsvRecords rows(text);
        rows.next();  // the header
        while (rows.next()) {
            if (rows.fields().size() != 5) throw std::logic_error("demo/" + std::string(chart.path) + ": a short row");
            const ChartedFact fact = moved(rows.fields(), by);
            Incoming record;
            record.patient = std::string(rows.fields()[0]);
            record.source = "demonstration " + std::string(chart.path) + ' ' + std::to_string(rows.line());
            record.text = text_of(fact);
            // A birth date is known from the beginning.
            charted_.push_back({parse_instant(fact.time).value_or(never), std::move(record)});
        }
    }
    std::stable_sort(charted_.begin(), charted_.end(), [](const Charted& a, const Charted& b) { return a.at < b.at; });
    if (!charted_.empty()) end_ = std::max(end_, charted_.back().at);
}

std::vector<Incoming> DemonstrationCourse::take_until(Instant now) {
    std::vector<Incoming> due;
    for (; taken_ < charted_.size() && charted_[taken_].at <= now; ++taken_) due.push_back(charted_[taken_].record);
    return due;
}

}  // namespace stormkeel
