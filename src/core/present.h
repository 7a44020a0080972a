// The present of one patient, asked about again and again: worked out once, and carried along for as long as mere time
// changes nothing in it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/follower.h"

namespace stormkeel {

// Carries an answer on to a later instant before its changes_at, until which no fact came: the same as asked for anew,
// word for word. False, and nothing has happened, when it has to be asked for anew.
bool carry_on(Assessment& answer, Instant as_of);

class Present {
public:
    // Whose present it is. All of it outlives the calls that follow.
    struct Of {
        const Timeline& timeline;  // settled
        const GuidelineCalendar& calendar;
        Follower* follower = nullptr;  // of the timeline; nullptr: there is none
    };

    Present() = default;
    // The answer that was given last, for the timeline and the calendar that will be asked about.
    explicit Present(Assessment given) : answer_(std::move(given)) {}

    // For the same timeline and calendar each time. A walk that has reached `as_of`, good until the next call.
    const Walk& walk(const Of& of, Instant as_of, Duration clock_doubt);
    // As Follower::assess(), good until the next call.
    const Assessment& answer(const Of& of, Instant as_of, Duration clock_doubt);

    // How many times an answer was worked out. The answers in between differ by their instant and by what moves with
    // it: what is due at once.
    std::uint64_t worked_out() const { return worked_out_; }

private:
    std::optional<Walk> walk_;
    const Guideline* by_ = nullptr;  // of the walk
    std::optional<Assessment> answer_;
    std::uint64_t worked_out_ = 0;
};

}  // namespace stormkeel
