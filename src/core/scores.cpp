// Calculates the scores of the packs in exact decimals, over the interval in
// which each input lies.
#include "core/scores.h"

#include <algorithm>

#include "core/explain.h"

namespace stormkeel {

namespace {

constexpr Decimal endless{unbounded};

// Of two readings of one instant the more worrying counts, as everywhere.
bool counts_before(const Fact& fact, const Fact& kept, bool highest) {
    if (highest) return fact.amount > kept.amount;
    if (fact.at != kept.at) return fact.at > kept.at;
    if (kind_of(fact.item) == ItemKind::done) return fact.code > kept.code;
    return worrying_direction(fact.item) == Worry::higher ? fact.amount > kept.amount : fact.amount < kept.amount;
}

class Calculation {
public:
    Calculation(const Score& score, const Bedside& bedside)
        : score_(score), bedside_(bedside), until_(end_of_readings()) {
        const Statement& said = bedside.guideline.statements[score.statement];
        out_.name = score.name;
        out_.title = score.title;
        out_.statement = said.id;
        out_.caution = score.caution;
        out_.source = said.source;
        out_.verification = said.verification;
    }

    ScoreAnswer run() {
        if (truth_in(score_.when, bedside_) != Truth::present) {
            out_.note = "not calculable: " + score_.otherwise;
            return std::move(out_);
        }
        if (score_.rows.empty()) {
            quotient();
        } else {
            points();
        }
        return std::move(out_);
    }

private:
    // The moment before which the readings count.
    Instant end_of_readings() const {
        if (!score_.before_lymphodepletion) return bedside_.course.now;
        for (const Item item : {Item::lymphodepletion, Item::therapy}) {
            for (const Fact& fact : bedside_.timeline.facts()) {
                if (fact.at > bedside_.course.now) break;
                const bool began = fact.item == item && fact.state == ValueState::known;
                if (began && (item == Item::therapy || fact.code == answer::yes)) return fact.at;
            }
        }
        return bedside_.course.now;
    }

    // The reading that counts, kept among the inputs; none, kept among the
    // missing, when there is none.
    const Fact* take(Item item, bool highest, const std::string& row) {
        const std::span<const Fact> facts = bedside_.timeline.facts();
        const Fact* found = nullptr;
        for (const Fact& fact : facts) {
            if (fact.at > until_) break;
            if (fact.item != item || fact.state != ValueState::known) continue;
            if (!is_recent(fact.at, score_.age, until_)) continue;
            if (found == nullptr || counts_before(fact, *found, highest)) found = &fact;
        }
        if (found == nullptr) {
            out_.missing.emplace_back(name_of(item));
        } else {
            const auto place = static_cast<std::uint32_t>(found - facts.data());
            out_.inputs.push_back({row, evidence_of(place, bedside_.timeline, bedside_.guideline.formulary)});
        }
        return found;
    }

    static Interval interval_of_fact(const Fact& fact) {
        Reading reading;
        reading.amount = fact.amount;
        reading.comparator = fact.comparator;
        Interval interval = interval_of(reading);
        interval.lowest = std::max(interval.lowest, Decimal{});
        return interval;
    }

    // In the unit of the formula; a value kept in another unit is as good as
    // none.
    std::optional<Interval> value_of(const ScoreFactor& wanted) {
        const Fact* fact = take(wanted.item, false, score_.name);
        if (fact == nullptr) return std::nullopt;
        if (fact->unit == wanted.unit) return interval_of_fact(*fact);
        out_.missing.push_back(std::string(name_of(wanted.item)) + " in " + std::string(words(wanted.unit)));
        return std::nullopt;
    }

    // Divides once, rounding half up to the decimals of the score; nothing beyond
    // the range of decimals.
    std::optional<Decimal> divided(Decimal product, Decimal divisor) const {
        std::int64_t steps = 1;
        for (int i = 0; i < score_.decimals; ++i) steps *= 10;
        const auto in_steps = scale(product, steps, divisor.billionths);
        if (!in_steps || in_steps->billionths > unbounded / (Decimal::one / steps)) return std::nullopt;
        return Decimal{in_steps->billionths * (Decimal::one / steps)};
    }

    void quotient() {
        std::optional<Decimal> lowest = score_.factor;
        std::optional<Decimal> highest = score_.factor;
        for (const ScoreFactor& factor : score_.multiply) {
            const auto value = value_of(factor);
            if (!value) continue;
            lowest = lowest ? multiply(*lowest, value->lowest) : std::nullopt;
            const bool ends = highest && value->highest < endless;
            highest = ends ? multiply(*highest, value->highest) : std::nullopt;
        }
        const auto divisor = value_of(*score_.divide);
        if (!out_.missing.empty()) return not_calculable();
        if (divisor->highest <= Decimal{}) {
            out_.note = "not calculable: " + std::string(name_of(score_.divide->item)) +
                        " are 0, and nothing can be divided by 0";
            return;
        }
        if (lowest && divisor->highest < endless) out_.at_least = divided(*lowest, divisor->highest);
        if (highest && divisor->lowest > Decimal{}) out_.at_most = divided(*highest, divisor->lowest);
        settle();
    }

    static bool reaches(const ScoreStep& step, Decimal value) {
        switch (step.side) {
            case ScoreStep::Side::from:
                return value >= step.limit;
            case ScoreStep::Side::above:
                return value > step.limit;
            case ScoreStep::Side::at_most:
                return value <= step.limit;
            case ScoreStep::Side::below:
                break;
        }
        return value < step.limit;
    }

    static int points_of(const std::vector<ScoreStep>& steps, Decimal value) {
        int points = 0;
        for (const ScoreStep& step : steps) {
            if (reaches(step, value)) points = step.points;
        }
        return points;
    }

    static int most_of(const std::vector<ScoreStep>& steps) {
        int most = 0;
        for (const ScoreStep& step : steps) most = std::max(most, step.points);
        return most;
    }

    Range points_by_value(const ScoreRow& row) {
        const Fact* fact = take(row.item, row.highest, row.name);
        if (fact == nullptr || fact->unit != row.steps.front().unit) {
            if (fact != nullptr) out_.missing.emplace_back(name_of(row.item));
            return between(0, most_of(row.steps));
        }
        const Interval value = interval_of_fact(*fact);
        const int at_lowest = points_of(row.steps, value.lowest);
        const int at_highest = points_of(row.steps, value.highest);
        return between(std::min(at_lowest, at_highest), std::max(at_lowest, at_highest));
    }

    Truth holds(const ScoreCriterion& criterion, const std::string& row) {
        const Fact* fact = take(criterion.item, false, row);
        if (fact == nullptr) return Truth::unknown;
        if (!criterion.step) return truth_of(fact->code == answer::yes);
        if (fact->unit != criterion.step->unit) {
            out_.missing.emplace_back(name_of(criterion.item));
            return Truth::unknown;
        }
        const Interval value = interval_of_fact(*fact);
        const bool at_lowest = reaches(*criterion.step, value.lowest);
        const bool at_highest = reaches(*criterion.step, value.highest);
        return at_lowest == at_highest ? truth_of(at_lowest) : Truth::unknown;
    }

    Range points_by_count(const ScoreRow& row) {
        std::size_t certain = 0;
        std::size_t possible = 0;
        for (const ScoreCriterion& criterion : row.criteria) {
            const Truth truth = holds(criterion, row.name);
            if (truth == Truth::present) ++certain;
            if (truth != Truth::absent) ++possible;
        }
        return between(row.points_by_count.at(certain), row.points_by_count.at(possible));
    }

    Range points_if_given(const ScoreRow& row) {
        if (truth_in(*row.when, bedside_) != Truth::present) {
            out_.missing.push_back(row.name);
            return between(0, row.points);
        }
        for (Evidence& evidence : evidence_of(*row.when, bedside_))
            out_.inputs.push_back({row.name, std::move(evidence)});
        return exactly(row.points);
    }

    void points() {
        Range sum = exactly(0);
        for (const ScoreRow& row : score_.rows) {
            const Range found = row.when               ? points_if_given(row)
                                : row.criteria.empty() ? points_by_value(row)
                                                       : points_by_count(row);
            out_.rows.push_back({row.name, static_cast<int>(found.lowest), static_cast<int>(found.highest)});
            sum = between(sum.lowest + found.lowest, sum.highest + found.highest);
        }
        out_.at_least = Decimal::whole(sum.lowest);
        out_.at_most = Decimal::whole(sum.highest);
        if (out_.missing.empty()) return settle();
        not_calculable();
        out_.note += "; from " + std::to_string(sum.lowest) + " to " + std::to_string(sum.highest) + " points possible";
    }

    void not_calculable() {
        out_.note = "not calculable: ";
        for (const std::string& item : out_.missing) out_.note += (item == out_.missing.front() ? "" : ", ") + item;
        out_.note += " missing";
    }

    // Both ends are the same: a value. Otherwise a bound, which is told.
    void settle() {
        if (out_.at_least && out_.at_most && *out_.at_least == *out_.at_most) {
            out_.value = out_.at_least;
            for (const auto& [from, meaning] : score_.meanings) {
                if (*out_.value >= Decimal::whole(from)) out_.note = meaning;
            }
            return;
        }
        out_.note = "not calculable exactly, because an input is told as above or below";
        if (out_.at_least) out_.note += "; at least " + to_text(*out_.at_least);
        if (out_.at_most) out_.note += "; at most " + to_text(*out_.at_most);
    }

    const Score& score_;
    const Bedside& bedside_;
    Instant until_;
    ScoreAnswer out_;
};

}  // namespace

ScoreAnswer calculate(const Score& score, const Bedside& bedside) { return Calculation(score, bedside).run(); }

}  // namespace stormkeel
