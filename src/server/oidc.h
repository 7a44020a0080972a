// People sign in through the hospital's own identity provider, or come from a record system that launches the ward.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/oidc_provider.h"
#include "server/oidc_tries.h"

namespace stormkeel {

// As a site set it.
struct OidcSettings {
    std::string name = "Hospital sign-in";       // on the button
    std::string public_url{};                    // our own origin, as a browser reaches it
    std::string authority{};                     // PEM: who vouches for the providers' certificates; empty: as usual
    std::optional<OidcRegistration> provider{};  // who signs people in from the sign-in page
    std::vector<OidcRegistration> record_systems{};  // who launches the ward (SMART on FHIR)
};

struct Oidc {
    // A text says what cannot be used.
    static std::variant<std::shared_ptr<Oidc>, std::string> of(OidcSettings settings);

    // The provider of the sign-in page stands first, when there is one.
    std::size_t first_record_system() const { return settings.provider ? 1 : 0; }
    // Of the provider of the sign-in page; empty: there is none.
    std::string issuer() const { return settings.provider ? settings.provider->issuer : std::string(); }
    std::string redirect_uri() const { return settings.public_url + "/oidc/callback"; }

    OidcSettings settings;
    std::vector<std::shared_ptr<OidcProvider>> providers;
    OidcTries tries;
};

}  // namespace stormkeel
