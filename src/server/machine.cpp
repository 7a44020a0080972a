// Asks the operating system.
#include "server/machine.h"

#include <ctime>
#include <filesystem>

namespace stormkeel {

MachineReading read_machine(const std::string& folder) {
    MachineReading reading;
    timespec since_start{};
    ::clock_gettime(CLOCK_BOOTTIME, &since_start);
    reading.steady = seconds(since_start.tv_sec) + Duration{since_start.tv_nsec / 1000};
    std::error_code problem;
    const auto space = std::filesystem::space(folder, problem);
    if (!problem) reading.free_bytes = space.available;
    return reading;
}

}  // namespace stormkeel
