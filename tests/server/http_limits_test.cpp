// F-25: who asks nothing, announces much or sends too much takes nothing from those who ask.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "server/http_server.h"
#include "server/local_call.h"
#include "server/plain_client.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

// Answers with the size of what came, "/later" once it is told to. It knows who says so.
class Desk final : public HttpApplication {
public:
    void answer(const HttpRequest& request, Answer answer) override {
        if (request.path == "/stream") {
            HttpResponse response;
            response.opened = [this](const std::shared_ptr<EventStream>&) { ++streams; };
            return answer(std::move(response));
        }
        HttpResponse response{200, "text/plain", request.method + " of " + std::to_string(request.body.size())};
        if (request.path != "/later") return answer(std::move(response));
        later_.emplace_back(std::move(answer), std::move(response));
        ++waiting;
    }
    bool may_send_much(const HttpRequest& head) override { return head.field("authorization") == "known_token"; }
    void settle() override {
        if (!now) return;
        for (auto& [answer, response] : std::exchange(later_, {})) answer(std::move(response));
    }
    int tick() override { return 5; }
    bool has_failed() const override { return false; }

    std::atomic<bool> now = false;
    std::atomic<int> waiting = 0;
    std::atomic<int> streams = 0;

private:
    std::vector<std::pair<Answer, HttpResponse>> later_;
};

class HttpLimits : public testing::Test {
protected:
    ~HttpLimits() override {
        if (!thread_.joinable()) return;
        server->stop();
        thread_.join();
    }
    void serve(AtMost most = {}, const std::string& local_socket = {}) {
        Listen listen{"127.0.0.1", 0, local_socket};
        listen.most = most;
        auto bound = HttpServer::bind(listen, desk);
        server = std::move(std::get<std::unique_ptr<HttpServer>>(bound));
        thread_ = std::thread([this] { server->run(); });
    }
    std::unique_ptr<PlainClient> come() const { return std::make_unique<PlainClient>(server->port()); }
    std::string ask(const std::string& request) const {
        PlainClient client(server->port());
        client.send(request);
        return client.receive_all();
    }
    void wait_until_waiting(int count) const {
        for (int i = 0; i < 2'000 && desk.waiting < count; ++i) ::usleep(5'000);
        ASSERT_EQ(desk.waiting, count);
    }

    Desk desk;
    std::unique_ptr<HttpServer> server;

private:
    std::thread thread_;
};

const std::string known_token = "Authorization: known_token\r\n";
constexpr std::size_t mebibyte = std::size_t{1} << 20U;

std::string post_of(std::size_t size, const std::string& fields = "") {
    return "POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields +
           "Content-Length: " + std::to_string(size) + "\r\n\r\n";
}

std::string in_chunks(std::size_t size, const std::string& fields = "") {
    std::string text =
        "POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields + "Transfer-Encoding: chunked\r\n\r\n";
    for (std::size_t left = size; left > 0;) {
        const std::size_t piece = std::min<std::size_t>(left, 40'000);
        char digits[16];
        std::snprintf(digits, sizeof digits, "%zx\r\n", piece);
        text += digits + std::string(piece, 'x') + "\r\n";
        left -= piece;
    }
    return text + "0\r\n\r\n";
}

TEST_F(HttpLimits, WhoIsNotKnownSendsLittle) {
    serve();
    constexpr std::size_t little = 65'536;
    EXPECT_TRUE(ask(post_of(little) + std::string(little, 'x')).ends_with("POST of 65536"));
    const std::string refused = ask(post_of(little + 1));
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 413")) << "before any of it came: " << refused;
    EXPECT_NE(refused.find("a body above 64 KiB needs a token or a session"), std::string::npos) << refused;
    EXPECT_TRUE(ask(in_chunks(little)).ends_with("POST of 65536"));
    EXPECT_TRUE(ask(in_chunks(little + 1)).starts_with("HTTP/1.1 413"));
    EXPECT_TRUE(ask(post_of(little + 1, known_token) + std::string(little + 1, 'x')).ends_with("POST of 65537"));
}

TEST_F(HttpLimits, WhoIsKnownSends16MiBAndNoByteMore) {
    serve();
    const std::string longest(16 * mebibyte, 'x');
    EXPECT_TRUE(ask(post_of(longest.size(), known_token) + longest).ends_with("POST of 16777216"));
    EXPECT_TRUE(ask(in_chunks(longest.size(), known_token)).ends_with("POST of 16777216"));
    EXPECT_NE(ask(post_of(longest.size() + 1, known_token)).find("the body is above 16 MiB"), std::string::npos);
    EXPECT_TRUE(ask(in_chunks(longest.size() + 1, known_token)).starts_with("HTTP/1.1 413"));
}

TEST_F(HttpLimits, WhatIsOnlyAnnouncedTakesNoRoom) {
    AtMost most;
    most.bytes_of_bodies = mebibyte;
    serve(most);
    std::vector<std::unique_ptr<PlainClient>> many;
    for (int i = 0; i < 100; ++i) {
        many.push_back(come());
        many.back()->send(post_of(16 * mebibyte, known_token) + std::string(100, 'x'));
    }
    EXPECT_TRUE(ask(post_of(400'000, known_token) + std::string(400'000, 'x')).ends_with("POST of 400000"));
    for (const auto& each : many) EXPECT_FALSE(each->has_news());
}

// docs/ward.md tells them, and the unit's MemoryMax is made for them.
TEST_F(HttpLimits, ByThemselvesAllBodiesHave256MiBTogether) { EXPECT_EQ(AtMost().bytes_of_bodies, 256 * mebibyte); }

TEST_F(HttpLimits, WhatIsTooMuchAtOnceIsToldWhenToComeBack) {
    AtMost most;
    most.bytes_of_bodies = mebibyte;
    serve(most);
    PlainClient first(server->port());
    first.send("POST /later HTTP/1.1\r\nHost: localhost\r\n" + known_token + "Content-Length: 1000000\r\n\r\n" +
               std::string(1'000'000, 'x'));
    wait_until_waiting(1);
    const std::string refused = ask(post_of(100'000, known_token) + std::string(100'000, 'x'));
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 503")) << refused;
    EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos);
    EXPECT_NE(refused.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(ask(post_of(100) + std::string(100, 'x')).ends_with("POST of 100")) << "what is left is used";
    desk.now = true;
    EXPECT_TRUE(first.response().ends_with("POST of 1000000"));
    EXPECT_TRUE(ask(post_of(100'000, known_token) + std::string(100'000, 'x')).ends_with("POST of 100000"));
}

TEST_F(HttpLimits, WhoWritesAllBeforeTheyReadSeesTheRefusal) {
    serve();
    for (const std::size_t size : {16 * mebibyte + 1, 17 * mebibyte}) {
        PlainClient client(server->port());
        EXPECT_TRUE(client.send(post_of(size, known_token) + std::string(size, 'x'))) << "it was cut off";
        EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 413"));
    }
}

TEST_F(HttpLimits, WhoAsksNothingMakesRoomForWhoAsks) {
    AtMost most;
    most.connections = 4;
    serve(most);
    std::vector<std::unique_ptr<PlainClient>> silent;
    for (int i = 0; i < 4; ++i) {
        silent.push_back(come());
        silent.back()->send("GET / HTTP/1.1\r\nX: ");
    }
    EXPECT_TRUE(ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ends_with("GET of 0"));
    EXPECT_EQ(silent[0]->receive_all(), "") << "who waited longest was sent away";
    for (std::size_t i = 1; i < 4; ++i) {
        silent[i]->send("\r\nHost: localhost\r\n\r\n");
        EXPECT_TRUE(silent[i]->response().ends_with("GET of 0")) << i;
    }
}

TEST_F(HttpLimits, WhoWaitsForAnAnswerKeepsTheirPlaceAndTheSocketInTheDataFolderIsReached) {
    const std::string local =
        (std::filesystem::temp_directory_path() / ("stormkeel-limits-" + std::to_string(::getpid()))).string();
    AtMost most;
    most.connections = 2;
    serve(most, local);
    const auto first = come();
    const auto second = come();
    for (const auto* each : {first.get(), second.get()}) each->send("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wait_until_waiting(2);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "");
    const auto here = call_locally(local, "/", {"GET"});
    const auto* answer = std::get_if<std::optional<HttpResponse>>(&here);
    ASSERT_TRUE(answer != nullptr && *answer);
    EXPECT_EQ((*answer)->body, "GET of 0");
    desk.now = true;
    EXPECT_TRUE(first->response().ends_with("GET of 0"));
    EXPECT_TRUE(second->response().ends_with("GET of 0"));
}

TEST_F(HttpLimits, FewFilesMakeFewPlacesAndLeaveSomeForTheRest) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{200, 200};
    const pid_t child = ::fork();
    if (child == 0) {
        ::setrlimit(RLIMIT_NOFILE, &few);
        serve();
        // 200 less the 160 that are kept: each of these is a file here too.
        std::vector<std::unique_ptr<PlainClient>> silent;
        for (int i = 0; i < 60; ++i) silent.push_back(come());
        const bool answered =
            ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ends_with("GET of 0");
        int cut_off = 0;
        for (const auto& each : silent) cut_off += each->has_news() ? 1 : 0;
        ::_exit(answered && cut_off == 21 ? 0 : 100 + std::min(cut_off, 100));
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0) << "so many of 60 were sent away, and 100";
}

TEST_F(HttpLimits, AHeadIsAnsweredAsItsGetWithoutTheBody) {
    serve();
    PlainClient client(server->port());
    client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string head = client.receive_until("\r\n\r\n");
    EXPECT_TRUE(head.starts_with("HTTP/1.1 200")) << head;
    EXPECT_NE(head.find("Content-Length: 8\r\n"), std::string::npos) << head;
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(client.response().starts_with("HTTP/1.1 200")) << "nothing else came";
    client.send("HEAD /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 405"));
    EXPECT_EQ(desk.streams, 0);
}

TEST(WardLimits, ATokenOrASessionThatOpensSomethingMaySendMuch) {
    RunningWard ward;
    ward.keep_person("nora", Role::nurse);
    ward.restart();
    const std::string much(70'000, ' ');
    const auto status = [&](const std::string& token, const std::string& fields = "") {
        return status_of(ward.ask("POST /api/patients/p1/facts", token, much, fields));
    };
    EXPECT_EQ(status(ward.feed()), 400) << "it is no JSON";
    EXPECT_EQ(status(ward.kiosk()), 403);
    EXPECT_EQ(status("", SignedIn(ward, "nora").fields()), 400);
    EXPECT_EQ(status(""), 413);
    EXPECT_EQ(status("wrong"), 413);
    EXPECT_EQ(status("", "Cookie: stormkeel=wrong\r\n"), 413);
    EXPECT_EQ(status_of(ward.ask("HEAD /healthz", "")), 200);
}

// Whoever sends one request after the other without waiting has one ready at every moment.
TEST(Requests, WithoutAnEndKeepNothingFromBeingKept) {
    constexpr int strangers = 4;
    RunningWard ward;
    std::string many;
    for (int i = 0; i < 500; ++i) many += "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    std::vector<std::unique_ptr<PlainClient>> asking;
    std::vector<std::thread> threads;
    for (int i = 0; i < strangers; ++i) {
        const PlainClient& one = *asking.emplace_back(std::make_unique<PlainClient>(ward.port()));
        threads.emplace_back([&one, &many] {
            while (one.send(many)) {
            }
        });
        threads.emplace_back([&one] {
            while (one.skip()) {
            }
        });
    }
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200);
    }
    for (const auto& one : asking) one->end();
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace stormkeel
