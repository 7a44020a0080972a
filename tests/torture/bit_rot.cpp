// Flips bits of a small ward's file and log: each is noticed, or changes nothing that is told.
#include <unistd.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "storage/bit_rot.h"
#include "torture/arguments.h"

namespace {

// A store copies its file before it changes the tables, and the bit may be the one that tells of which version it is.
class FolderOfItsOwn {
public:
    FolderOfItsOwn() {
        std::filesystem::create_directories(folder_);
        std::filesystem::current_path(folder_);
    }
    ~FolderOfItsOwn() {
        std::filesystem::current_path("/");
        std::filesystem::remove_all(folder_);
    }
    FolderOfItsOwn(const FolderOfItsOwn&) = delete;
    FolderOfItsOwn& operator=(const FolderOfItsOwn&) = delete;

private:
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("stormkeel-bit-rot-" + std::to_string(getpid()));
};

}  // namespace

// bit_rot EVERY [SEED] [bits]: each so-manieth byte, one bit drawn from the seed; "bits": all eight.
int main(int count, char** words) {
    using namespace stormkeel;
    const FolderOfItsOwn folder;
    RotPlan plan;
    plan.every = count > 1 ? number(words[1], 1) : 1;
    plan.seed = count > 2 ? number(words[2], 1) : 1;
    plan.each_bit = count > 3 && std::string_view(words[3]) == "bits";
    bool good = plan.every > 0;
    constexpr std::array<std::pair<Rot, const char*>, 3> places{
        {{Rot::file, "in the file"}, {Rot::log, "in its log"}, {Rot::running, "beneath a ward that runs"}}};
    for (const auto& [where, words_for] : places) {
        if (!good) break;
        plan.where = where;
        const RotTally tally = rot(plan);
        std::cout << "Flips " << tally.flips << ' ' << words_for << " of " << tally.bytes << " bytes by seed "
                  << plan.seed << ", noticed " << tally.noticed << ", changed nothing "
                  << tally.flips - tally.noticed - tally.cut_off << ", as after a power cut " << tally.cut_off
                  << ", wrong " << (tally.wrong.empty() ? "0" : "1: " + tally.wrong) << "." << std::endl;
        good = tally.wrong.empty() && tally.noticed > 0;
    }
    return good ? 0 : 1;
}
