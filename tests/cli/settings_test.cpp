// The file of settings: its example holds every name and every default, and a mistake is told with its line.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

Outcome check(const std::string& settings) {
    return run({"serve", "--check", "--config", file_with("stormkeel.toml", settings)});
}

// The example with the lines that it shows as comments in force, each in the place of a default before it, but for
// the files of TLS.
std::string with_examples(const std::string& text, const std::string& jwks) {
    static const std::regex example(
        R"(# ((?!certificate|key|mllp_client_ca|ca |fhir_ca|syslog_ca|syslog_certificate|syslog_key|client_secret_file)[a-z_]+ = .*|\[\[[a-z0-9.]+\]\]))");
    std::vector<std::string> lines;
    for (const std::string& line : lines_of(text)) {
        std::smatch found;
        if (!std::regex_match(line, found, example)) {
            lines.push_back(line);
            continue;
        }
        const std::string shown = found[1];
        const std::string name = shown.substr(0, shown.find('='));
        if (!lines.empty() && shown.find('=') != std::string::npos && lines.back().starts_with(name)) lines.pop_back();
        lines.push_back(name == "jwks " ? "jwks = \"" + jwks + "\"" : shown);
    }
    std::string result;
    for (const std::string& line : lines) result += line + "\n";
    return result;
}

const std::string public_keys =
    R"({"keys":[{"kty":"EC","crv":"P-384","kid":"k1","x":"13eWlIFXBizRhmINiwCDkxm_Yd4GoVOl29N3HRGnUe4smFheFx0Zisw1VASqAdhn",)"
    R"("y":"ithAXF8P7hDeP40lKMlDycKBsxqajPMDFeeE6q-naQM1sRCMQiApirzOm9yWmQ0f"}]})";

TEST(Settings, TheExampleHoldsEveryNameWithItsDefault) {
    const Outcome defaults = run({"serve", "--check"});
    EXPECT_EQ(defaults.status, 0) << defaults.error;
    const std::string example = text_of("docs/stormkeel.toml");
    const Outcome read = check(example);
    EXPECT_EQ(read.status, 0) << read.error;
    EXPECT_EQ(read.out, defaults.out);
    for (const std::string& line : lines_of(defaults.out)) {
        if (line.starts_with("#")) continue;  // it tells of the packs
        EXPECT_NE(("\n" + example).find("\n" + line + "\n"), std::string::npos) << line << " is not in the example";
    }
}

TEST(Settings, WhatTheExampleShowsIsTaken) {
    const std::string keys = file_with("keys.json", public_keys);
    const Outcome read = check(with_examples(text_of("docs/stormkeel.toml"), keys));
    EXPECT_EQ(read.status, 0) << read.error;
    for (const char* line :
         {"command = [\"/usr/local/bin/page-the-operator\", \"stormkeel\"]\n", "base = \"https://ward.example.org\"\n",
          "iss = \"https://ehr.example.org\"\nfhir = \"https://ehr.example.org/fhir\"\nfhir_private = true\n",
          "issuer = \"https://id.example.org\"\n", "nurse = [\"icu-nurses\"]\n",
          "[[smart.ehr]]\niss = \"https://ehr.example.org/fhir\"\n", "speaks_as = [\"LAB|HOSP\"]\n"}) {
        EXPECT_NE(read.out.find(line), std::string::npos) << line << read.out;
    }
}

TEST(Settings, WordsOfTheCallWin) {
    const std::string file =
        file_with("stormkeel.toml", "data = \"here\"\nlisten = \"127.0.0.1:1\"\nsite = \"example\"\n");
    const Outcome read = run({"serve", "--check", "--config", file, "--data", "there", "--listen", "127.0.0.1:2"});
    EXPECT_EQ(read.status, 0) << read.error;
    EXPECT_TRUE(read.out.starts_with("data = \"there\"\nlisten = \"127.0.0.1:2\"\nmllp = \"\"\nsite = \"example\"\n"))
        << read.out;
}

TEST(Settings, TheFileInTheDataFolderIsFound) {
    const std::string file = file_with("stormkeel.toml", "listen = \"127.0.0.1:7\"\n");
    const std::string folder = fs::path(file).parent_path().string();
    const Outcome read = run({"serve", "--check", "--data", folder});
    EXPECT_TRUE(read.out.starts_with("data = \"" + folder + "\"\nlisten = \"127.0.0.1:7\"\n"))
        << read.out << read.error;
    std::ofstream(file) << "data = \"elsewhere\"\n";
    EXPECT_EQ(run({"serve", "--check", "--data", folder}).status, 2);
}

TEST(Settings, EachMistakeIsToldWithItsLineAndWhatWouldBeRight) {
    const Outcome read = check(
        "lisen = \"127.0.0.1:1\"\nlisten = \"8080\"\nsite = 3\n[log]\nlevel = \"loud\"\n[watchdog]\nfree_mib = 0\n"
        "command = \"page\"\n[cds]\nbase = \"ward.example.org/\"\n[[cds.issuer]]\niss = \"x\"\njwks = "
        "\"/nowhere\"\n[lgo]\n");
    EXPECT_EQ(read.status, 2);
    for (const char* told : {"stormkeel.toml:1: 'lisen' is no field here; did you mean 'listen'?",
                             "stormkeel.toml:2: 'listen': '8080' is no address and port; write 127.0.0.1:8080",
                             "stormkeel.toml:3: 'site' must be text in quotes, and is a whole number",
                             "stormkeel.toml:5: 'level': 'loud' is no level; debug, info, warning and error are",
                             "stormkeel.toml:7: 'free_mib' is 0; it lies between 1 and 1000000000",
                             "stormkeel.toml:8: 'command' must be a list, and is text in quotes",
                             "stormkeel.toml:10: 'base': 'ward.example.org/' is no address",
                             "stormkeel.toml:13: 'jwks': there is no file /nowhere",
                             "stormkeel.toml:14: 'lgo' is no field here; did you mean 'log'?"}) {
        EXPECT_NE(read.error.find(told), std::string::npos) << told << "\n" << read.error;
    }
    const Outcome factors =
        check("[sign_in]\nsecond_factor = [\"admin\", \"kiosk\"]\norigin = \"https://192.0.2.7\"\n");
    EXPECT_NE(factors.error.find("stormkeel.toml:2: 'second_factor': 'kiosk' is no role of a person"),
              std::string::npos)
        << factors.error;
    EXPECT_NE(factors.error.find("stormkeel.toml:3: 'origin': 'https://192.0.2.7' is no address of pages"),
              std::string::npos)
        << factors.error;
    const Outcome nowhere = check("[tls]\ncertificate = \"/nowhere.pem\"\n[hl7v2]\ntime_zone = \"Europe/Berlim\"\n");
    EXPECT_NE(nowhere.error.find("stormkeel.toml:2: 'certificate': '/nowhere.pem' is no file"), std::string::npos);
    EXPECT_NE(nowhere.error.find("stormkeel.toml:4: 'time_zone': 'Europe/Berlim' is refused"), std::string::npos)
        << nowhere.error;
    const std::string empty = file_with("empty.pem", "");
    EXPECT_EQ(check("[tls]\ncertificate = \"" + empty + "\"\nkey = \"" + empty + "\"\n").status, 78) << "they are read";
    EXPECT_EQ(check("listen = \n").status, 2);
    EXPECT_EQ(check("site = \"nowhere\"\n").status, 2);
    EXPECT_EQ(run({"serve", "--config", "/nowhere.toml"}).status, 2);
    const Outcome weak = check("[cds]\nbase = \"https://w.example.org\"\n[[cds.issuer]]\niss = \"x\"\njwks = \"" +
                               file_with("keys.json", R"({"keys":[{"kty":"oct","kid":"a","k":"c2VjcmV0"}]})") + "\"\n");
    EXPECT_EQ(weak.status, 2);
    EXPECT_NE(weak.error.find("[[cds.issuer]]"), std::string::npos) << weak.error;
}

TEST(Settings, AProviderIsSetWholeOrNotAtAll) {
    const std::string whole =
        "[oidc]\nissuer = \"https://id.example.org\"\nclient_id = \"a\"\npublic_url = \"https://w.example.org\"\n";
    EXPECT_EQ(check(whole).status, 0) << check(whole).error;
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"[oidc]\nissuer = \"https://id.example.org\"\n", ":1: 'client_id' is missing in [oidc]"},
        {"[oidc]\nissuer = \"https://id.example.org\"\nclient_id = \"a\"\n", ":1: 'public_url' is missing in [oidc]"},
        {"[oidc]\nclient_id = \"a\"\n", ":1: 'issuer' is missing in [oidc]"},
        {"[oidc]\nissuer = \"http://id.example.org\"\n", ":2: 'issuer': 'http://id.example.org' is no https address"},
        {"[oidc]\npublic_url = \"https://w.example.org/\"\n", "is no https origin without a slash at its end"},
        {"[oidc]\npublic_ulr = \"https://w.example.org\"\n",
         "'public_ulr' is no field here; did you mean 'public_url'?"},
        {whole + "scope = \"profile\"\n", ":5: 'scope': 'profile' lacks openid"},
        {whole + "client_secret_file = \"/nowhere\"\n", ":5: 'client_secret_file': '/nowhere' is no file"},
        {whole + "[oidc.roles]\nclaim = \"groups\"\n", ":5: no role has a value of 'groups'"},
        {whole + "[oidc.roles]\nnurse = [\"n\"]\n", ":5: 'claim' is missing"},
        {whole + "[oidc.roles]\nclaim = \"g\"\nnurse = [\"n\"]\nadmin = [\"n\"]\n", "'n' stands for two roles"},
        {whole + "[oidc.roles]\nclaim = \"g\"\nnurses = [\"n\"]\n", "'nurses' is no field here"},
        {whole + "[smart]\nehr = 3\n", "'ehr' is no table; begin each with [[smart.ehr]]"},
        {whole + "[[smart.ehr]]\niss = \"https://e.example.org\"\n", "'client_id'"},
        {whole + "[[smart.ehr]]\niss = \"e\"\nclient_id = \"a\"\n", ":6: 'iss': 'e' is no https address"},
        {whole + "[[smart.ehr]]\niss = \"https://e.example.org\"\nclient_id = \"a\"\n[[smart.ehr]]\niss = "
                 "\"https://e.example.org\"\nclient_id = \"b\"\n",
         "is registered twice"},
        {"[[smart.ehr]]\niss = \"https://e.example.org\"\nclient_id = \"a\"\n", "'public_url' is missing in [oidc]"}};
    for (const auto& [text, told] : wrong) {
        const Outcome read = check(text);
        EXPECT_EQ(read.status, 2) << text;
        EXPECT_NE(read.error.find(told), std::string::npos) << text << read.error;
    }
}

TEST(Settings, TheSecretOfAProviderIsForItsOwnerAlone) {
    const std::string secret = file_with("oidc-secret", "secret\n");
    const std::string whole =
        "[oidc]\nissuer = \"https://id.example.org\"\nclient_id = \"a\"\npublic_url = \"https://w.example.org\"\n"
        "client_secret_file = \"" +
        secret + "\"\n";
    fs::permissions(secret, fs::perms::owner_read | fs::perms::group_read);
    EXPECT_EQ(check(whole).status, 78);
    EXPECT_NE(check(whole).error.find("others may read it; chmod 600 it"), std::string::npos) << check(whole).error;
    fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(check(whole).status, 0) << check(whole).error;
    EXPECT_EQ(check(whole + "ca = \"" + secret + "\"\n").status, 78) << "it is no certificate";
}

// The packs copied into a folder, and the settings that let no others answer.
class PinnedPacks : public testing::Test {
protected:
    PinnedPacks() {
        fs::remove_all(folder);
        fs::copy(STORMKEEL_SOURCE_DIR "/guidelines", folder, fs::copy_options::recursive);
    }
    ~PinnedPacks() override { fs::remove_all(folder); }

    std::string digest() const {
        const std::string told = run({"serve", "--check", "--guidelines", folder}).out;
        return told.substr(told.find("packs: ") + 7, 64);
    }
    Outcome check_pinned(const std::string& sha256) const {
        return check("guidelines = \"" + folder + "\"\npacks_sha256 = \"" + sha256 + "\"\n");
    }
    std::vector<std::string> files() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const std::string ending = entry.path().extension().string();
            if (ending == ".md" || ending == ".toml") found.push_back(entry.path().string());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    const std::string folder = (fs::temp_directory_path() / ("stormkeel-packs-" + std::to_string(::getpid()))).string();
};

TEST_F(PinnedPacks, AnyChangeOfThePacksKeepsTheWardFromStarting) {
    const std::string right = digest();
    ASSERT_EQ(right.find_first_not_of("0123456789abcdef"), std::string::npos) << right;
    EXPECT_EQ(check_pinned(right).status, 0);
    std::size_t place = 7;
    for (const std::string& file : files()) {
        std::ifstream stream(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        place = (place * 31 + 11) % text.size();
        // One byte is another, the end is cut off, or the file is taken out: one after the other.
        std::string changed = text;
        changed[place] = changed[place] == 'a' ? 'b' : 'a';
        if (place % 3 == 1) changed.resize(place);
        std::ofstream(file, std::ios::binary) << changed;
        if (place % 3 == 2) fs::remove(file);
        EXPECT_EQ(check_pinned(right).status, 2) << file << " at " << place;
        std::ofstream(file, std::ios::binary) << text;
    }
    EXPECT_EQ(check_pinned(right).status, 0);
    const Outcome refused = check_pinned(std::string(64, '0'));
    EXPECT_EQ(refused.status, 2);
    EXPECT_NE(refused.error.find("packs_sha256: the packs are not those that may answer; theirs is " + right),
              std::string::npos)
        << refused.error;
}

}  // namespace
}  // namespace stormkeel::cli_test
