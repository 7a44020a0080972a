// One patient's records as they came, and the timeline that follows from them.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/chart_csv_row.h"
#include "adapters/hl7v2_chart.h"
#include "adapters/terminology.h"
#include "core/follower.h"
#include "core/timeline.h"
#include "storage/store.h"

namespace stormkeel {

// That a fact of a chart was taken back, or that another value stands in its place: a later version of its source.
struct Amendment {
    enum class Kind : std::uint8_t { none, retracted, corrected };
    Kind kind = Kind::none;
    std::string by;
    std::string reason;
};
std::string_view name_of(Amendment::Kind kind);

// A fact in the chart's vocabulary, as it was written.
struct ChartedFact {
    std::string time;
    std::string item;
    std::string value;
    std::string unit;
    Amendment amendment{};
};

// The text under which a fact is kept, and back. Nothing for a text that is no such object.
std::string text_of(const ChartedFact& fact);
std::optional<ChartedFact> charted_fact(std::string_view text);

// Where a patient lies.
struct Lying {
    std::string unit{};                     // "4W (HOSP)"; empty: not known
    std::string bed{};                      // as it was told with the unit or since: "4W 412 2"; empty: not known
    Instant told = never;                   // when that was
    std::optional<Hl7Record::Seen> seen{};  // the bed that a result, an order or a dose told last
    bool discharged = false;
    std::string left{};  // of who was discharged: the unit in which they lay last; empty: not known
};

// What became of a record: a later version of its source supersedes it, or its source is of another patient now.
enum class RecordStatus : std::uint8_t { current, superseded };
std::string_view name_of(RecordStatus status);

// Two charts that became one.
struct JoinedCharts {
    Instant at{never};               // never: there was one
    Instant last_of_weights{never};  // of charts whose weights differ by more than 10 %; never: they do not
};

// What a patient's timeline is made of beside the patient's own records.
struct FoldingAids {
    const Terminology& terminology;
    const Hl7Record& hl7v2;                  // of the whole ward
    Hl7Record::Ids ids;                      // the patient's, and of those joined into this one
    std::vector<const Record*> records;      // the patient's, and those of patients joined into this one, by number
    std::vector<const Record*> referred_to;  // FHIR that belongs to no patient: a Medication, a Location
    JoinedCharts joined{};
};

class PatientRecord {
public:
    explicit PatientRecord(std::string patient) : patient_(std::move(patient)), timeline_(patient_) {
        timeline_.look_ahead(ahead_at_most);
    }

    const std::string& patient() const { return patient_; }

    // The patient's own, later in number than those before. Their addresses stay.
    const std::deque<Record>& records() const { return records_; }
    const Record& add(Record record);
    // An earlier version of what is there, of this patient or of another: it takes no place.
    void add_late(Record record);
    void take_back_from(std::uint64_t number);  // those numbered so and later, none of which may be of FHIR

    // A FHIR resource as it came.
    struct Resource {
        const Record* record;
        bool stands_alone;  // its text is the resource, and refers to others by their types and ids
    };

    // The resources of one type ("Observation") as they are now, each in the place where it first came. One that was
    // deleted is not there, nor one that is another patient's now.
    std::span<const Resource> resources(std::string_view type) const;
    void forget_resource(std::string_view reference);  // "Observation/o2" is another's now

    // Where the patient lies, as of the last fold and what was told since.
    const Lying& lying() const { return lying_; }
    void lies_in(Lying lying) { lying_ = std::move(lying); }
    void was_seen(Hl7Record::Seen seen) { lying_.seen = std::move(seen); }
    const std::string& bed() const;  // empty: not known, or discharged

    Instant charts_joined_at() const { return charts_joined_at_; }  // never: there is one

    std::vector<RecordStatus> statuses() const;  // one a record

    const Timeline& timeline() const { return timeline_; }
    bool is_current() const { return current_; }  // false: the timeline has to be folded before it is looked at

    void fold_anew() { current_ = false; }
    void fold(const FoldingAids& aids);

    // Takes facts that were read by themselves into the timeline, when nothing that came before bears on them nor they
    // on what came before; else the timeline is folded anew. `form` is that of the record they came from.
    void take(const Timeline& facts, RecordForm form);

    // As stormkeel::assess() of the timeline; cheap when little has changed since the last time.
    Assessment assess(const GuidelineCalendar& calendar, Instant as_of, Duration clock_doubt = {}) {
        return follower_.assess(timeline_, calendar, as_of, clock_doubt);
    }

    Follower& follower() { return follower_; }  // of the timeline

private:
    bool may_take(const Timeline& facts, RecordForm form) const;
    void place_resource(const Record& record);

    std::string patient_;
    std::deque<Record> records_;
    std::unordered_map<std::string_view, std::size_t> last_of_source_;
    std::map<std::string, std::vector<Resource>, std::less<>> resources_;  // by type
    Lying lying_;
    Instant charts_joined_at_{never};
    Timeline timeline_;
    Follower follower_;
    bool current_ = true;
    bool only_chart_rows_ = true;  // of all that is in the timeline
};

// The facts of a row of a chart read by itself. Beyond five minutes after it was received it is rejected.
Timeline facts_of_row(const Record& row, ChartRowReader& reader);

}  // namespace stormkeel
