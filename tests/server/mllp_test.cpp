// MLLP: each message is answered in its turn, a flood waits, and nothing is lost by it.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "server/http_server.h"
#include "server/plain_client.h"

namespace stormkeel {
namespace {

// Takes every message, and answers it at the next settle() while it is allowed to.
class Ward final : public HttpApplication, public MllpApplication {
public:
    void answer(const HttpRequest&, HttpApplication::Answer answer) override { answer({200, "text/plain", "here"}); }
    void take(const MllpPeer& peer, Hl7Frame frame, MllpApplication::Answer answer) override {
        const std::lock_guard guard(mutex_);
        ++taken;
        peers_.push_back(peer.address);
        if (frame.message.find("|POLITE|") != std::string::npos) last_of_polite = taken.load();
        waiting_.emplace_back(frame.problem.empty() ? "took " + frame.message : "refused", std::move(answer));
    }
    void opened(const MllpPeer&) override { ++connections; }
    void closed(const MllpPeer&) override { ++ended; }
    void settle() override {
        if (!answers || waiting_.empty()) return;
        most_at_once = std::max<std::size_t>(most_at_once, waiting_.size());
        for (auto& [text, answer] : std::exchange(waiting_, {})) answer({text});
    }
    int tick() override { return 5; }
    bool has_failed() const override { return false; }

    std::vector<std::string> peers() {
        const std::lock_guard guard(mutex_);
        return peers_;
    }

    std::atomic<bool> answers = true;
    std::atomic<std::size_t> taken = 0;
    std::atomic<std::size_t> most_at_once = 0;
    std::atomic<std::size_t> last_of_polite = 0;  // which of all messages that one was
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> ended = 0;

private:
    std::mutex mutex_;
    std::vector<std::string> peers_;
    std::vector<std::pair<std::string, MllpApplication::Answer>> waiting_;
};

class MllpTest : public testing::Test {
protected:
    MllpTest() {
        auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, ward);
        server = std::move(std::get<std::unique_ptr<HttpServer>>(bound));
        EXPECT_EQ(server->listen_for_mllp({"127.0.0.1", 0, {}}, ward), std::nullopt);
        thread = std::thread([this] { server->run(); });
    }
    ~MllpTest() override {
        server->stop();
        if (thread.joinable()) thread.join();
    }

    Ward ward;
    std::unique_ptr<HttpServer> server;
    std::thread thread;
};

const std::string end_of_frame = "\x1C\r";

std::string number(std::size_t i) { return "message " + std::to_string(i); }

TEST_F(MllpTest, MessagesAreAnsweredInTheirOrderHoweverTheyAreCut) {
    PlainClient client(server->mllp_port());
    const std::string both = hl7v2_framed("a") + hl7v2_framed("b");
    client.send(both.substr(0, 2));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    client.send(both.substr(2));
    EXPECT_EQ(client.receive_until(end_of_frame), hl7v2_framed("took a"));
    EXPECT_EQ(client.receive_until(end_of_frame), hl7v2_framed("took b"));
    EXPECT_EQ(ward.peers(), (std::vector<std::string>{"127.0.0.1", "127.0.0.1"}));
}

TEST_F(MllpTest, WhatIsNoMessageIsToldAndTheConnectionGoesOn) {
    PlainClient client(server->mllp_port());
    client.send("nonsense" + hl7v2_framed("a"));
    EXPECT_EQ(client.receive_until(end_of_frame), hl7v2_framed("refused"));
    EXPECT_EQ(client.receive_until(end_of_frame), hl7v2_framed("took a"));
    client.send("\v" + std::string(longest_hl7v2_message + 1, 'x') + end_of_frame + hl7v2_framed("b"));
    EXPECT_EQ(client.receive_until(end_of_frame), hl7v2_framed("refused"));
    EXPECT_EQ(client.receive_until(end_of_frame), hl7v2_framed("took b"));
}

TEST_F(MllpTest, AMessageThatBreaksOffIsToldToWhoStillListens) {
    PlainClient client(server->mllp_port());
    client.send("\vMSH|");
    client.say_no_more();
    EXPECT_EQ(client.receive_all(), hl7v2_framed("refused"));
}

TEST_F(MllpTest, ASenderWhoIsNotAnsweredIsReadNoFurtherAndLosesNothing) {
    ward.answers = false;
    constexpr std::size_t messages = 20'000;
    PlainClient client(server->mllp_port());
    std::thread sender([&] {
        for (std::size_t i = 0; i < messages; ++i) client.send(hl7v2_framed(number(i)));
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_LT(ward.taken, 2'000U) << "one piece of 16 KiB at a time";
    EXPECT_GT(ward.taken, 0U);
    PlainClient other(server->port());
    other.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(other.response().ends_with("here")) << "others are served meanwhile";
    ward.answers = true;
    for (std::size_t i = 0; i < messages; ++i) {
        ASSERT_EQ(client.receive_until(end_of_frame), hl7v2_framed("took " + number(i)));
    }
    sender.join();
}

TEST_F(MllpTest, ManyConnectionsShareOneRoundAndNoRoundTakesTooMany) {
    std::vector<std::unique_ptr<PlainClient>> clients;
    for (std::size_t i = 0; i < 32; ++i) clients.push_back(std::make_unique<PlainClient>(server->mllp_port()));
    for (const auto& client : clients) {
        std::string many;
        for (std::size_t i = 0; i < 100; ++i) many += hl7v2_framed(number(i));
        client->send(many);
    }
    for (const auto& client : clients) {
        for (std::size_t i = 0; i < 100; ++i) {
            ASSERT_EQ(client->receive_until(end_of_frame), hl7v2_framed("took " + number(i)));
        }
    }
    EXPECT_GT(ward.most_at_once, 1U);
    EXPECT_LE(ward.most_at_once, 64U);
}

std::string hl7_of(const std::string& sender, std::size_t i) {
    return hl7v2_framed("MSH|^~\\&|" + sender + "|WARD|||20260303||ORU^R01|" + std::to_string(i) + "|P|2.5.1\r");
}

// All of it is there before the server runs: one floods on as many connections as it likes, and one sends 64 messages.
TEST(MllpTurns, WhoFloodsOnManyConnectionsHasOneTurnOfTwo) {
    Ward ward;
    auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, ward);
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    ASSERT_EQ(server.listen_for_mllp({"127.0.0.1", 0, {}}, ward), std::nullopt);
    const auto messages = [](const std::string& sender, std::size_t count) {
        std::string many;
        for (std::size_t i = 0; i < count; ++i) many += hl7_of(sender, i);
        return many;
    };
    std::vector<std::unique_ptr<PlainClient>> flood;
    for (int i = 0; i < 16; ++i) {
        flood.push_back(std::make_unique<PlainClient>(server.mllp_port()));
        flood.back()->send(messages("FLOOD", 100));
    }
    PlainClient polite(server.mllp_port());
    polite.send(messages("POLITE", 64));
    std::thread thread([&] { server.run(); });
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(polite.receive_until(end_of_frame).find("|POLITE|") != std::string::npos);
    EXPECT_LT(ward.last_of_polite, 64U * 5) << "with a turn for each connection it were 64 times 17";
    server.stop();
    thread.join();
}

TEST(MllpLimit, WhoSendsFasterThanTheyMayWaitsAndLosesNothing) {
    Ward ward;
    auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, ward);
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    Listen door{"127.0.0.1", 0, {}};
    door.most.messages_of_one_sender = 100;
    ASSERT_EQ(server.listen_for_mllp(door, ward), std::nullopt);
    std::thread thread([&] { server.run(); });
    const auto took = [&](const std::string& sender, std::size_t messages) {
        PlainClient client(server.mllp_port());
        std::string many;
        for (std::size_t i = 0; i < messages; ++i) many += hl7_of(sender, i);
        const auto began = std::chrono::steady_clock::now();
        client.send(many);
        for (std::size_t i = 0; i < messages; ++i) EXPECT_FALSE(client.receive_until(end_of_frame).empty());
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    };
    EXPECT_LT(took("FAST", 200), 0.8) << "what two seconds allow is there at once";
    std::thread flood([&] { EXPECT_GT(took("FAST", 100), 0.9) << "then one each 10 ms"; });
    EXPECT_LT(took("POLITE", 50), 0.8) << "who did not send waits for nobody";
    flood.join();
    server.stop();
    thread.join();
}

TEST_F(MllpTest, TheConnectionAboveTheLimitIsClosedAndThePlaceComesFree) {
    std::vector<std::unique_ptr<PlainClient>> clients;
    for (std::size_t i = 0; i < 64; ++i) clients.push_back(std::make_unique<PlainClient>(server->mllp_port()));
    for (const auto& client : clients) {
        client->send(hl7v2_framed("a"));
        EXPECT_EQ(client->receive_until(end_of_frame), hl7v2_framed("took a"));
    }
    PlainClient refused(server->mllp_port());
    EXPECT_EQ(refused.receive_all(), "");
    clients.pop_back();
    std::string answer;
    for (int i = 0; i < 100 && answer.empty(); ++i) {
        PlainClient next(server->mllp_port());
        next.send(hl7v2_framed("b"));
        answer = next.receive_until(end_of_frame);
    }
    EXPECT_EQ(answer, hl7v2_framed("took b"));
}

TEST_F(MllpTest, TheEndClosesConnectionsThatSendNothing) {
    PlainClient client(server->mllp_port());
    client.send(hl7v2_framed("a"));
    client.receive_until(end_of_frame);
    server->stop();
    EXPECT_EQ(client.receive_all(), "");
}

TEST_F(MllpTest, TheEndOfAConnectionIsToldAndThatOfTheServerIsNot) {
    PlainClient stays(server->mllp_port());
    stays.send(hl7v2_framed("a"));
    stays.receive_until(end_of_frame);
    {
        PlainClient goes(server->mllp_port());
        goes.send(hl7v2_framed("b"));
        goes.receive_until(end_of_frame);
    }
    for (int i = 0; i < 1000 && ward.ended == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(ward.connections, 2U);
    EXPECT_EQ(ward.ended, 1U);
    server->stop();
    EXPECT_EQ(stays.receive_all(), "");
    thread.join();
    EXPECT_EQ(ward.ended, 1U);
}

}  // namespace
}  // namespace stormkeel
