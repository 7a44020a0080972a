// Goes over the nodes of a JsonDocument.
#include "adapters/json.h"

#include <algorithm>

namespace stormkeel {

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

std::string_view unknown_member(const Json& object, std::initializer_list<std::string_view> known) {
    for (const Json member : object) {
        if (std::find(known.begin(), known.end(), member.key()) == known.end()) return member.key();
    }
    return {};
}

}  // namespace stormkeel
