// Writes a line only where it does not block.
#include "server/log.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};

// A pipe that is ready takes this much at once.
constexpr std::size_t line_at_most = 4096;

bool is_ready(int file) {
    pollfd door{file, POLLOUT, 0};
    return ::poll(&door, 1, 0) == 1 && (door.revents & POLLOUT) != 0;
}

}  // namespace

std::string_view name_of(LogLevel level) { return levels.at(static_cast<std::size_t>(level)); }

std::optional<LogLevel> log_level_named(std::string_view name) {
    const auto found = std::find(levels.begin(), levels.end(), name);
    if (found == levels.end()) return std::nullopt;
    return static_cast<LogLevel>(found - levels.begin());
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < least_) return;
    nlohmann::ordered_json line{{"time", to_text(clock_())}, {"level", name_of(level)}, {"event", event}};
    for (const auto& [name, value] : fields) {
        std::visit([&](const auto& one) { line[std::string(name)] = one; }, value);
    }
    const std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    const bool written = text.size() <= line_at_most && is_ready(file_) &&
                         ::write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (!written) ++dropped_;
}

}  // namespace stormkeel
