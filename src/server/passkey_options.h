// What a browser is told to make or use a passkey: the options of navigator.credentials, with bytes as base64url.
#pragma once

#include <string>

#include "server/second_factors.h"

namespace stormkeel {

// PublicKeyCredentialCreationOptions for a new key beside those of this account.
std::string creation_options(const Ceremony& asked, const std::string& account, const Factors& factors);

// PublicKeyCredentialRequestOptions; empty when the account has no key for this page.
std::string assertion_options(const Ceremony& asked, const Factors& factors);

}  // namespace stormkeel
