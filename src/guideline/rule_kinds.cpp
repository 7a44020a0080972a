// The small kinds of rules: grades, why a scale differs, treat_as, notes, questions and clocks.
#include <cstdint>

#include "guideline/rule.h"

namespace stormkeel::pack {
namespace {

using Under = Note::Under;

// The scales by their names, for word_of().
std::array<std::pair<std::string_view, Scale>, scale_count> scales() {
    std::array<std::pair<std::string_view, Scale>, scale_count> names;
    for (std::size_t i = 0; i < scale_count; ++i) names[i] = {name_of(static_cast<Scale>(i)), static_cast<Scale>(i)};
    return names;
}

constexpr std::array<std::pair<std::string_view, Relation>, 4> relations = {
    {{"same", Relation::same}, {"lower", Relation::lower}, {"higher", Relation::higher}, {"open", Relation::open}}};
constexpr std::array<std::pair<std::string_view, Under>, 3> unders = {
    {{"crs", Under::crs}, {"icans", Under::icans}, {"hlh", Under::hlh}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> changes = {
    {{"crs", "crs"}, {"icans", "icans"}, {"hlh", "hlh"}, {"dose", "dose"}}};

// The lead field of a grade or treat_as rule, inside what the scale has.
std::int8_t grade_in(RuleBlock& block, std::string_view key, std::int64_t highest) {
    const auto grade = block.fields.needed_whole(key);
    if (grade && *grade >= 1 && *grade <= highest) return static_cast<std::int8_t>(*grade);
    if (grade) {
        block.fields.refuse(block.fields.line_of(key), in_quotes(key) + " is " + std::to_string(*grade) +
                                                           "; it must be from 1 to " + std::to_string(highest));
    }
    return 0;
}

void need(RuleBlock& block, std::string_view key) {
    if (block.fields.has(key)) return;
    block.fields.refuse(block.fields.line_of(key), in_quotes(key) + " is missing");
}

std::string needed_item(RuleBlock& block, std::string_view key) {
    std::string item = block.fields.needed_text(key);
    const Formulary& formulary = block.reading.guideline.formulary;
    if (!item.empty() && !is_item(item, formulary)) {
        block.fields.refuse(block.fields.line_of(key), in_quotes(item) + " is no item" + nearest_item(item, formulary));
    }
    return item;
}

// What stands in braces is the name of a count, which the answer fills in.
void refuse_wrong_counts(RuleBlock& block, const std::string& text) {
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        const std::string name = text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
        bool counted = false;
        for (std::size_t i = 0; i < finding_count && close != std::string::npos; ++i) {
            const auto id = static_cast<FindingId>(i);
            counted = counted || (kind_of(id) == FindingKind::count && name_of(id) == name);
        }
        if (counted) continue;
        block.fields.refuse(block.fields.line_of("note"),
                            "'{" + name + "}' cannot be filled in; a note may hold the name of a count");
    }
}

}  // namespace

void read_grade(RuleBlock& block) {
    GradeRule rule;
    rule.statement = block.id;
    rule.grade = grade_in(block, "grade", 5);
    need(block, "scale");
    rule.scale = word_of(block, "scale", scales(), Scale::crs);
    rule.with = block.fields.text("with").value_or("");
    rule.without = block.fields.text("without").value_or("");
    rule.when = needed_condition(block);
    Guideline& guideline = block.reading.guideline;
    (is_for_comparison(rule.scale) ? guideline.comparison_rules : guideline.grade_rules).push_back(std::move(rule));
}

void read_difference(RuleBlock& block) {
    Difference difference;
    difference.statement = block.id;
    difference.text = block.fields.needed_text("differs");
    need(block, "scale");
    difference.scale = word_of(block, "scale", scales(), Scale::lee_2014);
    if (!is_for_comparison(difference.scale)) {
        block.fields.refuse(block.fields.line_of("scale"), "this scale is not one for comparison");
    }
    need(block, "answer");
    difference.relation = word_of(block, "answer", relations, Relation::same);
    difference.when = optional_condition(block);
    block.reading.guideline.differences.push_back(std::move(difference));
}

void read_treat_as(RuleBlock& block) {
    TreatAsRule rule;
    rule.statement = block.id;
    rule.grade = grade_in(block, "treat_as", 4);
    rule.when = needed_condition(block);
    block.reading.guideline.treat_as_rules.push_back(std::move(rule));
}

void read_note(RuleBlock& block) {
    Note note;
    note.statement = block.id;
    note.text = block.fields.needed_text("note");
    refuse_wrong_counts(block, note.text);
    need(block, "under");
    note.under = word_of(block, "under", unders, Under::crs);
    note.when = needed_condition(block);
    block.reading.guideline.notes.push_back(std::move(note));
}

void read_clock(RuleBlock& block) {
    Clock clock;
    clock.statement = block.id;
    clock.item = needed_item(block, "clock");
    need(block, "due");
    if (const auto due = amount_of<Moment>(block, "due", read_moment)) {
        clock.anchor = due->anchor;
        clock.after = due->after;
    }
    clock.when = needed_condition(block);
    block.reading.guideline.clocks.push_back(std::move(clock));
}

void read_question(RuleBlock& block) {
    Question question;
    question.statement = block.id;
    question.ask = block.fields.needed_text("ask");
    question.item = needed_item(block, "item");
    need(block, "could_change");
    question.could_change = word_of(block, "could_change", changes, std::string_view{});
    question.when = optional_condition(block);
    block.reading.guideline.questions.push_back(std::move(question));
}

}  // namespace stormkeel::pack
