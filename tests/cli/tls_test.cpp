// Encrypted: curl and openssl reach the ward with what is strong, and not with anything else.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "cli/program.h"
#include "torture/served.h"

namespace stormkeel::cli_test {
namespace {

namespace fs = std::filesystem;

// A folder with certificates made for this test alone.
class TlsTest : public testing::Test {
protected:
    TlsTest() : folder((fs::temp_directory_path() / ("stormkeel-tls-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        fs::create_directories(folder);
        make("ward", "-addext subjectAltName=DNS:ward.example,IP:127.0.0.1");
    }
    ~TlsTest() override { fs::remove_all(folder); }

    // folder/NAME.pem and .key, vouching for itself.
    void make(const std::string& name, const std::string& more = "") const {
        const Outcome made = run_shell(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
            " -keyout " + folder + "/" + name + ".key -out " + folder + "/" + name + ".pem " + more);
        EXPECT_EQ(made.status, 0) << made.error;
    }

    std::vector<std::string> certified(std::vector<std::string> more = {}) const {
        more.insert(more.end(), {"--tls-certificate", folder + "/ward.pem", "--tls-key", folder + "/ward.key"});
        return more;
    }

    // What curl says of a path: the head and the body.
    Outcome curl(const Served& ward, const std::string& words, const std::string& name = "127.0.0.1") const {
        const std::string port = std::to_string(ward.port);
        return run_shell("curl -sS -i -m 20 --cacert " + folder + "/ward.pem --resolve " + name + ":" + port +
                         ":127.0.0.1 " + words + " https://" + name + ":" + port + "/healthz");
    }

    Outcome openssl(std::uint16_t port, const std::string& words, const std::string& input = "") const {
        return run_shell("timeout 20 openssl s_client -connect 127.0.0.1:" + std::to_string(port) + " -CAfile " +
                             folder + "/ward.pem " + words,
                         input);
    }

    std::string folder;
};

TEST_F(TlsTest, TheWardIsReachedByTheNamesOfItsCertificate) {
    const Served ward(folder + "/data", certified());
    const Outcome by_address = curl(ward, "");
    EXPECT_TRUE(has(by_address.out, "200 OK")) << by_address.out << by_address.error;
    EXPECT_TRUE(has(by_address.out, "Strict-Transport-Security: max-age=31536000"));
    EXPECT_TRUE(has(curl(ward, "", "ward.example").out, "200 OK"));
    EXPECT_TRUE(has(curl(ward, "-H 'Host: other.example'").out, " 421 "));
    EXPECT_NE(curl(ward, "", "other.example").status, 0) << "the certificate does not name it";
}

TEST_F(TlsTest, OnlyWhatIsStrongIsSpoken) {
    Served ward(folder + "/data", certified());
    EXPECT_TRUE(has(openssl(ward.port, "-brief").error, "TLSv1.3"));
    EXPECT_TRUE(has(curl(ward, "--tls-max 1.2").out, "200 OK"));
    EXPECT_NE(curl(ward, "--tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0").status, 0);
    for (const char* weak : {"AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "DHE-RSA-AES256-GCM-SHA384"}) {
        EXPECT_NE(openssl(ward.port, std::string("-tls1_2 -cipher ") + weak).status, 0) << weak;
    }
    EXPECT_FALSE(has(ward.ask("GET /healthz", ""), "HTTP/1.1")) << "nothing is answered in the clear";
    EXPECT_EQ(ward.end(SIGTERM), 0);
}

TEST_F(TlsTest, WithACertificateOthersMayReachIt) {
    Served ward(folder + "/data", certified({"--listen", "0.0.0.0:0"}));
    EXPECT_TRUE(has(curl(ward, "", "ward.example").out, "200 OK"));
}

TEST_F(TlsTest, AKeyThatOthersReadIsRefusedWithWhatToDo) {
    ASSERT_EQ(::chmod((folder + "/ward.key").c_str(), 0640), 0);
    const auto serve = [&](const std::string& certificate, const std::string& key) {
        return run({"serve", "--data", folder + "/data", "--listen", "127.0.0.1:0", "--tls-certificate", certificate,
                    "--tls-key", key});
    };
    const Outcome open = serve(folder + "/ward.pem", folder + "/ward.key");
    EXPECT_EQ(open.status, 78);
    EXPECT_TRUE(has(open.error, "chmod 600")) << open.error;
    make("other");
    EXPECT_EQ(serve(folder + "/ward.pem", folder + "/other.key").status, 78) << "a key of another certificate";
    EXPECT_EQ(serve(folder + "/none.pem", folder + "/other.key").status, 78);
    EXPECT_EQ(serve(folder + "/other.pem", folder + "/none.key").status, 78);
    EXPECT_EQ(serve("", folder + "/other.key").status, 2);
    EXPECT_FALSE(fs::exists(folder + "/data")) << "nothing was made";
}

TEST_F(TlsTest, WhoShakesNoHandsShutsNoSenderOut) {
    const Served ward(folder + "/data", certified({"--mllp", "127.0.0.1:0"}));
    std::vector<std::unique_ptr<PlainClient>> silent;
    for (int i = 0; i < 70; ++i) silent.push_back(std::make_unique<PlainClient>(ward.mllp_port));
    const std::string message =
        "\vMSH|^~\\&|LAB|H|SK|H|20260303100000+0000||ORU^R01^ORU_R01|7|P|2.5.1\rPID|||p1\r\x1c\r";
    const Outcome sent =
        run_shell("(cat; sleep 1) | timeout 20 openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:" +
                      std::to_string(ward.mllp_port),
                  message);
    EXPECT_TRUE(has(sent.out, "MSA|AA|7")) << sent.out << sent.error;
    int cut_off = 0;
    for (const auto& each : silent) cut_off += each->has_news() ? 1 : 0;
    EXPECT_EQ(cut_off, 39) << "32 handshakes are under way at once";
}

TEST_F(TlsTest, ASenderOfMessagesShowsACertificateThatIsVouchedFor) {
    make("lab");
    make("stranger");
    const Served ward(folder + "/data", certified({"--mllp", "0.0.0.0:0", "--mllp-client-ca", folder + "/lab.pem"}));
    const std::string message =
        "\vMSH|^~\\&|LAB|H|SK|H|20260303100000+0000||ORU^R01^ORU_R01|7|P|2.5.1\rPID|||p1\r\x1c\r";
    const auto sent_by = [&](const std::string& name) {
        const std::string shown =
            name.empty() ? "" : "-cert " + folder + "/" + name + ".pem -key " + folder + "/" + name + ".key";
        return run_shell("(cat; sleep 1) | timeout 20 openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:" +
                             std::to_string(ward.mllp_port) + " " + shown,
                         message)
            .out;
    };
    EXPECT_TRUE(has(sent_by("lab"), "MSA|A")) << "an answer, whichever";
    EXPECT_FALSE(has(sent_by("stranger"), "MSA"));
    EXPECT_FALSE(has(sent_by(""), "MSA"));
}

// Whoever vouches for both of them: each speaks as itself alone.
TEST_F(TlsTest, ASenderOfMessagesSpeaksAsWhomItsCertificateNames) {
    make("lab");
    make("adt");
    run_shell("cat " + folder + "/lab.pem " + folder + "/adt.pem > " + folder + "/senders.pem");
    const std::string fingerprint =
        run_shell("openssl x509 -noout -fingerprint -sha256 -in " + folder + "/lab.pem | cut -d= -f2 | tr -d '\\n'")
            .out;
    EXPECT_EQ(fingerprint.size(), 95U) << fingerprint;
    fs::create_directories(folder + "/data");
    std::ofstream(folder + "/data/stormkeel.toml")
        << "[[hl7v2.sender]]\nfingerprint = \"" + fingerprint + "\"\nspeaks_as = [\"LAB|HOSP\"]\n";
    const Served ward(folder + "/data",
                      certified({"--mllp", "127.0.0.1:0", "--mllp-client-ca", folder + "/senders.pem"}));
    const auto sent = [&](const std::string& shown, const std::string& as) {
        const std::string message =
            "\vMSH|^~\\&|" + as + "|SK|H|20260303100000+0000||ORU^R01^ORU_R01|7|P|2.5.1\rPID|||p1\r\x1c\r";
        return run_shell("(cat; sleep 1) | timeout 20 openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:" +
                             std::to_string(ward.mllp_port) + " -cert " + folder + "/" + shown + ".pem -key " + folder +
                             "/" + shown + ".key",
                         message)
            .out;
    };
    EXPECT_TRUE(has(sent("lab", "LAB|HOSP"), "MSA|AA|7"));
    const std::string other = sent("lab", "ADT|HOSP");
    EXPECT_TRUE(has(other, "MSA|AR|7") && has(other, "does not speak as this sender")) << other;
    const std::string unknown = sent("adt", "LAB|HOSP");
    EXPECT_TRUE(has(unknown, "MSA|AR|7") && has(unknown, "no sender for this certificate")) << unknown;
}

}  // namespace
}  // namespace stormkeel::cli_test
