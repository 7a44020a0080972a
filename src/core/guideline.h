// The compiled guideline: what the packs say, as plain values that the core reads. Built once by guideline/read_pack.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/condition.h"
#include "core/formulary.h"
#include "core/parameters.h"
#include "core/quantity.h"
#include "core/score_rules.h"
#include "core/time.h"

namespace stormkeel {

using StatementId = std::uint16_t;  // place in Guideline::statements

enum class Verification : std::uint8_t { verified, unverified };
std::string_view name_of(Verification verification);  // "verified", "unverified"

// One statement of a pack: the sentence a clinician reviews and where it comes from.
struct Statement {
    std::string id;        // "ASTCT.G3.vasopressor"
    std::string title;     // "One vasopressor"
    std::string sentence;  // the quoted block
    std::string source;    // "ASTCT 2019, Table 2, column grade 3"
    std::string seed;      // "S34"; empty when no seed statement says it
    Verification verification = Verification::unverified;
    std::uint16_t pack = 0;  // place in Guideline::packs
    std::string file;        // "astct-2019/crs.md"
    int line = 0;
    std::string kind;  // "grade", "treat_as", "parameter", "classify", "advice", "ask", "note", "clock", "judgement",
                       // "not-encoded", "text"
    std::string rule;  // the text of its block, for `guideline show`
    std::string parameter;  // the parameter or table it sets; empty for other kinds
    bool site_may_set = false;
    bool locked = false;
    std::vector<StatementId> replaced_by;  // the statements of later layers that stand in for it
};

enum class Layer : std::uint8_t { grading, management, product, site, comparison };

struct Pack {
    std::string name;     // "astct-2019"
    std::string version;  // "1.0.0"
    Layer layer = Layer::management;
    std::string title;
    Date in_force_from;
    std::optional<Date> review_by;    // until then it counts as read against its sources
    std::vector<ProductId> products;  // for whom a product pack holds; empty: for everyone
};

// The two scales that grade, then those that stand beside them for comparison.
enum class Scale : std::uint8_t { crs, icans, lee_2014, ctcae_5, penn, mskcc, cartox, cartox_pediatric };
constexpr std::size_t scale_count = 8;
constexpr bool is_for_comparison(Scale scale) { return scale > Scale::icans; }
std::string_view name_of(Scale scale);   // "crs", "lee-2014"
std::string_view title_of(Scale scale);  // "ASTCT 2019", "Lee 2014"

// grade = 3, when = "crs_active and vasopressors >= 1". A grade's rules say "this grade or above".
struct GradeRule {
    StatementId statement = 0;
    Scale scale = Scale::crs;
    std::int8_t grade = 0;
    Condition when;
    std::string with;     // what would bring it about, in a few words: "a vasopressor"
    std::string without;  // what would end it: "no vasopressor"
};

// How the answer of a scale for comparison stands to the CRS grade: their ranges are the same, lie below or above it,
// or overlap.
enum class Relation : std::uint8_t { same, lower, higher, open };

// differs = "…", scale = "penn", answer = "lower": why that scale's answer is not the CRS grade. The first of the page
// whose condition is present is said.
struct Difference {
    StatementId statement = 0;
    Scale scale = Scale::lee_2014;
    Relation relation = Relation::same;
    std::string text;
    Condition when;
};

// treat_as = 3: manages the patient as this grade without changing the grade.
struct TreatAsRule {
    StatementId statement = 0;
    std::int8_t grade = 0;
    Condition when;
};

// A sentence that joins the reasons of a scale when its condition is present.
struct Note {
    StatementId statement = 0;
    enum class Under : std::uint8_t { crs, icans, hlh } under = Under::crs;
    std::string text;
    Condition when;
};

// A question to the people at the bedside.
struct Question {
    StatementId statement = 0;
    std::string item;  // "oxygen_device"
    std::string ask;
    std::string could_change;  // "crs", "icans", "hlh", "dose"
    Condition when;
};

enum class Action : std::uint8_t { give, consider, avoid, obtain, monitor, notify, escalate, ask };
std::string_view name_of(Action action);

enum class Urgency : std::uint8_t { now, today, routine };
std::string_view name_of(Urgency urgency);

// For whom a dose is meant. A flat adult dose is never shown for a child, nor when the age is not known.
enum class Population : std::uint8_t { adult, child, everyone };

// dose = "8 mg/kg", dose_below = "12 mg/kg below 30 kg", dose_at_most = "800 mg"; or flat: dose = "10 mg"; or
// dose = "tocilizumab": by the parameters that one statement each sets for every tocilizumab dose.
struct DoseRule {
    enum class Basis : std::uint8_t { stated, tocilizumab } basis = Basis::stated;
    Decimal amount;
    Unit unit = Unit::mg;  // mg, mL, mg_per_kg, ml_per_kg
    Population population = Population::everyone;
    std::optional<Decimal> light_below_kg;  // below this weight ...
    std::optional<Decimal> light_amount;    // ... this many per kg
    std::optional<Decimal> maximum;         // in mg or mL
};

// Moments a clock can start from.
enum class Anchor : std::uint8_t {
    none,
    onset,
    first_tocilizumab,
    last_tocilizumab,
    last_dexamethasone,
    last_methylprednisolone,
    last_assessment,
    grade_since,
    hlh_since,
    last_ferritin,
    last_crp,
    last_vital_signs,
    first_corticosteroid,
    fever_since,
    severe_since,    // at_least has been severe_from_grade or more in this episode
    last_neurology,  // ICE, CAPD or consciousness, not under sedation
    last_bolus,      // of fluid, in this episode
    last_blood_pressure,
    last_therapy,      // the last infusion or dose of the therapy
    new_fever,         // the last fever that came anew
    last_intervention  // tocilizumab, a bolus, the start of a vasopressor
};

// A recommendation.
struct Advice {
    StatementId statement = 0;
    Action action = Action::consider;
    std::string item;  // contract's names: "tocilizumab", "corticosteroid", "icu_admission"
    std::optional<DoseRule> dose;
    std::string route;
    std::optional<Duration> over;
    std::optional<Duration> every;
    std::string at_most;                      // words: "3 in 24 h, 4 in all"
    Anchor not_before_anchor = Anchor::none;  // not before this moment ...
    Duration not_before_after;                // ... plus this
    Anchor due_anchor = Anchor::none;         // due at this moment ...
    Duration due_after;                       // ... plus this; none: due now
    Urgency urgency = Urgency::routine;
    std::string text;                      // may hold {dose}, {next}, {working}
    std::vector<std::string> order_items;  // drugs or classes whose order this `avoid` stops; empty: its item
    bool order_warns = false;              // an order against this `avoid` is a warning, not a stop
    bool only_orders = false;              // this `avoid` is said of an order alone, not beside a grade
    std::vector<ProductId> own_rules;      // ... but not of these when they are on record: their own packs decide
    Condition when;
};

// A timer shown while its condition holds.
struct Clock {
    StatementId statement = 0;
    std::string item;  // "regrade"
    Anchor anchor = Anchor::none;
    Duration after;
    Condition when;
};

// What a hospital changed of a statement, with its own reason.
struct SiteChange {
    enum class Kind : std::uint8_t { set, silenced, replaced };
    StatementId statement = 0;
    Kind kind = Kind::set;
    std::string what;  // "every = 6 h instead of 12 h"; of a replaced statement the id of the site's own
    std::string why;
    std::string approved;  // "therapeutics committee, 2026-10-20"
    Date in_force_from;
};

struct Guideline {
    std::vector<Pack> packs;
    std::vector<Statement> statements;
    std::vector<GradeRule> grade_rules;
    std::vector<GradeRule> comparison_rules;  // of the other scales: apart, so that none can reach the CRS grade
    std::vector<Difference> differences;
    std::vector<Score> scores;  // for information alone
    std::vector<TreatAsRule> treat_as_rules;
    std::vector<Note> notes;
    std::vector<Question> questions;
    std::vector<Advice> advice;
    std::vector<Clock> clocks;
    Parameters parameters;
    Formulary formulary;
    std::string site;  // empty: none
    std::vector<SiteChange> site_changes;
    std::string fingerprint;  // "sha256:..." over all pack texts

    std::optional<StatementId> statement_named(std::string_view id) const;
    std::string_view id_of_parameter(
        std::string_view parameter) const;  // the id of the statement that sets it; "" if none does
};

}  // namespace stormkeel
