// Fills a JsonDocument from the events of nlohmann's parser, which hands over the characters of each number.
#include "adapters/json.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace stormkeel {

// Takes the parser's events in order and lays the nodes down in the same order; a container learns its end when it
// closes.
class JsonBuilder {
public:
    // Numbers that were replaced in the text, by their place among all numbers; see without_overflow().
    using Replaced = std::map<std::size_t, std::string_view>;

    explicit JsonBuilder(JsonDocument& document, Replaced replaced = {})
        : document_(document), replaced_(std::move(replaced)) {}

    // The names below are those that nlohmann's parser calls; false ends the parse.
    bool null() { return add(Json::Kind::null, ""); }
    bool boolean(bool value) { return add(Json::Kind::boolean, value ? "true" : "false"); }
    bool number_integer(std::int64_t value) { return add_number(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) { return add_number(std::to_string(value)); }
    bool number_float(double, const std::string& text) { return add_number(text); }
    bool string(const std::string& text) { return add(Json::Kind::string, text); }
    bool binary(const std::vector<std::uint8_t>&) { return false; }  // occurs only in binary formats

    bool start_object(std::size_t) { return open(Json::Kind::object); }
    bool start_array(std::size_t) { return open(Json::Kind::array); }
    bool end_object() {
        if (const std::optional<std::string_view> twice = repeated_key()) {
            error_ = {0, 0, "the field '" + std::string(*twice) + "' stands twice in " + path()};
            return false;
        }
        return close();
    }
    bool end_array() { return close(); }

    bool key(const std::string& name) {
        key_ = static_cast<std::uint32_t>(document_.text_.size());
        key_length_ = static_cast<std::uint32_t>(name.size());
        document_.text_ += name;
        return true;
    }

    template <typename Exception>
    bool parse_error(std::size_t position, const std::string&, const Exception& exception) {
        constexpr int number_overflow = 406;
        overflow_ = exception.id == number_overflow;
        error_ = {0, 0, reason(exception.what())};
        position_ = position;
        return false;
    }

    // Whether the parse ended at a number that no double can hold.
    bool met_overflow() const { return overflow_; }

    // Gives back what the blocks hold beyond their content: documents are kept by the hundred thousand.
    void finish() {
        document_.nodes_.shrink_to_fit();
        document_.text_.shrink_to_fit();
    }

    // What went wrong; the line and column are found again from the position, which the parser counts in bytes.
    JsonError error(std::string_view text) const {
        JsonError found = error_.value_or(JsonError{0, 0, "the text ends early"});
        if (position_ == 0) return found;
        const std::string_view before = text.substr(0, std::min(position_ - 1, text.size()));
        const std::size_t last_break = before.rfind('\n');
        found.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        found.column = before.size() - (last_break == std::string_view::npos ? 0 : last_break + 1) + 1;
        return found;
    }

private:
    using Node = JsonDocument::Node;

    // "[json.exception...] parse error at line 1, column 2: WHY; last read: '...'" without all but WHY: the rest says
    // the place a second time, and may repeat bytes that are no UTF-8.
    static std::string reason(std::string_view what) {
        if (what.starts_with('[')) what.remove_prefix(std::min(what.size(), what.find("] ") + 2));
        if (const auto at = what.find(": "); what.starts_with("parse error") && at != std::string_view::npos) {
            what.remove_prefix(at + 2);
        }
        what = what.substr(0, what.find("; last read"));
        constexpr std::string_view syntax = "syntax error while parsing ";
        if (what.starts_with(syntax)) what.remove_prefix(syntax.size());
        return "not valid JSON: " + std::string(what);
    }

    bool add(Json::Kind kind, std::string_view text) {
        if (!open_.empty()) ++document_.nodes_[open_.back()].count;
        Node node;
        node.key = key_;
        node.key_length = key_length_;
        node.value = static_cast<std::uint32_t>(document_.text_.size());
        node.value_length = static_cast<std::uint32_t>(text.size());
        node.kind = kind;
        node.past = static_cast<std::uint32_t>(document_.nodes_.size() + 1);
        document_.text_ += text;
        document_.nodes_.push_back(node);
        key_length_ = 0;
        return true;
    }

    bool add_number(std::string_view text) {
        const auto original = replaced_.find(numbers_++);
        return add(Json::Kind::number, original == replaced_.end() ? text : original->second);
    }

    bool open(Json::Kind kind) {
        if (open_.size() == deepest_json) {
            error_ = {0, 0, "more than " + std::to_string(deepest_json) + " levels of nesting, at " + path()};
            return false;
        }
        add(kind, "");
        open_.push_back(static_cast<std::uint32_t>(document_.nodes_.size() - 1));
        return true;
    }

    bool close() {
        document_.nodes_[open_.back()].past = static_cast<std::uint32_t>(document_.nodes_.size());
        open_.pop_back();
        return true;
    }

    std::string_view key_of(const Node& node) const { return document_.text_at(node.key, node.key_length); }

    // The names of one object are compared only with each other; sorting keeps a hostile object of many names cheap.
    std::optional<std::string_view> repeated_key() {
        keys_.clear();
        for (std::size_t i = open_.back() + 1; i < document_.nodes_.size(); i = document_.nodes_[i].past) {
            keys_.push_back(key_of(document_.nodes_[i]));
        }
        std::sort(keys_.begin(), keys_.end());
        const auto twice = std::adjacent_find(keys_.begin(), keys_.end());
        if (twice == keys_.end()) return std::nullopt;
        return *twice;
    }

    // "entry[3].resource", for people who look for the place.
    std::string path() const {
        std::string found;
        for (std::size_t depth = 1; depth < open_.size(); ++depth) {
            const Node& above = document_.nodes_[open_[depth - 1]];
            if (above.kind == Json::Kind::array) {
                found += "[" + std::to_string(above.count - 1) + "]";
            } else {
                found += (found.empty() ? "" : ".") + std::string(key_of(document_.nodes_[open_[depth]]));
            }
        }
        return found.empty() ? "the outermost object" : found;
    }

    JsonDocument& document_;
    Replaced replaced_;
    std::size_t numbers_ = 0;
    bool overflow_ = false;
    std::vector<std::uint32_t> open_;
    std::vector<std::string_view> keys_;
    std::uint32_t key_ = 0;
    std::uint32_t key_length_ = 0;
    std::optional<JsonError> error_;
    std::size_t position_ = 0;
};

namespace {

bool is_of_a_number(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

std::size_t past_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
}

// A number as JSON writes it: "01", "1." and "1e" are none.
bool is_json_number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = at;
    at = past_digits(text, at);
    if (at == whole || (text[whole] == '0' && at > whole + 1)) return false;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = ++at;
        at = past_digits(text, at);
        if (at == fraction) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = at;
        at = past_digits(text, at);
        if (at == exponent) return false;
    }
    return at == text.size();
}

bool overflows(std::string_view number) {
    return is_json_number(number) && std::isinf(std::strtod(std::string(number).c_str(), nullptr));
}

// Goes to the closing quote of the string that opens at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return at;
}

// The text with each number beyond double as a zero of the same length, so that one absurd value leaves the rest of the
// document readable, and what stood there.
std::string without_overflow(std::string_view text, JsonBuilder::Replaced& replaced) {
    std::string blunted(text);
    std::size_t numbers = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            at = end_of_string(text, at);
        } else if (text[at] == '-' || (text[at] >= '0' && text[at] <= '9')) {
            std::size_t end = at;
            while (end < text.size() && is_of_a_number(text[end])) ++end;
            const std::string_view number = text.substr(at, end - at);
            if (overflows(number)) {
                replaced.emplace(numbers, number);
                blunted.replace(at, number.size(), "0." + std::string(number.size() - 2, '0'));
            }
            ++numbers;
            at = end - 1;
        }
    }
    return blunted;
}

bool parse(std::string_view text, JsonBuilder& builder) {
    return nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
}

}  // namespace

std::variant<std::shared_ptr<const JsonDocument>, JsonError> read_json(std::string_view text) {
    if (text.size() > std::numeric_limits<std::int32_t>::max()) {
        return JsonError{0, 0, "the text is longer than 2 GiB; send it in parts, as NDJSON"};
    }
    auto document = std::make_shared<JsonDocument>();
    JsonBuilder builder(*document);
    if (parse(text, builder)) {
        builder.finish();
        return std::shared_ptr<const JsonDocument>(std::move(document));
    }
    if (!builder.met_overflow()) return builder.error(text);
    JsonBuilder::Replaced replaced;
    const std::string blunted = without_overflow(text, replaced);
    document = std::make_shared<JsonDocument>();
    JsonBuilder again(*document, std::move(replaced));
    if (!parse(blunted, again)) return again.error(text);
    again.finish();
    return std::shared_ptr<const JsonDocument>(std::move(document));
}

std::string to_text(const JsonError& error) {
    if (error.line == 0) return error.why;
    return "line " + std::to_string(error.line) + ", column " + std::to_string(error.column) + ": " + error.why;
}

Json::Kind Json::kind() const { return document_ == nullptr ? Kind::absent : document_->nodes_[place_].kind; }

std::string_view Json::text() const {
    if (document_ == nullptr) return {};
    const JsonDocument::Node& node = document_->nodes_[place_];
    return document_->text_at(node.value, node.value_length);
}

std::string_view Json::key() const {
    if (document_ == nullptr) return {};
    const JsonDocument::Node& node = document_->nodes_[place_];
    return document_->text_at(node.key, node.key_length);
}

Json Json::operator[](std::string_view key) const {
    if (!is_object()) return {};
    for (const Json member : *this) {
        if (member.key() == key) return member;
    }
    return {};
}

Json Json::operator[](std::size_t place) const {
    if (!is_array() || place >= size()) return {};
    Iterator it = begin();
    for (std::size_t i = 0; i < place; ++i) ++it;
    return *it;
}

std::size_t Json::size() const { return document_ == nullptr ? 0 : document_->nodes_[place_].count; }

Json::Iterator Json::begin() const {
    Iterator it;
    it.document_ = document_;
    it.place_ = document_ == nullptr ? 0 : place_ + 1;
    return it;
}

Json::Iterator Json::end() const {
    Iterator it;
    it.document_ = document_;
    it.place_ = document_ == nullptr ? 0 : document_->nodes_[place_].past;
    return it;
}

Json Json::Iterator::operator*() const { return {document_, place_}; }

Json::Iterator& Json::Iterator::operator++() {
    place_ = document_->nodes_[place_].past;
    return *this;
}

}  // namespace stormkeel
