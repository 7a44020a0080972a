// Goes over a part of a document and writes each value as it stood.
#include "adapters/json_writing.h"

#include "adapters/json_out.h"

namespace stormkeel {

namespace {

void write(Json part, std::string& out);

void write_members(Json object, std::string_view without, std::string& out) {
    for (const Json member : object) {
        if (member.key() == without && !without.empty()) continue;
        if (out.back() != '{') out += ',';
        append_json_string(out, member.key());
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
            append_json_string(out, part.text());
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
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
    write_members(object, name, out);
    return out;
}

}  // namespace stormkeel
