// Asks the operating system.
#include "server/machine.h"

#include <ctime>
#include <filesystem>
#include <fstream>

namespace stormkeel {

namespace {

// Of Linux: another one after each start of the machine.
std::string read_boot_id() {
    std::string id;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
    return id;
}

}  // namespace

MachineReading read_machine(const std::string& folder) {
    MachineReading reading;
    timespec since_start{};
    ::clock_gettime(CLOCK_BOOTTIME, &since_start);
    reading.steady = seconds(since_start.tv_sec) + Duration{since_start.tv_nsec / 1000};
    static const std::string boot = read_boot_id();
    reading.boot = boot;
    std::error_code problem;
    const auto space = std::filesystem::space(folder, problem);
    if (!problem) reading.free_bytes = space.available;
    return reading;
}

}  // namespace stormkeel
