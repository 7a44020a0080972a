// Fills a JsonDocument from the events of Boost.JSON's parser, which hands over the characters of each number.
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>
#include <limits>
#include <optional>
#include <utility>

#include "adapters/json.h"

namespace stormkeel {

// Takes the parser's events in order and lays the nodes down in the same order; a container learns its end when it
// closes. A text may come in parts; each is added to the document's characters as it comes.
class JsonBuilder {
public:
    using Code = boost::json::error_code;
    using Part = boost::json::string_view;

    // Room for a text of so many characters, each node taking as many of them as in most resources.
    explicit JsonBuilder(std::size_t length) {
        document_->text_.reserve(length);
        document_->nodes_.reserve(std::min(length / characters_of_a_node, most_reserved) + 1);
    }

    // The names from here to on_comment are those that Boost's parser uses; false and a code end the parse.
    static constexpr std::size_t max_object_size = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code& code) { return open(Json::Kind::object, code); }
    bool on_array_begin(Code& code) { return open(Json::Kind::array, code); }
    bool on_object_end(std::size_t, Code& code) {
        if (const std::optional<std::string_view> twice = repeated_key()) {
            return refuse("the field '" + std::string(*twice) + "' stands twice in " + path(), code);
        }
        return close();
    }
    bool on_array_end(std::size_t, Code&) { return close(); }
    bool on_key_part(Part part, std::size_t, Code&) { return add_text(part); }
    bool on_key(Part part, std::size_t, Code&) {
        add_text(part);
        key_ = begun_;
        key_length_ = written() - begun_;
        begun_ = written();
        return true;
    }
    bool on_string_part(Part part, std::size_t, Code&) { return add_text(part); }
    bool on_string(Part part, std::size_t, Code&) { return add(Json::Kind::string, part); }
    bool on_number_part(Part part, Code&) { return add_text(part); }
    bool on_int64(std::int64_t, Part part, Code&) { return add(Json::Kind::number, part); }
    bool on_uint64(std::uint64_t, Part part, Code&) { return add(Json::Kind::number, part); }
    bool on_double(double, Part part, Code&) { return add(Json::Kind::number, part); }
    bool on_bool(bool value, Code&) { return add(Json::Kind::boolean, value ? "true" : "false"); }
    bool on_null(Code&) { return add(Json::Kind::null, ""); }
    bool on_comment_part(Part, Code&) { return false; }  // JSON has none, and none is allowed
    bool on_comment(Part, Code&) { return false; }

    // The document, without what its blocks hold beyond their content: documents are kept by the hundred thousand.
    std::shared_ptr<const JsonDocument> finish() {
        document_->nodes_.shrink_to_fit();
        document_->text_.shrink_to_fit();
        return std::move(document_);
    }

    // Why the builder itself ended the parse; empty: it did not.
    const std::string& refusal() const { return refusal_; }

private:
    using Node = JsonDocument::Node;
    static constexpr std::size_t characters_of_a_node = 16;
    static constexpr std::size_t most_reserved = 65'536;

    std::uint32_t written() const { return static_cast<std::uint32_t>(document_->text_.size()); }

    bool add_text(Part part) {
        document_->text_.append(part.data(), part.size());
        return true;
    }

    // The last part of a value.
    bool add(Json::Kind kind, Part part) {
        add_text(part);
        if (!open_.empty()) ++document_->nodes_[open_.back()].count;
        Node node;
        node.key = key_;
        node.key_length = key_length_;
        node.value = begun_;
        node.value_length = written() - begun_;
        node.kind = kind;
        node.past = static_cast<std::uint32_t>(document_->nodes_.size() + 1);
        document_->nodes_.push_back(node);
        key_length_ = 0;
        begun_ = written();
        return true;
    }

    bool refuse(std::string why, Code& code) {
        refusal_ = std::move(why);
        code = boost::json::error::exception;
        return false;
    }

    bool open(Json::Kind kind, Code& code) {
        if (open_.size() == deepest_json) {
            return refuse("more than " + std::to_string(deepest_json) + " levels of nesting, at " + path(), code);
        }
        add(kind, "");
        open_.push_back(static_cast<std::uint32_t>(document_->nodes_.size() - 1));
        return true;
    }

    bool close() {
        document_->nodes_[open_.back()].past = static_cast<std::uint32_t>(document_->nodes_.size());
        open_.pop_back();
        return true;
    }

    std::string_view key_of(const Node& node) const { return document_->text_at(node.key, node.key_length); }

    static constexpr std::size_t few = 8;

    static std::optional<std::string_view> first_repeated(const std::vector<std::string_view>& keys) {
        for (auto key = keys.begin(); key != keys.end(); ++key) {
            if (std::find(keys.begin(), key, *key) != key) return *key;
        }
        return std::nullopt;
    }

    // The names of one object are compared only with each other; sorting keeps a hostile object of many names cheap.
    std::optional<std::string_view> repeated_key() {
        keys_.clear();
        for (std::size_t i = open_.back() + 1; i < document_->nodes_.size(); i = document_->nodes_[i].past) {
            keys_.push_back(key_of(document_->nodes_[i]));
        }
        if (keys_.size() <= few) return first_repeated(keys_);
        std::sort(keys_.begin(), keys_.end());
        const auto twice = std::adjacent_find(keys_.begin(), keys_.end());
        if (twice == keys_.end()) return std::nullopt;
        return *twice;
    }

    // "entry[3].resource", for people who look for the place.
    std::string path() const {
        std::string found;
        for (std::size_t depth = 1; depth < open_.size(); ++depth) {
            const Node& above = document_->nodes_[open_[depth - 1]];
            if (above.kind == Json::Kind::array) {
                found += "[" + std::to_string(above.count - 1) + "]";
            } else {
                found += (found.empty() ? "" : ".") + std::string(key_of(document_->nodes_[open_[depth]]));
            }
        }
        return found.empty() ? "the outermost object" : found;
    }

    std::shared_ptr<JsonDocument> document_ = std::make_shared<JsonDocument>();
    std::vector<std::uint32_t> open_;
    std::vector<std::string_view> keys_;
    std::uint32_t begun_ = 0;  // where the characters of the next key or value begin
    std::uint32_t key_ = 0;
    std::uint32_t key_length_ = 0;
    std::string refusal_;
};

namespace {

// What stands at a place, in words that hold no byte of it that is not ASCII.
std::string what_stands_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return "the text ends early";
    const char c = text[at];
    if (c >= ' ' && c <= '~') return std::string("'") + c + "' is not expected here";
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    return std::string("the byte 0x") + digits[byte >> 4U] + digits[byte & 15U] + " is not expected here";
}

std::string reason(const boost::json::error_code& code, std::string_view text, std::size_t at) {
    using boost::json::error;
    if (code == error::extra_data) return "something follows after the end of the value";
    if (code == error::exponent_overflow) return "an exponent of more than nine digits";
    if (code == error::expected_hex_digit) return "\\u is followed by four hexadecimal digits";
    const bool half = code == error::illegal_leading_surrogate || code == error::illegal_trailing_surrogate ||
                      code == error::expected_utf16_escape;
    return half ? "one half of a surrogate pair stands alone" : what_stands_at(text, at);
}

JsonError error_at(std::string_view text, std::size_t at, std::string why) {
    const std::string_view before = text.substr(0, at);
    const std::size_t last_break = before.rfind('\n');
    const auto line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    return {line, at - (last_break == std::string_view::npos ? 0 : last_break + 1) + 1, std::move(why)};
}

}  // namespace

std::variant<std::shared_ptr<const JsonDocument>, JsonError> read_json(std::string_view text) {
    if (text.size() > std::numeric_limits<std::int32_t>::max()) {
        return JsonError{0, 0, "the text is longer than 2 GiB; send it in parts, as NDJSON"};
    }
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    boost::json::parse_options options;
    options.max_depth = deepest_json + 1;  // one more, so that the builder says where
    boost::json::basic_parser<JsonBuilder> parser(options, text.size());
    JsonBuilder::Code code;
    const std::size_t at = parser.write_some(false, text.data(), text.size(), code);
    if (!code && at < text.size()) code = boost::json::error::extra_data;
    if (!code) return parser.handler().finish();
    if (const std::string& why = parser.handler().refusal(); !why.empty()) return JsonError{0, 0, why};
    return error_at(text, at, "not valid JSON: " + reason(code, text, at));
}

}  // namespace stormkeel
