// What the campaigns against a served ward share: their arguments, a token, and how long answers took.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "torture/arguments.h"

namespace stormkeel {

// A token of the role integration, made while no ward is served from the folder or while one is; empty when it failed.
inline std::string new_token(const std::string& folder) {
    const std::string command = std::string(STORMKEEL_PROGRAM) + " token add feed --role integration --data " + folder;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::string token(64, ' ');
    const std::size_t got = pipe == nullptr ? 0 : std::fread(token.data(), 1, token.size(), pipe);
    if (pipe != nullptr) ::pclose(pipe);
    return got == token.size() ? token : std::string();
}

class Stopwatch {
public:
    std::uint64_t microseconds() const {
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start_).count());
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Of so many waits, how long none but one in a hundred took; 0 without any.
inline std::uint64_t p99(std::vector<std::uint64_t> waits) {
    if (waits.empty()) return 0;
    std::sort(waits.begin(), waits.end());
    return waits[(waits.size() - 1) * 99 / 100];
}

}  // namespace stormkeel
