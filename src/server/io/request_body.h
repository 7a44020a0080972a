// What a request brings, held as it comes: for what was only announced no memory is taken.
#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <cstdint>
#include <string>

#include "server/io/wire.h"

namespace stormkeel {

// The memory for all bodies under way together.
class BodyRoom {
public:
    void allow(std::size_t bytes) { left_ = bytes; }
    bool take(std::size_t bytes) {
        const bool enough = bytes <= left_;
        if (enough) left_ -= bytes;
        return enough;
    }
    void give_back(std::size_t bytes) { left_ += bytes; }

private:
    std::size_t left_ = std::size_t{256} << 20U;
};

// The body of one request. It has its part of the room until it goes, which is when the request was answered.
class RequestBody {
public:
    RequestBody() = default;
    ~RequestBody() {
        if (room_ != nullptr) room_->give_back(taken_);
    }
    RequestBody(const RequestBody&) = delete;
    RequestBody& operator=(const RequestBody&) = delete;

    // Before it is read; a room of nullptr is never too small.
    void hold(BodyRoom* room, std::size_t longest) {
        room_ = room;
        longest_ = longest;
    }
    bool lacks_room() const { return lacks_room_; }
    std::size_t longest() const { return longest_; }
    std::string take() { return std::move(text_); }

    // It is this long, or as long as it may be when nobody said.
    void announce(std::uint64_t size) { announced_ = std::min<std::uint64_t>(size, longest_); }

    template <typename Buffers>
    std::size_t add(const Buffers& pieces, error_code& problem) {
        const std::size_t more = asio::buffer_size(pieces);
        const std::size_t size = text_.size() + more;
        if (size > longest_) {
            problem = beast::http::error::body_limit;
            return 0;
        }
        if (!grow_to(size)) {
            problem = beast::http::error::buffer_overflow;
            return 0;
        }
        for (const asio::const_buffer piece : beast::buffers_range_ref(pieces)) {
            text_.append(static_cast<const char*>(piece.data()), piece.size());
        }
        problem = {};
        return more;
    }

private:
    static constexpr std::size_t held_at_first = std::size_t{4} << 10U;

    // By halves of the whole, so that the last step ends where the body does.
    bool grow_to(std::size_t size) {
        if (size <= text_.capacity()) return true;
        std::size_t wanted = std::max<std::size_t>(announced_, size);
        while (wanted / 2 >= std::max(size, held_at_first)) wanted /= 2;
        if (room_ != nullptr && !room_->take(wanted - taken_)) {
            lacks_room_ = true;
            return false;
        }
        taken_ = wanted;
        text_.reserve(wanted);
        return true;
    }

    std::string text_;
    BodyRoom* room_ = nullptr;
    std::size_t longest_ = 0;
    std::size_t announced_ = 0;
    std::size_t taken_ = 0;  // of the room
    bool lacks_room_ = false;
};

// How Beast's parser fills it.
struct PiecedBody {
    using value_type = RequestBody;

    class reader {
    public:
        template <bool is_request, typename Fields>
        reader(beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}

        void init(const boost::optional<std::uint64_t>& length, error_code& problem) {
            body_.announce(length.get_value_or(body_.longest()));
            problem = {};
        }
        template <typename Buffers>
        std::size_t put(const Buffers& pieces, error_code& problem) {
            return body_.add(pieces, problem);
        }
        static void finish(error_code& problem) { problem = {}; }

    private:
        value_type& body_;
    };
};

}  // namespace stormkeel
