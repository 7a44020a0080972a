// The data of authenticators and their signatures by libfido2; what the browser says of the page is compared here.
#include "server/webauthn.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "adapters/json.h"
#include "server/base64url.h"
#include "server/secrets.h"

namespace stormkeel {

namespace {

constexpr std::size_t challenge_bytes = 32;

// libfido2 writes nothing to standard error from here on.
void prepare_fido() {
    static const bool prepared = (fido_init(0), true);
    static_cast<void>(prepared);
}

const unsigned char* octets(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::string bytes_at(const unsigned char* data, std::size_t size) {
    return data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

// "localhost" of "http://localhost:8080".
std::string host_of(std::string_view origin) {
    const std::string_view rest = origin.substr(std::min(origin.size(), origin.find("://") + 3));
    return std::string(rest.substr(0, rest.find(':')));
}

std::string why_other_page(const std::string& client_data, std::string_view type, const Ceremony& asked) {
    const auto read = read_json(client_data);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return "the browser's data are no JSON";
    const Json said = (*document)->root();
    if (said["type"].string() != type) return "the browser's data are of another act";
    if (!same_secret(said["challenge"].string(), asked.challenge)) return "the challenge is another";
    if (said["origin"].string() != asked.party.origin) return "the browser was at another page";
    if (said["crossOrigin"].text() == "true") return "the page stood inside another one";
    return {};
}

// SHA-256 of the RP ID stands first in what an authenticator says.
bool is_for(const std::string& authenticator_data, const std::string& id) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    if (EVP_Digest(id.data(), id.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(),
                   nullptr) != 1) {
        return false;
    }
    digest.resize(size);
    return authenticator_data.starts_with(digest);
}

int verify_by(const fido_assert_t* assertion, const PasskeyKey& key) {
    switch (key.algorithm) {
        case COSE_ES256: {
            const std::unique_ptr<es256_pk_t, void (*)(es256_pk_t*)> pk(es256_pk_new(),
                                                                        [](es256_pk_t* one) { es256_pk_free(&one); });
            const int read = es256_pk_from_ptr(pk.get(), key.bytes.data(), key.bytes.size());
            return read == FIDO_OK ? fido_assert_verify(assertion, 0, COSE_ES256, pk.get()) : read;
        }
        case COSE_RS256: {
            const std::unique_ptr<rs256_pk_t, void (*)(rs256_pk_t*)> pk(rs256_pk_new(),
                                                                        [](rs256_pk_t* one) { rs256_pk_free(&one); });
            const int read = rs256_pk_from_ptr(pk.get(), key.bytes.data(), key.bytes.size());
            return read == FIDO_OK ? fido_assert_verify(assertion, 0, COSE_RS256, pk.get()) : read;
        }
        case COSE_EDDSA: {
            const std::unique_ptr<eddsa_pk_t, void (*)(eddsa_pk_t*)> pk(eddsa_pk_new(),
                                                                        [](eddsa_pk_t* one) { eddsa_pk_free(&one); });
            const int read = eddsa_pk_from_ptr(pk.get(), key.bytes.data(), key.bytes.size());
            return read == FIDO_OK ? fido_assert_verify(assertion, 0, COSE_EDDSA, pk.get()) : read;
        }
        default:
            return FIDO_ERR_UNSUPPORTED_ALGORITHM;
    }
}

}  // namespace

std::optional<RelyingParty> relying_party(const HttpRequest& request, const std::string& origin_setting) {
    const std::string own = (request.encrypted ? "https://" : "http://") + std::string(request.field("host"));
    const bool ours = origin_setting.empty() ? host_of(own) == "localhost" : own == origin_setting;
    return ours ? std::optional(RelyingParty{own, host_of(own)}) : std::nullopt;
}

std::string why_no_origin(std::string_view origin) {
    const std::string host = host_of(origin);
    const bool scheme = origin.starts_with("https://") || (origin.starts_with("http://") && host == "localhost");
    const bool name = host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string::npos &&
                      host.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    const std::string_view rest = origin.substr(std::min(origin.size(), origin.find("://") + 3 + host.size()));
    const bool port = rest.empty() || (rest.starts_with(':') && rest.size() > 1 &&
                                       rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
    if (origin.empty() || (scheme && name && port)) return {};
    return "is no address of pages that passkeys can be made for; write https://ward.example.org, with a name in small "
           "letters and no slash at its end";
}

Ceremony new_ceremony(RelyingParty party) {
    return {std::move(party), base64url_encoded(random_bytes(challenge_bytes))};
}

std::variant<NewPasskey, std::string> checked_attestation(const Attestation& made, const Ceremony& asked) {
    prepare_fido();
    std::string why = why_other_page(made.client_data, "webauthn.create", asked);
    if (!why.empty()) return why;
    if (!is_for(made.authenticator_data, asked.party.id)) return "the key was made for another address";
    // libfido2 reads the key of one algorithm at a time.
    for (const int algorithm : passkey_algorithms) {
        const std::unique_ptr<fido_cred_t, void (*)(fido_cred_t*)> cred(fido_cred_new(),
                                                                        [](fido_cred_t* one) { fido_cred_free(&one); });
        if (!cred || fido_cred_set_type(cred.get(), algorithm) != FIDO_OK) continue;
        const int read =
            fido_cred_set_authdata_raw(cred.get(), octets(made.authenticator_data), made.authenticator_data.size());
        if (read != FIDO_OK) continue;
        constexpr unsigned user_present = 1;
        if ((fido_cred_flags(cred.get()) & user_present) == 0) return "nobody touched the key";
        NewPasskey passkey;
        passkey.credential = bytes_at(fido_cred_id_ptr(cred.get()), fido_cred_id_len(cred.get()));
        passkey.key = {algorithm, bytes_at(fido_cred_pubkey_ptr(cred.get()), fido_cred_pubkey_len(cred.get())),
                       fido_cred_sigcount(cred.get())};
        if (!passkey.credential.empty() && !passkey.key.bytes.empty()) return passkey;
    }
    return "the authenticator's data cannot be read, or its key is neither ES256, EdDSA nor RS256";
}

std::variant<std::uint32_t, std::string> checked_assertion(const Assertion& made, const PasskeyKey& key,
                                                           const Ceremony& asked) {
    prepare_fido();
    std::string why = why_other_page(made.client_data, "webauthn.get", asked);
    if (!why.empty()) return why;
    const std::unique_ptr<fido_assert_t, void (*)(fido_assert_t*)> assertion(
        fido_assert_new(), [](fido_assert_t* one) { fido_assert_free(&one); });
    const bool read =
        assertion && fido_assert_set_count(assertion.get(), 1) == FIDO_OK &&
        fido_assert_set_rp(assertion.get(), asked.party.id.c_str()) == FIDO_OK &&
        fido_assert_set_up(assertion.get(), FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_clientdata(assertion.get(), octets(made.client_data), made.client_data.size()) == FIDO_OK &&
        fido_assert_set_authdata_raw(assertion.get(), 0, octets(made.authenticator_data),
                                     made.authenticator_data.size()) == FIDO_OK &&
        fido_assert_set_sig(assertion.get(), 0, octets(made.signature), made.signature.size()) == FIDO_OK;
    if (!read) return "the authenticator's data cannot be read";
    if (!is_for(made.authenticator_data, asked.party.id)) return "the key was used for another address";
    if (verify_by(assertion.get(), key) != FIDO_OK) return "the signature does not fit, or nobody touched the key";
    const std::uint32_t counter = fido_assert_sigcount(assertion.get(), 0);
    const bool counts = counter != 0 || key.counter != 0;
    if (counts && counter <= key.counter) return "the key's counter went back: there may be a copy of the key";
    return counter;
}

}  // namespace stormkeel
