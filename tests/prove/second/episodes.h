// Follows a chart through its episodes and grades it at any instant.
#pragma once

#include <map>

#include "prove/second/record.h"

namespace second {

class Course {
public:
    explicit Course(const std::vector<Fact>& facts);

    Verdict at(Seconds instant) const;
    // Every instant at which the answer may change, up to `until`.
    std::vector<Seconds> turns(Seconds until) const;

private:
    struct Episode {
        std::uint32_t number = 0;
        Seconds onset = 0;
        bool open = false;
    };

    Episode episode_at(Seconds instant) const;
    Answer fever(Seconds at) const;
    bool is_masked(const Episode& episode, Seconds at) const;
    bool is_quiet(Seconds at, Seconds since) const;
    std::uint8_t treat_as(Range crs, const Episode& episode, Seconds at) const;

    Record record_;
    std::vector<Seconds> turns_;
};

}  // namespace second
