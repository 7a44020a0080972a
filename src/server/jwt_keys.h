// The public keys of an issuer, from its JSON Web Key Set (RFC 7517), and the signatures they verify.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

// Each key verifies by one algorithm alone, whatever a token says of itself.
enum class JwtAlgorithm : std::uint8_t {
    es384,  // ECDSA over P-384 with SHA-384; the signature is r and s, 48 bytes each
    rs384,  // RSASSA-PKCS1-v1_5 with SHA-384
    es256,  // the same over P-256 with SHA-256, 32 bytes each
    rs256   // the same with SHA-256
};
std::string_view name_of(JwtAlgorithm algorithm);  // "ES384", "RS384"

// What a token is for decides by which algorithms it may be signed: that of a CDS client by ES384 and RS384, that of a
// person by ES256 and RS256, too. An RSA key that names no algorithm is for the last of those.
enum class JwtUse : std::uint8_t { cds_clients, id_tokens };

// One public key; copies share it, and many threads may verify with it at once.
class JwtKey {
public:
    const std::string& id() const;  // its kid
    JwtAlgorithm algorithm() const;
    bool verifies(std::string_view signed_text, std::string_view signature) const;

private:
    friend class JwkReading;
    struct Inside;
    explicit JwtKey(std::shared_ptr<const Inside> inside) : inside_(std::move(inside)) {}

    std::shared_ptr<const Inside> inside_;
};

// The keys that can verify; keys for other algorithms and for encryption are passed over. `problems` says what is wrong
// with the set or with a key that should verify: no kid or one that stands twice, a point that lies on no curve, an RSA
// key below 2048 bits, a private or secret key, no key that can be used. With a problem the set must not be used.
struct JwkSet {
    std::vector<JwtKey> keys;
    std::vector<std::string> problems;
};
JwkSet read_jwks(std::string_view text, JwtUse use = JwtUse::cds_clients);

}  // namespace stormkeel
