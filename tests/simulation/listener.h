// Somebody who follows the events of the service, now and then slowly, and comes back after the last one they heard.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "simulation/checks.h"
#include "simulation/service.h"

namespace stormkeel::simulation {

class Listener {
public:
    Wrong connect(Service& service);  // which has just started
    void read(bool goes_on);          // whether they take what is told

    // Every event that is kept was told, once and in order.
    Wrong check(Store& store) const;

private:
    class Stream;
    void hear(const std::string& text);
    void hear_one(const std::string& event);

    std::uint64_t last_ = 0;
    std::set<std::string> kept_;  // what was told by a number of its own
    bool reads_ = true;
    std::function<void()> more_;
    Wrong wrong_;
};

}  // namespace stormkeel::simulation
