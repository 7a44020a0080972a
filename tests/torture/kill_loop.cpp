// Kills a served ward at random moments while facts come in, and looks for every fact that it answered for.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include "torture/campaign.h"
#include "torture/served.h"

namespace {

namespace fs = std::filesystem;
using stormkeel::new_token;
using stormkeel::number;
using stormkeel::Served;

// A fresh folder now and then: what is searched for is loss, not how a start grows with its history.
constexpr std::uint64_t kills_in_folder = 50;

std::string fact(std::uint64_t i) {
    return R"({"facts":[{"time":"2026-03-03T10:00:00.)" + std::to_string(1'000'000 + i).substr(1) +
           R"(Z","item":"heart_rate","value":)" + std::to_string(60 + i % 60) + R"(,"unit":"/min"}]})";
}

std::string time_of(std::uint64_t i) { return "10:00:00." + std::to_string(1'000'000 + i).substr(1) + "Z"; }

struct Tally {
    std::uint64_t answered = 0;
    std::uint64_t lost = 0;
    std::uint64_t twice = 0;
};

// One life of the ward, ended at a moment of chance; then every fact that was answered for is looked for.
void live_and_die(Served& ward, const std::string& token, std::uint64_t life, std::mt19937_64& random, Tally& tally) {
    const std::string patient = "/api/patients/life-" + std::to_string(life) + "/facts";
    std::set<std::uint64_t> answered;
    std::atomic<bool> over = false;
    std::thread feed([&] {
        for (std::uint64_t i = 0; !over && i < 5000; ++i) {
            if (ward.ask("POST " + patient, token, fact(i)).find(R"("kept":1)") != std::string::npos)
                answered.insert(i);
        }
    });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    ward.end(SIGKILL);
    over = true;
    feed.join();
    ward.start();
    tally.answered += answered.size();
    const std::string told = answered.empty() ? std::string() : ward.ask("GET " + patient, token);
    for (const std::uint64_t i : answered) {
        const std::size_t found = told.find(time_of(i));
        if (found == std::string::npos)
            ++tally.lost;
        else if (told.find(time_of(i), found + 1) != std::string::npos)
            ++tally.twice;
    }
}

}  // namespace

int main(int count, char** words) {
    const std::uint64_t kills = count > 1 ? number(words[1], 1000) : 1000;
    const std::uint64_t seed = count > 2 ? number(words[2], 20260301) : 20260301;
    std::mt19937_64 random(seed);
    const std::string folder = (fs::temp_directory_path() / ("stormkeel-kills-" + std::to_string(::getpid()))).string();
    Tally tally;
    for (std::uint64_t life = 0; life < kills;) {
        fs::remove_all(folder);
        const std::string token = new_token(folder);
        Served ward(folder);
        for (std::uint64_t i = 0; i < kills_in_folder && life < kills; ++i, ++life) {
            live_and_die(ward, token, life, random, tally);
        }
    }
    fs::remove_all(folder);
    std::cout << "Kills " << kills << " by seed " << seed << ", facts answered for " << tally.answered << ", lost "
              << tally.lost << ", twice " << tally.twice << ".\n";
    return tally.lost + tally.twice == 0 && tally.answered > 0 ? 0 : 1;
}
