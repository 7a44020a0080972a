// Writes the progress line on standard error.
#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace stormkeel {

Progress::Progress(std::string what) : what_(std::move(what)), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::reached(std::uint64_t count, const char* unit) {
    if (!terminal_) return;
    std::fputs(("\r\x1b[K" + what_ + ": " + std::to_string(count) + " " + unit).c_str(), stderr);
    shown_ = true;
}

}  // namespace stormkeel
