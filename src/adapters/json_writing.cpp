// Goes over a part of a document and writes each value as it stood.
#include "adapters/json_writing.h"

#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

void write_string(std::string_view text, std::string& out) {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void write(Json part, std::string& out);

void write_members(Json object, std::string_view without, std::string& out) {
    for (const Json member : object) {
        if (member.key() == without && !without.empty()) continue;
        if (out.back() != '{') out += ',';
        write_string(member.key(), out);
        out += ':';
        write(member, out);
    }
    out += '}';
}

void write(Json part, std::string& out) {
    switch (part.kind()) {
        case Json::Kind::absent:
            break;
        case Json::Kind::null:
            out += "null";
            break;
        case Json::Kind::boolean:
        case Json::Kind::number:
            out += part.text();
            break;
        case Json::Kind::string:
            write_string(part.text(), out);
            break;
        case Json::Kind::array:
            out += '[';
            for (const Json element : part) {
                if (out.back() != '[') out += ',';
                write(element, out);
            }
            out += ']';
            break;
        case Json::Kind::object:
            out += '{';
            write_members(part, {}, out);
            break;
    }
}

}  // namespace

std::string to_text(Json part) {
    std::string out;
    write(part, out);
    return out;
}

std::string to_text_with(Json object, std::string_view name, std::string_view value) {
    std::string out = "{";
    write_string(name, out);
    out += ':';
    write_string(value, out);
    write_members(object, name, out);
    return out;
}

}  // namespace stormkeel
