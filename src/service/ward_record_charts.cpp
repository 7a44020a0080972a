// When two charts became one, and whether they told different weights.
#include <algorithm>
#include <utility>

#include "service/ward_record.h"

namespace stormkeel {

namespace {

const Fact* last_weight(const Timeline& timeline) {
    const auto facts = timeline.facts();
    const auto last = std::find_if(facts.rbegin(), facts.rend(), [](const Fact& fact) {
        return fact.item == Item::weight && fact.state == ValueState::known;
    });
    return last == facts.rend() ? nullptr : &*last;
}

// By more than 10 %: a dose by the one is no dose by the other.
Instant last_where_they_differ(const std::vector<const Fact*>& weights) {
    if (weights.size() < 2) return never;
    const auto [least, most] = std::minmax_element(
        weights.begin(), weights.end(), [](const Fact* one, const Fact* other) { return one->amount < other->amount; });
    if ((*most)->amount.billionths / 11 <= (*least)->amount.billionths / 10) return never;
    Instant last = never;
    for (const Fact* weight : weights) last = std::max(last, weight->at);
    return last;
}

}  // namespace

// So that what each of them tells by itself is known when they become one.
void WardRecord::fold_those_named(const std::set<std::string>& names) {
    std::set<std::string> standing;
    for (const std::string& name : names) {
        standing.insert(standing_for(name));
        for (const std::string& each : patients_with("", name)) standing.insert(standing_for(each));
        const auto tied = tied_.find(name);
        if (tied == tied_.end()) continue;
        for (const std::string& each : tied->second) standing.insert(standing_for(each));
    }
    for (const std::string& each : standing) {
        PatientRecord* record = patient(each);
        if (record != nullptr && !record->is_current()) fold(*record);
    }
}

// Of whoever is made of more than one chart by `joined`; who was so before stays it unless they were taken apart.
void WardRecord::note_joined_charts(const std::map<std::string, std::string>& joined, Instant now) {
    std::map<std::string, std::set<std::string>> parts;  // as they stood before, by who stands now
    std::map<std::string, std::set<std::string>> ends;   // the other way round
    for (const auto* links : {&std::as_const(joined_), &joined}) {
        for (const auto& [from, into] : *links) {
            for (const std::string& each : {from, into}) {
                std::string end = each;
                for (auto next = joined.find(end); next != joined.end(); next = joined.find(end)) end = next->second;
                parts[end].insert(standing_for(each));
                ends[standing_for(each)].insert(end);
            }
        }
    }
    std::map<std::string, JoinedCharts> charts;
    for (const auto& [end, before] : parts) {
        JoinedCharts is;
        std::vector<const Fact*> weights;
        std::size_t told = 0;
        for (const std::string& each : before) {
            const auto was = joined_charts_.find(each);
            const bool whole = ends[each].size() == 1;
            if (whole && was != joined_charts_.end()) {
                is.at = std::max(is.at, was->second.at);
                is.last_of_weights = std::max(is.last_of_weights, was->second.last_of_weights);
            }
            const PatientRecord* record = patient(each);
            if (record == nullptr || record->timeline().facts().empty()) continue;
            ++told;
            if (const Fact* weight = last_weight(record->timeline())) weights.push_back(weight);
        }
        // What was in doubt before stays so: a weight that is charted later ends either.
        if (told > 1) is = {now, std::max(is.last_of_weights, last_where_they_differ(weights))};
        if (is.at != never) charts.emplace(end, is);
    }
    joined_charts_ = std::move(charts);
}

}  // namespace stormkeel
