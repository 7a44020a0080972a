// One line a value, with what has a meaning in a label escaped.
#include "server/exposition.h"

#include <array>
#include <charconv>

namespace stormkeel {

namespace {

// The shortest decimal without an exponent that reads back as the same number.
std::string text_of(double number) {
    std::array<char, 400> digits{};  // more than any double has
    const auto [end, problem] =
        std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
    return {digits.data(), end};
}

std::string escaped_label(std::string_view text) {
    std::string result;
    for (const char each : text) {
        if (each == '\n') {
            result += "\\n";
            continue;
        }
        if (each == '\\' || each == '"') result += '\\';
        result += each;
    }
    return result;
}

}  // namespace

void Exposition::begin(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help);
    text_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

void Exposition::line(std::string_view ending, const Labels& labels, const std::string& value) {
    text_.append(name_).append(ending);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        text_.append(i == 0 ? "{" : ",").append(labels[i].first).append("=\"");
        text_.append(escaped_label(labels[i].second)).append("\"");
    }
    text_.append(labels.empty() ? " " : "} ").append(value).append("\n");
}

void Exposition::value(std::uint64_t value, const Labels& labels) { line("", labels, std::to_string(value)); }
void Exposition::seconds(double value, const Labels& labels) { line("", labels, text_of(value)); }

void Exposition::histogram(const Latency& latency, const Labels& labels) {
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < latency.classes.size(); ++i) {
        so_far += latency.classes[i];
        Labels with = labels;
        with.emplace_back("le", i < Latency::limits.size() ? text_of(Latency::limits[i]) : "+Inf");
        line("_bucket", with, std::to_string(so_far));
    }
    line("_sum", labels, text_of(latency.seconds));
    line("_count", labels, std::to_string(latency.count));
}

}  // namespace stormkeel
