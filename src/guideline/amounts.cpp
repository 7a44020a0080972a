// Reads amounts, lengths of time and moments, and says what would be right when it cannot.
#include "guideline/amounts.h"

#include <array>
#include <utility>

#include "guideline/nearest.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::array<std::pair<std::string_view, Anchor>, 20> anchors = {{
    {"onset", Anchor::onset},
    {"first_tocilizumab", Anchor::first_tocilizumab},
    {"last_tocilizumab", Anchor::last_tocilizumab},
    {"last_dexamethasone", Anchor::last_dexamethasone},
    {"last_methylprednisolone", Anchor::last_methylprednisolone},
    {"last_assessment", Anchor::last_assessment},
    {"grade_since", Anchor::grade_since},
    {"hlh_since", Anchor::hlh_since},
    {"last_ferritin", Anchor::last_ferritin},
    {"last_crp", Anchor::last_crp},
    {"last_vital_signs", Anchor::last_vital_signs},
    {"first_corticosteroid", Anchor::first_corticosteroid},
    {"fever_since", Anchor::fever_since},
    {"severe_since", Anchor::severe_since},
    {"last_neurology", Anchor::last_neurology},
    {"last_bolus", Anchor::last_bolus},
    {"last_blood_pressure", Anchor::last_blood_pressure},
    {"last_therapy", Anchor::last_therapy},
    {"new_fever", Anchor::new_fever},
    {"last_intervention", Anchor::last_intervention},
}};

std::string no_unit(std::string_view unit) {
    std::vector<std::string_view> known;
    for (int i = 1; i < static_cast<int>(Unit::count_of_units); ++i) known.push_back(ucum(static_cast<Unit>(i)));
    return in_quotes(unit) + " is no unit Stormkeel keeps" + did_you_mean(unit, known);
}

}  // namespace

OrWhy<Amount> read_amount(std::string_view text) {
    const std::size_t blank = text.find(' ');
    const auto value = parse_decimal(text.substr(0, blank));
    if (!value) return in_quotes(text) + " is no amount; write a decimal number and its unit, as in '38.0 Cel'";
    if (blank == std::string_view::npos) return Amount{*value, Unit::none};
    const std::string_view unit_text = text.substr(blank + 1);
    const auto unit = unit_of_ucum(unit_text);
    if (!unit || unit_text.empty()) return no_unit(unit_text);
    return Amount{*value, *unit};
}

OrWhy<Decimal> read_amount_in(std::string_view text, Unit unit) {
    const auto read = read_amount(text);
    if (const auto* why = std::get_if<std::string>(&read)) return *why;
    const Amount amount = std::get<Amount>(read);
    if (amount.unit == unit) return amount.value;
    const std::string wanted = unit == Unit::none ? "a bare number" : "an amount in " + in_quotes(ucum(unit));
    return in_quotes(text) + " must be " + wanted;
}

OrWhy<Duration> read_length(std::string_view text) {
    const std::size_t blank = text.find(' ');
    if (const auto count = whole_number_of(text.substr(0, blank)); count && blank != std::string_view::npos) {
        const std::string_view unit = text.substr(blank + 1);
        if (unit == "min") return minutes(*count);
        if (unit == "h") return hours(*count);
        if (unit == "d") return days(*count);
    }
    return in_quotes(text) + " is no length of time; write a whole number and min, h or d, as in '8 h'";
}

OrWhy<Moment> read_moment(std::string_view text) {
    const std::size_t plus = text.find('+');
    const std::string_view name = trimmed(text.substr(0, plus));
    Moment moment;
    std::vector<std::string_view> known;
    for (const auto& [word, anchor] : anchors) {
        known.push_back(word);
        if (word == name) moment.anchor = anchor;
    }
    if (moment.anchor == Anchor::none) {
        const std::string hint = did_you_mean(name, known);
        return in_quotes(name) + " is no moment a clock starts from" +
               (hint.empty() ? "; write one as in 'last_tocilizumab + 8 h', of " + listed(known) : hint);
    }
    if (plus != std::string_view::npos) {
        const auto after = read_length(trimmed(text.substr(plus + 1)));
        if (const auto* why = std::get_if<std::string>(&after)) return *why;
        moment.after = std::get<Duration>(after);
    }
    return moment;
}

}  // namespace stormkeel::pack
