// The server keeps its limits, its connections, and its word at the end.
#include "server/http_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <utility>

#include "server/access.h"
#include "server/plain_client.h"

namespace stormkeel {
namespace {

// Answers with what came, each at the next settle().
class Echo final : public HttpApplication {
public:
    void answer(const HttpRequest& request, Answer answer) override {
        waiting_.emplace_back(request.method + ' ' + request.path + ' ' + std::to_string(request.body.size()),
                              std::move(answer));
    }
    void settle() override {
        if (!waiting_.empty()) ++settled;
        for (auto& [text, answer] : std::exchange(waiting_, {})) answer({200, "text/plain", text});
    }
    int tick() override { return 1000; }
    bool has_failed() const override { return failed; }

    std::atomic<int> settled = 0;
    std::atomic<bool> failed = false;

private:
    std::vector<std::pair<std::string, Answer>> waiting_;
};

class HttpServerTest : public testing::Test {
protected:
    HttpServerTest() {
        auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, echo);
        server = std::move(std::get<std::unique_ptr<HttpServer>>(bound));
        thread = std::thread([this] { server->run(); });
    }
    ~HttpServerTest() override {
        server->stop();
        thread.join();
    }

    std::string ask(const std::string& request) const {
        PlainClient client(server->port());
        client.send(request);
        return client.receive_all();
    }

    Echo echo;
    std::unique_ptr<HttpServer> server;
    std::thread thread;
};

const std::string close = "Host: localhost\r\nConnection: close\r\n";

TEST_F(HttpServerTest, OneConnectionAsksManyTimes) {
    PlainClient client(server->port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_TRUE(client.response().ends_with("GET /a 0"));
    }
    client.send("GET /b HTTP/1.1\r\nHost: localhost\r\n\r\nGET /c HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(client.response().ends_with("GET /b 0"));
    EXPECT_TRUE(client.response().ends_with("GET /c 0"));
}

TEST_F(HttpServerTest, ABodyMayComeInChunks) {
    EXPECT_TRUE(
        ask("POST /x HTTP/1.1\r\n" + close + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            .ends_with("POST /x 5"));
}

TEST_F(HttpServerTest, TooMuchIsRefusedBeforeItIsRead) {
    EXPECT_TRUE(ask("POST /x HTTP/1.1\r\n" + close + "Content-Length: 16777217\r\n\r\n").starts_with("HTTP/1.1 413"));
    EXPECT_TRUE(
        ask("GET /x HTTP/1.1\r\n" + close + "X: " + std::string(20'000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431"));
}

TEST_F(HttpServerTest, WhatIsNoRequestIsToldSo) {
    EXPECT_TRUE(ask("nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
    EXPECT_TRUE(ask("GET /%zz HTTP/1.1\r\n" + close + "\r\n").starts_with("HTTP/1.1 400"));
}

TEST_F(HttpServerTest, PathsAreDecoded) {
    EXPECT_TRUE(ask("GET /a%20b?x=1 HTTP/1.1\r\n" + close + "\r\n").ends_with("GET /a b 0"));
}

TEST_F(HttpServerTest, AnAnswerIsNeverStoredByABrowser) {
    EXPECT_NE(ask("GET /a HTTP/1.1\r\n" + close + "\r\n").find("Cache-Control: no-store"), std::string::npos);
}

TEST_F(HttpServerTest, AnApplicationThatFailedEndsTheServer) {
    echo.failed = true;
    ask("GET /a HTTP/1.1\r\n" + close + "\r\n");
    thread.join();
    thread = std::thread([] {});
}

TEST(HttpServer, TheEndClosesConnectionsThatAskNothing) {
    Echo echo;
    auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, echo);
    auto& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    std::thread thread([&] { server.run(); });
    PlainClient idle(server.port());
    idle.send("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    idle.response();
    server.stop();
    thread.join();
    EXPECT_EQ(idle.receive_all(), "");
}

TEST(HttpServer, APortInUseIsToldWithWhatToDo) {
    Echo echo;
    auto first = HttpServer::bind({"127.0.0.1", 0, {}}, echo);
    const std::uint16_t port = std::get<std::unique_ptr<HttpServer>>(first)->port();
    const auto second = HttpServer::bind({"127.0.0.1", port, {}}, echo);
    ASSERT_TRUE(std::holds_alternative<std::string>(second));
    EXPECT_NE(std::get<std::string>(second).find("another port"), std::string::npos);
}

TEST(ReadListen, AddressAndPortAreToldApart) {
    ASSERT_TRUE(read_listen("127.0.0.1:8080"));
    EXPECT_EQ(read_listen("127.0.0.1:8080")->port, 8080);
    EXPECT_EQ(read_listen("[::1]:0")->address, "::1");
    for (const char* wrong : {"8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "localhost:80", "127.0.0.1:8a"}) {
        EXPECT_FALSE(read_listen(wrong)) << wrong;
    }
    EXPECT_TRUE(is_loopback({"127.0.0.1", 1, {}}));
    EXPECT_TRUE(is_loopback({"::1", 1, {}}));
    EXPECT_FALSE(is_loopback({"0.0.0.0", 1, {}}));
    EXPECT_FALSE(is_loopback({"192.168.0.1", 1, {}}));
}

TEST(Access, OnlyLoopbackNamesAreOurs) {
    for (const char* ours : {"localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"}) {
        EXPECT_TRUE(names_loopback(ours)) << ours;
    }
    for (const char* other : {"", "ward.example", "localhost.example:80", "127.0.0.1.example", "[::2]:80"}) {
        EXPECT_FALSE(names_loopback(other)) << other;
    }
}

}  // namespace
}  // namespace stormkeel
