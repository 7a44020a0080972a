// Keeps the times of failed tries for two hours.
#include "server/sign_in_tries.h"

#include <algorithm>
#include <cstddef>

namespace stormkeel {

namespace {

constexpr std::size_t tries_free = 5;
constexpr Duration tries_window = minutes(15);
constexpr Duration forgotten_after = hours(2);
constexpr std::size_t keys_at_most = 10'000;
// Beyond these the pause is 15 minutes, and grows no more.
constexpr std::size_t times_kept = tries_free + 4;

}  // namespace

Duration SignInTries::wait(const std::string& key, Instant now) const {
    const auto found = failed_.find(key);
    if (found == failed_.end() || found->second.size() < tries_free) return Duration{};
    const std::deque<Instant>& times = found->second;
    if (now - times.back() >= forgotten_after) return Duration{};
    const Duration pause = std::min(tries_window, minutes(std::int64_t{1} << (times.size() - tries_free)));
    const Instant next = std::max(times[times.size() - tries_free] + tries_window, times.back() + pause);
    // A clock that was set back must not close an account for longer than a tries_window.
    return std::clamp(next - now, Duration{}, tries_window);
}

void SignInTries::count(const std::string& key, Instant now) {
    if (!failed_.contains(key) && failed_.size() >= keys_at_most) make_room(now);
    std::deque<Instant>& times = failed_[key];
    if (!times.empty() && now - times.back() >= forgotten_after) times.clear();
    times.push_back(now);
    if (times.size() > times_kept) times.pop_front();
}

// Forgets what no longer counts; of a flood of names the one that was tried longest ago.
void SignInTries::make_room(Instant now) {
    std::erase_if(failed_, [&](const auto& each) { return now - each.second.back() >= tries_window; });
    if (failed_.size() < keys_at_most) return;
    failed_.erase(std::min_element(failed_.begin(), failed_.end(),
                                   [](const auto& a, const auto& b) { return a.second.back() < b.second.back(); }));
}

}  // namespace stormkeel
