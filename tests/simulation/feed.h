// Systems that send what happens to some patients: through any door, late, out of order, twice, and corrected.
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "simulation/letters.h"

namespace stormkeel::simulation {

class Feed {
public:
    explicit Feed(std::mt19937_64& random) : random_(random) {}

    // One of the patients is looked at: a few letters, each on its way for up to three hours.
    void happen(Instant truth);

    // What has arrived by now, in an order of chance; what came to nothing is sent again.
    std::vector<Letter> arrived(Instant truth);
    void send_again(const Letter& letter, Instant truth);
    bool is_empty() const { return on_their_way_.empty(); }

private:
    static constexpr std::uint64_t patients = 3;

    struct Sent {
        Letter letter;
        Instant arrives;
    };
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    void send(const Charted& charted, const std::string& other_value);
    void send_measured(std::uint64_t patient, Instant at);
    void send_moved(std::uint64_t patient, Instant at);
    void send_person(std::uint64_t patient, Instant at);
    Instant arrival(Instant at);

    std::mt19937_64& random_;
    std::vector<Sent> on_their_way_;
    std::uint64_t sent_ = 0;
    std::array<std::uint64_t, patients> versions_{};  // of each Patient
};

}  // namespace stormkeel::simulation
