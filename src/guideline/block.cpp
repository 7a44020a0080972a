// Reads TOML with toml++ and keeps of each node its value and its line.
#include "guideline/block.h"

#include <algorithm>
#include <stdexcept>

// The library asserts at some texts that are no TOML ("[=") instead of refusing them: here that is one more refusal.
[[noreturn]] inline void refuse_toml() { throw std::logic_error("a key or a value was expected"); }
#define TOML_ASSERT(expr) ((expr) ? void() : refuse_toml())
#include <toml++/toml.h>

namespace stormkeel::pack {
namespace {

int line_in_file(const toml::source_region& source, const Place& place) {
    return place.line + static_cast<int>(source.begin.line) - 1;
}

Value value_of(const toml::node& node, const Place& place) {
    Value value;
    value.line = line_in_file(node.source(), place);
    if (const auto* text = node.as_string()) {
        value.kind = Value::Kind::text;
        value.text = text->get();
    } else if (const auto* whole = node.as_integer()) {
        value.kind = Value::Kind::whole;
        value.whole = whole->get();
    } else if (const auto* truth = node.as_boolean()) {
        value.kind = Value::Kind::truth;
        value.truth = truth->get();
    } else if (const auto* list = node.as_array()) {
        value.kind = Value::Kind::list;
        for (const toml::node& item : *list) value.items.push_back(value_of(item, place));
    } else if (const auto* table = node.as_table()) {
        value.kind = Value::Kind::table;
        for (const auto& [key, item] : *table) {
            value.items.push_back(value_of(item, place));
            value.items.back().key = key.str();
        }
        // The library sorts by key; a reader expects the order of the page.
        std::stable_sort(value.items.begin(), value.items.end(),
                         [](const Value& a, const Value& b) { return a.line < b.line; });
    }
    return value;
}

}  // namespace

std::string_view name_of(Value::Kind kind) {
    switch (kind) {
        case Value::Kind::text:
            return "text in quotes";
        case Value::Kind::whole:
            return "a whole number";
        case Value::Kind::truth:
            return "true or false";
        case Value::Kind::list:
            return "a list";
        case Value::Kind::table:
            return "a table";
        case Value::Kind::other:
            break;
    }
    return "a number with a fraction or a date";
}

Value read_toml(std::string_view text, const Place& place, std::vector<PackProblem>& problems) {
    try {
        return value_of(toml::parse(text), place);
    } catch (const toml::parse_error& error) {
        problems.push_back(
            {place.file, line_in_file(error.source(), place), "this is no TOML: " + std::string(error.description())});
    } catch (const std::logic_error& error) {
        problems.push_back({place.file, place.line, std::string("this is no TOML: ") + error.what()});
    }
    Value empty;
    empty.kind = Value::Kind::table;
    empty.line = place.line;
    return empty;
}

}  // namespace stormkeel::pack
