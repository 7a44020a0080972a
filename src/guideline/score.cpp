// Reads a score: a quotient of laboratory values, or a table of points for each
// row.
#include <algorithm>
#include <utility>

#include "guideline/rule.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

using Side = ScoreStep::Side;

constexpr std::array<std::pair<std::string_view, Side>, 4> sides = {
    {{"from", Side::from}, {"above", Side::above}, {"at most", Side::at_most}, {"below", Side::below}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> times = {{{"now", false}, {"before_lymphodepletion", true}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> takes = {{{"last", false}, {"highest", true}}};

std::optional<Item> chart_item(RuleBlock& block, std::string_view name, int line) {
    const auto item = item_named(name);
    if (item && kind_of(*item) != ItemKind::drug) return item;
    block.fields.refuse(
        line, in_quotes(name) + " is no item of a chart" + nearest_item(name, block.reading.guideline.formulary));
    return std::nullopt;
}

// "from 38.4 Cel", "at most 9.2 g/dL".
std::optional<ScoreStep> limit_in(std::string_view text) {
    for (const auto& [word, side] : sides) {
        if (!text.starts_with(word) || text.substr(word.size(), 1) != " ") continue;
        const auto amount = read_amount(trimmed(text.substr(word.size())));
        if (amount.index() != 0) return std::nullopt;
        const Amount found = std::get<Amount>(amount);
        return ScoreStep{side, found.value, found.unit, 0};
    }
    return std::nullopt;
}

// "33 from 38.4 Cel".
std::optional<ScoreStep> step_in(std::string_view text) {
    const std::size_t blank = text.find(' ');
    const auto points = whole_number_of(text.substr(0, blank));
    auto step = blank == std::string_view::npos ? std::nullopt : limit_in(text.substr(blank + 1));
    if (!points || !step) return std::nullopt;
    step->points = static_cast<int>(*points);
    return step;
}

// "ldh U/L": an item, and the unit the formula is written for.
std::optional<ScoreFactor> factor_in(RuleBlock& block, const std::string& text, int line) {
    const std::size_t blank = text.find(' ');
    const auto item = chart_item(block, text.substr(0, blank), line);
    const auto unit = blank == std::string::npos ? std::nullopt : unit_of_ucum(text.substr(blank + 1));
    if (item && unit) return ScoreFactor{*item, *unit};
    if (item) block.fields.refuse(line, in_quotes(text) + " names no unit; write 'ldh U/L'");
    return std::nullopt;
}

void read_quotient(RuleBlock& block, Score& score) {
    for (const Value& written : block.fields.texts("multiply")) {
        if (const auto factor = factor_in(block, written.text, written.line)) score.multiply.push_back(*factor);
    }
    score.divide = factor_in(block, block.fields.needed_text("divide"), block.fields.line_of("divide"));
    const auto factor = read_amount_in(block.fields.text("factor").value_or("1"), Unit::none);
    if (factor.index() == 0) {
        score.factor = std::get<Decimal>(factor);
    } else {
        block.fields.refuse(block.fields.line_of("factor"), std::get<std::string>(factor));
    }
    constexpr std::int64_t most_decimals = 6;
    const std::int64_t decimals = block.fields.needed_whole("decimals").value_or(0);
    score.decimals = static_cast<int>(std::clamp<std::int64_t>(decimals, 0, most_decimals));
    if (score.decimals != decimals) block.fields.refuse(block.fields.line_of("decimals"), "'decimals' is from 0 to 6");
}

// The fields of one row, which stand in a table of their own.
class RowReader {
public:
    RowReader(RuleBlock& block, const Value& table)
        : fields_(table, block.fields.file(), block.reading.problems), block_{block.id, fields_, block.reading} {
        row_.name = table.key;
    }

    ScoreRow read() {
        if (fields_.has("when")) {
            row_.when = needed_condition(block_);
            row_.points = static_cast<int>(fields_.needed_whole("points").value_or(0));
        } else if (fields_.has("count")) {
            counted();
        } else {
            stepped();
        }
        fields_.refuse_untaken();
        return std::move(row_);
    }

private:
    void counted() {
        for (const Value& written : fields_.texts("count")) {
            const std::size_t blank = written.text.find(' ');
            const auto item = chart_item(block_, written.text.substr(0, blank), written.line);
            const auto step = blank == std::string::npos ? std::nullopt : limit_in(written.text.substr(blank + 1));
            if (blank != std::string::npos && !step) refuse_step(written);
            if (item) row_.criteria.push_back({*item, step});
        }
        const std::string points = fields_.needed_text("points");
        for (const std::string_view part : split(points, ",")) {
            const auto number = whole_number_of(part);
            if (!number && !points.empty())
                fields_.refuse(fields_.line_of("points"), "'points' holds whole numbers with commas between");
            row_.points_by_count.push_back(static_cast<int>(number.value_or(0)));
        }
        if (row_.points_by_count.size() == row_.criteria.size() + 1) return;
        fields_.refuse(fields_.line_of("points"), "'points' holds one number more than 'count' holds items");
        row_.points_by_count.resize(row_.criteria.size() + 1);
    }

    void stepped() {
        row_.item = chart_item(block_, fields_.needed_text("item"), fields_.line_of("item")).value_or(Item::crp);
        row_.highest = word_of(block_, "take", takes, false);
        for (const Value& written : fields_.texts("points")) {
            if (const auto step = step_in(written.text)) {
                row_.steps.push_back(*step);
            } else {
                refuse_step(written);
            }
        }
        if (!row_.steps.empty()) return;
        fields_.refuse(fields_.line_of("points"), "'points' holds no step");
        row_.steps.push_back({});
    }

    void refuse_step(const Value& written) {
        fields_.refuse(written.line, in_quotes(written.text) +
                                         " is no step; write '33 from 38.4 Cel', with from, above, "
                                         "at most or below");
    }

    Fields fields_;
    RuleBlock block_;
    ScoreRow row_;
};

// [meaning]: "169" = "…" and so on, in rising order.
void read_meanings(RuleBlock& block, Score& score) {
    const Value* table = block.fields.take("meaning");
    if (table == nullptr) return;
    for (const Value& row : table->items) {
        const auto from = whole_number_of(row.key);
        const bool rises = from && (score.meanings.empty() || score.meanings.back().first < *from);
        if (!rises || row.kind != Value::Kind::text) {
            block.fields.refuse(row.line, in_quotes(row.key) + " is no rising number of points with a text");
            continue;
        }
        score.meanings.emplace_back(static_cast<int>(*from), row.text);
    }
}

}  // namespace

void read_score(RuleBlock& block) {
    Score score;
    score.statement = block.id;
    score.name = block.fields.needed_text("score");
    score.title = block.fields.needed_text("title");
    if (!score.name.empty()) sets_once(block, "the score " + in_quotes(score.name), block.fields.line_of("score"));
    score.before_lymphodepletion = word_of(block, "readings", times, false);
    if (!block.fields.has("age")) block.fields.refuse(block.fields.line_of("age"), "'age' is missing");
    score.age = amount_of<Duration>(block, "age", read_length).value_or(Duration{});
    score.caution = block.fields.needed_text("caution");
    score.when = optional_condition(block);
    score.otherwise = block.fields.text("otherwise").value_or("");
    read_meanings(block, score);
    if (const Value* rows = block.fields.take("row")) {
        for (const Value& row : rows->items) score.rows.push_back(RowReader(block, row).read());
    } else {
        read_quotient(block, score);
    }
    block.reading.guideline.scores.push_back(std::move(score));
}

}  // namespace stormkeel::pack
