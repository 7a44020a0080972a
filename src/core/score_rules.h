// Scores as the packs write them: a quotient of laboratory values, or points
// row by row.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/condition.h"
#include "core/quantity.h"
#include "core/time.h"
#include "core/vocabulary.h"

namespace stormkeel {

// "33 from 38.4 Cel": so many points on this side of the limit.
struct ScoreStep {
    enum class Side : std::uint8_t { from, above, at_most, below };
    Side side = Side::from;
    Decimal limit;
    Unit unit = Unit::none;
    int points = 0;
};

// A value of a quotient, in the unit the formula is written for.
struct ScoreFactor {
    Item item = Item::count_of_items;
    Unit unit = Unit::none;
};

// One of what a row counts: a yes, or a value on one side of a limit.
struct ScoreCriterion {
    Item item = Item::count_of_items;
    std::optional<ScoreStep> step;
};

// One row of a score that adds points up. Exactly one of the three kinds is
// filled.
struct ScoreRow {
    std::string name;
    Item item = Item::count_of_items;  // a value: the last step that it reaches
                                       // gives its points; none: 0
    bool highest = false;              // of the time asked for, not the last
    std::vector<ScoreStep> steps;
    std::vector<ScoreCriterion> criteria;  // counted: points_by_count[how many hold]
    std::vector<int> points_by_count;
    std::optional<Condition> when;  // present gives `points`; otherwise the row is not known
    int points = 0;
};

struct Score {
    std::uint16_t statement = 0;          // place in Guideline::statements
    std::string name;                     // "easix"
    std::string title;                    // "EASIX"
    bool before_lymphodepletion = false;  // the readings of before it, else those of now
    Duration age;                         // how old a reading may be
    std::vector<ScoreFactor> multiply;
    std::optional<ScoreFactor> divide;
    Decimal factor = Decimal::whole(1);
    int decimals = 0;
    std::vector<ScoreRow> rows;
    std::vector<std::pair<int, std::string>> meanings;  // from so many points on; in rising order
    std::string caution;
    Condition when;         // for whom it is made
    std::string otherwise;  // said of others
};

}  // namespace stormkeel
