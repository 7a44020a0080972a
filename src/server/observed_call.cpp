// Counts a call and writes its line: the pattern of its route, never its path.
#include "server/observed_call.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stormkeel {

namespace {

// Asked every few seconds by machines: their lines would bury the others.
bool is_routine(std::string_view pattern) { return pattern == "/healthz" || pattern == "/metrics"; }

LogLevel level_of(int status, std::string_view pattern) {
    if (status >= 500) return LogLevel::error;
    if (status >= 400) return LogLevel::warning;
    return is_routine(pattern) ? LogLevel::debug : LogLevel::info;
}

// A method of a client's own invention is not repeated.
std::string_view known_method(const std::string& method) {
    static constexpr std::array<std::string_view, 6> methods{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"};
    const auto found = std::find(methods.begin(), methods.end(), method);
    return found == methods.end() ? "other" : *found;
}

}  // namespace

void ObservedCall::answered(int status) const {
    const std::string_view method = known_method(method_);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    served_.counts.note_call({std::string(method), pattern}, status, seconds);
    if (!served_.operation.log) return;
    served_.operation.log->write(level_of(status, pattern), "request",
                                 {{"method", method},
                                  {"path", pattern},
                                  {"status", std::int64_t{status}},
                                  {"milliseconds", std::round(seconds * 1e6) / 1e3},
                                  {"role", name_of(caller.role)}});
}

}  // namespace stormkeel
