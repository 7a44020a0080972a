// By what the server shows who it is, and whom it believes: a certificate with its key, read from PEM files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace stormkeel {

struct TlsFiles {
    std::string certificate;         // the server's, then those that vouch for it
    std::string key;                 // readable by its owner alone
    std::string client_authority{};  // who vouches for clients: each must then show a certificate. Empty: none has to
};

class Tls {
public:
    // A text that says what is wrong, and what would be right, when they cannot be used.
    static std::variant<std::shared_ptr<Tls>, std::string> read(const TlsFiles& files);
    ~Tls();

    // Whether the certificate names the host of a request: "ward.example" or "ward.example:8443" or "[::1]:8443".
    bool names(std::string_view host) const;

    struct Inside;  // only server/io sees into it
    Inside& inside() const { return *inside_; }

private:
    explicit Tls(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
