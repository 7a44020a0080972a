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

}  // namespace

void Timeline::add(const Fact& fact) {
    assert(fact.item < Item::count_of_items);
    facts_.push_back(fact);
}

void Timeline::settle() {
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
    if (a.source < named_sources || b.source < named_sources) return a.source < b.source;
    return text(a.source - named_sources) < text(b.source - named_sources);
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

std::string Timeline::source_text(std::uint32_t source) const {
    if (source < named_sources) return "line " + std::to_string(source);
    return std::string(text(source - named_sources));
}

}  // namespace stormkeel
