// Keys are whole or not there.
#include "storage/secret_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace stormkeel {
namespace {

struct SecretFile : testing::Test {
    SecretFile() { std::filesystem::create_directories(folder); }
    ~SecretFile() override { std::filesystem::remove_all(folder); }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;

    std::string folder =
        (std::filesystem::temp_directory_path() / ("stormkeel-secret-" + std::to_string(::getpid()))).string();
    std::string file = folder + "/key";
};

TEST_F(SecretFile, ADiskThatIsFullLeavesNoHalfASecret) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit ten_bytes{10, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &ten_bytes), 0);
    const auto refused = kept_secret(file, [] { return std::string(64, 'a'); });
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(refused));
    EXPECT_EQ(std::get<StoreProblem>(refused).kind, StoreProblem::Kind::full) << "a part was written";
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    const auto made = kept_secret(file, [] { return std::string(64, 'b'); });
    EXPECT_EQ(std::get<std::string>(made), std::string(64, 'b'));
    EXPECT_EQ(std::get<std::string>(kept_secret(file, [] { return std::string(64, 'c'); })), std::string(64, 'b'));
}

TEST_F(SecretFile, WithoutAFileFreeAWardLacksSomethingAndIsNotBroken) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{0, before.rlim_max};
    const std::string path = file;  // a sanitizer that checks a member needs a file itself
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    const auto refused = add_line(path, "a line");
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(refused));
    EXPECT_EQ(std::get<StoreProblem>(refused).kind, StoreProblem::Kind::full);
    EXPECT_TRUE(std::holds_alternative<Done>(add_line(file, "a line"))) << "it has passed";
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    const auto broken = add_line(file, "a line");
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(broken));
    EXPECT_EQ(std::get<StoreProblem>(broken).kind, StoreProblem::Kind::broken) << "a folder is in its place";
}

TEST_F(SecretFile, AnEmptyOneIsNoKey) {
    std::ofstream(file).close();
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto read = kept_secret(file, [] { return std::string(64, 'a'); });
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(read));
    EXPECT_EQ(std::get<StoreProblem>(read).what,
              file +
                  ": it is empty; put it back from where it is kept, or remove it where nothing was signed or named "
                  "by it");
}

}  // namespace
}  // namespace stormkeel
