// Takes fields from a TOML table and reports what is missing, of the wrong kind or unknown.
#include "guideline/fields.h"

#include <algorithm>
#include <utility>

#include "guideline/nearest.h"

namespace stormkeel::pack {

Fields::Fields(const Value& table, std::string file, std::vector<PackProblem>& problems)
    : table_(table), file_(std::move(file)), problems_(problems) {}

const Value* Fields::find(std::string_view key) const {
    const auto found =
        std::find_if(table_.items.begin(), table_.items.end(), [&](const Value& item) { return item.key == key; });
    return found == table_.items.end() ? nullptr : &*found;
}

const Value* Fields::take(std::string_view key) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.push_back(key);
    return find(key);
}

const Value* Fields::take_kind(std::string_view key, Value::Kind kind) {
    const Value* value = take(key);
    if (value == nullptr || value->kind == kind) return value;
    refuse(value->line,
           in_quotes(key) + " must be " + std::string(name_of(kind)) + ", and is " + std::string(name_of(value->kind)));
    return nullptr;
}

std::optional<std::string> Fields::text(std::string_view key) {
    const Value* value = take_kind(key, Value::Kind::text);
    return value ? std::optional(value->text) : std::nullopt;
}

std::optional<std::int64_t> Fields::whole(std::string_view key) {
    const Value* value = take_kind(key, Value::Kind::whole);
    return value ? std::optional(value->whole) : std::nullopt;
}

bool Fields::flag(std::string_view key) {
    const Value* value = take_kind(key, Value::Kind::truth);
    return value != nullptr && value->truth;
}

std::vector<Value> Fields::texts(std::string_view key) {
    const Value* list = take_kind(key, Value::Kind::list);
    if (list == nullptr) return {};
    std::vector<Value> found;
    for (const Value& item : list->items) {
        if (item.kind == Value::Kind::text) {
            found.push_back(item);
        } else {
            refuse(item.line,
                   in_quotes(key) + " must be a list of texts in quotes, and holds " + std::string(name_of(item.kind)));
        }
    }
    return found;
}

std::vector<Value> Fields::text_or_texts(std::string_view key) {
    const Value* value = take(key);
    if (value == nullptr || value->kind != Value::Kind::text) return texts(key);
    return {*value};
}

std::string Fields::needed_text(std::string_view key) {
    if (!has(key)) refuse(table_.line, in_quotes(key) + " is missing");
    const auto found = text(key);
    if (found && found->empty()) refuse(line_of(key), in_quotes(key) + " is empty");
    return found.value_or("");
}

std::optional<std::int64_t> Fields::needed_whole(std::string_view key) {
    if (!has(key)) refuse(table_.line, in_quotes(key) + " is missing");
    return whole(key);
}

std::vector<const Value*> Fields::untaken() const {
    std::vector<const Value*> left;
    for (const Value& item : table_.items) {
        if (std::find(asked_.begin(), asked_.end(), item.key) == asked_.end()) left.push_back(&item);
    }
    return left;
}

void Fields::refuse_untaken() {
    for (const Value* item : untaken()) {
        const std::string hint = did_you_mean(item->key, asked_);
        refuse(item->line, in_quotes(item->key) + " is no field here" +
                               (hint.empty() ? "; the fields are " + listed(asked_) : hint));
    }
}

int Fields::line_of(std::string_view key) const {
    const Value* value = find(key);
    return value ? value->line : table_.line;
}

void Fields::refuse(int line, std::string what) { problems_.push_back({file_, line, std::move(what)}); }

}  // namespace stormkeel::pack
