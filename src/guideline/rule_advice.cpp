// Recommendations: what to do, how much, when, and what stops it.
#include <algorithm>

#include "guideline/dose.h"
#include "guideline/drug_classes.h"
#include "guideline/rule.h"

namespace stormkeel::pack {
namespace {

constexpr std::array<std::pair<std::string_view, Action>, 8> actions = {{{"give", Action::give},
                                                                         {"consider", Action::consider},
                                                                         {"avoid", Action::avoid},
                                                                         {"obtain", Action::obtain},
                                                                         {"monitor", Action::monitor},
                                                                         {"notify", Action::notify},
                                                                         {"escalate", Action::escalate},
                                                                         {"ask", Action::ask}}};
constexpr std::array<std::pair<std::string_view, Urgency>, 3> urgencies = {
    {{"now", Urgency::now}, {"today", Urgency::today}, {"routine", Urgency::routine}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> order_words = {{{"stop", false}, {"warn", true}}};
constexpr std::array<std::pair<std::string_view, bool>, 1> only_words = {{{"order", true}}};
constexpr std::array<std::string_view, 4> placeholders = {"dose", "working", "next", "missing"};

void read_item(RuleBlock& block, Advice& advice) {
    advice.item = block.fields.needed_text("item");
    const Formulary& formulary = block.reading.guideline.formulary;
    if (advice.item.empty() || is_item(advice.item, formulary)) return;
    block.fields.refuse(block.fields.line_of("item"),
                        in_quotes(advice.item) + " is no item" + nearest_item(advice.item, formulary));
}

void read_moments(RuleBlock& block, Advice& advice) {
    advice.over = amount_of<Duration>(block, "over", read_length);
    advice.every = amount_of<Duration>(block, "every", read_length);
    if (const auto moment = amount_of<Moment>(block, "not_before", read_moment)) {
        advice.not_before_anchor = moment->anchor;
        advice.not_before_after = moment->after;
    }
    if (const auto moment = amount_of<Moment>(block, "due", read_moment)) {
        advice.due_anchor = moment->anchor;
        advice.due_after = moment->after;
    }
}

void read_text(RuleBlock& block, Advice& advice) {
    advice.text = block.fields.needed_text("text");
    for (std::size_t open = advice.text.find('{'); open != std::string::npos; open = advice.text.find('{', open + 1)) {
        const std::size_t close = advice.text.find('}', open);
        const std::string name = advice.text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
        if (close != std::string::npos &&
            std::find(placeholders.begin(), placeholders.end(), name) != placeholders.end()) {
            continue;
        }
        block.fields.refuse(
            block.fields.line_of("text"),
            "'{" + name + "}' cannot be filled in; a text may hold {dose}, {working}, {next} and {missing}");
    }
}

// What an `avoid` stops, each a drug or a class of drugs.
void read_orders(RuleBlock& block, Advice& advice) {
    const Formulary& formulary = block.reading.guideline.formulary;
    for (const Value& order : block.fields.texts("orders")) {
        if (formulary.drug_named(order.text) || drug_class_named(order.text)) {
            advice.order_items.push_back(order.text);
            continue;
        }
        std::vector<std::string_view> known(formulary.drugs.begin(), formulary.drugs.end());
        known.insert(known.end(), drug_class_names.begin(), drug_class_names.end());
        block.fields.refuse(
            order.line, in_quotes(order.text) + " is no drug and no class of drugs" + did_you_mean(order.text, known));
    }
    advice.order_warns = word_of(block, "order", order_words, false);
    if (block.fields.has("only")) advice.only_orders = word_of(block, "only", only_words, false);
    for (const Value& product : block.fields.texts("own_rules")) {
        if (const auto known = formulary.product_named(product.text)) {
            advice.own_rules.push_back(*known);
        } else {
            block.fields.refuse(product.line, in_quotes(product.text) + " is no product");
        }
    }
    if (advice.action == Action::avoid) return;
    for (const std::string_view key : {"orders", "order", "only", "own_rules"}) {
        if (block.fields.has(key)) {
            block.fields.refuse(block.fields.line_of(key), in_quotes(key) + " belongs to action = \"avoid\" alone");
        }
    }
}

}  // namespace

void read_advice(RuleBlock& block) {
    Advice advice;
    advice.statement = block.id;
    advice.action = word_of(block, "action", actions, Action::consider);
    read_item(block, advice);
    advice.dose = read_dose(block);
    advice.route = block.fields.text("route").value_or("");
    advice.at_most = block.fields.text("at_most").value_or("");
    read_moments(block, advice);
    advice.urgency = word_of(block, "urgency", urgencies, Urgency::routine);
    read_text(block, advice);
    read_orders(block, advice);
    advice.when = needed_condition(block);
    block.reading.guideline.advice.push_back(std::move(advice));
}

}  // namespace stormkeel::pack
