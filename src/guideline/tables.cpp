// Reads the tables of equivalents and usual onsets, and the course of methylprednisolone.
#include "guideline/classes.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

// The rows of the block's table: under a header such as [equal], or straight below `classify`.
std::vector<Value> rows_of(RuleBlock& block) {
    std::vector<Value> rows;
    for (const std::string_view mark : {"when", "unless"}) {
        if (block.fields.has(mark))
            block.fields.refuse(block.fields.line_of(mark), "a table holds always; take it out");
    }
    for (const Value* item : block.fields.untaken()) {
        if (item->kind == Value::Kind::table) {
            rows.insert(rows.end(), item->items.begin(), item->items.end());
        } else {
            rows.push_back(*item);
        }
        block.fields.take(item->key);
    }
    if (rows.empty()) block.fields.refuse(block.fields.line_of("classify"), "this table is empty");
    return rows;
}

// The amount of a row: above 0, in the unit of the table.
std::optional<Decimal> amount_in(RuleBlock& block, const Value& row, Unit unit) {
    if (row.kind != Value::Kind::text) {
        block.fields.refuse(row.line,
                            in_quotes(row.key) + " must be text in quotes, and is " + std::string(name_of(row.kind)));
        return std::nullopt;
    }
    const auto read = read_amount_in(row.text, unit);
    if (const auto* why = std::get_if<std::string>(&read)) {
        block.fields.refuse(row.line, *why);
        return std::nullopt;
    }
    const Decimal amount = std::get<Decimal>(read);
    if (amount > Decimal{}) return amount;
    block.fields.refuse(row.line, in_quotes(row.text) + " must be above 0");
    return std::nullopt;
}

// One decimal for each drug named; the others stay 0.
std::vector<Decimal> amounts_by_drug(RuleBlock& block, Unit unit) {
    const std::vector<std::string>& drugs = block.reading.guideline.formulary.drugs;
    std::vector<Decimal> amounts(drugs.size());
    for (const Value& row : rows_of(block)) {
        const auto drug = block.reading.guideline.formulary.drug_named(row.key);
        if (!drug) {
            block.fields.refuse(
                row.line, in_quotes(row.key) + " is no drug" + did_you_mean(row.key, {drugs.begin(), drugs.end()}));
        } else if (const auto amount = amount_in(block, row, unit)) {
            amounts[*drug] = *amount;
        }
    }
    return amounts;
}

// "500 mg x 6" or "60 mg until grade 1".
std::optional<Parameters::CourseStep> course_step(std::string_view text) {
    Parameters::CourseStep step;
    const bool until = text.ends_with(" until grade 1");
    const std::vector<std::string_view> parts = split(text, until ? " until " : " x ");
    if (parts.size() != 2) return std::nullopt;
    const auto amount = read_amount_in(parts[0], Unit::mg);
    if (amount.index() != 0 || std::get<Decimal>(amount) <= Decimal{}) return std::nullopt;
    step.mg = std::get<Decimal>(amount);
    if (until) return step;
    const auto doses = whole_number_of(parts[1]);
    if (!doses || *doses < 1) return std::nullopt;
    step.doses = static_cast<int>(*doses);
    return step;
}

}  // namespace

void read_dexamethasone_equivalents(RuleBlock& block) {
    std::vector<Decimal> amounts = amounts_by_drug(block, Unit::mg);
    const auto dexamethasone = block.reading.guideline.formulary.drug_named("dexamethasone");
    if (!dexamethasone || amounts[*dexamethasone] == Decimal{}) {
        return block.fields.refuse(block.fields.line_of("classify"),
                                   "this table must hold dexamethasone, which the others are counted in");
    }
    const Decimal one = amounts[*dexamethasone];
    for (Decimal& amount : amounts) {
        amount = scale(amount, Decimal::one, one.billionths).value_or(Decimal{});
    }
    block.reading.guideline.parameters.dexamethasone_equivalent = std::move(amounts);
}

void read_norepinephrine_equivalents(RuleBlock& block) {
    block.reading.guideline.parameters.norepinephrine_equivalent = amounts_by_drug(block, Unit::none);
}

namespace {

// One rate for each drug named, each a number of ug/min or of ug/kg/min.
std::vector<Parameters::Rate> rates_by_drug(RuleBlock& block) {
    const std::vector<std::string>& drugs = block.reading.guideline.formulary.drugs;
    std::vector<Parameters::Rate> rates(drugs.size());
    for (const Value& row : rows_of(block)) {
        const auto drug = block.reading.guideline.formulary.drug_named(row.key);
        if (!drug) {
            block.fields.refuse(
                row.line, in_quotes(row.key) + " is no drug" + did_you_mean(row.key, {drugs.begin(), drugs.end()}));
            continue;
        }
        const bool by_weight = row.text.ends_with("/kg/min");
        const Unit unit = by_weight ? Unit::ug_per_kg_per_min : Unit::ug_per_min;
        if (const auto amount = amount_in(block, row, unit)) rates[*drug] = {*amount, unit};
    }
    return rates;
}

}  // namespace

void read_high_dose_rates(RuleBlock& block) {
    block.reading.guideline.parameters.high_dose_rate = rates_by_drug(block);
}

void read_rates_of_norepinephrine(RuleBlock& block) {
    block.reading.guideline.parameters.rate_of_norepinephrine = rates_by_drug(block);
}

void read_plausible_doses(RuleBlock& block, std::vector<Decimal>& amounts) {
    amounts = amounts_by_drug(block, Unit::mg);
}

void read_usual_onsets(RuleBlock& block) {
    const Formulary& formulary = block.reading.guideline.formulary;
    std::vector<std::string_view> names;
    names.reserve(formulary.products.size());
    for (const Product& product : formulary.products) names.push_back(product.name);
    for (const Value& row : rows_of(block)) {
        const auto product = formulary.product_named(row.key);
        if (!product) {
            block.fields.refuse(row.line, in_quotes(row.key) + " is no product" + did_you_mean(row.key, names));
        } else if (const auto length = amount_in(block, row, Unit::day)) {
            block.reading.guideline.parameters.usual_onset_days[*product] = *length;
        }
    }
}

void read_methylprednisolone_course(RuleBlock& block) {
    Parameters& parameters = block.reading.guideline.parameters;
    const std::vector<Value> steps = block.fields.texts("steps");
    if (steps.empty()) block.fields.refuse(block.fields.line_of("steps"), "'steps' holds no step of the course");
    for (const Value& written : steps) {
        const auto step = course_step(written.text);
        if (!step) {
            block.fields.refuse(written.line,
                                in_quotes(written.text) + " is no step; write '500 mg x 6' or '60 mg until grade 1'");
        } else if (step->doses == 0 && &written != &steps.back()) {
            block.fields.refuse(written.line, in_quotes(written.text) + " must be the last step");
        } else {
            parameters.methylprednisolone_course.push_back(*step);
        }
    }
    if (!block.fields.has("every")) block.fields.refuse(block.fields.line_of("every"), "'every' is missing");
    if (const auto every = amount_of<Duration>(block, "every", read_length)) {
        parameters.methylprednisolone_interval = *every;
    }
}

}  // namespace stormkeel::pack
