// The answer: grades as ranges, why, what to do, what is due and what is not known. Plain values, no behaviour.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/facts.h"
#include "core/formulary.h"
#include "core/guideline.h"
#include "core/time.h"
#include "core/truth.h"

namespace stormkeel {

// One fact an answer rests on.
struct Evidence {
    std::string item;   // "temperature", "rate:norepinephrine"
    std::string value;  // number text without unit ("38.6", ">40000") or a word ("nasal_cannula")
    bool is_number = false;
    Unit unit = Unit::none;
    Instant at;
    std::string source;  // "line 12"
};

struct Reason {
    std::string statement;  // its id
    Truth truth = Truth::present;
    std::string text;
    std::vector<Evidence> evidence;
};

struct EpisodeView {
    int number = 0;
    Instant onset;
    int peak = 0;
    std::optional<Instant> resolved_at;
};

struct ScaleAnswer {
    std::string scale;  // "ASTCT 2019"
    int at_least = 0;
    int at_most = 4;
    std::vector<Reason> reasons;
};

struct CrsAnswer : ScaleAnswer {
    int treat_as = 0;
    bool under_treatment = false;
    std::optional<EpisodeView> episode;
    std::vector<Reason> treat_as_reasons;
};

enum class HlhStatus : std::uint8_t { absent, suspected, unknown };
std::string_view name_of(HlhStatus status);

struct HlhAnswer {
    HlhStatus status = HlhStatus::unknown;
    std::vector<Reason> reasons;
};

struct Dose {
    std::optional<Decimal> value;  // none: it cannot be calculated, `working` says why
    Unit unit = Unit::mg;
    std::string working;                    // "8 mg/kg × 80 kg = 640 mg; maximum 800 mg"
    std::string vials;                      // "1 × 400 mg + 3 × 80 mg"; empty when it has none
    std::optional<Decimal> rounded = {};    // to whole vials, where a site rounds
    std::optional<Decimal> left_over = {};  // in the vials opened, in mg
    std::optional<Decimal> volume = {};     // of what is drawn up, in mL
};

struct Recommendation {
    std::string statement;
    Action action = Action::consider;
    std::string item;
    std::optional<Dose> dose;
    std::string route;
    std::optional<Duration> over;
    std::optional<Duration> every;
    std::optional<Instant> not_before;
    std::optional<Instant> due;
    bool at_once = false;  // `due` is whatever instant is asked about
    Urgency urgency = Urgency::routine;
    std::string text;
    std::vector<Reason> reasons;
    std::string source;
    std::string seed;
    Verification verification = Verification::unverified;
    Layer layer = Layer::management;
};

struct Timer {
    std::string statement;
    std::string item;
    Instant due;
    bool overdue = false;
};

struct Gap {
    std::string statement;
    std::string item;
    std::optional<Instant> last_seen;
    std::string ask;
    std::string could_change;
};

// A dated dose of a corticosteroid course: given, or planned after what was really given.
struct PlannedDose {
    std::string drug;
    Decimal mg;
    Instant at;
    bool given = false;
};

struct TherapyView {
    std::string product;
    TherapyClass therapy_class = TherapyClass::none;
    Instant given_at;
    std::int64_t day = 0;  // completed 24 h since given_at
};

// A setting of the site that is in force, said with every answer: which one mattered is for the reader to see.
struct SiteSetting {
    std::string statement;
    std::string text;  // "every = 6 h instead of 12 h", "silenced", "replaced by EXAMPLE.dexamethasone"
    std::string why;
    std::string approved;
};

// What another scale makes of the same facts, for comparison alone.
struct ComparedScale : ScaleAnswer {
    std::string title;      // "Lee 2014"; `scale` is its name, "lee-2014"
    std::string differs;    // one sentence: why its answer is not the CRS grade, or that it is
    std::string statement;  // the id of that sentence
};

// A value that counted in a score, and the row it counted in.
struct ScoreInput {
    std::string row;
    Evidence evidence;
};

// The points of one row, as far as they are known.
struct ScorePoints {
    std::string row;
    int at_least = 0;
    int at_most = 0;
};

struct ScoreAnswer {
    std::string name;   // "easix"
    std::string title;  // "EASIX"
    std::optional<Decimal> value;
    std::optional<Decimal> at_least;  // as far as the inputs tell
    std::optional<Decimal> at_most;
    std::vector<ScoreInput> inputs;
    std::vector<std::string> missing;  // items
    std::vector<ScorePoints> rows;
    std::string note;  // what the value means, or "not calculable: fibrinogen missing"
    std::string caution;
    std::string statement;
    std::string source;
    Verification verification = Verification::unverified;
};

// What stands beside the answer when it is asked for.
struct Comparison {
    std::vector<ComparedScale> scales;
    std::vector<ScoreAnswer> scores;
};

// A pack that was to be read against its sources again by that day.
struct ReviewOverdue {
    std::string pack;  // "astct-2019@1.0.0"
    Date by;
};

struct Assessment {
    std::string patient;
    std::optional<Date> birth_date;  // with the name it tells two patients apart
    Instant as_of;
    bool died = false;               // of whatever cause
    std::vector<std::string> packs;  // "astct-2019@1.0.0"
    std::vector<ReviewOverdue> reviews_overdue;
    std::string site;  // empty: none
    std::string fingerprint;
    std::vector<SiteSetting> site_settings;
    std::optional<TherapyView> therapy;
    CrsAnswer crs;
    ScaleAnswer icans;
    HlhAnswer hlh;
    Duration clock_doubt;  // the true time may be as much before `as_of`
    std::vector<Recommendation> recommendations;
    std::vector<PlannedDose> corticosteroid_plan;
    std::vector<Timer> timers;
    std::vector<Gap> gaps;
    std::vector<Rejection> rejected;
    std::optional<Comparison> comparison;  // of the other scales; assess() leaves it out
    Instant changes_at =
        forever;  // the earliest instant at which mere time would change this answer but comparison and reviews
};

}  // namespace stormkeel
