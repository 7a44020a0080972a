// Watches over the ward's own working, and raises what is wrong with it beside the patients' alerts.
#pragma once

#include <functional>

#include "service/live_ward.h"
#include "service/technical_alarms.h"

namespace stormkeel {

class WardWatch {
public:
    WardWatch(Store& store, LiveWard& ward, const AlarmTable& table) : technical(table), store_(store), ward_(ward) {
        ward.when_kept([this] { technical.committed(); });
    }
    WardWatch(const WardWatch&) = delete;  // the ward tells this one
    WardWatch& operator=(const WardWatch&) = delete;

    // Call it once the ward is open.
    Stored<Done> open(Instant now);

    // Raises, ends and tells on; call it as often as time passes. What cannot be kept is shown all the same.
    Stored<Done> look(Instant now);

    // Before the ward ends: what only it knows is kept for the next start.
    Stored<Done> finish(Instant now);

    // The time to answer for: where the clock on the wall was set back it goes on as before, and where it was set ahead
    // it goes with it. The true time may be the earlier of the two, by clock_doubt().
    Instant present(Instant wall);
    Duration clock_doubt() const;

    // Lets the ward answer with that doubt from here on; call it before it takes anything in.
    Stored<Done> keep_doubt(Instant now) { return ward_.doubt_clock(clock_doubt(), now); }

    TechnicalAlarms technical;
    std::function<MachineReading()> machine;  // nothing: the machine is not asked

private:
    Instant later_than(Instant wall) const;  // by what the clock on the wall may be behind

    Store& store_;
    LiveWard& ward_;
    HeldBackMessages held_back_;
};

}  // namespace stormkeel
