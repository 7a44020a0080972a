// How long does a person wait for one chart's answer, from the command to its end?
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "measure.h"

namespace {

using namespace stormkeel::bench;

// Starts a program with its output thrown away and waits for it; false when it could not answer.
bool run(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int started = posix_spawn(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    return started == 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

int main(int, char** arguments) {
    namespace fs = std::filesystem;
    const fs::path source = STORMKEEL_SOURCE_DIR;
    // The program stands one folder above this one in the build folder.
    const fs::path program = fs::absolute(arguments[0]).parent_path().parent_path() / "stormkeel";
    print_heading();
    for (const char* name : {"ex01-axicel-grade2.csv", "ex01-axicel-grade2.json"}) {
        const std::string chart = (source / "examples" / name).string();
        if (!run({program.string(), "assess", chart})) {
            std::printf("%s assess %s did not answer; build the program first\n", program.c_str(), chart.c_str());
            return 1;
        }
        const double answered = median_nanoseconds(31, [&] { keep(run({program.string(), "assess", chart})); });
        const double started = median_nanoseconds(31, [&] { keep(run({program.string(), "--version"})); });
        print_time(std::string("stormkeel assess ") + name, answered, 30e6, Standard::goal, in_milliseconds);
        print_time("  against stormkeel --version", answered, started, Standard::peer, in_milliseconds);
    }
}
