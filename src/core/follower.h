// Answers again and again for one patient whose timeline grows, at a cost that does not grow with what came before.
#pragma once

#include <optional>

#include "core/calendar.h"
#include "core/walk.h"

namespace stormkeel {

// The answers are those of assess() and check_order(). Two walks are kept: one stands right before the last fact, for
// what comes in order, and one some time before, so that what is charted late, as much is, does not begin anew; what is
// older does, once.
class Follower {
public:
    // The timeline is another from `from` on: facts came in or went. `never`: all of it may be.
    void changed(Instant from);

    // For the same timeline and calendar each time; the calendar must outlive the follower.
    Assessment assess(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of,
                      Duration clock_doubt = {});

    // A walk of its own over the timeline that has reached `as_of`.
    Walk walk_to(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of);

private:
    std::optional<Walk> earlier_;
    std::optional<Walk> latest_;
    const Guideline* by_ = nullptr;
};

}  // namespace stormkeel
