// Builds the sample packs.
#include "guideline/sample_packs.h"

#include <gtest/gtest.h>

#include "core/vocabulary.h"
#include "guideline/drug_classes.h"
#include "guideline/parameters.h"

namespace stormkeel::sample {
namespace {

std::string one_parameter(const pack::ParameterName& parameter) {
    std::string value = "3";
    if (parameter.number != nullptr) value = "\"2.5 " + std::string(ucum(parameter.unit)) + "\"";
    if (parameter.number != nullptr && parameter.unit == Unit::none) value = "\"2.5\"";
    if (parameter.duration != nullptr) value = "\"8 h\"";
    const std::string rule = "parameter = \"" + std::string(parameter.name) + "\"\nvalue = " + value + "\n";
    return statement("SET." + std::string(parameter.name), "rule", rule);
}

std::string classes_page() {
    std::string drugs = "classify = \"drug\"\n";
    for (const std::string_view name : pack::drug_class_names) drugs += std::string(name) + " = [\"dopamine\"]\n";
    return statement("SET.drugs", "rule", drugs) +
           statement("SET.devices", "rule",
                     "classify = \"oxygen_device\"\n"
                     "none = [\"room_air\"]\n"
                     "low_flow = [\"nasal_cannula\", \"blow_by\"]\n"
                     "high_flow = [\"high_flow_nasal_cannula\", \"simple_mask\", \"venturi_mask\", \"non_rebreather\", "
                     "\"tracheostomy_mask\"]\n"
                     "positive_pressure = [\"cpap\", \"bipap\", \"invasive_ventilation\", \"ecmo\"]\n") +
           statement("SET.steroids", "rule",
                     "classify = \"dexamethasone_equivalent\"\n[equal]\ndexamethasone = \"0.75 mg\"\n"
                     "prednisone = \"5 mg\"\n") +
           statement("SET.pressors", "rule",
                     "classify = \"norepinephrine_equivalent\"\nnorepinephrine = \"1\"\nvasopressin = \"0.4\"\n") +
           statement("SET.least", "rule", "classify = \"plausible_dose_at_least\"\n[mg]\ntocilizumab = \"40 mg\"\n") +
           statement("SET.most", "rule", "classify = \"plausible_dose_at_most\"\n[mg]\ntocilizumab = \"1200 mg\"\n") +
           statement("SET.panels", "rule",
                     "classify = \"laboratory_panels\"\n[panel_a]\nmagnesium = \"magnesium\"\n"
                     "[panel_b]\nPT = \"pt/inr\"\n") +
           statement("SET.high", "rule",
                     "classify = \"high_dose_rate\"\nnorepinephrine = \"20 ug/min\"\ndopamine = \"10 ug/kg/min\"\n") +
           statement("SET.equal", "rule", "classify = \"rate_of_norepinephrine\"\nnorepinephrine = \"1 ug/min\"\n") +
           statement("SET.onsets", "rule", "classify = \"usual_onset\"\n[usual_onset]\nteclistamab = \"6 d\"\n") +
           statement("SET.vials", "rule", "classify = \"tocilizumab_vials\"\nsizes = [\"80 mg\", \"400 mg\"]\n") +
           statement("SET.course", "rule",
                     "classify = \"methylprednisolone_course\"\n"
                     "steps = [\"500 mg x 6\", \"250 mg x 4\", \"60 mg until grade 1\"]\nevery = \"12 h\"\n");
}

std::string pack_toml(std::string_view name, std::string_view layer, std::string_view files) {
    return "name = \"" + std::string(name) + "\"\nversion = \"1.2.3\"\nlayer = \"" + std::string(layer) +
           "\"\ntitle = \"A sample\"\nin_force_from = \"2026-11-01\"\nfiles = [" + std::string(files) + "]\n";
}

std::string vocabulary() {
    std::string text = "# Vocabulary\n";
    constexpr std::string_view kinds[] = {"truth", "count", "level", "choice", "duration", "quantity"};
    for (std::size_t i = 0; i < finding_count; ++i) {
        const auto finding = static_cast<FindingId>(i);
        text += "- `" + std::string(name_of(finding)) + "` (" +
                std::string(kinds[static_cast<std::size_t>(kind_of(finding))]);
        std::string_view before = ": ";
        for (const std::string_view word : words_of(finding)) {
            text.append(before).append(word);
            before = " ";
        }
        text += ") — a meaning.\n";
    }
    return text;
}

}  // namespace

Formulary formulary() {
    return {{"tocilizumab", "dexamethasone", "methylprednisolone", "prednisone", "norepinephrine", "vasopressin",
             "dopamine", "sargramostim", "filgrastim"},
            {{"axicabtagene_ciloleucel", TherapyClass::car_t}, {"teclistamab", TherapyClass::bispecific}}};
}

std::string statement(std::string_view id, std::string_view block_word, std::string_view block) {
    return "### " + std::string(id) + " · A title\n\n> A sentence.\n> — A source · seed S1 · verified\n\n```" +
           std::string(block_word) + "\n" + std::string(block) + (block.ends_with('\n') ? "" : "\n") + "```\n";
}

Files complete() {
    std::string parameters;
    for (const pack::ParameterName& parameter : pack::parameter_names()) parameters += one_parameter(parameter);
    return {{"settings/pack.toml", pack_toml("settings", "grading", "\"parameters.md\", \"classes.md\"")},
            {"settings/parameters.md", parameters},
            {"settings/classes.md", classes_page()},
            {"VOCABULARY.md", vocabulary()}};
}

Files with_page(std::string_view page, std::string_view layer) {
    Files files = complete();
    files["sample/pack.toml"] = pack_toml("sample", layer, "\"a.md\"");
    files["sample/a.md"] = page;
    return files;
}

Files with_rule(std::string_view rule) { return with_page(statement("TEST.rule", "rule", rule)); }

std::vector<PackFile> views(const Files& files) {
    std::vector<PackFile> found;
    for (const auto& [path, text] : files) found.push_back({path, text});
    return found;
}

std::string text_of(const std::vector<PackProblem>& problems) {
    std::string text;
    for (const PackProblem& problem : problems) text += (text.empty() ? "" : "\n") + to_text(problem);
    return text;
}

std::string problems_of(const Files& files) { return text_of(read_guideline(views(files), formulary()).problems); }

std::string problems_of_rule(std::string_view rule) { return problems_of(with_rule(rule)); }

Guideline read(const Files& files) {
    ReadGuideline result = read_guideline(views(files), formulary());
    EXPECT_EQ(text_of(result.problems), "");
    return result.guideline.value_or(Guideline{});
}

Guideline read_rule(std::string_view rule) { return read(with_rule(rule)); }

}  // namespace stormkeel::sample
