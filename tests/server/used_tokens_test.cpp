// Which tokens of CDS clients were used is known after a start, whatever a full disk did to the file meanwhile.
#include "server/used_tokens.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "storage/digest.h"

namespace stormkeel {
namespace {

class UsedTokensTest : public testing::Test {
protected:
    UsedTokensTest() { std::filesystem::remove(file()); }
    ~UsedTokensTest() override { std::filesystem::remove(file()); }
    static std::string file() {
        return std::filesystem::temp_directory_path() / ("stormkeel-used-tokens-" + std::to_string(getpid()));
    }
};

// No file grows beyond so many bytes, as on a full disk.
class FilesOf {
public:
    explicit FilesOf(std::uintmax_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        signal_ = std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FilesOf() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    FilesOf(const FilesOf&) = delete;
    FilesOf& operator=(const FilesOf&) = delete;

private:
    rlimit before_{};
    void (*signal_)(int) = SIG_DFL;
};

constexpr Instant now{1'772'500'000'000'000};

TEST_F(UsedTokensTest, ALineThatWasCutOffHidesNoneBehindIt) {
    const std::string first = digest_of({"first"});
    const std::string last = digest_of({"last"});
    {
        UsedTokens(file(), now).note(first, now + minutes(5), now);
    }
    const std::string expires = std::to_string((now + minutes(5)).microseconds) + ' ';
    std::ofstream(file(), std::ios::app) << expires << "3f2a" << expires << digest_of({"glued"}) << '\n'
                                         << expires << last << '\n';
    const UsedTokens again(file(), now + minutes(1));
    EXPECT_TRUE(again.was_used(first));
    EXPECT_TRUE(again.was_used(last));
}

TEST_F(UsedTokensTest, WhatAFullDiskDidNotTakeIsWrittenWithTheNext) {
    const std::string first = digest_of({"first"});
    const std::string unkept = digest_of({"unkept"});
    const std::string next = digest_of({"next"});
    {
        UsedTokens used(file(), now);
        used.note(first, now + minutes(5), now);
        const FilesOf limit(std::filesystem::file_size(file()) + 30);
        used.note(unkept, now + minutes(5), now);
    }
    EXPECT_FALSE(UsedTokens(file(), now + minutes(1)).was_used(unkept)) << "the disk was full";
    {
        UsedTokens used(file(), now);
        {
            const FilesOf limit(std::filesystem::file_size(file()) + 30);
            used.note(unkept, now + minutes(5), now);
        }
        used.note(next, now + minutes(5), now);
    }
    const UsedTokens again(file(), now + minutes(1));
    for (const std::string& one : {first, unkept, next}) EXPECT_TRUE(again.was_used(one)) << one;
}

}  // namespace
}  // namespace stormkeel
