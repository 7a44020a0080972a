// Sets the numbers the findings are computed with, and tells which of them no pack sets.
#include "guideline/parameters.h"

#include <algorithm>

#include "core/course.h"
#include "core/vocabulary.h"
#include "guideline/drug_classes.h"
#include "guideline/rule.h"

namespace stormkeel::pack {
namespace {

void set_number(RuleBlock& block, const ParameterName& parameter) {
    const auto text = block.fields.text("value");
    if (!text) return;
    const auto read = read_amount_in(*text, parameter.unit);
    if (const auto* why = std::get_if<std::string>(&read)) {
        return block.fields.refuse(block.fields.line_of("value"), *why);
    }
    block.reading.guideline.parameters.*parameter.number = std::get<Decimal>(read);
}

void set_count(RuleBlock& block, const ParameterName& parameter) {
    const auto count = block.fields.whole("value");
    if (!count) return;
    const CountLimits limits = limits_of_count(parameter.name);
    if (*count < limits.least || *count > limits.most) {
        return block.fields.refuse(
            block.fields.line_of("value"),
            "'value' must be from " + std::to_string(limits.least) + " to " + std::to_string(limits.most));
    }
    block.reading.guideline.parameters.*parameter.count = static_cast<int>(*count);
}

void set_duration(RuleBlock& block, const ParameterName& parameter) {
    if (const auto length = amount_of<Duration>(block, "value", read_length)) {
        block.reading.guideline.parameters.*parameter.duration = *length;
    }
}

}  // namespace

const std::vector<ParameterName>& parameter_names() {
    static const std::vector<ParameterName> names = {
#define STORMKEEL_NUMBER(name, unit) {#name, Unit::unit, &Parameters::name, nullptr, nullptr},
        STORMKEEL_NUMBER_PARAMETERS(STORMKEEL_NUMBER) STORMKEEL_COMPARISON_NUMBERS(STORMKEEL_NUMBER)
#undef STORMKEEL_NUMBER
#define STORMKEEL_COUNT(name) {#name, Unit::none, nullptr, &Parameters::name, nullptr},
            STORMKEEL_COUNT_PARAMETERS(STORMKEEL_COUNT) STORMKEEL_COMPARISON_COUNTS(STORMKEEL_COUNT)
#undef STORMKEEL_COUNT
#define STORMKEEL_DURATION(name) {#name, Unit::none, nullptr, nullptr, &Parameters::name},
                STORMKEEL_DURATION_PARAMETERS(STORMKEEL_DURATION) STORMKEEL_COMPARISON_DURATIONS(STORMKEEL_DURATION)
#undef STORMKEEL_DURATION
    };
    return names;
}

CountLimits limits_of_count(std::string_view name) {
    // The ledger keeps the newest doses; a limit of none, or of more than it keeps, could not be reckoned.
    if (name == "tocilizumab_in_window" || name == "tocilizumab_in_all") return {1, kept_tocilizumab_doses};
    return {0, 1'000'000};
}

std::string words_for_parameter(std::string_view name) { return "the parameter " + in_quotes(name); }
std::string words_for_class(std::string_view name) { return "the drug class " + in_quotes(name); }
std::string words_for_device(std::string_view device) { return "the oxygen device " + in_quotes(device); }
std::string words_for_table(std::string_view table) { return "the table " + in_quotes(table); }

void read_parameter(RuleBlock& block) {
    const std::string name = block.fields.needed_text("parameter");
    if (!block.fields.has("value")) block.fields.refuse(block.fields.line_of("value"), "'value' is missing");
    block.fields.take("value");
    const auto& names = parameter_names();
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const ParameterName& known) { return known.name == name; });
    if (found == names.end()) {
        std::vector<std::string_view> known;
        known.reserve(names.size());
        for (const ParameterName& parameter : names) known.push_back(parameter.name);
        return block.fields.refuse(block.fields.line_of("parameter"),
                                   in_quotes(name) + " is no parameter" + did_you_mean(name, known));
    }
    if (!sets_once(block, words_for_parameter(name), block.fields.line_of("parameter"))) return;
    block.reading.guideline.statements[block.id].parameter = name;
    if (found->number != nullptr) return set_number(block, *found);
    if (found->count != nullptr) return set_count(block, *found);
    set_duration(block, *found);
}

void refuse_unset(Reading& reading, const std::string& file) {
    std::vector<std::string> needed;
    for (const ParameterName& parameter : parameter_names()) needed.push_back(words_for_parameter(parameter.name));
    for (const std::string_view name : drug_class_names) needed.push_back(words_for_class(name));
    for (const std::string_view device : words_of(Item::oxygen_device)) needed.push_back(words_for_device(device));
    for (const std::string_view table :
         {"dexamethasone_equivalent", "norepinephrine_equivalent", "usual_onset", "laboratory_panels",
          "plausible_dose_at_least", "plausible_dose_at_most", "methylprednisolone_course", "tocilizumab_vials",
          "high_dose_rate", "rate_of_norepinephrine"}) {
        needed.push_back(words_for_table(table));
    }
    for (const std::string& what : needed) {
        if (!reading.set_by.contains(what)) {
            reading.problems.push_back({file, 1, "no statement sets " + what + "; every one must be set once"});
        }
    }
}

}  // namespace stormkeel::pack
