// What FHIR and HL7 v2 write into one patient's timeline, with what only the whole record can decide settled at the
// end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/chart_csv_row.h"
#include "core/timeline.h"

namespace stormkeel {

// A drug running over a time; without an end it runs until its next record.
struct InfusionSpan {
    DrugId drug = unknown_drug;
    std::string name;  // of an unknown drug
    Instant start;
    std::optional<Instant> end;
    std::string where;
    std::string order;     // whose it is; empty: not told
    bool goes_on = false;  // its own status says so: the end of another record is none of this
};

// A device that was taken away.
struct DeviceEnding {
    Instant start;
    Instant end;
    std::uint16_t device = unreadable_device;
    std::string where;
};

// A dose of a drug that began to flow, or was stopped.
enum class Flow : std::uint8_t { stops, begins };
struct FlowChange {
    Instant at;
    DrugId drug = unknown_drug;
    Flow flow = Flow::stops;
};

// The end of what its own status says goes on: a plan, and no stop.
struct PlannedEnd {
    Instant at;
    std::string where;
    std::string what;
};

// Collects for one patient. Values go the way of a chart's rows, so that a reading means the same by whatever door it
// came; `where` is the resource ("Observation/o2") or the segment ("ORU M0001 OBX 1").
class FhirChart {
public:
    FhirChart(Timeline& timeline, ChartRowReader& rows) : timeline_(timeline), rows_(rows) {}

    Timeline& timeline() { return timeline_; }

    // One chart row: item, value and unit as section 3 of the contract writes them.
    RowOutcome row(Instant at, std::string_view where, const ChartRow& row);

    void add(Fact fact, std::string_view where);
    void reject(std::string_view where, std::string_view what, std::string_view why);
    void reject(Rejection rejection) { timeline_.rejected().push_back(std::move(rejection)); }

    // A code or a name that no item, drug or product of ours answers to: one rejection each, with its number.
    void unmapped(std::string_view where, const std::string& what, std::string_view why);
    // Adds each place where one stood, with what is said of it: "Observation/o2" -> "LOINC 39156-5 '…': no item …".
    void tell_unmapped(std::multimap<std::string, std::string>& by_place) const;

    // A device that was on from `at`, by its place in words_of(Item::oxygen_device); unreadable_device when unknown.
    void device(Instant at, std::string_view where, std::uint16_t device);

    // When the last device charted until then is the one that ended, what follows is unknown until the next record.
    void device_ends(const DeviceEnding& ending) { device_ends_.push_back(ending); }

    // A rate of 0: the drug does not run from then on. Where the record tells no unit it is that of what ran.
    void stop(const InfusionSpan& infusion, Instant at, Unit unit = Unit::none);

    // A run of an infusion whose first rate has been written: it stops at its end, unless another run of the drug goes
    // on over it. One without an end goes on until the drug's next record, or, when its status says that it does, until
    // a record of a stop or another status.
    void infusion(InfusionSpan span) { infusions_.push_back(std::move(span)); }

    // A rate that an order set at one instant; with an end at its start it stopped. It is a part of the run around it,
    // unless that is of another order: then it is another bag, and goes on when that one is empty.
    void rate_of_order(InfusionSpan rate) { rates_of_orders_.push_back(std::move(rate)); }

    // When a drug that is given in doses began to flow, or was stopped.
    void flow(FlowChange change) { flows_.push_back(change); }

    // A rate that was set, without a dose: the drug was given when it began to flow, and not again while it flows.
    void given_unless_flowing(InfusionSpan rate) { rates_set_.push_back(std::move(rate)); }

    // What goes on past its planned end is said to, since nobody wrote that it stopped.
    void planned_end(PlannedEnd end) { planned_ends_.push_back(std::move(end)); }

    // A death of which only the fact is known; of an unknown cause.
    void death_without_time(std::string_view where) { add_without_time(where, Item::death, death::unknown); }

    // What has held for long, of which nobody tells since when.
    void allergy_without_time(std::string_view where, DrugId drug) { add_without_time(where, Item::allergy, drug); }

    // Writes the ends and the unmapped codes. Call once, after the last resource. `beside` is what other doors recorded
    // of the patient, where a device may have taken over; nullptr when there is nothing.
    void finish(const Timeline* beside);

private:
    struct Unmapped {
        std::string why;
        std::vector<std::string> places;
    };
    void add_without_time(std::string_view where, Item item, std::uint16_t code);
    bool another_device_took_over(const DeviceEnding& ending) const;
    bool goes_on(const InfusionSpan& span) const;
    bool another_order_runs(const InfusionSpan& span) const;
    bool flowed_before(const InfusionSpan& rate) const;
    Unit unit_that_ran(const Fact& stop) const;
    void write_stops();
    void write_doses();
    void report_planned_ends();

    Timeline& timeline_;
    ChartRowReader& rows_;
    const Timeline* beside_ = nullptr;
    std::vector<DeviceEnding> device_ends_;
    std::vector<Fact> stops_;  // whose unit is that of what ran
    std::vector<InfusionSpan> infusions_;
    std::vector<InfusionSpan> rates_of_orders_;
    std::vector<FlowChange> flows_;
    std::vector<InfusionSpan> rates_set_;
    std::vector<PlannedEnd> planned_ends_;
    std::map<std::string, Unmapped> unmapped_;
};

}  // namespace stormkeel
