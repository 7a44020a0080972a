// A client of plain sockets, so that a test sees the very bytes.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

namespace stormkeel {

class PlainClient {
public:
    explicit PlainClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        // Two scrypts one after the other took more than 20 s on a machine that was busy; whoever hears nothing waits
        // in vain for as long, and no longer.
        const timeval patience{100, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~PlainClient() { ::close(socket_); }
    PlainClient(const PlainClient&) = delete;
    PlainClient& operator=(const PlainClient&) = delete;

    bool connected() const { return connected_; }

    // False when the other side ended before it had all.
    bool send(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void say_no_more() const { ::shutdown(socket_, SHUT_WR); }
    void end() const { ::shutdown(socket_, SHUT_RDWR); }

    // Reads what comes next and forgets it; false once the connection is closed.
    bool skip() const {
        std::array<char, 65536> piece{};
        return ::recv(socket_, piece.data(), piece.size(), 0) > 0;
    }

    // A reader who is slow: what is not read waits on the server's side.
    void hold_little() const {
        const int bytes = 4096;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }
    // One byte, when there is one; false once the connection is closed.
    bool sip() const {
        char byte = 0;
        const ssize_t got = ::recv(socket_, &byte, 1, MSG_DONTWAIT);
        return got > 0 || (got < 0 && errno == EAGAIN);
    }

    // Whether there is something to read, or the connection is closed.
    bool has_news() const {
        char byte = 0;
        const ssize_t got = ::recv(socket_, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
        return got >= 0 || (errno != EAGAIN && errno != EINTR);
    }

    // Up to and including `end`, or what came before the connection closed.
    std::string receive_until(std::string_view end) {
        while (waiting_.find(end) == std::string::npos && receive()) {
        }
        const std::size_t at = waiting_.find(end);
        const std::size_t size = at == std::string::npos ? waiting_.size() : at + end.size();
        std::string text = waiting_.substr(0, size);
        waiting_.erase(0, size);
        return text;
    }

    // So many bytes, or what came before the connection closed.
    std::string receive_bytes(std::size_t size) {
        while (waiting_.size() < size && receive()) {
        }
        std::string bytes = waiting_.substr(0, size);
        waiting_.erase(0, bytes.size());
        return bytes;
    }

    std::string receive_all() {
        while (receive()) {
        }
        return std::move(waiting_);
    }

    // One response with a Content-Length: its head and its body.
    std::string response() {
        const std::string head = receive_until("\r\n\r\n");
        const std::size_t length = head.find("Content-Length: ");
        if (length == std::string::npos) return head;
        return head + receive_bytes(std::stoul(head.substr(length + 16)));
    }

private:
    bool receive() {
        std::array<char, 65536> piece{};
        const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
        if (got > 0) waiting_.append(piece.data(), static_cast<std::size_t>(got));
        return got > 0;
    }

    int socket_;
    bool connected_ = false;
    std::string waiting_;
};

}  // namespace stormkeel
