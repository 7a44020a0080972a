// Reads the panels of the baseline laboratory: a part in words, and the tests it needs.
#include "core/vocabulary.h"
#include "guideline/classes.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

// "pt/inr": the tests of which one is enough.
std::vector<Item> alternatives_in(RuleBlock& block, const Value& row, std::string_view text) {
    std::vector<Item> tests;
    for (const std::string_view name : split(text, "/")) {
        const auto test = item_named(name);
        if (test && kind_of(*test) == ItemKind::measured) {
            tests.push_back(*test);
        } else {
            block.fields.refuse(row.line, in_quotes(name) + " is no measured item");
        }
    }
    return tests;
}

void read_panel(RuleBlock& block, std::string_view name, std::vector<PanelPart>& panel) {
    const Value* table = block.fields.take(name);
    if (table == nullptr || table->kind != Value::Kind::table || table->items.empty()) {
        return block.fields.refuse(block.fields.line_of(name),
                                   in_quotes(name) + " must be a table of parts and their tests");
    }
    for (const Value& row : table->items) {
        if (row.kind != Value::Kind::text || trimmed(row.text).empty()) {
            block.fields.refuse(row.line, in_quotes(row.key) + " must name its tests in quotes");
            continue;
        }
        PanelPart part{row.key, {}};
        for (const std::string_view word : split(trimmed(row.text), " ")) {
            if (!word.empty()) part.tests.push_back(alternatives_in(block, row, word));
        }
        panel.push_back(std::move(part));
    }
}

}  // namespace

void read_laboratory_panels(RuleBlock& block) {
    Parameters& parameters = block.reading.guideline.parameters;
    read_panel(block, "panel_a", parameters.panel_a);
    read_panel(block, "panel_b", parameters.panel_b);
}

}  // namespace stormkeel::pack
