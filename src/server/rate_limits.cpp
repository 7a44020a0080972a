// A bucket of calls for each caller, which fills as time passes.
#include "server/rate_limits.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr double seconds_saved = 2;

double calls_a_second(Role role, Permission permission) {
    if (permission == Permission::check_orders) return 100;
    return role == Role::integration ? 500 : 50;
}

}  // namespace

bool RateLimits::take(const std::string& name, Role role, Permission permission, Instant now) {
    // Nobody to count by; and what the machine's own account does is its own affair.
    if (role == Role::anyone || role == Role::operator_ || role == Role::demonstration) return true;
    const double rate = calls_a_second(role, permission);
    const std::string key = permission == Permission::check_orders ? "orders " + name : name;
    const auto [found, fresh] = saved_.try_emplace(key, Saved{rate * seconds_saved, now});
    Saved& saved = found->second;
    const double passed = static_cast<double>((now - saved.at).microseconds) / 1e6;
    if (passed > 0) saved.calls = std::min(rate * seconds_saved, saved.calls + passed * rate);
    saved.at = now;
    if (saved.calls < 1) return false;
    saved.calls -= 1;
    return true;
}

}  // namespace stormkeel
