// Appends without waiting for the disk: a loss of power is told by the run of the machine.
#include "server/used_tokens.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

namespace stormkeel {

namespace {

constexpr std::size_t lines_at_most = 100'000;
constexpr std::size_t length_of_digest = 64;

// A clock that is set back a little must not bring an expired token to life.
constexpr Duration kept_after_expiry = minutes(10);

std::string run_of_machine() {
    std::ifstream stream("/proc/sys/kernel/random/boot_id");
    std::string run;
    std::getline(stream, run);
    return run;
}

std::string used_token_line(const std::string& digest, Instant expires) {
    return std::to_string(expires.microseconds) + ' ' + digest + '\n';
}

}  // namespace

UsedTokens::UsedTokens(std::string file, Instant now) : file_(std::move(file)) {
    std::ifstream stream(file_);
    std::string run;
    const bool is_there = static_cast<bool>(std::getline(stream, run));
    for (std::string line; std::getline(stream, line);) {
        // One that was cut off on a full disk hides none behind it.
        std::istringstream words(line);
        std::int64_t expires = 0;
        std::string digest;
        if (words >> expires >> digest && digest.size() == length_of_digest) used_[digest] = Instant{expires};
    }
    if (is_there && run != run_of_machine()) told_from_ = now;
    write_anew(now);
}

UsedTokens::~UsedTokens() {
    if (open_ >= 0) ::close(open_);
}

void UsedTokens::note(const std::string& digest, Instant expires, Instant now) {
    used_[digest] = expires;
    if (++lines_ > most_lines_ || lacks_some_) return write_anew(now);
    lacks_some_ = !put(used_token_line(digest, expires));
}

// On a full disk the ward goes on: what was used is known for as long as it runs, and written with the next.
bool UsedTokens::put(const std::string& line) const {
    return open_ >= 0 && ::write(open_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

void UsedTokens::write_anew(Instant now) {
    std::erase_if(used_, [&](const auto& one) { return one.second + kept_after_expiry < now; });
    const std::string fresh = file_ + ".new";
    if (open_ >= 0) ::close(open_);
    open_ = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    std::string text = run_of_machine() + '\n';
    for (const auto& [digest, expires] : used_) text += used_token_line(digest, expires);
    lines_ = used_.size();
    most_lines_ = std::max(lines_at_most, 2 * lines_);
    lacks_some_ = !put(text) || std::rename(fresh.c_str(), file_.c_str()) != 0;
    if (!lacks_some_) return;
    // The file that is there is better than one that is cut off, and goes on.
    if (open_ >= 0) ::close(open_);
    open_ = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
}

}  // namespace stormkeel
