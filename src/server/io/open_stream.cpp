// Holds what a reader has not read yet, and no more than that.
#include "server/io/open_stream.h"

namespace stormkeel {

bool Pieces::write(std::string text) {
    if (closed_) return false;
    if (waiting_.size() >= pieces_at_most) {
        close();
        return false;
    }
    bytes_ += text.size();
    waiting_.push_back(std::move(text));
    if (ring_) ring_();
    return true;
}

void Pieces::close() {
    closed_ = true;
    if (ring_) ring_();
}

void Pieces::finish() {
    finished_ = !closed_;
    close();
}

std::string Pieces::take() {
    std::string text;
    for (; !waiting_.empty(); waiting_.pop_front()) text += waiting_.front();
    bytes_ = 0;
    if (more_ && !closed_) more_();
    return text;
}

OpenStream::OpenStream(Connections& all_)
    : all(all_), pieces(std::make_shared<Pieces>()), bell(all_.context, std::chrono::steady_clock::time_point::max()) {
    pieces->on_news([this] { bell.cancel(); });
    all.streams.insert(pieces.get());
}

OpenStream::~OpenStream() {
    pieces->on_news({});
    pieces->close();
    all.streams.erase(pieces.get());
}

asio::awaitable<std::string> OpenStream::next() {
    while (pieces->quiet()) co_await bell.async_wait(as_tuple);
    co_return pieces->take();
}

}  // namespace stormkeel
