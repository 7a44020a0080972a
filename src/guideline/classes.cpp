// Reads `classify` blocks: which drug is what, how much oxygen a device means, and the tables of equivalents.
#include <algorithm>

#include "core/vocabulary.h"
#include "guideline/classes.h"
#include "guideline/drug_classes.h"
#include "guideline/parameters.h"
#include "guideline/rule.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

std::optional<DrugId> drug_in(RuleBlock& block, std::string_view name, int line) {
    const Formulary& formulary = block.reading.guideline.formulary;
    const auto drug = formulary.drug_named(name);
    if (!drug) {
        block.fields.refuse(line, in_quotes(name) + " is no drug" +
                                      did_you_mean(name, {formulary.drugs.begin(), formulary.drugs.end()}));
    }
    return drug;
}

void read_drug_classes(RuleBlock& block) {
    std::vector<std::uint32_t>& classes = block.reading.guideline.parameters.drug_classes;
    for (const std::string_view name : drug_class_names) {
        if (!block.fields.has(name)) continue;
        if (!sets_once(block, words_for_class(name), block.fields.line_of(name))) continue;
        const std::uint32_t bit = 1U << static_cast<unsigned>(*drug_class_named(name));
        const std::vector<Value> drugs = block.fields.texts(name);
        if (drugs.empty()) block.fields.refuse(block.fields.line_of(name), in_quotes(name) + " holds no drug");
        for (const Value& written : drugs) {
            const auto drug = drug_in(block, written.text, written.line);
            if (!drug) continue;
            if ((classes[*drug] & bit) != 0) {
                block.fields.refuse(written.line, in_quotes(written.text) + " stands twice in " + in_quotes(name));
            }
            classes[*drug] |= bit;
        }
    }
}

void read_devices(RuleBlock& block) {
    const auto devices = words_of(Item::oxygen_device);
    const auto levels = words_of(FindingId::oxygen_support);
    for (std::size_t level = 0; level < levels.size(); ++level) {
        for (const Value& written : block.fields.texts(levels[level])) {
            const auto place = word_named(Item::oxygen_device, written.text);
            if (!place) {
                block.fields.refuse(written.line, in_quotes(written.text) + " is no oxygen device" +
                                                      did_you_mean(written.text, {devices.begin(), devices.end()}));
            } else if (sets_once(block, words_for_device(written.text), written.line)) {
                block.reading.guideline.parameters.oxygen_level.at(*place) = static_cast<OxygenLevel>(level);
            }
        }
    }
}

void read_table_of(RuleBlock& block, std::string_view table) {
    if (table == "step_up") return read_step_up(block);
    if (!sets_once(block, words_for_table(table), block.fields.line_of("classify"))) return;
    block.reading.guideline.statements[block.id].parameter = table;
    if (table == "dexamethasone_equivalent") return read_dexamethasone_equivalents(block);
    if (table == "norepinephrine_equivalent") return read_norepinephrine_equivalents(block);
    if (table == "usual_onset") return read_usual_onsets(block);
    Parameters& parameters = block.reading.guideline.parameters;
    if (table == "plausible_dose_at_least") return read_plausible_doses(block, parameters.plausible_dose_at_least);
    if (table == "plausible_dose_at_most") return read_plausible_doses(block, parameters.plausible_dose_at_most);
    if (table == "laboratory_panels") return read_laboratory_panels(block);
    if (table == "high_dose_rate") return read_high_dose_rates(block);
    if (table == "rate_of_norepinephrine") return read_rates_of_norepinephrine(block);
    if (table == "tocilizumab_vials") return read_tocilizumab_vials(block);
    read_methylprednisolone_course(block);
}

}  // namespace

void read_classes(RuleBlock& block) {
    constexpr std::array<std::string_view, 11> tables = {"dexamethasone_equivalent",
                                                         "norepinephrine_equivalent",
                                                         "usual_onset",
                                                         "methylprednisolone_course",
                                                         "tocilizumab_vials",
                                                         "step_up",
                                                         "laboratory_panels",
                                                         "high_dose_rate",
                                                         "rate_of_norepinephrine",
                                                         "plausible_dose_at_least",
                                                         "plausible_dose_at_most"};
    const std::string what = block.fields.needed_text("classify");
    if (what == "drug") {
        for (const std::string_view name : drug_class_names) block.fields.take(name);
        return read_drug_classes(block);
    }
    if (what == "oxygen_device") {
        return read_devices(block);
    }
    if (std::find(tables.begin(), tables.end(), what) != tables.end()) return read_table_of(block, what);
    std::vector<std::string_view> known(tables.begin(), tables.end());
    known.insert(known.begin(), {"drug", "oxygen_device"});
    block.fields.refuse(block.fields.line_of("classify"),
                        in_quotes(what) + " cannot be classified; it is one of " + listed(known));
}

}  // namespace stormkeel::pack
