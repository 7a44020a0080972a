// What the operator sets of identity providers: [oidc], [oidc.roles] and [[smart.ehr]].
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/call.h"
#include "guideline/fields.h"
#include "server/oidc.h"

namespace stormkeel {

// docs/stormkeel.toml says what each means; the values here are those that count when it is not set.
struct ProviderText {
    std::string iss;     // of a record system
    std::string issuer;  // of ID tokens
    std::string client_id;
    std::string client_secret_file;
    std::string scope = "openid profile";  // of a record system "launch openid fhirUser"
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::string claim;
    std::map<Role, std::vector<std::string>> values;  // of the claim
};

struct OidcText {
    std::string name = "Hospital sign-in";
    std::string public_url;
    std::string ca;
    ProviderText provider;
    std::vector<ProviderText> record_systems;
};

// Takes the sections from the head of the file; a mistake, and what is half given, goes to `problems` with its line.
OidcText read_oidc(pack::Fields& head, std::vector<PackProblem>& problems);

std::string to_toml(const OidcText& oidc);

// What serves by them; nothing of it when no provider is set. Fails with not_secure when others can read the secret.
std::variant<std::shared_ptr<Oidc>, Failure> oidc_of(const OidcText& oidc);

// A text as TOML writes it.
std::string quoted_toml(const std::string& text);

// What is wrong with a setting that names a file; empty when it does, or is empty.
std::string wrong_file(std::string_view text);

}  // namespace stormkeel
