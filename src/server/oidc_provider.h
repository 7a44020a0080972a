// One place that vouches for people: a hospital's own sign-in (OpenID Connect), or a record system that launches the
// ward (SMART on FHIR).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/id_token.h"
#include "server/outbound.h"
#include "server/permissions.h"

namespace stormkeel {

// Which role a claim of the ID token gives. Without a claim accounts are made by an administrator alone.
struct ProviderRoles {
    std::string claim{};  // its name; within another claim: "realm_access.roles"
    std::vector<std::pair<std::string, Role>> values{};
};

// As a site wrote it down. Endpoints that are left out are read from the provider's own configuration, and have to be
// of an origin that stands here.
struct OidcRegistration {
    std::string issuer{};         // whose ID tokens these are, byte for byte; empty: as a record system tells
    std::string fhir_base{};      // the iss with which a record system launches the ward; empty: it is no such
    std::string client_id{};      // ours
    std::string client_secret{};  // empty: we are a public client, and PKCE alone binds the code to us
    std::string authorization_endpoint{};
    std::string token_endpoint{};
    std::string jwks_uri{};
    std::string scope{};
    ProviderRoles roles{};
};

// The origins that may be called for it, and no other.
std::vector<WebUrl> origins_of(const OidcRegistration& registration);

// What a provider calls an error ("access_denied"), for the log, when it is a word.
std::string word_of_error(std::string_view error);

struct OidcProblem {
    enum class Kind : std::uint8_t {
        unreachable,  // it does not answer, or not as it should
        refused,      // it does not take the code
        unverified    // what it said of the person does not hold
    };
    Kind kind = Kind::unreachable;
    std::string why;  // for the log alone; nothing secret, and nothing of the person
};

// What comes back of a sign-in that was begun.
struct CodeExchange {
    std::string code;
    std::string verifier;  // of PKCE
    std::string redirect_uri;
    std::string nonce;
    std::string issuer;  // whose answer it says it is (RFC 9207); empty: it does not say
    Instant begun;
    Instant now;
};

struct ProvenPerson {
    std::string subject;  // as Account::subject names them: issuer and sub, with a line between
    std::shared_ptr<const JsonDocument> claims;
};

// Waits for the provider's answers, so it is asked on a worker's thread; many may ask at once.
class OidcProvider {
public:
    OidcProvider(OidcRegistration as_registered, std::shared_ptr<const Outbound> outbound);

    const OidcRegistration registration;

    // Where the browser goes. The provider's configuration is read again after an hour.
    std::variant<std::string, OidcProblem> authorization_endpoint();

    // Gives the code for an ID token, and checks that. The access token that comes with it is dropped at once.
    std::variant<ProvenPerson, OidcProblem> person(const CodeExchange& exchange);

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Configuration {
        std::string issuer;
        std::string authorization_endpoint;
        WebUrl token_endpoint;
        WebUrl jwks_uri;
        bool secret_in_form = false;  // it takes the secret in the form alone
    };
    template <typename Value>
    using Result = std::variant<Value, OidcProblem>;
    using Keys = std::vector<JwtKey>;

    Result<std::shared_ptr<const JsonDocument>> read(const OutboundCall& call) const;
    Result<std::shared_ptr<const JsonDocument>> told_of_itself() const;
    Result<Configuration> read_configuration() const;
    std::optional<OidcProblem> put_endpoint(const std::string& name, const std::string& text, WebUrl& place) const;
    Result<Configuration> configuration();
    Result<Keys> keys(const Configuration& at, bool anew);
    Result<std::string> id_token(const Configuration& at, const CodeExchange& exchange) const;
    std::variant<IdToken, std::string_view> checked(std::string_view token, const Keys& by, const Configuration& at,
                                                    const CodeExchange& exchange) const;

    std::shared_ptr<const Outbound> outbound_;
    std::vector<WebUrl> origins_;
    std::mutex mutex_;  // of what follows; it is held while the provider is asked, so that it is asked once
    std::optional<Configuration> configuration_;
    Moment configuration_read_;
    Keys keys_;
    Moment keys_read_;
    std::optional<Moment> keys_read_anew_;  // for a key that was not among them
};

}  // namespace stormkeel
