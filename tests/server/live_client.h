// The other end of a WebSocket, frame by frame (RFC 6455).
#pragma once

#include <cstdint>
#include <string>

#include "server/plain_client.h"

namespace stormkeel {

class LiveClient {
public:
    enum Kind : std::uint8_t { none = 0, text = 1, closed = 8, ping = 9, pong = 10 };
    struct Frame {
        Kind kind = none;  // none: the connection ended
        std::string payload;
    };

    explicit LiveClient(std::uint16_t port) : client_(port) {}

    // The head of the server's response.
    std::string ask(const std::string& target, const std::string& fields) {
        client_.send("GET " + target +
                     " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                     fields + "\r\n");
        return client_.receive_until("\r\n\r\n");
    }

    // A client masks what it sends; a mask of zeros is one.
    void send(Kind kind, const std::string& payload) const {
        std::string frame(1, static_cast<char>(0x80 | kind));
        if (payload.size() < 126) {
            frame += static_cast<char>(0x80 | payload.size());
        } else {
            frame += static_cast<char>(0x80 | 126);
            frame += static_cast<char>(payload.size() >> 8U);
            frame += static_cast<char>(payload.size() & 0xFFU);
        }
        client_.send(frame + std::string(4, '\0') + payload);
    }

    Frame receive() {
        const std::string head = client_.receive_bytes(2);
        if (head.size() < 2) return {};
        std::size_t size = static_cast<unsigned char>(head[1]);
        std::string extended;
        if (size == 126) extended = client_.receive_bytes(2);
        if (size == 127) extended = client_.receive_bytes(8);
        if (!extended.empty()) size = 0;
        for (const char byte : extended) size = size << 8U | static_cast<unsigned char>(byte);
        return {static_cast<Kind>(head[0] & 0x0F), client_.receive_bytes(size)};
    }

private:
    PlainClient client_;
};

// The code in the payload of a close.
inline unsigned close_code(const LiveClient::Frame& frame) {
    if (frame.kind != LiveClient::closed || frame.payload.size() < 2) return 0;
    return static_cast<unsigned>(static_cast<unsigned char>(frame.payload[0])) << 8U |
           static_cast<unsigned char>(frame.payload[1]);
}

}  // namespace stormkeel
