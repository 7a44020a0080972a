// Asks the machine for names, and OpenSSL for certificates.
#include "server/io/outbound_tls.h"

#include <openssl/x509v3.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace stormkeel {

namespace {

// A name that nobody answers for keeps its thread longer than a call may wait, so the thread stays behind alone.
struct NameSearch {
    std::mutex mutex;
    std::condition_variable news;
    std::optional<OutboundEndpoints> found;
};

}  // namespace

OutboundEndpoints endpoints_of(const std::string& host, std::uint16_t port) {
    asio::io_context context;
    asio::ip::tcp::resolver resolver(context);
    error_code problem;
    const auto results = resolver.resolve(host, std::to_string(port), problem);
    OutboundEndpoints found;
    for (const auto& each : results) found.push_back(each.endpoint());
    return found;
}

std::optional<OutboundEndpoints> endpoints_until(const std::string& host, std::uint16_t port, OutboundMoment end) {
    error_code problem;
    const auto address = asio::ip::make_address(host, problem);
    if (!problem) return OutboundEndpoints{{address, port}};
    const auto search = std::make_shared<NameSearch>();
    std::thread([search, host, port] {
        OutboundEndpoints found = endpoints_of(host, port);
        const std::lock_guard lock(search->mutex);
        search->found = std::move(found);
        search->news.notify_all();
    }).detach();
    std::unique_lock lock(search->mutex);
    search->news.wait_until(lock, end, [&] { return search->found.has_value(); });
    return search->found;
}

std::string believe(asio::ssl::context& tls, const std::string& authority) {
    error_code problem;
    problem = authority.empty() ? tls.set_default_verify_paths(problem) : tls.load_verify_file(authority, problem);
    if (problem) return authority + " is no certificate in PEM: " + problem.message();
    problem = tls.set_verify_mode(asio::ssl::verify_peer, problem);
    const bool done = !problem && SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION) == 1;
    return done ? std::string() : "OpenSSL verifies no certificates";
}

bool expect_host(SSL* ssl, const std::string& host) {
    error_code is_name;
    asio::ip::make_address(host, is_name);
    if (!is_name) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

std::string why_no_tls(SSL* ssl, const error_code& problem) {
    const long verified = SSL_get_verify_result(ssl);
    if (verified == X509_V_OK) return "TLS was not begun: " + problem.message();
    return std::string("its certificate is not accepted: ") + X509_verify_cert_error_string(verified);
}

}  // namespace stormkeel
