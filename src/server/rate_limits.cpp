// A bucket of calls for each caller, which fills as time passes.
#include "server/rate_limits.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr double seconds_saved = 2;

constexpr double calls_a_second = 50;

}  // namespace

bool RateLimits::take(const std::string& name, Role role, Instant now) {
    const bool brings_facts_or_waits = !is_person(role) && role != Role::kiosk && role != Role::monitor;
    if (brings_facts_or_waits) return true;
    constexpr double rate = calls_a_second;
    const auto [found, fresh] = saved_.try_emplace(name, Saved{rate * seconds_saved, now});
    Saved& saved = found->second;
    const double passed = static_cast<double>((now - saved.at).microseconds) / 1e6;
    if (passed > 0) saved.calls = std::min(rate * seconds_saved, saved.calls + passed * rate);
    saved.at = now;
    if (saved.calls < 1) return false;
    saved.calls -= 1;
    return true;
}

}  // namespace stormkeel
