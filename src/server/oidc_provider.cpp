// Reads the provider's configuration and keys when they are needed, and keeps them for an hour.
#include "server/oidc_provider.h"

#include <openssl/evp.h>

#include <algorithm>

#include "server/jwt_parts.h"
#include "server/local_call.h"

namespace stormkeel {

namespace {

using ProviderDocument = std::shared_ptr<const JsonDocument>;

constexpr std::chrono::hours kept_for{1};
constexpr std::chrono::minutes between_unknown_keys{1};

OidcProblem unreachable(std::string why) { return {OidcProblem::Kind::unreachable, std::move(why)}; }

std::string basic_credentials(const OidcRegistration& client) {
    const std::string both = escaped(client.client_id) + ':' + escaped(client.client_secret);
    std::string text(4 * ((both.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(both.data()), static_cast<int>(both.size()));
    text.resize(static_cast<std::size_t>(size));
    return "Basic " + text;
}

bool holds(Json list, std::string_view text) {
    bool found = false;
    for (const Json each : list) found = found || each.string() == text;
    return found;
}

// Basic is what is taken when nothing else is told.
bool takes_secret_in_form_alone(Json methods) {
    return holds(methods, "client_secret_post") && !holds(methods, "client_secret_basic");
}

}  // namespace

std::string word_of_error(std::string_view error) {
    constexpr std::size_t longest_word = 40;
    const bool plain = error.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
    return !error.empty() && error.size() <= longest_word && plain ? std::string(error) : "no error that has a name";
}

std::vector<WebUrl> origins_of(const OidcRegistration& registration) {
    std::vector<WebUrl> origins;
    for (const std::string& text : {registration.issuer, registration.fhir_base, registration.authorization_endpoint,
                                    registration.token_endpoint, registration.jwks_uri}) {
        if (auto url = read_web_url(text)) origins.push_back(std::move(*url));
    }
    return origins;
}

OidcProvider::OidcProvider(OidcRegistration as_registered, std::shared_ptr<const Outbound> outbound)
    : registration(std::move(as_registered)), outbound_(std::move(outbound)), origins_(origins_of(registration)) {}

OidcProvider::Result<ProviderDocument> OidcProvider::read(const OutboundCall& call) const {
    const auto called = outbound_->call(call);
    if (const auto* why = std::get_if<std::string>(&called)) return unreachable(*why);
    const auto& answer = std::get<OutboundAnswer>(called);
    const auto document = read_json(answer.body);
    const auto* read = std::get_if<ProviderDocument>(&document);
    const std::string whom = origin_of(call.url) + ": ";
    if (answer.status != 200) {
        return OidcProblem{OidcProblem::Kind::refused,
                           whom + "it answered " + std::to_string(answer.status) + ", " +
                               word_of_error(read == nullptr ? "" : (*read)->root()["error"].string())};
    }
    if (read == nullptr || !(*read)->root().is_object()) return unreachable(whom + "its answer is no JSON object");
    return *read;
}

// Nothing on success. The ID token and the secret go to whom the site named, and to nobody that answer names.
std::optional<OidcProblem> OidcProvider::put_endpoint(const std::string& name, const std::string& text,
                                                      WebUrl& place) const {
    const auto url = read_web_url(text);
    if (!url) return unreachable("its " + name + " is missing, or no https address");
    const bool registered =
        std::any_of(origins_.begin(), origins_.end(), [&](const WebUrl& each) { return same_origin(each, *url); });
    if (!registered) {
        return unreachable("its " + name + " is at " + origin_of(*url) +
                           ", which is not registered; write it into the settings when it is right");
    }
    place = *url;
    return std::nullopt;
}

// Nothing is asked when the site wrote all of it down.
OidcProvider::Result<ProviderDocument> OidcProvider::told_of_itself() const {
    const bool known = !registration.issuer.empty() && !registration.authorization_endpoint.empty() &&
                       !registration.token_endpoint.empty() && !registration.jwks_uri.empty();
    if (known) return ProviderDocument();
    const bool smart = !registration.fhir_base.empty();
    std::string text = smart ? registration.fhir_base : registration.issuer;
    if (text.ends_with('/')) text.pop_back();
    const auto url =
        read_web_url(text + (smart ? "/.well-known/smart-configuration" : "/.well-known/openid-configuration"));
    if (!url) return unreachable("its address is none");
    auto document = read({*url});
    // Whatever it answers instead, there is nowhere to sign in.
    if (const auto* problem = std::get_if<OidcProblem>(&document)) return unreachable(problem->why);
    const Json issuer = std::get<ProviderDocument>(document)->root()["issuer"];
    const bool own = registration.issuer.empty() || (smart && !issuer.exists());
    if (!own && issuer.string() != registration.issuer) return unreachable("its configuration is of another issuer");
    return document;
}

OidcProvider::Result<OidcProvider::Configuration> OidcProvider::read_configuration() const {
    const auto document = told_of_itself();
    if (const auto* problem = std::get_if<OidcProblem>(&document)) return *problem;
    const auto& read = std::get<ProviderDocument>(document);
    const Json told = read == nullptr ? Json{} : read->root();
    const auto of = [&](const std::string& set, const char* name) {
        return set.empty() ? std::string(told[name].string()) : set;
    };
    Configuration found;
    found.issuer = of(registration.issuer, "issuer");
    found.authorization_endpoint = of(registration.authorization_endpoint, "authorization_endpoint");
    WebUrl looked_at;
    // Whose word counts for whom is told by the site, so that no provider speaks of the people of another.
    auto problem = put_endpoint("issuer", found.issuer, looked_at);
    if (!problem) problem = put_endpoint("authorization_endpoint", found.authorization_endpoint, looked_at);
    if (!problem) {
        problem =
            put_endpoint("token_endpoint", of(registration.token_endpoint, "token_endpoint"), found.token_endpoint);
    }
    if (!problem) problem = put_endpoint("jwks_uri", of(registration.jwks_uri, "jwks_uri"), found.jwks_uri);
    if (problem) return *problem;
    found.secret_in_form = takes_secret_in_form_alone(told["token_endpoint_auth_methods_supported"]);
    return found;
}

OidcProvider::Result<OidcProvider::Configuration> OidcProvider::configuration() {
    const std::lock_guard lock(mutex_);
    const Moment now = std::chrono::steady_clock::now();
    if (configuration_ && now - configuration_read_ < kept_for) return *configuration_;
    auto read = read_configuration();
    if (auto* found = std::get_if<Configuration>(&read)) {
        configuration_ = *found;
        configuration_read_ = now;
    }
    return read;
}

std::variant<std::string, OidcProblem> OidcProvider::authorization_endpoint() {
    const auto found = configuration();
    if (const auto* problem = std::get_if<OidcProblem>(&found)) return *problem;
    return std::get<Configuration>(found).authorization_endpoint;
}

// `anew`: a token names a key that is not among them. That is asked for once a minute: anybody can make up names.
OidcProvider::Result<OidcProvider::Keys> OidcProvider::keys(const Configuration& at, bool anew) {
    const std::lock_guard lock(mutex_);
    const Moment now = std::chrono::steady_clock::now();
    const bool too_soon = keys_read_anew_ && now - *keys_read_anew_ < between_unknown_keys;
    const bool fresh = !keys_.empty() && now - keys_read_ < kept_for;
    if (fresh && (!anew || too_soon)) return keys_;
    if (anew) keys_read_anew_ = now;
    const auto called = outbound_->call({at.jwks_uri});
    if (const auto* why = std::get_if<std::string>(&called)) return unreachable(*why);
    JwkSet set = read_jwks(std::get<OutboundAnswer>(called).body, JwtUse::id_tokens);
    if (!set.problems.empty()) return unreachable(origin_of(at.jwks_uri) + ": " + set.problems.front());
    keys_ = std::move(set.keys);
    keys_read_ = now;
    return keys_;
}

OidcProvider::Result<std::string> OidcProvider::id_token(const Configuration& at, const CodeExchange& exchange) const {
    OutboundCall call{at.token_endpoint};
    call.form = "grant_type=authorization_code&code=" + escaped(exchange.code) +
                "&redirect_uri=" + escaped(exchange.redirect_uri) + "&client_id=" + escaped(registration.client_id) +
                "&code_verifier=" + escaped(exchange.verifier);
    if (!registration.client_secret.empty() && at.secret_in_form) {
        call.form += "&client_secret=" + escaped(registration.client_secret);
    } else if (!registration.client_secret.empty()) {
        call.authorization = basic_credentials(registration);
    }
    const auto answered = read(call);
    if (const auto* problem = std::get_if<OidcProblem>(&answered)) return *problem;
    const Json token = std::get<ProviderDocument>(answered)->root()["id_token"];
    if (!token.is_string()) return OidcProblem{OidcProblem::Kind::unverified, "it gave no id_token"};
    return std::string(token.string());
}

std::variant<IdToken, std::string_view> OidcProvider::checked(std::string_view token, const Keys& by,
                                                              const Configuration& at,
                                                              const CodeExchange& exchange) const {
    return check_id_token(token, by, {at.issuer, registration.client_id, exchange.nonce, exchange.begun}, exchange.now);
}

std::variant<ProvenPerson, OidcProblem> OidcProvider::person(const CodeExchange& exchange) {
    const auto found = configuration();
    if (const auto* problem = std::get_if<OidcProblem>(&found)) return *problem;
    const auto& at = std::get<Configuration>(found);
    if (!exchange.issuer.empty() && exchange.issuer != at.issuer) {
        return OidcProblem{OidcProblem::Kind::unverified, "the answer came from another issuer"};
    }
    const auto token = id_token(at, exchange);
    if (const auto* problem = std::get_if<OidcProblem>(&token)) return *problem;
    const auto& text = std::get<std::string>(token);
    auto known = keys(at, false);
    if (const auto* problem = std::get_if<OidcProblem>(&known)) return *problem;
    auto said = checked(text, std::get<Keys>(known), at, exchange);
    const auto* why = std::get_if<std::string_view>(&said);
    if (why != nullptr && *why == unknown_jwt_key) {
        known = keys(at, true);
        if (const auto* problem = std::get_if<OidcProblem>(&known)) return *problem;
        said = checked(text, std::get<Keys>(known), at, exchange);
        why = std::get_if<std::string_view>(&said);
    }
    if (why != nullptr) return OidcProblem{OidcProblem::Kind::unverified, "its ID token: " + std::string(*why)};
    auto& proven = std::get<IdToken>(said);
    return ProvenPerson{at.issuer + '\n' + proven.subject, std::move(proven.claims)};
}

}  // namespace stormkeel
