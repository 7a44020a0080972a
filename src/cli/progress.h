// Tells a waiting person on a terminal how far long work is; says nothing into a pipe.
#pragma once

#include <cstdint>
#include <string>

namespace stormkeel {

class Progress {
public:
    explicit Progress(std::string what);  // "reading chart.csv"
    ~Progress();                          // wipes its line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void reached(std::uint64_t count, const char* unit);  // "reading chart.csv: 128 MiB"

private:
    std::string what_;
    bool terminal_ = false;
    bool shown_ = false;
};

}  // namespace stormkeel
