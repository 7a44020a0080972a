// One request over a UNIX socket, answered until its end.
#include "server/local_call.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace stormkeel {

namespace {

class Socket {
public:
    Socket() : number_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() {
        if (number_ >= 0) ::close(number_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    void set_patience(std::chrono::seconds patience) const {
        const timeval each{patience.count(), 0};
        for (const int way : {SO_RCVTIMEO, SO_SNDTIMEO}) ::setsockopt(number_, SOL_SOCKET, way, &each, sizeof each);
    }

    bool connect(const std::string& path) const {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) return false;
        std::memcpy(address.sun_path, path.data(), path.size());
        return ::connect(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }

    bool send(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t sent = ::send(number_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    std::string receive_all() const {
        std::string text;
        std::array<char, 4096> piece{};
        for (ssize_t got = 0; (got = ::recv(number_, piece.data(), piece.size(), 0)) > 0;) {
            text.append(piece.data(), static_cast<std::size_t>(got));
        }
        return text;
    }

private:
    int number_;
};

}  // namespace

std::string local_socket_in(const std::string& data_folder) { return data_folder + "/control.socket"; }

std::variant<std::optional<HttpResponse>, std::string> call_locally(const std::string& socket,
                                                                    const std::string& target,
                                                                    const LocalManner& manner) {
    const Socket connection;
    connection.set_patience(manner.patience);
    if (!connection.connect(socket)) return std::optional<HttpResponse>();
    const std::string request =
        manner.method + " " + target +
        " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + std::to_string(manner.body.size()) +
        "\r\n\r\n" + manner.body;
    const std::string text = connection.send(request) ? connection.receive_all() : std::string();
    const std::size_t head = text.find("\r\n\r\n");
    constexpr std::string_view protocol = "HTTP/1.1 ";
    if (head == std::string::npos || !text.starts_with(protocol)) return "the ward that runs there did not answer";
    HttpResponse response;
    const char* digits = text.data() + protocol.size();
    std::from_chars(digits, digits + 3, response.status);
    response.body = text.substr(head + 4);
    return std::optional(std::move(response));
}

std::string escaped(std::string_view text) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char each : text) {
        if (plain.find(each) != std::string_view::npos) {
            result += each;
            continue;
        }
        const auto byte = static_cast<unsigned char>(each);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 15U];
    }
    return result;
}

}  // namespace stormkeel
