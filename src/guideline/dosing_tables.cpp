// Reads the tables of vial sizes and of step-up doses.
#include "guideline/classes.h"
#include "guideline/parameters.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::size_t most_sizes = 6;  // of vials; every choice of them is looked at

// "9 ug/d or 5 ug/m2/d": the amounts that mean one step.
std::optional<StepUpStep> step_of(RuleBlock& block, const Value& written) {
    StepUpStep step;
    for (const std::string_view text : split(written.text, " or ")) {
        const auto read = read_amount(text);
        if (const auto* why = std::get_if<std::string>(&read)) {
            block.fields.refuse(written.line, *why);
            return std::nullopt;
        }
        const Amount amount = std::get<Amount>(read);
        if (amount.unit == Unit::none || amount.value <= Decimal{}) {
            block.fields.refuse(written.line, in_quotes(text) + " is no dose; write it like '12 mg' or '0.06 mg/kg'");
            return std::nullopt;
        }
        step.push_back({amount.value, amount.unit});
    }
    return step;
}

}  // namespace

void read_tocilizumab_vials(RuleBlock& block) {
    std::vector<Decimal>& vials = block.reading.guideline.parameters.tocilizumab_vials;
    const std::vector<Value> sizes = block.fields.texts("sizes");
    if (sizes.empty() || sizes.size() > most_sizes) {
        block.fields.refuse(block.fields.line_of("sizes"),
                            "'sizes' holds 1 to " + std::to_string(most_sizes) + " sizes of vials");
    }
    for (const Value& written : sizes) {
        const auto read = read_amount_in(written.text, Unit::mg);
        if (const auto* why = std::get_if<std::string>(&read)) {
            block.fields.refuse(written.line, *why);
        } else if (std::get<Decimal>(read) < Decimal::whole(1)) {
            block.fields.refuse(written.line, in_quotes(written.text) + " is no size of a vial");
        } else {
            vials.push_back(std::get<Decimal>(read));
        }
    }
}

void read_step_up(RuleBlock& block) {
    const Formulary& formulary = block.reading.guideline.formulary;
    const std::string name = block.fields.needed_text("product");
    const std::vector<Value> steps = block.fields.texts("steps");
    if (steps.empty()) block.fields.refuse(block.fields.line_of("steps"), "'steps' holds no dose");
    const auto product = formulary.product_named(name);
    if (!product) {
        std::vector<std::string_view> names;
        names.reserve(formulary.products.size());
        for (const Product& known : formulary.products) names.push_back(known.name);
        return block.fields.refuse(block.fields.line_of("product"),
                                   in_quotes(name) + " is no product" + did_you_mean(name, names));
    }
    if (!sets_once(block, words_for_table("step_up " + name), block.fields.line_of("product"))) return;
    block.reading.guideline.statements[block.id].parameter = "step_up " + name;
    std::vector<StepUpStep>& schedule = block.reading.guideline.parameters.step_up[*product];
    for (const Value& written : steps) {
        if (auto step = step_of(block, written)) schedule.push_back(std::move(*step));
    }
}

}  // namespace stormkeel::pack
