// Reads certificate and key with OpenSSL, and leaves nothing in use that is weak.
#include "server/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <cstring>

#include "server/io/tls_context.h"

namespace stormkeel {

namespace {

using boost::system::error_code;

constexpr const char* suites_of_1_2 =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";

std::string restrict_to_strong(SSL_CTX* context) {
    SSL_CTX_set_options(
        context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    const bool done = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                      SSL_CTX_set_cipher_list(context, suites_of_1_2) == 1;
    return done ? std::string() : "OpenSSL has no strong ciphers";
}

}  // namespace

std::string wrong_with_secret(const std::string& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) return path + ": " + std::strerror(errno);
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) return path + " can be read by others; chmod 600 " + path;
    return {};
}

Tls::Tls(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Tls::~Tls() = default;

std::variant<std::shared_ptr<Tls>, std::string> Tls::read(const TlsFiles& files) {
    if (std::string wrong = wrong_with_secret(files.key); !wrong.empty()) return wrong;
    auto inside = std::make_unique<Inside>();
    auto& context = inside->context;
    if (std::string wrong = restrict_to_strong(context.native_handle()); !wrong.empty()) return wrong;
    error_code problem;
    problem = context.use_certificate_chain_file(files.certificate, problem);
    if (problem) return files.certificate + " is no certificate in PEM: " + problem.message();
    problem = context.use_private_key_file(files.key, boost::asio::ssl::context::pem, problem);
    if (problem) {
        return files.key + " is no key in PEM without a password, or not that of " + files.certificate + ": " +
               problem.message();
    }
    if (!files.client_authority.empty()) {
        problem = context.load_verify_file(files.client_authority, problem);
        if (problem) return files.client_authority + " is no certificate in PEM: " + problem.message();
        problem = context.set_verify_mode(boost::asio::ssl::verify_peer | boost::asio::ssl::verify_fail_if_no_peer_cert,
                                          problem);
    }
    return std::shared_ptr<Tls>(new Tls(std::move(inside)));
}

bool Tls::names(std::string_view host) const {
    X509* certificate = SSL_CTX_get0_certificate(inside_->context.native_handle());
    if (host.starts_with('[')) {
        const std::string address(host.substr(1, host.find(']') - 1));
        return X509_check_ip_asc(certificate, address.c_str(), 0) == 1;
    }
    const std::string name(host.substr(0, host.rfind(':')));
    if (name.empty()) return false;
    return X509_check_host(certificate, name.data(), name.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1 ||
           X509_check_ip_asc(certificate, name.c_str(), 0) == 1;
}

}  // namespace stormkeel
