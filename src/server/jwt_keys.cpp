// Makes OpenSSL keys of JSON Web Keys, and verifies with them.
#include "server/jwt_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/json.h"
#include "server/base64url.h"

namespace stormkeel {
namespace {

// How the keys of one algorithm are written, and what verifies with them.
struct Signing {
    JwtAlgorithm algorithm;
    std::string_view name;
    std::string_view type;   // kty
    std::string_view curve;  // crv, as OpenSSL names it, too; empty: it is of RSA
    const char* digest;
    std::size_t coordinate_bytes;
};
constexpr std::array<Signing, 4> signings{{{JwtAlgorithm::es384, "ES384", "EC", "P-384", "SHA384", 48},
                                           {JwtAlgorithm::rs384, "RS384", "RSA", "", "SHA384", 0},
                                           {JwtAlgorithm::es256, "ES256", "EC", "P-256", "SHA256", 32},
                                           {JwtAlgorithm::rs256, "RS256", "RSA", "", "SHA256", 0}}};

const Signing& signing_by(JwtAlgorithm algorithm) { return signings.at(static_cast<std::size_t>(algorithm)); }

// In the order in which a key that names none is taken for one.
std::span<const JwtAlgorithm> algorithms_for(JwtUse use) {
    static constexpr std::array<JwtAlgorithm, 2> cds{JwtAlgorithm::es384, JwtAlgorithm::rs384};
    static constexpr std::array<JwtAlgorithm, 4> id{JwtAlgorithm::rs256, JwtAlgorithm::es256, JwtAlgorithm::es384,
                                                    JwtAlgorithm::rs384};
    return use == JwtUse::cds_clients ? std::span<const JwtAlgorithm>(cds) : std::span<const JwtAlgorithm>(id);
}

constexpr int fewest_rsa_bits = 2048;
constexpr int most_rsa_bits = 8192;  // more only costs time, which whoever sends tokens could make us spend

template <auto release>
struct Release {
    template <class Object>
    void operator()(Object* object) const {
        release(object);
    }
};
template <class Object, auto release>
using Owned = std::unique_ptr<Object, Release<release>>;

using Number = Owned<BIGNUM, BN_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using KeyParameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using EcdsaSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Number number_of(std::string_view bytes) {
    return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

// A public key from its parts; nothing when they make no valid key.
Key key_of(const char* type, OSSL_PARAM_BLD* builder) {
    const KeyParameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* made = nullptr;
    const bool built = parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                       EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
    Key key(made);
    if (!built) return nullptr;
    const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

Key curve_key(std::string_view curve, std::string_view x, std::string_view y) {
    const std::string point = '\x04' + std::string(x) + std::string(y);
    const Builder builder(OSSL_PARAM_BLD_new());
    const bool pushed =
        builder &&
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), curve.size()) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1;
    return pushed ? key_of("EC", builder.get()) : nullptr;
}

Key rsa_key(const BIGNUM* modulus, const BIGNUM* exponent) {
    const Builder builder(OSSL_PARAM_BLD_new());
    const bool pushed = builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
                        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) == 1;
    return pushed ? key_of("RSA", builder.get()) : nullptr;
}

// r and s side by side, as tokens carry them, in the DER that OpenSSL reads; nothing when it is of another length.
std::optional<std::string> der_of(std::string_view signature, std::size_t coordinate_bytes) {
    if (signature.size() != 2 * coordinate_bytes) return std::nullopt;
    Number r = number_of(signature.substr(0, coordinate_bytes));
    Number s = number_of(signature.substr(coordinate_bytes));
    const EcdsaSignature both(ECDSA_SIG_new());
    if (!r || !s || !both) return std::nullopt;
    if (ECDSA_SIG_set0(both.get(), r.release(), s.release()) != 1) return std::nullopt;  // both are the signature's now
    unsigned char* written = nullptr;
    const int length = i2d_ECDSA_SIG(both.get(), &written);
    if (length <= 0) return std::nullopt;
    std::string der(reinterpret_cast<const char*>(written), static_cast<std::size_t>(length));
    OPENSSL_free(written);
    return der;
}

// What is verified: a text by its signature, in the form that OpenSSL reads.
struct Verified {
    std::string_view text;
    std::string_view signature;
};

bool verifies_digest(EVP_PKEY* key, const char* digest, const Verified& signed_by) {
    const auto& [signed_text, signature] = signed_by;
    const DigestContext context(EVP_MD_CTX_new());
    const bool verified =
        context && EVP_DigestVerifyInit_ex(context.get(), nullptr, digest, nullptr, nullptr, key, nullptr) == 1 &&
        EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(signed_text),
                         signed_text.size()) == 1;
    if (!verified) ERR_clear_error();  // what one token did wrong is not left for the next call to find
    return verified;
}

}  // namespace

struct JwtKey::Inside {
    std::string id;
    JwtAlgorithm algorithm;
    Key key;
};

std::string_view name_of(JwtAlgorithm algorithm) { return signing_by(algorithm).name; }

const std::string& JwtKey::id() const { return inside_->id; }
JwtAlgorithm JwtKey::algorithm() const { return inside_->algorithm; }

bool JwtKey::verifies(std::string_view signed_text, std::string_view signature) const {
    const Signing& how = signing_by(inside_->algorithm);
    if (how.curve.empty()) return verifies_digest(inside_->key.get(), how.digest, {signed_text, signature});
    const auto der = der_of(signature, how.coordinate_bytes);
    return der && verifies_digest(inside_->key.get(), how.digest, {signed_text, *der});
}

// Reads one set, key by key.
class JwkReading {
public:
    explicit JwkReading(JwtUse use) : use_(use) {}

    JwkSet read(Json root) {
        for (const Json key : root["keys"]) {
            ++place_;
            read_key(key);
        }
        if (set_.keys.empty() && set_.problems.empty()) {
            set_.problems.emplace_back(use_ == JwtUse::cds_clients
                                           ? "the key set holds no key for ES384 (P-384) or RS384 (RSA)"
                                           : "the key set holds no key for RS256, RS384, ES256 or ES384");
        }
        return std::move(set_);
    }

private:
    void problem(const std::string& what) {
        set_.problems.push_back("key " + std::to_string(place_) + " of the set: " + what);
    }

    // Which algorithm a key is for; nothing for one that is for none of ours.
    std::optional<JwtAlgorithm> algorithm_of(Json key) const {
        const Json use = key["use"];
        if (use.exists() && use.string() != "sig") return std::nullopt;
        const Json named = key["alg"];
        for (const JwtAlgorithm each : algorithms_for(use_)) {
            const Signing& how = signing_by(each);
            const bool fits =
                key["kty"].string() == how.type && (how.curve.empty() || key["crv"].string() == how.curve);
            if (fits && (!named.exists() || named.string() == how.name)) return each;
        }
        return std::nullopt;
    }

    void read_key(Json key) {
        if (key["d"].exists() || key["k"].exists() || key["kty"].string() == "oct") {
            return problem("it is private or secret; take it out and replace it, it is no secret any more");
        }
        const auto algorithm = algorithm_of(key);
        if (!algorithm) return;
        const std::string id(key["kid"].string());
        if (id.empty()) return problem("it has no kid, so no token can name it");
        const bool again =
            std::any_of(set_.keys.begin(), set_.keys.end(), [&](const JwtKey& other) { return other.id() == id; });
        if (again) return problem("the kid '" + clipped(id) + "' stands twice");
        const Signing& how = signing_by(*algorithm);
        Key made = how.curve.empty() ? read_rsa(key) : read_curve(key, how);
        ERR_clear_error();
        if (!made) return;
        set_.keys.push_back(JwtKey(std::make_shared<const JwtKey::Inside>(id, *algorithm, std::move(made))));
    }

    Key read_curve(Json key, const Signing& how) {
        const auto x = base64url_decoded(key["x"].string());
        const auto y = base64url_decoded(key["y"].string());
        if (!x || !y || x->size() != how.coordinate_bytes || y->size() != how.coordinate_bytes) {
            problem("x and y must be " + std::to_string(how.coordinate_bytes) +
                    " bytes each in base64url without padding");
            return nullptr;
        }
        Key made = curve_key(how.curve, *x, *y);
        if (!made) problem("x and y are no point of the curve " + std::string(how.curve));
        return made;
    }

    Key read_rsa(Json key) {
        const auto n = base64url_decoded(key["n"].string());
        const auto e = base64url_decoded(key["e"].string());
        if (!n || !e || n->empty() || e->empty() || n->size() > most_rsa_bits / 8) {
            problem("n and e must be numbers in base64url without padding, n of at most 8192 bits");
            return nullptr;
        }
        const Number modulus = number_of(*n);
        const Number exponent = number_of(*e);
        if (!modulus || !exponent || BN_num_bits(modulus.get()) < fewest_rsa_bits) {
            problem("an RSA key needs 2048 bits or more");
            return nullptr;
        }
        const bool usual = BN_is_odd(exponent.get()) == 1 && BN_is_one(exponent.get()) == 0 && e->size() <= 4;
        Key made = usual ? rsa_key(modulus.get(), exponent.get()) : nullptr;
        if (!made) problem("n and e are no RSA key; e is most often AQAB");
        return made;
    }

    JwtUse use_;
    JwkSet set_;
    std::size_t place_ = 0;
};

JwkSet read_jwks(std::string_view text, JwtUse use) {
    auto read = read_json(text);
    if (const auto* error = std::get_if<JsonError>(&read)) return {{}, {"the key set is no JSON: " + to_text(*error)}};
    const auto document = std::get<std::shared_ptr<const JsonDocument>>(read);
    return JwkReading(use).read(document->root());
}

}  // namespace stormkeel
