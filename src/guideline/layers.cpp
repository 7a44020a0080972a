// Narrows conditions to products, and takes a rule away where a later layer replaces it.
#include "guideline/layers.h"

#include <algorithm>
#include <utility>

#include "guideline/parse_condition.h"

namespace stormkeel::pack {
namespace {

constexpr std::array<std::string_view, 5> kinds_with_a_condition = {"advice", "clock", "note", "judgement", "treat_as"};

// `product = a or product = b`; it never needs more than two places beside what stands before it.
Condition one_of(const std::vector<ProductId>& products) {
    Condition condition;
    for (const ProductId product : products) {
        const bool first = condition.steps.empty();
        condition.steps.push_back({Step::Kind::equal, FindingId::product, product});
        if (!first) condition.steps.push_back({Step::Kind::either});
    }
    return condition;
}

// Does something to every rule of a statement.
template <class Rules, class Change>
void change_rules(Rules& rules, StatementId statement, Change change) {
    for (auto& rule : rules) {
        if (rule.statement == statement) change(rule.when);
    }
}

template <class Change>
void change_conditions(Guideline& guideline, StatementId statement, Change change) {
    change_rules(guideline.treat_as_rules, statement, change);
    change_rules(guideline.notes, statement, change);
    change_rules(guideline.questions, statement, change);
    change_rules(guideline.advice, statement, change);
    change_rules(guideline.clocks, statement, change);
}

// Why the statement named cannot be replaced from the layer of `block`; empty when it can.
std::string refusal_of(const RuleBlock& block, const Statement& target) {
    const std::vector<Pack>& packs = block.reading.guideline.packs;
    const std::string name = in_quotes(target.id);
    if (packs[target.pack].layer >= packs[block.statement().pack].layer) {
        return name + " stands in the same layer; only a statement of an earlier layer can be replaced";
    }
    if (target.locked) return name + " is locked: it is a definition, and nothing replaces it";
    if (!has_a_condition(target.kind)) {
        return name + " is of the kind " + in_quotes(target.kind) + " and cannot be replaced; " +
               listed({kinds_with_a_condition.begin(), kinds_with_a_condition.end()}) + " can";
    }
    return {};
}

void replace(RuleBlock& block, const Value& name) {
    Guideline& guideline = block.reading.guideline;
    const auto found = guideline.statement_named(name.text);
    if (!found || *found == block.id) {
        std::vector<std::string_view> known;
        for (const Statement& statement : guideline.statements) {
            if (statement.id != block.statement().id) known.push_back(statement.id);
        }
        return block.fields.refuse(
            name.line, in_quotes(name.text) + " is no statement of an earlier layer" + did_you_mean(name.text, known));
    }
    Statement& target = guideline.statements[*found];
    if (const std::string why = refusal_of(block, target); !why.empty()) return block.fields.refuse(name.line, why);
    const Condition products = one_of(guideline.packs[block.statement().pack].products);
    change_conditions(guideline, *found, [&](Condition& when) { when = when_but_not(std::move(when), products); });
    target.replaced_by.push_back(block.id);
}

}  // namespace

Condition only_for(Condition when, const std::vector<ProductId>& products) {
    if (products.empty()) return when;
    const Condition named = one_of(products);
    const bool alone = when.steps.empty();
    when.steps.insert(when.steps.end(), named.steps.begin(), named.steps.end());
    if (!alone) when.steps.push_back({Step::Kind::both});
    return when;
}

bool has_a_condition(std::string_view kind) {
    const auto& kinds = kinds_with_a_condition;
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool layer_may_hold(RuleBlock& block, std::string_view lead) {
    const Layer layer = block.reading.guideline.packs[block.statement().pack].layer;
    const auto is_one_of = [lead](std::initializer_list<std::string_view> leads) {
        return std::find(leads.begin(), leads.end(), lead) != leads.end();
    };
    const auto refuse = [&](const std::string& what) {
        block.fields.refuse(block.fields.line_of(lead), what);
        return false;
    };
    if (layer == Layer::comparison && is_one_of({"treat_as", "action", "note", "clock", "judgement"})) {
        return refuse("a pack of the layer comparison cannot hold " + in_quotes(lead) +
                      ": what stands for comparison informs and acts on nothing");
    }
    if (lead == "score" && layer != Layer::comparison) {
        return refuse("a score informs and acts on nothing; it belongs into a pack of the layer comparison");
    }
    if (layer != Layer::product && layer != Layer::site) return true;
    if (!is_one_of({"grade", "differs", "parameter", "classify"})) return true;
    if (layer == Layer::site) {
        return refuse(lead == "grade" ? "a site cannot define grades"
                                      : "a site cannot hold " + in_quotes(lead) +
                                            "; what it may set stands under [[set]] in overrides.toml");
    }
    return refuse("a product pack cannot hold " + in_quotes(lead) +
                  ", which is the same for every product; it may hold action, clock, note, treat_as and judgement");
}

void read_replaces(RuleBlock& block, std::string_view word) {
    const std::vector<Value> names = block.fields.text_or_texts("replaces");
    if (!block.fields.has("replaces")) return;
    const int line = block.fields.line_of("replaces");
    const Statement& statement = block.statement();
    block.fields.needed_text("why");
    if (block.reading.guideline.packs[statement.pack].layer != Layer::product) {
        return block.fields.refuse(line,
                                   "'replaces' belongs to a product pack; a site writes [[replace]] in "
                                   "overrides.toml");
    }
    if (word != "rule" && word != "judgement") {
        return block.fields.refuse(line, "'replaces' stands in a rule or a judgement, which then holds instead");
    }
    if (statement.verification != Verification::verified) {
        return block.fields.refuse(line, statement.id +
                                             " is unverified and replaces nothing; without 'replaces' it is shown "
                                             "beside the general statement");
    }
    for (const Value& name : names) replace(block, name);
}

}  // namespace stormkeel::pack
