// The one question the core answers: what is true of this patient now, and what follows from it.
#pragma once

#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/guideline.h"
#include "core/timeline.h"

namespace stormkeel {

struct Bedside;
class Walk;

// The therapy last given and how many days ago; nothing without one.
std::optional<TherapyView> view_therapy(const Bedside& bedside);

// Uses the facts of `timeline` (settled) up to and including `as_of`. Same arguments, same bytes.
Assessment assess(const Timeline& timeline, const Guideline& guideline, Instant as_of);

// The same from a walk over the timeline that has reached the instant asked about.
Assessment assess(const Walk& walk, const Timeline& timeline, const Guideline& guideline);

// One row of `timeline`: the answer at an instant without its explanation.
struct GradeRow {
    Instant at;
    int crs_at_least = 0;
    int crs_at_most = 0;
    int icans_at_least = 0;
    int icans_at_most = 0;
    int treat_as = 0;
    int episode = 0;  // counts from 1; 0 is none
};

bool same_answer(const GradeRow& a, const GradeRow& b);  // whatever their instants

// A row for every instant at which a fact arrived or mere time changed the answer, up to the last fact or `until`.
std::vector<GradeRow> grade_rows(const Timeline& timeline, const Guideline& guideline, std::optional<Instant> until);

enum class Verdict : std::uint8_t { ok, warn, stop };
std::string_view name_of(Verdict verdict);

// That an order is repeated, as far as that can be told.
struct Repetition {
    std::optional<Duration> every;   // from start to start, the shortest it allows
    std::optional<int> doses;        // the most in all, by a number or by its end
    std::optional<int> in_all = {};  // "max 4 doses": a limit that may count those given before as well
    bool operator==(const Repetition&) const = default;
};

// An order that somebody is about to sign. A missing amount checks everything but the dose.
struct Order {
    std::string item;  // drug name of the formulary
    DrugId drug = unknown_drug;
    std::optional<Decimal> amount;
    Unit unit = Unit::none;
    std::optional<ProductId> product = {};   // the next dose of a therapy instead of a drug
    std::optional<Repetition> repeats = {};  // nothing: one dose
    bool operator==(const Order&) const = default;
};

struct OrderVerdict {
    Verdict verdict = Verdict::ok;
    bool checked = true;  // false: no statement speaks of this drug for this patient now
    std::optional<Instant> not_before;
    std::vector<Reason> reasons;  // why it is stopped or warned of, and what was checked
};

// Of an order that names a product; check_order() leads here.
OrderVerdict check_therapy_order(const Bedside& bedside, const Order& order);
OrderVerdict check_order(const Timeline& timeline, const Guideline& guideline, const Order& order, Instant as_of);

// What orders of one instant are held against.
struct OrderGrounds {
    const Walk& walk;  // over the timeline; it has reached the instant
    const Timeline& timeline;
    const Guideline& guideline;
    const Assessment* answer = nullptr;  // of that instant, where there is one: its advice need not be sought again
};
OrderVerdict check_order(const OrderGrounds& grounds, const Order& order);

}  // namespace stormkeel
