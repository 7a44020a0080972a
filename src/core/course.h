// The course of a patient up to a moment: what is left of the facts after reading them in order of time, of constant
// size.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/facts.h"
#include "core/formulary.h"
#include "core/guideline.h"
#include "core/parameters.h"
#include "core/timeline.h"

namespace stormkeel {

constexpr std::uint32_t no_fact = 0xFFFF'FFFF;

// The last reading of one item. Of several at one instant the most worrying is kept, and `conflict` names another.
struct Reading {
    Instant at = never;
    Decimal amount;
    std::uint32_t fact = no_fact;  // place in Timeline::facts
    std::uint32_t conflict = no_fact;
    std::uint16_t code = 0;
    std::uint16_t same_in_a_row = 0;  // how many readings in a row had this value
    Unit unit = Unit::none;
    Comparator comparator = Comparator::equal;
    ValueState state = ValueState::known;

    bool exists() const { return at != never; }
    bool known() const { return exists() && state != ValueState::unreadable; }
};

// An infusion that was recorded: its last rate holds until the drug's next rate.
struct Infusion {
    DrugId drug = unknown_drug;
    std::uint32_t name = 0;  // Timeline::text of an unknown drug
    Instant since = never;   // start of this uninterrupted run
    Reading rate;

    bool runs() const { return rate.state == ValueState::not_recorded || (rate.known() && rate.amount > Decimal{}); }
    bool may_run() const { return runs() || (rate.exists() && rate.state == ValueState::unreadable); }
};

// A dose that was given, or may have been (unreadable).
struct GivenDose {
    DrugId drug = unknown_drug;
    Instant at = never;
    Decimal amount;
    Unit unit = Unit::none;
    ValueState state = ValueState::known;
    std::uint32_t fact = no_fact;
};

// The newest doses of a group of drugs, oldest first, and how many there were before them.
template <std::size_t Size>
struct Doses {
    std::array<GivenDose, Size> kept{};
    std::uint32_t size = 0;     // how many of `kept` are in use
    std::uint32_t dropped = 0;  // older doses that no longer fit

    void add(const GivenDose& dose) {
        if (size == Size) {
            for (std::size_t i = 1; i < Size; ++i) kept[i - 1] = kept[i];
            --size;
            ++dropped;
        }
        kept[size++] = dose;
    }
    std::span<const GivenDose> all() const { return {kept.data(), size}; }
    const GivenDose* last() const { return size == 0 ? nullptr : &kept[size - 1]; }
};

// How long an item has been charted without a gap longer than the resolution rule allows.
struct Charting {
    Instant since = never;
    Instant last = never;

    void note(Instant at, Duration gap) {
        if (last == never || at - last > gap) since = at;
        last = at;
    }
};

// What the patient was like at the first tocilizumab of the episode, to tell later whether it helped.
struct Snapshot {
    Instant at = never;
    std::uint32_t fact = no_fact;  // the dose
    int grade = 0;
    std::int64_t oxygen_level = 0;
    std::optional<Decimal> oxygen_flow;
    std::optional<Decimal> vasopressor_dose;  // norepinephrine equivalents; nothing when they cannot be added up
};

// A CRS episode: from the fever that opens it until the record shows that it is over.
// A drug that was given: when last, and the fact.
struct LastGiven {
    Instant at = never;
    std::uint32_t fact = no_fact;
};

// The methylprednisolone course and taper: it begins with a dose of the first step and goes from step to step as doses
// are given. Lower doses before it, such as premedication, begin none.
struct Taper {
    Instant began = never;  // never: none runs
    Instant last = never;
    Instant lower_since = never;  // the first dose of a later step than the first
    std::size_t step = 0;         // place in Parameters::methylprednisolone_course
    int done = 0;                 // doses given of that step
};

struct Episode {
    int number = 0;  // from 1; 0: there was none
    bool open = false;
    Instant onset = never;
    std::uint32_t onset_fact = no_fact;
    int peak = 0;  // the highest at_least
    Instant resolved_at = never;
    Instant masked_at = never;    // the first drug since onset that hides fever ...
    Instant last_masked = never;  // ... and the last
    std::uint32_t masked_fact = no_fact;
    bool support_came_first = false;         // oxygen or a vasopressor began before the fever
    std::array<Instant, 8> fluid_boluses{};  // the newest, oldest first
    std::uint32_t bolus_count = 0;           // how many of them are in use
    Instant severe_since = never;            // since when at_least has been severe_from_grade or more
    Instant better_since = never;            // since when the grade has been lower than at the first tocilizumab
    Instant improved_before = never;         // Course::improved_since when this episode opened
    bool responded_to_tocilizumab = false;   // it was lower for as long as an episode takes to resolve
    Snapshot first_tocilizumab;
    Instant first_corticosteroid = never;
    std::uint32_t corticosteroid_fact = no_fact;
};

// What holds for a time: whether it ever did, and since when it is known to be over.
struct Lasting {
    bool began = false;
    Instant over = never;

    void follow(bool holds, bool is_over, Instant now) {
        began = began || holds;
        if (holds) over = never;
        if (began && is_over && over == never) over = now;
    }
};

// "Another cause explains this": acts from `from` for at most Parameters::attribution_length, or until cleared.
struct Attribution {
    Instant from = never;
    std::uint32_t fact = no_fact;
    std::uint32_t cause = 0;  // Timeline::text
    Instant cleared = never;  // the last `clear`
};

// Completed years and months at Course::now, and when either next changes.
struct Age {
    bool known = false;
    int years = 0;
    int months = 0;
    Instant changes_at = forever;
};

constexpr int kept_tocilizumab_doses = 16;  // more than any limit a pack may set

// What was given of the present product, and the CRS that followed it.
struct TherapyHistory {
    int doses = 0;               // one an instant
    int worst_since_dose = 0;    // the highest grade surely reached since the last of them
    std::array<int, 2> worst{};  // of the episodes that are over, since the first of them: the highest and the next
};

struct Course {
    Instant now = never;   // facts up to here are in; never goes back
    Duration clock_doubt;  // in the answer that is given: the true time may be as much before `now`
    MedicationRecord medication_record = MedicationRecord::complete;
    std::optional<Date> birth_date;
    Age age;

    std::array<Reading, item_count> last{};
    Reading derived_mean;             // from a systolic and a diastolic of one instant without a measured mean
    Instant mean_derived_at = never;  // the last time there was one: it settles what was measured before
    Reading previous_weight;
    Reading first_therapy;
    TherapyHistory therapy_history;
    Reading oxygen_flow;                        // of the present device
    Reading oxygen_reason;                      // of the present device
    std::optional<Decimal> oxygen_reason_flow;  // the flow that the reason was given for
    Reading highest_ferritin;                   // since the first therapy
    Reading baseline_ferritin;                  // the last before the first therapy
    Reading baseline_ice;                       // ... and of ICE
    std::array<Reading, 8> ferritins{};         // the newest, oldest first
    std::uint32_t ferritin_count = 0;           // how many of them are in use
    Reading high_fever;                         // the last temperature that HLH-2004 counts

    Instant last_fever = never;  // the last reading at or above the fever limit, since the first therapy
    std::uint32_t last_fever_fact = no_fact;
    Instant fever_since = never;      // start of this run of fever
    Instant new_fever_since = never;  // the last fever that came after fever_gap without, whatever drug was given
    Instant untreated_fever = never;  // the last fever before any therapy is known
    std::uint32_t untreated_fever_fact = no_fact;
    Instant first_antipyretic = never;  // since the first therapy
    std::uint32_t antipyretic_fact = no_fact;
    Instant last_hypotension = never;  // the last reading below the limit, not attributed
    Instant last_hypoxia = never;      // the end of the last support or low saturation, not attributed
    bool oxygen_runs = false;          // at the last instant with facts, not attributed
    Instant last_vasopressor = never;  // the end of the last vasopressor, not attributed
    Charting temperature_charting;
    Charting pressure_charting;
    Charting oxygen_charting;

    Episode episode;
    Episode over;                              // the last episode that is over; number 0 where there is none
    bool none_since = false;                   // another opened since, and its fever had another cause to its end
    std::array<Attribution, 3> attribution{};  // by Component: fever, hypotension, hypoxia
    // Where the course is read again for a judgement: when that judgement came. Until then it explains the sign.
    std::array<Instant, 3> explained_until{never, never, never};

    std::array<Infusion, 12> infusions{};  // vasopressors, vasopressin, inotropes
    std::uint32_t infusion_count = 0;
    std::array<Infusion, 8> unknown_infusions{};  // of drugs no terminology names
    std::uint32_t unknown_infusion_count = 0;
    bool more_unknown_infusions = false;  // more than fit: taken as running
    // Of what runs, in norepinephrine equivalents; nothing when a rate or its unit does not allow to add them up.
    std::optional<Decimal> vasopressor_dose{Decimal{}};
    Instant last_drug_record = never;  // an infusion's rate or a dose given

    Doses<kept_tocilizumab_doses> tocilizumab;
    int tocilizumab_since_infusion = 0;   // of the CAR-T product last given, counted from its first infusion
    int tocilizumab_outside_episode = 0;  // of those, given when no episode was open
    int tocilizumab_in_episode = 0;
    Doses<16> dexamethasone;
    Instant dexamethasone_since = never;  // the first dose of the last course
    Doses<32> methylprednisolone;
    LastGiven other_corticosteroid;
    DrugId other_corticosteroid_drug = unknown_drug;
    Taper taper;
    LastGiven antifungal;
    LastGiven antibacterial;
    LastGiven antipyretic;
    LastGiven nameless;             // a dose or infusion whose record names no drug
    LastGiven tocilizumab_allergy;  // when it was charted first

    bool neurology_charted = false;  // something of neurology came with the last instant's facts

    // Kept from answer to answer.
    int grade = 0;                       // the last at_least
    Instant grade_since = forever;       // since when it is that
    Instant improved_since = never;      // since when it has surely been at most 1 after having been higher
    bool calm = false;                   // CRS surely, and ICANS as far as known, are below severe_from_grade
    Instant hlh_since = never;           // since when HLH has been suspected
    Instant icans_course_since = never;  // since when ICANS has surely been methylprednisolone_from_grade
    Lasting icans;                       // surely of grade 1 or more
    Lasting hlh;                         // suspected

    const Reading& operator[](Item item) const { return last[static_cast<std::size_t>(item)]; }
    Reading& operator[](Item item) { return last[static_cast<std::size_t>(item)]; }
    bool therapy_known() const { return first_therapy.exists(); }
};

// An empty course of this patient.
Course begin_course(const Timeline& timeline);

// Lets time pass to `at` (not before course.now): an episode may resolve, the patient may have a birthday.
void advance(Course& course, const Parameters& parameters, Instant at);

// Takes in all facts of one instant; `first` is the place of facts[0] in the timeline. Call advance() to that instant
// before.
void apply(Course& course, const Guideline& guideline, std::span<const Fact> facts, std::uint32_t first);

// When the episode will be over if nothing more is charted; forever when the record does not show it.
Instant resolution(const Course& course, const Parameters& parameters);
// Before this it cannot be over: its last fever has not left the window.
Instant soonest_resolution(const Course& course, const Parameters& parameters);

}  // namespace stormkeel
