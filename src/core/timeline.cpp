// Keeps a patient's facts in one order that does not depend on how they arrived.
#include "core/timeline.h"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace stormkeel {
namespace {

// Everything of a fact that means something: what is equal here is one fact, told twice.
auto meaning(const Fact& fact) {
    return std::tie(fact.at, fact.item, fact.code, fact.text, fact.amount, fact.unit, fact.comparator, fact.state);
}

bool says_the_same(const Fact& a, const Fact& b) { return meaning(a) == meaning(b); }

bool is_death(const Fact& fact) { return fact.item == Item::death; }

}  // namespace

void Timeline::add(const Fact& fact) {
    assert(fact.item < Item::count_of_items);
    facts_.push_back(fact);
}

void Timeline::settle() {
    for (Fact fact : local_) {
        fact.at = fact.at - minutes(utc_offset_minutes().value_or(0));
        add(fact);
    }
    local_.clear();
    put_in_order();
    if (!without_time_.empty()) place_without_time();
}

void Timeline::add_without_time(const Fact& fact) {
    without_time_.push_back(fact);
    placed_at_ = never;
}

bool Timeline::has_death_without_time() const {
    return std::any_of(without_time_.begin(), without_time_.end(), is_death);
}

bool Timeline::has_no_time(const Fact& placed) const {
    return std::any_of(without_time_.begin(), without_time_.end(), [&](const Fact& told) {
        return told.item == placed.item && told.code == placed.code && told.source == placed.source;
    });
}

// Facts may have come since that are earlier, later than a death, or tell when it was. While none has, who has an
// allergy costs no more than others.
void Timeline::place_without_time() {
    const bool is_dead = has_death_without_time();
    if (!is_dead && placed_at_ != never && facts_.front().at >= placed_at_) return;
    std::erase_if(facts_, [this](const Fact& fact) { return has_no_time(fact); });
    settled_ = facts_.size();
    if (facts_.empty()) return;
    placed_at_ = facts_.front().at;
    const Instant last = facts_.back().at;
    const bool is_timed_death = is_dead && std::any_of(facts_.begin(), facts_.end(), is_death);
    std::vector<Fact> placed;
    for (Fact fact : without_time_) {
        fact.at = is_death(fact) ? last : placed_at_;
        const auto same = [&](const Fact& told) { return says_the_same(told, fact); };
        const bool is_told = std::any_of(facts_.begin(), facts_.end(), same);
        if (!is_told && !(is_death(fact) && is_timed_death)) placed.push_back(fact);
    }
    for (const Fact& fact : placed) add(fact);
    put_in_order();
}

void Timeline::put_in_order() {
    if (settled_ == facts_.size()) return;
    const auto earlier = [this](const Fact& a, const Fact& b) { return before(a, b); };
    const auto arrived = facts_.begin() + static_cast<std::ptrdiff_t>(settled_);
    if (!std::is_sorted(arrived, facts_.end(), earlier)) std::sort(arrived, facts_.end(), earlier);
    // Merged from the back: nothing before the place of the earliest arrival is looked at, so facts that came in order
    // cost nothing here.
    auto disturbed = arrived;
    if (arrived != facts_.begin() && earlier(*arrived, *(arrived - 1))) {
        const std::vector<Fact> late(arrived, facts_.end());
        auto kept = arrived;
        disturbed = facts_.end();
        for (auto next = late.end(); next != late.begin();) {
            const bool kept_is_later = kept != facts_.begin() && earlier(*(next - 1), *(kept - 1));
            *--disturbed = kept_is_later ? *--kept : *--next;
        }
    }
    // Facts that say the same stand side by side, the one with the first source in front: that one is kept.
    const auto first = disturbed == facts_.begin() ? disturbed : disturbed - 1;
    facts_.erase(std::unique(first, facts_.end(), says_the_same), facts_.end());
    settled_ = facts_.size();
}

// Texts are compared as texts: their numbers tell only which was met first.
bool Timeline::before(const Fact& a, const Fact& b) const {
    if (a.at != b.at) return a.at < b.at;
    if (a.item != b.item) return a.item < b.item;
    if (a.code != b.code) return a.code < b.code;
    if (a.text != b.text) return text(a.text) < text(b.text);
    const auto value = [](const Fact& fact) { return std::tie(fact.amount, fact.unit, fact.comparator, fact.state); };
    if (value(a) != value(b)) return value(a) < value(b);
    return source_before(a.source, b.source);
}

// Lines of the one chart, then lines of files by name, then texts: whichever was met first.
bool Timeline::source_before(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return false;
    if (a < line_of_file || b < line_of_file) return a < b;
    if (a < named_sources && b < named_sources) {
        const std::string_view file_of_a = file_of(a);
        const std::string_view file_of_b = file_of(b);
        return file_of_a != file_of_b ? file_of_a < file_of_b : a < b;
    }
    if (a < named_sources || b < named_sources) return a < b;
    return text(a - named_sources) < text(b - named_sources);
}

bool Timeline::join_birth_date(const Timeline& other) {
    if (other.birth_date_) set_birth_date(*other.birth_date_);
    birth_dates_differ_ = birth_dates_differ_ || other.birth_dates_differ_;
    return !birth_dates_differ_;
}

void Timeline::note_utc_offset(int minutes) {
    if (utc_offset_ == minutes) return;
    utc_offset_ = utc_offset_ == offset_untold ? static_cast<std::int16_t>(minutes) : offsets_differ;
}

void Timeline::join_utc_offset(const Timeline& other) {
    if (other.utc_offset_ == offset_untold) return;
    if (utc_offset_ == offset_untold) utc_offset_ = other.utc_offset_;
    if (utc_offset_ != other.utc_offset_) utc_offset_ = offsets_differ;
}

std::span<const Fact> Timeline::facts_ahead(Instant now) const {
    if (ahead_ == Duration{}) return {};
    const auto is_by = [](Instant until) { return [until](const Fact& fact) { return fact.at <= until; }; };
    const auto first = std::partition_point(facts_.begin(), facts_.end(), is_by(now));
    const auto end = std::partition_point(first, facts_.end(), is_by(now + ahead_));
    return {first, end};
}

std::uint32_t Timeline::number_of_text(std::string_view text) {
    if (text.empty()) return 0;
    if (const auto known = text_numbers_.find(text); known != text_numbers_.end()) return known->second;
    assert(texts_.size() < named_sources);
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    text_numbers_.emplace(text, number);
    return number;
}

std::uint32_t Timeline::number_of_line(std::string_view file, std::uint32_t line) {
    constexpr std::uint32_t lines = std::uint32_t{1} << line_bits;
    if (file.empty()) return std::min(line, line_of_file - 1);
    const bool last = !files_.empty() && text(files_.back()) == file;
    const auto known =
        last ? files_.end() - 1
             : std::find_if(files_.begin(), files_.end(), [&](std::uint32_t number) { return text(number) == file; });
    const auto place = static_cast<std::uint32_t>(known - files_.begin());
    if (place >= line_of_file / lines || line >= lines)
        return number_of_source(std::string(file) + " line " + std::to_string(line));
    if (known == files_.end()) files_.push_back(number_of_text(file));
    return line_of_file + place * lines + line;
}

std::string Timeline::source_text(std::uint32_t source) const {
    if (source < line_of_file) return "line " + std::to_string(source);
    if (source < named_sources) {
        const std::uint32_t line = source & ((std::uint32_t{1} << line_bits) - 1);
        return std::string(file_of(source)) + " line " + std::to_string(line);
    }
    return std::string(text(source - named_sources));
}

}  // namespace stormkeel
