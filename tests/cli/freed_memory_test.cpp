// A password that was used is not in the memory of the ward any more.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

// How often a text stands in what another process can read and write. Nothing when it may not be looked at.
std::optional<std::size_t> times_in_memory(pid_t process, const std::string& text) {
    const std::string of = "/proc/" + std::to_string(process);
    std::ifstream memory(of + "/mem", std::ios::binary);
    if (!memory) return std::nullopt;
    std::size_t found = 0;
    std::ifstream maps(of + "/maps");
    for (std::string line; std::getline(maps, line);) {
        unsigned long begin = 0;
        unsigned long end = 0;
        char writes = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx r%c", &begin, &end, &writes) != 3 || writes != 'w') continue;
        std::string part(end - begin, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(begin));
        memory.read(part.data(), static_cast<std::streamsize>(part.size()));
        part.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, memory.gcount())));
        for (std::size_t at = 0; (at = part.find(text, at)) != std::string::npos; ++at) ++found;
    }
    return found;
}

class FreedMemory : public testing::Test {
protected:
    FreedMemory() : folder((fs::temp_directory_path() / ("stormkeel-freed-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
    }
    ~FreedMemory() override { fs::remove_all(folder); }

    std::string folder;
};

// Whoever may not look (the ward lets no process of its own account) finds nothing either.
TEST_F(FreedMemory, HoldsNoPasswordAfterASignIn) {
    const std::string password = "zvq quagga Wimbrel 8842 oryx";
    ASSERT_EQ(run({"user", "add", "nora", "--role", "nurse", "--data", folder}, password + "\n").status, 0);
    Served ward(folder);
    for (const bool right : {true, false}) {
        const std::string tried = right ? password : "a wrong zvq quagga Wimbrel 8842 oryx";
        const std::string answer =
            ward.ask("POST /session", std::nullopt, R"({"name":"nora","password":")" + tried + "\"}");
        EXPECT_TRUE(has(answer, right ? "200 OK" : "401")) << answer;
    }
    const auto known = times_in_memory(ward.process(), folder);
    if (!known) {
        EXPECT_EQ(errno, EACCES) << "the kernel keeps it from us";
        return;
    }
    EXPECT_GT(*known, 0U) << "what it works with is found in it";
    EXPECT_EQ(*times_in_memory(ward.process(), "quagga Wimbrel 8842 oryx"), 0U);
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

}  // namespace
}  // namespace stormkeel::cli_test
