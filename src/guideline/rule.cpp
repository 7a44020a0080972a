// Tells the kinds of blocks apart and reads what they share: the condition, the marks, the fields nobody knows.
#include "guideline/rule.h"

#include <cstdint>

#include "guideline/layers.h"
#include "guideline/parse_condition.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

struct RuleKind {
    std::string_view lead;  // the field that says what the rule is
    std::string_view name;  // Statement::kind
    void (*read)(RuleBlock& block);
};

constexpr std::array<RuleKind, 9> rule_kinds = {{
    {"grade", "grade", read_grade},
    {"differs", "differs", read_difference},
    {"score", "score", read_score},
    {"treat_as", "treat_as", read_treat_as},
    {"parameter", "parameter", read_parameter},
    {"classify", "classify", read_classes},
    {"action", "advice", read_advice},
    {"note", "note", read_note},
    {"clock", "clock", read_clock},
}};

constexpr std::string_view leading_keys = "grade, differs, score, treat_as, parameter, classify, action, note or clock";

const RuleKind* kind_of_rule(RuleBlock& block) {
    const RuleKind* found = nullptr;
    for (const RuleKind& kind : rule_kinds) {
        if (!block.fields.has(kind.lead)) continue;
        if (found != nullptr) {
            block.fields.refuse(
                block.fields.line_of(kind.lead),
                in_quotes(found->lead) + " and " + in_quotes(kind.lead) + " stand in one rule; a rule has exactly one");
            return nullptr;
        }
        found = &kind;
    }
    if (found == nullptr) {
        block.fields.refuse(
            block.fields.line_of(""),
            block.statement().id + " does not say what kind of rule it is; write " + std::string(leading_keys));
    }
    return found;
}

// What is found only for comparison is not there when other rules are asked.
void refuse_findings_for_comparison(RuleBlock& block, std::string_view key, const Condition& condition) {
    if (block.reading.guideline.packs[block.statement().pack].layer == Layer::comparison) return;
    for (const Step& step : condition.steps) {
        if (!is_for_comparison(step.finding)) continue;
        return block.fields.refuse(
            block.fields.line_of(key),
            in_quotes(name_of(step.finding)) + " is found only for comparison; no rule outside that layer may name it");
    }
}

void read_block(RuleBlock& block, std::string_view word) {
    Statement& statement = block.reading.guideline.statements[block.id];
    statement.locked = block.fields.flag("locked");
    statement.site_may_set = block.fields.flag("site_may_set");
    if (statement.locked && statement.site_may_set) {
        block.fields.refuse(block.fields.line_of("site_may_set"),
                            "'locked' and 'site_may_set' contradict each other; keep one");
    }
    statement.kind = word;
    read_replaces(block, word);
    if (word == "judgement") {
        if (!layer_may_hold(block, word)) return;
        read_question(block);
    } else if (word == "not-encoded") {
        block.fields.needed_text("why");
    } else if (word == "text") {
        block.fields.text("note");
    } else if (const RuleKind* kind = kind_of_rule(block)) {
        statement.kind = kind->name;
        if (!layer_may_hold(block, kind->lead)) return;
        kind->read(block);
    } else {
        return;
    }
    block.fields.refuse_untaken();
}

Condition condition_of(RuleBlock& block, std::string_view key) {
    const auto text = block.fields.text(key);
    if (!text) return {};
    ConditionReading read = read_condition(*text, block.reading.guideline.formulary);
    for (auto& [line, what] : read.problems) block.fields.refuse(block.fields.line_of(key) + line, std::move(what));
    refuse_findings_for_comparison(block, key, read.condition);
    return read.problems.empty() ? std::move(read.condition) : Condition{};
}

}  // namespace

Condition needed_condition(RuleBlock& block) {
    if (!block.fields.has("when")) {
        block.fields.refuse(block.fields.line_of("when"), block.statement().id + " has no 'when'; say when it applies");
    }
    return optional_condition(block);
}

Condition optional_condition(RuleBlock& block) {
    Condition condition = when_but_not(condition_of(block, "when"), condition_of(block, "unless"));
    condition = only_for(std::move(condition), block.reading.guideline.packs[block.statement().pack].products);
    if (depth_of(condition) <= Condition::depth_limit) return condition;
    block.fields.refuse(block.fields.line_of("unless"), "'when' and 'unless' together nest deeper than " +
                                                            std::to_string(Condition::depth_limit) +
                                                            "; divide the statement");
    return {};
}

void read_rule_again(RuleBlock& block) {
    const std::string& kind = block.statement().kind;
    if (kind == "judgement") return read_question(block);
    for (const RuleKind& known : rule_kinds) {
        if (known.name == kind) return known.read(block);
    }
}

bool sets_once(RuleBlock& block, const std::string& what, int line) {
    const auto [place, is_first] = block.reading.set_by.emplace(what, block.statement().id);
    if (!is_first) block.fields.refuse(line, what + " is already set by " + place->second + "; set it once");
    return is_first;
}

void read_rule(WrittenStatement written, Reading& reading) {
    const Place place{written.statement.file, written.block_line};
    const std::size_t problems_before = reading.problems.size();
    const Value table = read_toml(written.statement.rule, place, reading.problems);
    const bool is_toml = reading.problems.size() == problems_before;
    Fields fields(table, place.file, reading.problems);
    if (reading.guideline.statements.size() > UINT16_MAX) {
        return fields.refuse(written.statement.line, "the packs hold more than 65,536 statements");
    }
    if (const auto first = reading.guideline.statement_named(written.statement.id)) {
        const Statement& other = reading.guideline.statements[*first];
        return fields.refuse(written.statement.line, in_quotes(written.statement.id) + " is already the id of " +
                                                         other.file + ":" + std::to_string(other.line) +
                                                         "; an id is unique over all packs");
    }
    reading.guideline.statements.push_back(std::move(written.statement));
    RuleBlock block{static_cast<StatementId>(reading.guideline.statements.size() - 1), fields, reading};
    // A block that is no TOML has been told; that its fields are missing would only repeat it.
    if (is_toml) read_block(block, written.block);
}

}  // namespace stormkeel::pack
