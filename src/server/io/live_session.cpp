// Beast's WebSocket between a stream of ours and a page.
#include "server/io/live_session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <string_view>

#include "server/io/open_stream.h"

namespace stormkeel {

namespace {

namespace websocket = beast::websocket;

constexpr std::size_t message_at_most = 4096;

class LiveSession {
public:
    LiveSession(Connections& all, Wire& wire) : all_(all), socket_(wire), open_(all) {
        socket_.set_option(websocket::stream_base::timeout{std::chrono::seconds(10), std::chrono::seconds(60), true});
        socket_.read_message_max(message_at_most);
        socket_.auto_fragment(false);
        socket_.text(true);
    }

    asio::awaitable<bool> begin(const LiveRequest& request) {
        const auto [problem] = co_await socket_.async_accept(request, as_tuple);
        co_return !problem;
    }

    // Until the reader goes, is too slow, or the server ends; and, whatever was thrown, until nothing is read any more.
    asio::awaitable<void> run(const HttpResponse& response) {
        asio::co_spawn(all_.context, pass_over(), [this](const std::exception_ptr& why) {
            is_gone();
            end_connection(why);
        });
        std::exception_ptr thrown;
        try {
            co_await tell(response);
        } catch (...) {
            thrown = std::current_exception();
            socket_.next_layer().socket().close();
        }
        while (!gone_) co_await open_.bell.async_wait(as_tuple);
        if (thrown) std::rethrow_exception(thrown);
    }

private:
    asio::awaitable<void> tell(const HttpResponse& response) {
        open_.pieces->on_news([this] { look_up(); });
        response.opened(open_.pieces);
        bool goes_on = true;
        while (goes_on) {
            const std::string text = co_await open_.next();
            goes_on = co_await write(text);
        }
        co_await leave();
    }

    // What the client sends has to be read for its pings and its goodbye.
    asio::awaitable<void> pass_over() {
        beast::flat_buffer buffer;
        error_code problem;
        while (!problem) {
            std::size_t size = 0;
            std::tie(problem, size) = co_await socket_.async_read(buffer, as_tuple);
            buffer.clear();
        }
    }

    void is_gone() {
        gone_ = true;
        open_.pieces->close();
        open_.bell.cancel();
    }

    // News, or the end: who cannot take what is being written is not waited for.
    void look_up() {
        open_.bell.cancel();
        if (open_.pieces->closed() && writing_) socket_.next_layer().socket().close();
    }

    // False at the end, which is an empty text.
    asio::awaitable<bool> write(std::string_view text) {
        bool written = !text.empty();
        while (written && !text.empty()) {
            const std::size_t size = text.find('\n');
            writing_ = true;
            const auto [problem, sent] =
                co_await socket_.async_write(asio::buffer(text.data(), std::min(size, text.size())), as_tuple);
            writing_ = false;
            written = !problem;
            text.remove_prefix(std::min(size, text.size() - 1) + 1);
        }
        co_return written;
    }

    asio::awaitable<void> leave() {
        if (gone_) co_return;
        const auto why = all_.stopping ? websocket::close_code::going_away : websocket::close_code::try_again_later;
        co_await socket_.async_close(why, as_tuple);
        socket_.next_layer().socket().close();
    }

    Connections& all_;
    websocket::stream<Wire&> socket_;
    OpenStream open_;
    bool writing_ = false;
    bool gone_ = false;  // nothing is read any more
};

}  // namespace

std::optional<LiveRequest> live_request_in(const beast::http::request_header<>& head) {
    LiveRequest request;
    request.base() = head;
    return websocket::is_upgrade(request) ? std::optional(std::move(request)) : std::nullopt;
}

asio::awaitable<void> serve_live(Connections& all, Wire& wire, const LiveRequest& request,
                                 const HttpResponse& response) {
    wire.socket().expires_never();
    wire.hold_little();
    LiveSession session(all, wire);
    const bool begun = co_await session.begin(request);
    if (begun) co_await session.run(response);
}

}  // namespace stormkeel
