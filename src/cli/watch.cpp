// stormkeel watch: a process of its own, without the ward's data, that raises when the ward no longer answers.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "cli/commands.h"
#include "cli/operation_of.h"
#include "cli/serve.h"
#include "cli/ward_data.h"
#include "server/local_call.h"

namespace stormkeel {
namespace {

using namespace std::chrono_literals;

// A ward that stalls is noticed after 2 + 2 + 1 + 2 s at the latest, one that is gone after 2 + 6 s: one that was only
// restarted is back by then, unless it ends again and again. One that was never there since the watch began may read
// all that is kept first.
constexpr auto asks_every = 2s;
constexpr auto asks_again_after = 1s;
constexpr auto patience = 2s;
constexpr int misses_allowed = 1;
constexpr int misses_while_gone = 6;
constexpr int misses_before_it_came = 30;
constexpr auto ends_within = 120s;
constexpr std::size_t ends_allowed = 2;
constexpr std::string_view gone = "no ward is served";
constexpr auto command_has = 30s;

// Why the ward does not live; empty when it does.
std::string wrong_with(const Settings& settings) {
    if (!has_room(settings.data, settings.free_mib)) {
        return "the disk has less than " + std::to_string(settings.free_mib) + " MiB free";
    }
    const auto called = call_locally(local_socket_in(settings.data), "/healthz", {"GET", patience, {}});
    if (std::holds_alternative<std::string>(called)) return "the ward does not answer";
    const auto& response = std::get<std::optional<HttpResponse>>(called);
    if (!response) return std::string(gone);
    return response->status == 200 ? "" : "the ward takes no facts";
}

// How the ward was found since the watch began.
class Found {
public:
    // Whether it is time to raise.
    bool note(const std::string& reason) {
        const bool is_gone = reason == gone;
        if (is_gone && was_there_) note_end();
        was_there_ = !is_gone;
        came_ = came_ || !is_gone;
        missed_ = reason.empty() ? 0 : missed_ + 1;
        const int allowed = !is_gone ? misses_allowed : came_ ? misses_while_gone : misses_before_it_came;
        return missed_ > allowed || ends_.size() > ends_allowed;
    }

private:
    void note_end() {
        const auto now = std::chrono::steady_clock::now();
        ends_.push_back(now);
        std::erase_if(ends_, [&](auto end) { return now - end > ends_within; });
    }

    std::vector<std::chrono::steady_clock::time_point> ends_;
    bool was_there_ = false;
    bool came_ = false;
    int missed_ = 0;
};

// The status of the command; nothing when it did not start, or has not ended in its time.
std::optional<int> ran(const std::vector<std::string>& command, const std::string& reason) {
    std::vector<std::string> words = command;
    words.push_back(reason);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t process = 0;
    if (::posix_spawnp(&process, pointers.front(), nullptr, nullptr, pointers.data(), environ) != 0)
        return std::nullopt;
    for (auto waited = 0ms; waited < command_has; waited += 50ms) {
        int status = 0;
        if (::waitpid(process, &status, WNOHANG) == process) return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        std::this_thread::sleep_for(50ms);
    }
    return std::nullopt;
}

}  // namespace

int watch(const Call& call) {
    const auto read = settings_of(call);
    if (const auto* failure = std::get_if<Failure>(&read)) return fail(*failure);
    const auto& settings = std::get<Settings>(read);
    Log log(*log_level_named(settings.log_level), system_now);
    log.write(LogLevel::info, "watch", {});
    std::string reason;
    for (Found found;;) {
        reason = wrong_with(settings);
        if (found.note(reason)) break;
        std::this_thread::sleep_for(reason.empty() ? asks_every : asks_again_after);
    }
    log.write(LogLevel::error, "ward_not_live", {{"why", reason}});
    if (!settings.alarm_command.empty()) {
        const auto status = ran(settings.alarm_command, reason);
        if (status != 0) {
            log.write(LogLevel::error, "watchdog_command_failed",
                      {{"status", status ? std::to_string(*status) : std::string("it did not start, or did not end")}});
        }
    }
    return not_live;
}

}  // namespace stormkeel
