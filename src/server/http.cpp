// Takes request targets apart, and writes errors.
#include "server/http.h"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

int hex(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

enum class TargetPart : std::uint8_t { path, query };

std::optional<std::string> decoded(std::string_view text, TargetPart part) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += part == TargetPart::query && text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex(text[i + 1]) : -1;
        const int low = high < 0 ? -1 : hex(text[i + 2]);
        // A NUL is in no name of ours, and the end of a text to others.
        if (low < 0 || high * 16 + low == 0) return std::nullopt;
        const char character = static_cast<char>(high * 16 + low);
        if (part == TargetPart::path && (character == '/' || character == '%')) {
            plain += character == '/' ? "%2F" : "%25";
        } else {
            plain += character;
        }
        i += 2;
    }
    return plain;
}

}  // namespace

HttpResponse error_response(int status, std::string_view what) {
    const nlohmann::json json{{"error", std::string(what)}};
    return {status, "application/json", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

std::optional<Target> read_target(std::string_view target) {
    const std::size_t mark = target.find('?');
    const auto path = decoded(target.substr(0, mark), TargetPart::path);
    if (!path || !path->starts_with('/')) return std::nullopt;
    Target read{*path, {}};
    std::string_view rest = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals), TargetPart::query);
        const auto value = decoded(pair.substr(std::min(pair.size(), equals + 1)), TargetPart::query);
        if (!name || !value) return std::nullopt;
        read.query[*name] = *value;
    }
    return read;
}

}  // namespace stormkeel
