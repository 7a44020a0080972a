// A bucket of calls for each caller, which fills as time passes.
#include "server/rate_limits.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr double seconds_saved = 2;

}  // namespace

double rate_of(Role role, bool is_cds_client, const CallRates& rates) {
    if (is_cds_client || role == Role::cds) return rates.of_a_cds_client;
    if (is_person(role) || role == Role::kiosk || role == Role::monitor) return rates.of_a_person;
    return role == Role::integration || role == Role::sender ? rates.of_a_feed : 0;
}

bool RateLimits::take(const std::string& name, double calls_a_second, Instant now) {
    if (calls_a_second <= 0) return true;
    const double most = calls_a_second * seconds_saved;
    const auto [found, fresh] = saved_.try_emplace(name, Saved{most, now});
    Saved& saved = found->second;
    const double passed = static_cast<double>((now - saved.at).microseconds) / 1e6;
    if (passed > 0) saved.calls = std::min(most, saved.calls + passed * calls_a_second);
    saved.at = now;
    if (saved.calls < 1) return false;
    saved.calls -= 1;
    return true;
}

}  // namespace stormkeel
