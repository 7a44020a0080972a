// A row of the audit is proved to somebody who has its file and a public key alone.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

class ProofTest : public testing::Test {
protected:
    ProofTest() : folder((fs::temp_directory_path() / ("stormkeel-proof-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        const Outcome added = run({"user", "add", "nora", "--role", "nurse", "--data", folder}, "seven quiet herons\n");
        EXPECT_EQ(added.status, 0) << added.error;
    }
    ~ProofTest() override { fs::remove_all(folder); }

    Outcome proof(const std::string& number) const { return run({"verify", "--data", folder, "--proof", number}); }
    Outcome check(const std::string& text, const std::string& key) const {
        return run({"verify", "--proof-file", file_with("row.json", text), "--key", key});
    }

    std::string folder;
};

TEST_F(ProofTest, IsMadeWhileTheWardRunsAndAfterwardsAndCheckedWithoutIt) {
    std::string during;
    {
        Served ward(folder);
        for (int tries = 0; tries < 200 && during.empty(); ++tries) {
            during = proof("1").out;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        EXPECT_EQ(ward.end(SIGTERM), 0);
    }
    ASSERT_TRUE(has(during, R"({"proof":"inclusion","row":{"number":1,)")) << during;
    const Outcome after = proof("1");
    ASSERT_EQ(after.status, 0) << after.error;
    const std::string key = folder + "/audit-public-key";
    for (const std::string& text : {during, after.out}) {
        const Outcome good = check(text, key);
        EXPECT_EQ(good.status, 0) << good.error;
        EXPECT_TRUE(has(good.out, "Row 1 stands in the audit as it is here: ")) << good.out;
        EXPECT_TRUE(has(good.out, " operator, account open, nurse nora.")) << good.out;
    }
    const std::string kept_key = file_with("audit-public-key", run_shell("cat " + key).out);
    fs::remove_all(folder);
    EXPECT_EQ(check(during, kept_key).status, 0) << "without any data";
}

TEST_F(ProofTest, WhatIsForgedOrUnknownIsRefusedWithWhatIsWrong) {
    {
        Served ward(folder);
        ward.end(SIGTERM);
    }
    const std::string key = folder + "/audit-public-key";
    std::string text = proof("1").out;
    ASSERT_EQ(check(text, key).status, 0);
    const auto expect_refused = [&](const std::string& from, const std::string& to, const std::string& why) {
        std::string forged = text;
        ASSERT_NE(forged.find(from), std::string::npos) << from;
        forged.replace(forged.find(from), from.size(), to);
        const Outcome refused = check(forged, key);
        EXPECT_EQ(refused.status, 1) << from;
        EXPECT_TRUE(has(refused.error, why)) << refused.error;
    };
    expect_refused("nurse nora", "admin nora", "row 1 as it stands here is not in that audit");
    expect_refused(R"("checkpoint":{"rows":)", R"("checkpoint":{"rows":1)", "not what was signed");
    expect_refused(R"("path":[)", R"("path":["x"],"other":[)", "'path' is missing or is no list of hashes");
    expect_refused(R"("proof":"inclusion")", R"("proof":"other")", "neither \"inclusion\" nor \"growth\"");
    expect_refused("{", "", "line 1");
    EXPECT_TRUE(has(check(text, std::string(64, '0')).error, "signed by another key"));
    EXPECT_EQ(check(text, "0123").status, 2);
    EXPECT_TRUE(has(run({"verify", "--proof-file", file_with("row.json", text)}).out, "compare this key"));
    EXPECT_EQ(run({"verify", "--proof-file", folder + "/none"}).status, 2);
    EXPECT_EQ(proof("9999").status, 1);
    EXPECT_TRUE(has(proof("9999").error, "no signed checkpoint covers it"));
    EXPECT_EQ(proof("0").status, 2);
    EXPECT_EQ(proof("x").status, 2);
}

}  // namespace
}  // namespace stormkeel::cli_test
