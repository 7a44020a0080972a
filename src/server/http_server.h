// Serves HTTP/1.1, and HL7 v2 over MLLP, on one thread: limits, time-outs, keep-alive, and an end that lets what is
// under way finish.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/http.h"
#include "server/mllp.h"
#include "server/tls.h"

namespace stormkeel {

// What is taken at once from the network; the socket in the data folder has no limit.
struct AtMost {
    std::size_t connections = 2'048;  // fewer where there are not files enough
    std::size_t of_one_network = 64;  // beyond this machine: one address of IPv4, a /64 of IPv6
    std::size_t bytes_of_bodies = std::size_t{256} << 20U;
    double messages_of_one_sender = 20'000;  // a second over MLLP: who sends more waits
};

struct Listen {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;         // 0: any that is free
    std::string local_socket{};        // a path at which it listens too, for the machine's own account; empty: none
    std::shared_ptr<const Tls> tls{};  // nullptr: nothing is encrypted
    AtMost most{};
};

// "127.0.0.1:8080" or "[::1]:8080"; nothing for anything else.
std::optional<Listen> read_listen(std::string_view text);
bool is_loopback(const Listen& listen);

// A header has 10 s, 16 KiB and 100 fields; a body 30 s and 16 MiB, or 64 KiB of whom the application knows nothing; a
// connection that asks nothing 60 s, or until somebody else needs its place.
class HttpServer {
public:
    // Binds at once; a text that says what is wrong when it cannot. The application must outlive the server.
    static std::variant<std::unique_ptr<HttpServer>, std::string> bind(const Listen& listen,
                                                                       HttpApplication& application);
    ~HttpServer();

    // Listens for MLLP too; before run(). A message has 60 s and 1 MiB; there are 64 connections, 4 from one address
    // beyond loopback, and 32 handshakes of 5 s under way. Nothing on success; else what is wrong.
    std::optional<std::string> listen_for_mllp(const Listen& listen, MllpApplication& application);

    std::uint16_t port() const;
    std::uint16_t mllp_port() const;  // once it listens

    // Until stop(), or SIGINT or SIGTERM: then nothing new is taken, what is under way is answered, streams are closed.
    void run();
    void stop();  // from any thread

private:
    struct Inside;
    explicit HttpServer(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
