// Fits paths to patterns, and callers to routes.
#include "server/route.h"

#include <charconv>

namespace stormkeel {

namespace {

// Takes the next step off "/api/patients/p1".
std::string_view next_step(std::string_view& path) {
    const std::string_view step = path.substr(1, path.find('/', 1) - 1);
    path.remove_prefix(1 + step.size());
    return step;
}

// A step as it was meant: "4711/26" of "4711%2F26". Nothing else is escaped in a path that was read.
std::string unescaped(std::string_view step) {
    std::string meant;
    while (!step.empty()) {
        const bool slash = step.starts_with("%2F");
        const bool escape = slash || step.starts_with("%25");
        meant += slash ? '/' : step.front();
        step.remove_prefix(escape ? 3 : 1);
    }
    return meant;
}

}  // namespace

std::optional<PathParts> parts_of(std::string_view path, std::string_view pattern) {
    // Most patterns are told apart by these alone.
    if (path.substr(0, 2) != pattern.substr(0, 2)) return std::nullopt;
    if (!path.starts_with(pattern.substr(0, pattern.find('{')))) return std::nullopt;
    PathParts parts;
    while (path.starts_with('/') && pattern.starts_with('/')) {
        const std::string_view found = next_step(path);
        const std::string_view wanted = next_step(pattern);
        if (wanted.starts_with('{')) {
            parts[std::string(wanted.substr(1, wanted.size() - 2))] = unescaped(found);
        } else if (wanted != found) {
            return std::nullopt;
        }
    }
    return path.empty() && pattern.empty() ? std::optional(std::move(parts)) : std::nullopt;
}

HttpResponse json_response(std::string body) { return {200, "application/json", std::move(body)}; }

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool all = problem == std::errc{} && end == text.data() + text.size() && !text.empty();
    return all ? std::optional(number) : std::nullopt;
}

}  // namespace stormkeel
