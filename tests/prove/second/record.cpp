// Sorts a chart by item and answers what was last charted.
#include "prove/second/record.h"

#include <algorithm>
#include <array>

namespace second {

namespace {

struct Limits {
    std::string_view item;
    Thousandths low;
    Thousandths high;
};

// What a living patient can have; anything else is rejected.
constexpr std::array<Limits, 4> possible{{{"temperature", 30'000, 43'000},
                                          {"systolic_bp", 20'000, 300'000},
                                          {"spo2", 20'000, 100'000},
                                          {"weight", 500, 500'000}}};

// Ninths of a thousandth of a degree Celsius, so that degrees Fahrenheit stay exact.
Thousandths in_celsius(Thousandths fahrenheit) {
    const Thousandths ninths = (fahrenheit - 32'000) * 5;
    return ninths >= 0 ? ninths / 9 : -((-ninths + 8) / 9);
}

bool is_possible(std::string_view item, Thousandths number) {
    for (const Limits& limits : possible) {
        if (limits.item == item) return number >= limits.low && number <= limits.high;
    }
    return true;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

Thousandths thousandths(std::string_view decimal) {
    Thousandths value = 0;
    int places = -1;
    for (const char digit : decimal) {
        if (digit == '.') {
            places = 0;
            continue;
        }
        if (places == 3) break;
        value = value * 10 + (digit - '0');
        if (places >= 0) ++places;
    }
    for (int place = places < 0 ? 0 : places; place < 3; ++place) value *= 10;
    return value;
}

Record::Record(const std::vector<Fact>& facts) {
    for (const Fact& fact : facts) {
        Charted entry{fact.at, is_number(fact.value) ? thousandths(fact.value) : 0, fact.value};
        entry.readable = !fact.item.starts_with("rate:") || fact.unit == "ug/kg/min" || fact.unit == "[IU]/min";
        if (fact.unit == "[degF]") entry.number = in_celsius(entry.number);
        if (fact.item != "birth_date") instants_.push_back(fact.at);
        if (is_number(fact.value) && !is_possible(fact.item, entry.number)) continue;
        auto same = std::find_if(items_.begin(), items_.end(), [&](const auto& one) { return one.first == fact.item; });
        if (same == items_.end()) same = items_.insert(items_.end(), {fact.item, {}});
        same->second.push_back(entry);
    }
    std::sort(instants_.begin(), instants_.end());
    instants_.erase(std::unique(instants_.begin(), instants_.end()), instants_.end());
    for (auto& [item, entries] : items_) {
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    }
}

const std::vector<Charted>& Record::entries(std::string_view item) const {
    static const std::vector<Charted> nothing;
    for (const auto& [name, entries] : items_) {
        if (name == item) return entries;
    }
    return nothing;
}

std::vector<Charted> Record::latest(std::string_view item, Seconds at, Seconds age) const {
    std::vector<Charted> found;
    for (const Charted& entry : entries(item)) {
        if (entry.at > at || at - entry.at > age) continue;
        if (!found.empty() && found.front().at != entry.at) found.clear();
        found.push_back(entry);
    }
    return found;
}

std::optional<Charted> Record::number(std::string_view item, Seconds at, Seconds age, Worse worse) const {
    std::optional<Charted> found;
    for (const Charted& entry : latest(item, at, age)) {
        const bool takes =
            !found || (worse == Worse::higher ? entry.number > found->number : entry.number < found->number);
        if (takes) found = entry;
    }
    return found;
}

std::vector<std::pair<std::string, const std::vector<Charted>*>> Record::items(std::string_view prefix) const {
    std::vector<std::pair<std::string, const std::vector<Charted>*>> found;
    for (const auto& [name, entries] : items_) {
        if (std::string_view(name).starts_with(prefix)) found.emplace_back(name, &entries);
    }
    return found;
}

void Record::explain(std::string_view component, Seconds from, Seconds until) {
    explained_.push_back({std::string(component), from, until});
}

bool Record::is_explained(std::string_view component, Seconds at) const {
    return std::any_of(explained_.begin(), explained_.end(), [&](const Stretch& stretch) {
        return stretch.component == component && stretch.from <= at && at < stretch.until;
    });
}

}  // namespace second
