// Text the application writes as things happen, on its way to one reader.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <string>

#include "server/http.h"
#include "server/io/connections.h"

namespace stormkeel {

// The text of one stream that waits to be written. The application may hold it longer than there is a server: nothing
// of Asio is in it, and the bell belongs to the coroutine that writes.
class Pieces final : public EventStream {
public:
    bool write(std::string text) override;
    bool has_room() const override { return bytes_ < bytes_at_ease; }
    void on_room(std::function<void()> more) override { more_ = std::move(more); }
    void close() override;
    void finish() override;

    bool quiet() const { return waiting_.empty() && !closed_; }
    bool closed() const { return closed_; }
    bool finished() const { return finished_; }  // and not cut off
    std::string take();                          // all that waits; empty once it is closed and written
    void on_news(std::function<void()> ring) { ring_ = std::move(ring); }

private:
    static constexpr std::size_t pieces_at_most = 256;  // of a reader who does not keep up
    static constexpr std::size_t bytes_at_ease = std::size_t{64} << 10U;

    std::deque<std::string> waiting_;
    std::size_t bytes_ = 0;
    std::function<void()> ring_;
    std::function<void()> more_;
    bool closed_ = false;
    bool finished_ = false;
};

// A stream that is being written: however the coroutine ends, the application finds it closed.
struct OpenStream {
    explicit OpenStream(Connections& all);
    ~OpenStream();
    OpenStream(const OpenStream&) = delete;
    OpenStream& operator=(const OpenStream&) = delete;

    // What has been written meanwhile, as soon as there is any; empty when nothing more comes.
    asio::awaitable<std::string> next();

    Connections& all;
    std::shared_ptr<Pieces> pieces;
    asio::steady_timer bell;
};

}  // namespace stormkeel
