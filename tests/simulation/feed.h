// A system that sends what happens to some patients: late, out of order, twice, and corrected.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "service/live_ward.h"

namespace stormkeel::simulation {

class Feed {
public:
    explicit Feed(std::mt19937_64& random) : random_(random) {}

    // One of the patients is looked at: a few facts, each on its way for up to three hours.
    void happen(Instant truth);

    // What has arrived by now, in an order of chance; what came to nothing is sent again.
    std::vector<Incoming> arrived(Instant truth);
    void send_again(const std::vector<Incoming>& records, Instant truth);
    bool is_empty() const { return on_their_way_.empty(); }

private:
    struct Sent {
        Incoming record;
        Instant arrives;
    };
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    void send(const std::string& patient, Instant at, const std::string& item, const std::string& value,
              const std::string& unit);
    void send_measured(const std::string& patient, Instant at);

    std::mt19937_64& random_;
    std::vector<Sent> on_their_way_;
    std::uint64_t sent_ = 0;
};

}  // namespace stormkeel::simulation
