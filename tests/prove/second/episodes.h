// Follows a chart through its episodes and grades it at any instant.
#pragma once

#include <memory>

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

    void follow();
    void look_back();
    const Episode& episode_at(Seconds instant) const;
    Answer fever(Seconds at) const;
    Answer measured_fever(Seconds at) const;
    bool nothing_runs(Seconds at) const;
    bool is_calm(Seconds at) const;
    Seconds run_of_fever(const Episode& episode, Seconds at) const;
    bool is_masked(const Episode& episode, Seconds at) const;
    bool is_quiet(Seconds at, Seconds since) const;
    Seconds masked_since(const Episode& episode, Seconds at) const;
    Seconds last_masked(const Episode& episode, Seconds at) const;
    bool hlh_suspected(Seconds at) const;
    Range crs_at(const Episode& episode, Seconds at) const;
    bool a_day_without_improvement(const Episode& episode, Seconds at) const;
    bool responded(const Episode& episode, Seconds first, Seconds at) const;
    std::uint8_t treat_as(Range crs, const Episode& episode, Seconds at) const;

    // The chart before its last judgement; what is judged later is not known yet.
    std::unique_ptr<Course> before_judgement_;
    Seconds judged_at_ = 0;
    Record record_;
    std::vector<Seconds> turns_;
    std::vector<Episode> episodes_;  // at each turn
};

}  // namespace second
