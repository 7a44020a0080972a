// Switches a terminal's echo off while the password is typed.
#include "cli/password_input.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>

namespace stormkeel {

namespace {

class Silence {
public:
    Silence() {
        if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        on_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~Silence() {
        if (!on_) return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        std::fputc('\n', stderr);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    bool on() const { return on_; }

private:
    termios before_{};
    bool on_ = false;
};

}  // namespace

std::string read_password(const std::string& name) {
    const Silence silence;
    if (silence.on()) std::fprintf(stderr, "Password of %s, at least 15 characters: ", name.c_str());
    constexpr std::size_t longest_line = 4096;
    std::string line;
    for (int c = 0; line.size() < longest_line && (c = std::fgetc(stdin)) != EOF && c != '\n';) {
        line += static_cast<char>(c);
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

}  // namespace stormkeel
