// Finds the separators, segments and fields of a message, and brings its text into UTF-8.
#include "adapters/hl7v2_message.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_text.h"

namespace stormkeel {
namespace {

constexpr std::size_t least_header = 8;  // MSH, its separator and four encoding characters

bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_letter_digit_or_blank(char c) { return is_upper_or_digit(c) || (c >= 'a' && c <= 'z') || c == ' '; }

std::string_view line_at(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

// MSH-1 and MSH-2. Each has to be a character of its own that stands in no word.
std::optional<Hl7Separators> separators_in(std::string_view header) {
    if (!header.starts_with("MSH") || header.size() < least_header) return std::nullopt;
    Hl7Separators found;
    found.field = header[3];
    const std::string_view rest = header.substr(4);
    const std::string_view encoding = rest.substr(0, rest.find(found.field));
    // 2.7 added a fifth, which marks a text that was cut short and separates nothing.
    if (encoding.empty() || encoding.size() > 5) return std::nullopt;
    const std::string all = found.field + std::string(encoding);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_sign = all[i] > ' ' && all[i] <= '~' && !is_letter_digit_or_blank(all[i]) && all[i] != '"';
        if (!is_sign || all.find(all[i], i + 1) != std::string::npos) return std::nullopt;
    }
    const std::array<char*, 4> places{&found.component, &found.repetition, &found.escape, &found.subcomponent};
    for (std::size_t i = 0; i < std::min(encoding.size(), places.size()); ++i) *places[i] = encoding[i];
    return found;
}

// MSH-18 as its first repetition; empty when there is none.
std::string_view character_set_in(std::string_view header, const Hl7Separators& separators) {
    for (std::size_t place = 1; place < 18; ++place) {
        const std::size_t end = header.find(separators.field);
        if (end == std::string_view::npos) return {};
        header.remove_prefix(end + 1);
    }
    header = header.substr(0, header.find(separators.field));
    return trimmed(header.substr(0, header.find(separators.repetition)));
}

enum class CharacterSet : std::uint8_t { ascii, utf8, latin1, unknown };

CharacterSet character_set_named(std::string_view name) {
    if (name.empty() || name == "ASCII") return CharacterSet::ascii;
    if (name == "UNICODE UTF-8" || name == "UTF-8") return CharacterSet::utf8;
    if (name == "8859/1" || name == "ISO-8859-1") return CharacterSet::latin1;
    return CharacterSet::unknown;
}

}  // namespace

struct Hl7Message::Inside {
    std::string text;  // all views point into it
    Hl7Separators separators;
    std::optional<Hl7Problem> problem;
    std::vector<std::string_view> fields;
    std::vector<Hl7Segment> segments;
    std::vector<Hl7Problem> broken_lines;

    void take_text(std::string_view sent) {
        const std::string_view name = character_set_in(line_at(sent), separators);
        const CharacterSet set = character_set_named(name);
        separators.latin1 = set == CharacterSet::latin1;
        text = separators.latin1 ? utf8_of_latin1(sent) : std::string(sent);
        if (set == CharacterSet::unknown) {
            problem = Hl7Problem{Hl7Error::table_value, "MSH-18",
                                 "the character set '" + clipped(printable(name)) +
                                     "' is not known; UNICODE UTF-8, 8859/1 or an empty field would be right"};
        } else if (!is_utf8(text)) {
            problem = Hl7Problem{Hl7Error::data_type, "MSH-18",
                                 "the message holds bytes that are no UTF-8; if it is ISO 8859-1, MSH-18 has to say "
                                 "8859/1"};
        }
        // The answer repeats the header, and must be text whatever the sender's was.
        if (!problem) return;
        std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80U; }, '?');
    }

    // The fields of all segments stand in one list, so the places of each are kept until the list no longer grows.
    void take_segments() {
        std::vector<std::pair<std::size_t, std::size_t>> places;
        std::string_view rest = text;
        for (std::size_t line = 1; !rest.empty(); ++line) {
            const std::string_view segment = line_at(rest);
            const bool by_both = rest.substr(segment.size()).starts_with("\r\n");
            rest.remove_prefix(std::min(segment.size() + (by_both ? 2 : 1), rest.size()));
            if (trimmed(segment).empty()) continue;
            if (!is_segment(segment)) {
                broken_lines.push_back({Hl7Error::segment_sequence, "line " + std::to_string(line),
                                        "'" + clipped(segment) +
                                            "' is no segment; one begins with its three letters, and a line end "
                                            "inside a text is written \\.br\\"});
                continue;
            }
            const std::size_t first = fields.size();
            take_fields(segment);
            places.emplace_back(first, fields.size() - first);
        }
        const std::span<const std::string_view> all(fields);
        for (const auto& [first, count] : places) segments.emplace_back(all.subspan(first, count), separators);
    }

    bool is_segment(std::string_view line) const {
        if (line.size() < 3 || line[0] < 'A' || line[0] > 'Z') return false;
        if (!is_upper_or_digit(line[1]) || !is_upper_or_digit(line[2])) return false;
        return line.size() == 3 || line[3] == separators.field;
    }

    void take_fields(std::string_view segment) {
        for (std::size_t end = segment.find(separators.field); end != std::string_view::npos;
             end = segment.find(separators.field)) {
            fields.push_back(segment.substr(0, end));
            segment.remove_prefix(end + 1);
        }
        fields.push_back(segment);
    }
};

Hl7Message::Hl7Message(std::string_view sent) : inside_(std::make_unique<Inside>()) {
    sent = without_byte_order_mark(sent);
    sent.remove_prefix(std::min(sent.find_first_not_of(" \t\r\n"), sent.size()));
    const auto separators = separators_in(line_at(sent));
    if (!separators) {
        // What else stands there may be a patient's name, and this goes into acknowledgements and logs.
        const std::string begins = line_at(sent).starts_with("MSH") ? "no separators that can be used follow MSH"
                                                                    : "the message does not begin with MSH";
        inside_->problem = Hl7Problem{Hl7Error::segment_sequence, "MSH",
                                      begins + "; right would be MSH with its separators, as in MSH|^~\\&|"};
        return;
    }
    inside_->separators = *separators;
    inside_->take_text(sent);
    inside_->take_segments();
}

Hl7Message::~Hl7Message() = default;
Hl7Message::Hl7Message(Hl7Message&&) noexcept = default;
Hl7Message& Hl7Message::operator=(Hl7Message&&) noexcept = default;

const std::optional<Hl7Problem>& Hl7Message::problem() const { return inside_->problem; }

std::span<const Hl7Segment> Hl7Message::segments() const { return inside_->segments; }

std::span<const Hl7Problem> Hl7Message::broken_lines() const { return inside_->broken_lines; }

const Hl7Segment* Hl7Message::first(std::string_view name) const {
    for (const Hl7Segment& segment : inside_->segments) {
        if (segment.name() == name) return &segment;
    }
    return nullptr;
}

std::string_view Hl7Segment::raw() const {
    const char* begin = std::to_address(fields_.front().begin());
    const char* end = std::to_address(fields_.back().end());
    return {begin, static_cast<std::size_t>(end - begin)};
}

Hl7Part Hl7Segment::field(std::size_t place) const {
    if (name() != "MSH") return place < fields_.size() ? Hl7Part(fields_[place], *separators_) : Hl7Part();
    if (place == 1) return {std::string_view(&separators_->field, 1), *separators_};
    return place >= 1 && place - 1 < fields_.size() ? Hl7Part(fields_[place - 1], *separators_) : Hl7Part();
}

Hl7Part Hl7Part::part(std::size_t place, char separator) const {
    std::string_view rest = raw_;
    for (std::size_t skipped = 1; skipped < place; ++skipped) {
        const std::size_t end = rest.find(separator);
        if (end == std::string_view::npos) return {};
        rest.remove_prefix(end + 1);
    }
    return {rest.substr(0, rest.find(separator)), *separators_};
}

Hl7Part Hl7Part::repetition(std::size_t place) const {
    return separators_ == nullptr ? Hl7Part() : part(place, separators_->repetition);
}

Hl7Part Hl7Part::component(std::size_t place) const {
    return separators_ == nullptr ? Hl7Part() : repetition(1).part(place, separators_->component);
}

Hl7Part Hl7Part::subcomponent(std::size_t place) const {
    return separators_ == nullptr ? Hl7Part() : component(1).part(place, separators_->subcomponent);
}

std::vector<Hl7Part> Hl7Part::repetitions() const {
    std::vector<Hl7Part> found;
    for (std::string_view rest = raw_; !rest.empty();) {
        const std::string_view each = rest.substr(0, rest.find(separators_->repetition));
        if (!each.empty()) found.emplace_back(each, *separators_);
        rest.remove_prefix(std::min(each.size() + 1, rest.size()));
    }
    return found;
}

std::string Hl7Part::text() const {
    return separators_ == nullptr ? std::string() : std::string(trimmed(hl7v2_unescaped(raw_, *separators_)));
}

}  // namespace stormkeel
