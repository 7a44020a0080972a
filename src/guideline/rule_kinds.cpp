// The small kinds of rules: grades, treat_as, notes, questions and clocks.
#include <cstdint>

#include "guideline/rule.h"

namespace stormkeel::pack {
namespace {

using Under = Note::Under;

constexpr std::array<std::pair<std::string_view, Scale>, 2> scales = {{{"crs", Scale::crs}, {"icans", Scale::icans}}};
constexpr std::array<std::pair<std::string_view, Under>, 3> unders = {
    {{"crs", Under::crs}, {"icans", Under::icans}, {"hlh", Under::hlh}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> changes = {
    {{"crs", "crs"}, {"icans", "icans"}, {"hlh", "hlh"}, {"dose", "dose"}}};

// The lead field of a grade or treat_as rule, inside what the scale has.
std::int8_t grade_in(RuleBlock& block, std::string_view key, std::int64_t highest) {
    const auto grade = block.fields.needed_whole(key);
    if (grade && *grade >= 1 && *grade <= highest) return static_cast<std::int8_t>(*grade);
    if (grade) {
        block.fields.refuse(block.fields.line_of(key), quoted(key) + " is " + std::to_string(*grade) +
                                                           "; it must be from 1 to " + std::to_string(highest));
    }
    return 0;
}

void need(RuleBlock& block, std::string_view key) {
    if (block.fields.has(key)) return;
    block.fields.refuse(block.fields.line_of(key), quoted(key) + " is missing");
}

std::string needed_item(RuleBlock& block, std::string_view key) {
    std::string item = block.fields.needed_text(key);
    const Formulary& formulary = block.reading.guideline.formulary;
    if (!item.empty() && !is_item(item, formulary)) {
        block.fields.refuse(block.fields.line_of(key), quoted(item) + " is no item" + nearest_item(item, formulary));
    }
    return item;
}

}  // namespace

void read_grade(RuleBlock& block) {
    GradeRule rule;
    rule.statement = block.id;
    rule.grade = grade_in(block, "grade", 5);
    need(block, "scale");
    rule.scale = word_of(block, "scale", scales, Scale::crs);
    rule.with = block.fields.text("with").value_or("");
    rule.without = block.fields.text("without").value_or("");
    rule.when = needed_condition(block);
    block.reading.guideline.grade_rules.push_back(std::move(rule));
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
