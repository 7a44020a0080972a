// Fits paths to patterns, and callers to routes.
#include "server/route.h"

#include <charconv>

namespace stormkeel {

namespace {

// Cuts "/api/patients/p1" at its slashes; what stands between two of them may hold an escaped one.
std::vector<std::string_view> steps_of(std::string_view path) {
    std::vector<std::string_view> steps;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        steps.push_back(path.substr(0, path.find('/')));
        path.remove_prefix(steps.back().size());
    }
    return steps;
}

}  // namespace

std::optional<PathParts> parts_of(std::string_view path, std::string_view pattern) {
    const auto found = steps_of(path);
    const auto wanted = steps_of(pattern);
    if (found.size() != wanted.size()) return std::nullopt;
    PathParts parts;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{')) {
            parts[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = std::string(found[i]);
        } else if (wanted[i] != found[i]) {
            return std::nullopt;
        }
    }
    return parts;
}

HttpResponse json_response(std::string body) { return {200, "application/json", std::move(body)}; }

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool all = problem == std::errc{} && end == text.data() + text.size() && !text.empty();
    return all ? std::optional(number) : std::nullopt;
}

}  // namespace stormkeel
