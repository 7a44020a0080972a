// A version of the packs from its folder to the answers: staged, approved by two persons, in use after a start, and
// back.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

class ActivationTest : public testing::Test {
protected:
    ActivationTest() : root((fs::temp_directory_path() / ("stormkeel-activation-" + std::to_string(::getpid())))) {
        fs::remove_all(root);
        fs::create_directories(root);
        fs::copy(STORMKEEL_SOURCE_DIR "/guidelines", packs(), fs::copy_options::recursive);
        change(packs() + "/astct-2019/crs.md", "Fever from 38.0", "Fever from 38.1");
    }
    ~ActivationTest() override { fs::remove_all(root); }

    std::string packs() const { return (root / "packs").string(); }
    std::string data() const { return (root / "data").string(); }
    std::string kept(const std::string& sha256) const { return data() + "/guidelines/" + sha256; }

    static void change(const std::string& file, const std::string& from, const std::string& to) {
        std::ifstream stream(file, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        ASSERT_NE(text.find(from), std::string::npos) << file;
        text.replace(text.find(from), from.size(), to);
        std::ofstream(file, std::ios::binary) << text;
    }

    // A start that should be refused; one that is not is ended after a while.
    Outcome start(const std::string& more = "") const {
        return run_shell("timeout 20 \"$STORMKEEL\" serve --listen 127.0.0.1:0 --data " + data() + " " + more);
    }
    // Returns the fingerprint, or what was wrong.
    std::string stage(const std::string& folder, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"guideline", "stage", folder, "--data", data()};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome staged = run(words);
        const std::string mark = "Staged as ";
        return staged.out.starts_with(mark) ? staged.out.substr(mark.size(), 64) : staged.out + staged.error;
    }
    void add_people() const {
        for (const char* role : {"admin", "physician", "pharmacist"}) {
            run({"user", "add", std::string("a-") + role, "--role", role, "--data", data()}, "seven quiet herons\n");
        }
    }
    static std::string ask_as(const Served& ward, const std::string& role, const std::string& line,
                              const std::string& body = "") {
        const auto ask = [&](const std::string& request, const std::string& fields, const std::string& content) {
            PlainClient client(ward.port);
            client.send(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields +
                        "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content);
            return client.receive_all();
        };
        const auto part = [](const std::string& text, const std::string& before, char after) {
            const std::size_t from = text.find(before) + before.size();
            return text.substr(from, text.find(after, from) - from);
        };
        const std::string in =
            ask("POST /session", "", R"({"name":"a-)" + role + R"(","password":"seven quiet herons"})");
        return ask(line,
                   "Cookie: " + part(in, "Set-Cookie: ", ';') +
                       "\r\nX-CSRF-Token: " + part(in, R"("csrf_token":")", '"') + "\r\n",
                   body);
    }
    static void approve(const Served& ward, const std::string& sha256) {
        for (const char* role : {"physician", "pharmacist"}) {
            const std::string told = ask_as(ward, role, "POST /api/guidelines/" + sha256 + "/approve",
                                            R"({"reason":"read against its sources"})");
            EXPECT_TRUE(told.starts_with("HTTP/1.1 200")) << told;
        }
    }
    static std::string in_use(const Served& ward) {
        const std::string told = ask_as(ward, "admin", "GET /api/guidelines");
        const std::string mark = R"("in_use":{"sha256":")";
        return told.substr(told.find(mark) + mark.size(), 64);
    }

    fs::path root;
};

// The fingerprint that an answer carries.
std::string fingerprint_of_answer(const Served& ward, const std::string& token) {
    const std::string told = ward.ask("GET /api/patients/p1/assessment?at=2026-03-03T10:00:00Z", token);
    const std::size_t from = told.find("sha256:");
    return from == std::string::npos ? told : told.substr(from, 71);
}

TEST_F(ActivationTest, AnApprovedVersionAnswersFromTheNextStartOnAndSoDoesTheOneBefore) {
    Served ward(data());
    add_people();
    const std::string made = run({"token", "add", "feed", "--role", "integration", "--data", data()}).out;
    const std::string token = made.substr(0, 64);
    ward.ask("POST /api/patients/p1/facts", token,
             R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6,"unit":"Cel"}]})");
    const std::string own = in_use(ward);
    const std::string before = fingerprint_of_answer(ward, token);
    EXPECT_TRUE(before.starts_with("sha256:")) << before;

    const std::string sha = stage(packs(), {"--by", "a-admin"});
    ASSERT_EQ(sha.find_first_not_of("0123456789abcdef"), std::string::npos) << sha;
    EXPECT_TRUE(has(ask_as(ward, "physician", "GET /api/guidelines"), R"("changed":[{"id":"ASTCT.G1.fever")"));
    approve(ward, sha);
    EXPECT_EQ(in_use(ward), own) << "not under a running shift";
    EXPECT_EQ(fingerprint_of_answer(ward, token), before);
    EXPECT_TRUE(has(ask_as(ward, "admin", "GET /api/guidelines"), R"("waits_for_restart":")" + sha));

    ward.end(SIGTERM);
    ward.start();
    EXPECT_EQ(in_use(ward), sha);
    const std::string after = fingerprint_of_answer(ward, token);
    EXPECT_TRUE(after.starts_with("sha256:") && after != before) << after;
    EXPECT_TRUE(has(ask_as(ward, "physician", "GET /api/technical"), "packs_changed")) << "look at each again";
    EXPECT_FALSE(has(ask_as(ward, "physician", "GET /api/technical"), "guideline_waits"));
    EXPECT_TRUE(has(run({"verify", "--data", data()}).out, "1 byte for byte, 0 otherwise, 0 by other packs"));

    EXPECT_EQ(stage("built-in"), own) << "the version before is staged and approved again";
    approve(ward, own);
    ward.end(SIGTERM);
    ward.start();
    EXPECT_EQ(in_use(ward), own);
    EXPECT_EQ(fingerprint_of_answer(ward, token), before);
}

TEST_F(ActivationTest, NoOtherPacksAnswerInTheirPlace) {
    Served ward(data());
    add_people();
    const std::string sha = stage(packs());
    approve(ward, sha);
    ward.end(SIGTERM);
    const Outcome named = start("--guidelines guidelines");
    EXPECT_EQ(named.status, 2);
    EXPECT_TRUE(has(named.error, "are not those that count here")) << named.error;

    std::ofstream(kept(sha) + "/astct-2019/crs.md", std::ios::app) << "\n";
    const Outcome changed = start();
    EXPECT_EQ(changed.status, 2);
    EXPECT_TRUE(has(changed.error, "its files were changed") && has(changed.error, "To go back")) << changed.error;
    fs::remove_all(kept(sha));
    const Outcome missing = start();
    EXPECT_EQ(missing.status, 2);
    EXPECT_TRUE(has(missing.error, "its files are missing")) << missing.error;

    EXPECT_TRUE(has(stage(packs()), "its files are there, and this version counts already"));
    ward.start();
    EXPECT_EQ(in_use(ward), sha);
}

TEST_F(ActivationTest, WithTwoPersonsNoPacksAnswerThatNobodyApproved) {
    fs::create_directories(data());
    std::ofstream(data() + "/stormkeel.toml") << "[guideline]\nactivation = \"two-persons\"\n";
    const std::string other = "--guidelines " + packs();
    const Outcome first = start(other);
    EXPECT_EQ(first.status, 2);
    EXPECT_TRUE(has(first.error, "nobody approved the packs of " + packs())) << first.error;
    Served ward(data());
    add_people();
    const std::string own = in_use(ward);
    EXPECT_TRUE(fs::exists(kept(own) + "/astct-2019/crs.md")) << "another program goes on with it";
    ward.end(SIGTERM);
    EXPECT_EQ(start(other).status, 2);
    const std::string sha = stage(packs(), {"--by", "a-admin"});
    ward.start();
    EXPECT_EQ(in_use(ward), own);
    approve(ward, sha);
    ward.end(SIGTERM);
    const Served with_folder(data(), {"--guidelines", packs()});
    EXPECT_EQ(in_use(with_folder), sha) << "now it is the one that two persons approved";
}

TEST_F(ActivationTest, StagesNothingThatIsWrong) {
    EXPECT_TRUE(has(stage(packs()), "holds no ward"));
    Served ward(data());
    add_people();
    EXPECT_TRUE(has(stage(packs(), {"--by", "a-physician"}), "is no administrator"));
    EXPECT_TRUE(has(stage((root / "nothing").string()), "cannot be read"));
    change(packs() + "/astct-2019/crs.md", "when", "whenn");
    const std::string wrong = stage(packs());
    EXPECT_TRUE(has(wrong, "nothing was staged")) << wrong;
    EXPECT_TRUE(has(ask_as(ward, "admin", "GET /api/guidelines"), R"("staged":[])"));
    ward.end(SIGTERM);
    EXPECT_TRUE(has(stage("built-in", {"--by", "nobody"}), "is no administrator")) << "without a ward that runs, too";
    EXPECT_EQ(run({"guideline", "stage", "--data", data()}).status, 2);
    const Outcome setting =
        run({"serve", "--check", "--config", file_with("stormkeel.toml", "[guideline]\nactivation = \"one\"\n")});
    EXPECT_TRUE(has(setting.error, "any and two-persons are")) << setting.error;
}

}  // namespace
}  // namespace stormkeel::cli_test
