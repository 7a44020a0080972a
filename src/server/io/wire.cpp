// The two ways bytes go: as they are, or through TLS.
#include "server/io/wire.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "server/io/tls_context.h"
#include "storage/digest.h"

namespace stormkeel {

struct Wire::Way {
    virtual ~Way() = default;
    virtual Socket& socket() = 0;
    virtual void read_some(std::vector<asio::mutable_buffer> into, Done done) = 0;
    virtual void write_some(std::vector<asio::const_buffer> from, Done done) = 0;
    virtual asio::awaitable<bool> begin(std::chrono::seconds at_most) = 0;
    virtual asio::awaitable<void> end() = 0;
    virtual std::string certificate_shown() = 0;
};

struct Wire::Plain final : Way {
    explicit Plain(Socket::socket_type socket) : stream(std::move(socket)) {}
    Socket& socket() override { return stream; }
    void read_some(std::vector<asio::mutable_buffer> into, Done done) override {
        stream.async_read_some(into, std::move(done));
    }
    void write_some(std::vector<asio::const_buffer> from, Done done) override {
        stream.async_write_some(from, std::move(done));
    }
    asio::awaitable<bool> begin(std::chrono::seconds) override { co_return true; }
    asio::awaitable<void> end() override {
        error_code ignored;
        ignored = stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
        co_return;
    }
    std::string certificate_shown() override { return {}; }
    Socket stream;
};

struct Wire::Encrypted final : Way {
    Encrypted(Socket::socket_type socket, const Tls& tls) : stream(Socket(std::move(socket)), tls.inside().context) {}
    Socket& socket() override { return stream.next_layer(); }
    void read_some(std::vector<asio::mutable_buffer> into, Done done) override {
        stream.async_read_some(into, std::move(done));
    }
    void write_some(std::vector<asio::const_buffer> from, Done done) override {
        stream.async_write_some(from, std::move(done));
    }
    asio::awaitable<bool> begin(std::chrono::seconds at_most) override {
        socket().expires_after(at_most);
        const auto [problem] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_tuple);
        co_return !problem;
    }
    asio::awaitable<void> end() override {
        socket().expires_after(std::chrono::seconds(2));
        co_await stream.async_shutdown(as_tuple);
    }
    std::string certificate_shown() override {
        const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(stream.native_handle()),
                                                                X509_free);
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned int length = 0;
        if (shown == nullptr || X509_digest(shown.get(), EVP_sha256(), bytes.data(), &length) != 1) return {};
        return hexadecimal({reinterpret_cast<const char*>(bytes.data()), length});
    }
    beast::ssl_stream<Socket> stream;
};

Wire::Wire(Socket::socket_type socket, const Tls* tls) {
    if (tls == nullptr) {
        way_ = std::make_unique<Plain>(std::move(socket));
    } else {
        way_ = std::make_unique<Encrypted>(std::move(socket), *tls);
    }
}

Wire::~Wire() = default;

Wire::Socket& Wire::socket() { return way_->socket(); }
void Wire::hold_little() {
    error_code ignored;
    ignored = socket().socket().set_option(asio::socket_base::send_buffer_size(128 << 10), ignored);
}
asio::awaitable<bool> Wire::begin(std::chrono::seconds at_most) { return way_->begin(at_most); }
asio::awaitable<void> Wire::end() { return way_->end(); }
std::string Wire::certificate_shown() const { return way_->certificate_shown(); }
void Wire::read_some(std::vector<asio::mutable_buffer> into, Done done) {
    way_->read_some(std::move(into), std::move(done));
}
void Wire::write_some(std::vector<asio::const_buffer> from, Done done) {
    way_->write_some(std::move(from), std::move(done));
}

void beast_close_socket(Wire& wire) { wire.socket().close(); }

void teardown(beast::role_type, Wire& wire, error_code& problem) {
    problem = wire.socket().socket().shutdown(asio::socket_base::shutdown_both, problem);
}

}  // namespace stormkeel
