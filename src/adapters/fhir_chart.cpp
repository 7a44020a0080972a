// Writes facts and rejections of one patient, and the ends that depend on other records.
#include "adapters/fhir_chart.h"

#include <algorithm>

#include "adapters/chart_csv_words.h"

namespace stormkeel {

RowOutcome FhirChart::row(Instant at, std::string_view where, const ChartRow& row) {
    const std::string time = to_text(at);
    ChartRow timed = row;
    timed.time = time;
    return rows_.read_at(at, timed, RowPlace{0, where}, timeline_);
}

void FhirChart::add(Fact fact, std::string_view where) {
    fact.source = timeline_.number_of_source(where);
    timeline_.add(fact);
}

void FhirChart::reject(std::string_view where, std::string_view what, std::string_view why) {
    reject({std::string(where), clipped(what), std::string(why)});
}

void FhirChart::unmapped(std::string_view where, const std::string& what, std::string_view why) {
    Unmapped& kind = unmapped_[what];
    if (kind.places.empty()) kind.why = why;
    kind.places.emplace_back(where);
}

void FhirChart::tell_unmapped(std::multimap<std::string, std::string>& by_place) const {
    for (const auto& [what, kind] : unmapped_) {
        for (const std::string& place : kind.places) by_place.emplace(place, clipped(what) + ": " + kind.why);
    }
}

void FhirChart::device(Instant at, std::string_view where, std::uint16_t device) {
    Fact fact;
    fact.at = at;
    fact.item = Item::oxygen_device;
    fact.code = device;
    fact.state = device == unreadable_device ? ValueState::unreadable : ValueState::known;
    add(fact, where);
}

void FhirChart::stop(const InfusionSpan& infusion, Instant at, Unit unit) {
    Fact fact;
    fact.at = at;
    fact.item = Item::rate;
    fact.code = infusion.drug;
    fact.unit = unit;
    fact.source = timeline_.number_of_source(infusion.where);
    if (infusion.drug == unknown_drug) fact.text = timeline_.number_of_text(infusion.name);
    unit == Unit::none ? stops_.push_back(fact) : timeline_.add(fact);
}

// Of the last rate of the drug before it, by whatever door; of one of which nobody told it as pumps show it.
Unit FhirChart::unit_that_ran(const Fact& stop) const {
    const Fact* last = nullptr;
    const auto look_in = [&](const Timeline& timeline) {
        for (const Fact& fact : timeline.facts()) {
            const bool same = fact.item == Item::rate && fact.code == stop.code && fact.unit != Unit::none &&
                              timeline.text(fact.text) == timeline_.text(stop.text);
            if (!same || fact.at > stop.at) continue;
            if (last == nullptr || fact.at >= last->at) last = &fact;
        }
    };
    look_in(timeline_);
    if (beside_ != nullptr) look_in(*beside_);
    return last == nullptr ? Unit::ml_per_h : last->unit;
}

void FhirChart::write_stops() {
    timeline_.settle();
    for (Fact& stop : stops_) stop.unit = unit_that_ran(stop);
    for (const Fact& stop : stops_) timeline_.add(stop);
}

bool FhirChart::another_device_took_over(const DeviceEnding& ending) const {
    const Fact* last = nullptr;
    const auto look_in = [&](const Timeline& timeline) {
        for (const Fact& fact : timeline.facts()) {
            const bool device = fact.item == Item::oxygen_device && fact.state == ValueState::known;
            if (!device || fact.at <= ending.start || fact.at > ending.end) continue;
            if (last == nullptr || fact.at >= last->at) last = &fact;
        }
    };
    look_in(timeline_);
    if (beside_ != nullptr) look_in(*beside_);
    return last != nullptr && (last->code != ending.device || last->at == ending.end);
}

// A run with an end covers what lies inside it, and one that goes on by its status all that follows; else one without
// an end goes on until its drug's next record, and the end of a run that began no later is no record about it.
bool FhirChart::goes_on(const InfusionSpan& span) const {
    return std::any_of(infusions_.begin(), infusions_.end(), [&](const InfusionSpan& other) {
        if (&other == &span || other.drug != span.drug || other.name != span.name) return false;
        if (other.start > *span.end || (other.end && *other.end <= *span.end)) return false;
        return other.end || other.goes_on || other.start >= span.start;
    });
}

// Whether another order set a rate of the drug while this ran, and has not stopped it until the end.
bool FhirChart::another_order_runs(const InfusionSpan& span) const {
    if (span.order.empty()) return false;
    std::map<std::string_view, const InfusionSpan*> last;
    for (const InfusionSpan& rate : rates_of_orders_) {
        const bool other = rate.drug == span.drug && rate.name == span.name && rate.order != span.order;
        if (!other || rate.start < span.start || rate.start > *span.end) continue;
        const InfusionSpan*& latest = last[rate.order];
        if (latest == nullptr || latest->start <= rate.start) latest = &rate;
    }
    return std::any_of(last.begin(), last.end(), [](const auto& each) { return !each.second->end; });
}

// Whether a dose of the drug was flowing when the rate was set.
bool FhirChart::flowed_before(const InfusionSpan& rate) const {
    const FlowChange* last = nullptr;
    for (const FlowChange& change : flows_) {
        if (change.drug != rate.drug || change.at >= rate.start) continue;
        // One dose may begin at the instant at which another stops.
        const bool later =
            last == nullptr || last->at < change.at || (last->at == change.at && change.flow == Flow::begins);
        if (later) last = &change;
    }
    return last != nullptr && last->flow == Flow::begins;
}

void FhirChart::write_doses() {
    for (const InfusionSpan& rate : rates_set_) {
        if (flowed_before(rate)) continue;
        Fact fact;
        fact.at = rate.start;
        fact.item = Item::give;
        fact.code = rate.drug;
        fact.state = ValueState::not_recorded;
        add(fact, rate.where);
    }
}

void FhirChart::add_without_time(std::string_view where, Item item, std::uint16_t code) {
    Fact fact;
    fact.item = item;
    fact.code = code;
    fact.source = timeline_.number_of_source(where);
    timeline_.add_without_time(fact);
}

void FhirChart::report_planned_ends() {
    const auto facts = timeline_.facts();
    for (const PlannedEnd& end : planned_ends_) {
        if (facts.empty() || facts.back().at <= end.at) continue;
        reject(end.where, end.what,
               "its status says that it goes on, and its end " + to_text(end.at) +
                   " has passed; it counts as going on until its next record; 'completed' would be right once it is "
                   "over");
    }
}

void FhirChart::finish(const Timeline* beside) {
    beside_ = beside;
    for (const InfusionSpan& span : infusions_) {
        if (span.end && !goes_on(span) && !another_order_runs(span)) stop(span, *span.end);
    }
    std::vector<DeviceEnding> open;
    for (const DeviceEnding& ending : device_ends_) {
        if (!another_device_took_over(ending)) open.push_back(ending);
    }
    for (const DeviceEnding& ending : open) device(ending.end, ending.where, unreadable_device);
    write_stops();
    write_doses();
    timeline_.settle();
    report_planned_ends();
    for (const auto& [what, kind] : unmapped_) {
        std::string where = kind.places.front();
        if (kind.places.size() > 1) where += " and " + std::to_string(kind.places.size() - 1) + " more";
        reject(where, what, kind.why);
    }
}

}  // namespace stormkeel
