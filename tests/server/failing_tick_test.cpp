// F-08: a server in which time no longer passes ends, so that whoever started it hears of it.
#include <gtest/gtest.h>

#include <new>

#include "server/http_server.h"

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

}  // namespace
}  // namespace stormkeel
