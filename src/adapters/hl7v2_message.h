// One HL7 v2 message taken apart: segments, fields, repetitions, components, subcomponents, as views over one text.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

// Codes of HL7 table 0357, which an ERR segment carries.
enum class Hl7Error : int {
    segment_sequence = 100,
    required_field_missing = 101,
    data_type = 102,
    table_value = 103,
    unsupported_message = 200,
    unsupported_event = 201,
    unsupported_processing_id = 202,
    unsupported_version = 203,
    unknown_key = 204,
    duplicate_key = 205,
    internal = 207
};

// What is wrong with a message: where ("PID-3", "OBX 2"), and why with what would be right.
struct Hl7Problem {
    Hl7Error code = Hl7Error::internal;
    std::string where;
    std::string why;
};

// As MSH-1 and MSH-2 define them. One that is not defined is '\r', which stands in no field.
struct Hl7Separators {
    char field = '|';
    char component = '\r';
    char repetition = '\r';
    char escape = '\r';
    char subcomponent = '\r';
    bool latin1 = false;  // escaped bytes (\XE9\) are of ISO 8859-1, not of UTF-8
};

// A field, or a part of one. Asked for what is not there it is empty. Places count from 1, as in the standard.
class Hl7Part {
public:
    Hl7Part() = default;
    Hl7Part(std::string_view raw, const Hl7Separators& separators) : raw_(raw), separators_(&separators) {}

    bool empty() const { return raw_.empty(); }
    bool is_null() const { return raw_ == "\"\""; }  // "" says: delete what you have; empty says nothing
    std::string_view raw() const { return raw_; }    // as it was sent, in UTF-8

    // Without outer blanks and with its escapes resolved; separators of its inner parts stay. An escape that is not
    // known, or whose bytes are no text, stays visible: "\H\".
    std::string text() const;

    std::vector<Hl7Part> repetitions() const;  // those that are not empty
    Hl7Part repetition(std::size_t place) const;
    Hl7Part component(std::size_t place) const;     // of its first repetition
    Hl7Part subcomponent(std::size_t place) const;  // of its first component

private:
    Hl7Part part(std::size_t place, char separator) const;

    std::string_view raw_;
    const Hl7Separators* separators_ = nullptr;
};

class Hl7Segment {
public:
    Hl7Segment(std::span<const std::string_view> fields, const Hl7Separators& separators)
        : fields_(fields), separators_(&separators) {}

    std::string_view name() const { return fields_.front(); }  // "OBX"
    std::string_view raw() const;                              // from its name to its last field
    // Counted as the standard counts: MSH-1 is the separator itself.
    Hl7Part field(std::size_t place) const;

private:
    std::span<const std::string_view> fields_;
    const Hl7Separators* separators_;
};

// Segments end with CR, LF or CRLF. Texts come out in UTF-8: MSH-18 empty or ASCII (UTF-8 is taken as well), UNICODE
// UTF-8, and 8859/1, which is converted. All views live as long as the message.
class Hl7Message {
public:
    explicit Hl7Message(std::string_view text);
    ~Hl7Message();
    Hl7Message(Hl7Message&&) noexcept;
    Hl7Message& operator=(Hl7Message&&) noexcept;

    // Why the message cannot be used; its segments then serve for the answer alone.
    const std::optional<Hl7Problem>& problem() const;

    std::span<const Hl7Segment> segments() const;
    const Hl7Segment* first(std::string_view name) const;  // nullptr when there is none

    // Lines that are no segment, such as the rest of a text that was broken in two.
    std::span<const Hl7Problem> broken_lines() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
