// Reads a dose and refuses one whose parts do not fit together.
#include "guideline/dose.h"

#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::array<std::pair<std::string_view, Population>, 3> populations = {
    {{"adult", Population::adult}, {"child", Population::child}, {"everyone", Population::everyone}}};

bool is_per_kg(Unit unit) { return unit == Unit::mg_per_kg || unit == Unit::ml_per_kg; }
bool is_flat(Unit unit) { return unit == Unit::mg || unit == Unit::ml; }
Unit flat_unit_of(Unit unit) { return unit == Unit::mg_per_kg || unit == Unit::mg ? Unit::mg : Unit::ml; }

void refuse(RuleBlock& block, std::string_view key, const std::string& what) {
    block.fields.refuse(block.fields.line_of(key), what);
}

// A positive amount in the unit wanted, read from a part of a field.
std::optional<Decimal> part_in(RuleBlock& block, std::string_view key, std::string_view text, Unit unit) {
    const auto read = read_amount_in(text, unit);
    if (const auto* why = std::get_if<std::string>(&read)) {
        refuse(block, key, *why);
        return std::nullopt;
    }
    const Decimal amount = std::get<Decimal>(read);
    if (amount > Decimal{}) return amount;
    refuse(block, key, in_quotes(text) + " must be above 0");
    return std::nullopt;
}

void read_light(RuleBlock& block, DoseRule& dose) {
    const auto text = block.fields.text("dose_below");
    if (!text) return;
    const std::vector<std::string_view> parts = split(*text, " below ");
    if (parts.size() != 2 || !is_per_kg(dose.unit)) {
        return refuse(block, "dose_below",
                      "'dose_below' changes a dose by weight; write it like '12 mg/kg below 30 kg'");
    }
    dose.light_amount = part_in(block, "dose_below", parts[0], dose.unit);
    dose.light_below_kg = part_in(block, "dose_below", parts[1], Unit::kg);
}

}  // namespace

std::optional<DoseRule> read_dose(RuleBlock& block) {
    DoseRule dose;
    dose.population = word_of(block, "population", populations, Population::everyone);
    // The dose of tocilizumab is set once, by its parameters; every statement that gives it names that dose.
    const Value* named = block.fields.take("dose");
    if (named != nullptr && named->kind == Value::Kind::text && named->text == "tocilizumab") {
        dose.basis = DoseRule::Basis::tocilizumab;
        dose.unit = Unit::mg_per_kg;
        return dose;
    }
    const auto amount = amount_of<Amount>(block, "dose", read_amount);
    if (!block.fields.has("dose")) {
        for (const std::string_view key : {"dose_below", "dose_at_most"}) {
            if (block.fields.has(key)) refuse(block, key, in_quotes(key) + " stands without a 'dose'");
        }
        block.fields.take("dose_below");
        block.fields.take("dose_at_most");
    }
    if (!amount) return std::nullopt;
    dose.amount = amount->value;
    dose.unit = amount->unit;
    if (!is_per_kg(dose.unit) && !is_flat(dose.unit)) {
        refuse(block, "dose",
               "a dose is in mg, mL, mg/kg or mL/kg, and this one is in " +
                   (dose.unit == Unit::none ? "no unit" : in_quotes(ucum(dose.unit))));
        return std::nullopt;
    }
    if (dose.amount <= Decimal{}) refuse(block, "dose", "a dose must be above 0");
    if (is_flat(dose.unit) && dose.population == Population::everyone) {
        refuse(block, "dose", "a flat dose is never meant for everyone; add population = \"adult\" or \"child\"");
    }
    read_light(block, dose);
    if (const auto most = block.fields.text("dose_at_most")) {
        dose.maximum = part_in(block, "dose_at_most", *most, flat_unit_of(dose.unit));
    }
    return dose;
}

}  // namespace stormkeel::pack
