// Writes JSON text straight out, member by member, without a document in between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/quantity.h"
#include "core/time.h"

namespace stormkeel {

// Adds a text as a JSON string; bytes that are no UTF-8 are replaced by U+FFFD.
void append_json_string(std::string& json, std::string_view text);

// One value without blanks or a line end. Members stand as they are put. Times are UTC with Z. Decimals are numbers:
// whole ones integers, others in the shortest decimal that reads as the same binary number. What is absent is null.
class JsonOut {
public:
    explicit JsonOut(std::size_t expected_bytes = 0) { json_.reserve(expected_bytes); }

    std::string take() { return std::move(json_); }

    void put(std::nullptr_t) { begin().append("null"); }
    void put(bool value) { begin().append(value ? "true" : "false"); }
    void put(int value) { put(static_cast<std::int64_t>(value)); }
    void put(std::int64_t value) { begin().append(std::to_string(value)); }
    void put(std::string_view text) { append_json_string(begin(), text); }
    void put(const std::string& text) { put(std::string_view(text)); }
    void put(const char* text) { put(std::string_view(text)); }
    void put(Decimal value);
    void put(Instant at) { put(to_text(at)); }
    template <typename Value>
    void put(const std::optional<Value>& value) {
        value ? put(*value) : put(nullptr);
    }

    // `members` puts them, and `elements` those of an array.
    template <typename Members>
    void object(const Members& members) {
        enclose('{', '}', members);
    }

    template <typename Value>
    void member(std::string_view name, const Value& value) {
        key(name);
        put(value);
    }
    // Members as another wrote them, behind its brace and before the one that ends them; not none.
    void members_of(std::string_view object) { begin().append(object.substr(1, object.size() - 2)); }

    template <typename Members>
    void object(std::string_view name, const Members& members) {
        key(name);
        object(members);
    }
    template <typename Elements>
    void array(std::string_view name, const Elements& elements) {
        key(name);
        enclose('[', ']', elements);
    }
    // `element` puts one for each value.
    template <typename Values, typename Element>
    void array(std::string_view name, const Values& values, const Element& element) {
        array(name, [&] {
            for (const auto& value : values) element(value);
        });
    }

private:
    // A value follows: behind a comma unless it is the first, or stands behind its key.
    std::string& begin() {
        const char last = json_.empty() ? '[' : json_.back();
        if (!after_key_ && last != '[' && last != '{') json_ += ',';
        after_key_ = false;
        return json_;
    }
    void key(std::string_view name) {
        append_json_string(begin(), name);
        json_ += ':';
        after_key_ = true;
    }
    template <typename Inside>
    void enclose(char open, char close, const Inside& inside) {
        begin() += open;
        inside();
        json_ += close;
    }

    std::string json_;
    bool after_key_ = false;
};

}  // namespace stormkeel
