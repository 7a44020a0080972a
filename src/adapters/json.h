// A JSON document as a value that keeps every number as it was written; strict where clinical data must not be guessed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace stormkeel {

// One place in a JsonDocument, valid as long as the document lives. A place that does not exist is `absent`, and every
// question may be asked of it: patient["name"][0]["family"].text() is empty when any step is missing.
class Json {
public:
    enum class Kind : std::uint8_t { absent, null, boolean, number, string, array, object };

    Json() = default;

    Kind kind() const;
    bool exists() const { return kind() != Kind::absent; }
    bool is_object() const { return kind() == Kind::object; }
    bool is_array() const { return kind() == Kind::array; }
    bool is_string() const { return kind() == Kind::string; }
    bool is_number() const { return kind() == Kind::number; }

    // A string's characters, a number's text exactly as written ("38.0"), "true" or "false"; empty for all else.
    std::string_view text() const;
    std::string_view string() const { return is_string() ? text() : std::string_view{}; }  // empty unless a string

    // The field's name when this is a member of an object, else empty.
    std::string_view key() const;

    Json operator[](std::string_view key) const;  // a member of an object, else absent
    Json operator[](std::size_t place) const;     // an element of an array, else absent
    std::size_t size() const;                     // members or elements; 0 for all else

    // Goes over the elements of an array or the members of an object; nothing for all else.
    class Iterator {
    public:
        Json operator*() const;
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return place_ != other.place_; }

    private:
        friend class Json;
        const class JsonDocument* document_ = nullptr;
        std::uint32_t place_ = 0;
    };
    Iterator begin() const;
    Iterator end() const;

private:
    friend class JsonDocument;
    Json(const JsonDocument* document, std::uint32_t place) : document_(document), place_(place) {}

    const JsonDocument* document_ = nullptr;
    std::uint32_t place_ = 0;
};

// The first member of an object that has none of these names; empty: each has one.
std::string_view unknown_member(const Json& object, std::initializer_list<std::string_view> known);

// Where a text is no JSON, and why. Line and column count from 1; both are 0 when only a path can be named.
struct JsonError {
    std::size_t line = 0;
    std::size_t column = 0;
    std::string why;  // "the field 'status' stands twice in entry[3].resource"
};
std::string to_text(const JsonError& error);  // "line 3, column 14: ..."

// The parsed text: two blocks of memory, whatever its shape. Views into it stay valid until it is destroyed, so it is
// shared and never copied.
class JsonDocument {
public:
    Json root() const { return {this, 0}; }

private:
    friend class Json;
    friend class JsonBuilder;

    struct Node {
        std::uint32_t key = 0;  // where the characters begin in text_
        std::uint32_t key_length = 0;
        std::uint32_t value = 0;
        std::uint32_t value_length = 0;
        std::uint32_t past = 0;   // the first node that is not below this one
        std::uint32_t count = 0;  // members or elements
        Json::Kind kind = Json::Kind::absent;
    };
    std::string_view text_at(std::uint32_t begin, std::uint32_t length) const {
        return std::string_view(text_).substr(begin, length);
    }

    std::vector<Node> nodes_;
    std::string text_;
};

constexpr std::size_t deepest_json = 64;

// Reads one JSON text of at most 2 GiB. Refuses what is no JSON, ill-formed UTF-8, anything after the value, nesting
// deeper than 64, and an object with one field twice: two values for one name are nothing to choose from. A number too
// large for any machine ("1e400") is kept as text like every other; with an exponent of ten digits it is refused.
std::variant<std::shared_ptr<const JsonDocument>, JsonError> read_json(std::string_view text);

}  // namespace stormkeel
