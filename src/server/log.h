// What happens to the service, one JSON object a line on standard error: never anything of a patient.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/time.h"

namespace stormkeel {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
std::string_view name_of(LogLevel level);
std::optional<LogLevel> log_level_named(std::string_view name);

class Log {
public:
    using Clock = std::function<Instant()>;
    using Field = std::pair<std::string_view, std::variant<std::int64_t, double, std::string_view>>;

    // Lines below `least` are not written. `file` is a descriptor.
    Log(LogLevel least, Clock clock, int file = 2) : least_(least), clock_(std::move(clock)), file_(file) {}

    // {"time":"2026-03-03T10:31:00Z","level":"info","event":"request",...}. The ward never waits for who reads the
    // log: a line that nobody takes is dropped and counted.
    void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields);

    std::uint64_t dropped() const { return dropped_; }

private:
    LogLevel least_;
    Clock clock_;
    int file_;
    std::uint64_t dropped_ = 0;
};

}  // namespace stormkeel
