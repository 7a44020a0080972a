// F-05, F-08: a server in which time no longer passes, or which lacks the memory for what it has begun, ends, so that
// whoever started it hears of it.
#include <gtest/gtest.h>

#include <functional>
#include <new>
#include <stdexcept>
#include <thread>

#include "server/http_server.h"
#include "server/live_client.h"

namespace stormkeel {
namespace {

class WithoutTime final : public HttpApplication {
public:
    void answer(const HttpRequest&, Answer answer) override { answer({200, "text/plain", "ok"}); }
    void settle() override {}
    int tick() override {
        if (++ticks == 3) throw std::bad_alloc();
        return 1;
    }
    bool has_failed() const override { return false; }

    int ticks = 0;
};

TEST(FailingTick, EndsTheServer) {
    WithoutTime application;
    const auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, application);
    EXPECT_THROW(std::get<std::unique_ptr<HttpServer>>(bound)->run(), std::bad_alloc);
    EXPECT_EQ(application.ticks, 3);
}

class WithoutMemory final : public HttpApplication {
public:
    explicit WithoutMemory(std::function<void()> fails) : fails_(std::move(fails)) {}
    void answer(const HttpRequest& request, Answer answer) override {
        if (request.path == "/fails") fails_();
        answer({200, "text/plain", "ok"});
    }
    void settle() override {}
    int tick() override { return 1'000; }
    bool has_failed() const override { return false; }

private:
    std::function<void()> fails_;
};

constexpr const char* request_that_fails = "GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(FailingAnswer, WithoutMemoryEndsTheServer) {
    WithoutMemory application([] { throw std::bad_alloc(); });
    const auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, application);
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    PlainClient client(server.port());
    client.send(request_that_fails);
    EXPECT_THROW(server.run(), std::bad_alloc);
}

TEST(FailingAnswer, OfAnotherKindEndsItsConnectionAlone) {
    WithoutMemory application([] { throw std::out_of_range("of a mistake"); });
    const auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, application);
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    std::thread serving([&] { server.run(); });
    PlainClient first(server.port());
    first.send(request_that_fails);
    EXPECT_EQ(first.response(), "");
    PlainClient second(server.port());
    second.send("GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(second.response().ends_with("ok"));
    server.stop();
    serving.join();
}

// Fails once its stream is opened.
class FailingLive final : public HttpApplication {
public:
    void answer(const HttpRequest& request, Answer answer) override {
        HttpResponse response{200, "text/plain", "ok"};
        if (request.path == "/live") {
            response.status = 101;
            response.opened = [](const std::shared_ptr<EventStream>&) { throw std::out_of_range("of a mistake"); };
        }
        answer(std::move(response));
    }
    void settle() override {}
    int tick() override { return 1'000; }
    bool has_failed() const override { return false; }
};

TEST(FailingAnswer, OfAStreamEndsItsConnectionAlone) {
    FailingLive application;
    const auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, application);
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    std::thread serving([&] { server.run(); });
    for (int i = 0; i < 20; ++i) {
        LiveClient client(server.port());
        EXPECT_TRUE(client.ask("/live", "").starts_with("HTTP/1.1 101"));
        EXPECT_EQ(client.receive().kind, LiveClient::none);
    }
    PlainClient other(server.port());
    other.send("GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(other.response().ends_with("ok"));
    server.stop();
    serving.join();
}

}  // namespace
}  // namespace stormkeel
