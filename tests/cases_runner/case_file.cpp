// Reads a case line by line; what it cannot read is a problem with its line, never skipped.
#include "cases_runner/case_file.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <utility>

#include "adapters/chart_csv.h"

namespace stormkeel::cases {
namespace {

constexpr std::string_view patient = "p1";
constexpr std::string_view day_zero = "2026-03-01T00:00:00Z";

// A '#' begins a comment at the start of a line or after a space.
std::string_view without_comment(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i)
        if (line[i] == '#' && (i == 0 || line[i - 1] == ' ')) line = line.substr(0, i);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

std::vector<std::string> words_in(std::string_view line) {
    std::vector<std::string> words;
    bool quoted = false;
    bool open = false;
    for (const char c : line) {
        if (c == '"') {
            if (!quoted) words.emplace_back();
            quoted = !quoted;
            open = false;
        } else if (c == ' ' && !quoted) {
            open = false;
        } else {
            if (!open && !quoted) words.emplace_back();
            open = true;
            words.back() += c;
        }
    }
    return words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

// "10:00" or "10:00:30" after midnight.
std::optional<Duration> clock_time(std::string_view text) {
    const std::string instant = "2026-03-01T" + std::string(text) + (text.size() == 5 ? ":00Z" : "Z");
    const auto at = parse_instant(instant);
    if (!at) return std::nullopt;
    return *at - *parse_instant(day_zero);
}

// The whole chart.
std::string chart_of(const Case& read, RowOrder order) {
    std::vector<std::string> rows = read.rows;
    if (order == RowOrder::reversed) std::reverse(rows.begin(), rows.end());
    std::string chart = "patient,time,item,value,unit\n";
    for (const std::string& row : rows) chart += row + "\n";
    return chart;
}

class Reader {
public:
    Case read(std::string_view text) {
        int number = 0;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            const std::string_view line = text.substr(0, end);
            text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
            line_ = ++number;
            take(without_comment(line));
        }
        if (read_.title.empty()) problem("a case begins with its title, a sentence");
        if (read_.moments.empty()) problem("nothing is expected; add a block 'at d2 12:00'");
        return std::move(read_);
    }

private:
    void take(std::string_view line) {
        if (line.empty()) return;
        if (read_.title.empty()) {
            read_.title = line;
            return;
        }
        const bool indented = line.front() == ' ';
        const std::vector<std::string> words = words_in(line);
        if (indented && in_csv_) {
            read_.rows.emplace_back(line.substr(line.find_first_not_of(' ')));
        } else if (indented && !read_.moments.empty()) {
            read_.moments.back().expectations.push_back({line_, words});
        } else if (indented) {
            problem("an expectation stands under 'at', a raw row under 'csv'");
        } else {
            in_csv_ = words[0] == "csv";
            take_statement(words);
        }
    }

    void take_statement(const std::vector<std::string>& words) {
        const std::string& first = words[0];
        if (first == "trap" || first == "vector" || first == "csv" || first == "proves") return;
        if (first == "shuffle") {
            read_.shuffle = true;
        } else if (first == "record" && words.size() == 2 && words[1] == "partial") {
            read_.medication_record = MedicationRecord::partial;
        } else if (first == "birth_date" && words.size() == 2) {
            read_.rows.push_back(std::string(patient) + "," + words[1] + ",birth_date,,");
        } else if (first == "therapy" || first == "weight") {
            take_headed_fact(words);
        } else if (first == "at") {
            take_moment(words);
        } else {
            take_fact(words);
        }
    }

    // "weight 80 kg d0 09:00": the item before the time, for the lines that open a case.
    void take_headed_fact(const std::vector<std::string>& words) {
        const std::size_t value_end = words[0] == "weight" ? 3 : 2;
        std::size_t next = value_end;
        const TimeRead time = words.size() > value_end ? read_time(words, next) : TimeRead{};
        if (!time.found || next != words.size()) {
            problem("cannot read '" + joined(words) + "'; write 'weight 80 kg d0 09:00', 'therapy NAME d0 09:00'");
            return;
        }
        add_row(time.at, {words.begin(), words.begin() + static_cast<std::ptrdiff_t>(value_end)});
    }

    void take_fact(const std::vector<std::string>& words) {
        std::size_t next = 0;
        const TimeRead time = read_time(words, next);
        if (!time.found || next >= words.size() || words.size() - next > 3) {
            problem("cannot read '" + joined(words) + "'; write 'd2 10:00 temperature 38.6 Cel'");
            return;
        }
        add_row(time.at, {words.begin() + static_cast<std::ptrdiff_t>(next), words.end()});
    }

    void take_moment(const std::vector<std::string>& words) {
        std::size_t next = 1;
        const TimeRead time = read_time(words, next);
        if (!time.found || next != words.size()) {
            problem("cannot read '" + joined(words) + "'; write 'at d2 12:00'");
            return;
        }
        read_.moments.push_back({line_, time.at, {}});
    }

    void add_row(Instant at, const std::vector<std::string>& item_value_unit) {
        std::string row = std::string(patient) + "," + to_text(at);
        for (std::size_t i = 0; i < 3; ++i) row += "," + (i < item_value_unit.size() ? item_value_unit[i] : "");
        read_.rows.push_back(row);
    }

    void problem(const std::string& what) { read_.problems.push_back(std::to_string(line_) + ": " + what); }

    Case read_;
    int line_ = 0;
    bool in_csv_ = false;
};

}  // namespace

Case read_case(std::string_view text) { return Reader().read(text); }

std::optional<Timeline> timeline_of(const Case& read, const Terminology& terminology, RowOrder order) {
    std::istringstream chart(chart_of(read, order));
    Patients patients;
    const ChartReading reading = read_chart_csv(chart, terminology, patients);
    if (!reading.problem.empty() || patients.size() != 1) return std::nullopt;
    Timeline timeline = std::move(patients.begin()->second);
    timeline.set_medication_record(read.medication_record);
    return timeline;
}

TimeRead read_time(const std::vector<std::string>& words, std::size_t& first) {
    if (first >= words.size()) return {};
    const std::string& word = words[first];
    if (const auto literal = parse_instant(word)) {
        ++first;
        return {true, *literal};
    }
    int day = 0;
    const char* end = word.data() + word.size();
    if (word.size() < 2 || word[0] != 'd' || first + 1 >= words.size()) return {};
    const auto [stopped, error] = std::from_chars(word.data() + 1, end, day);
    const std::optional<Duration> time = clock_time(words[first + 1]);
    if (error != std::errc{} || stopped != end || !time) return {};
    first += 2;
    return {true, *parse_instant(day_zero) + days(day) + *time};
}

}  // namespace stormkeel::cases
