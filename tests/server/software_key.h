// A security key made of software: it says and signs what a browser would hand on.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "server/webauthn.h"

namespace stormkeel {

inline std::string sha256_of(std::string_view text) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return {reinterpret_cast<const char*>(digest.data()), size};
}

class SoftwareKey {
public:
    // What it says of itself; a test changes one of them to say something wrong.
    struct Says {
        std::string type = "webauthn.get";
        std::string challenge;
        std::string origin = "http://localhost:1";
        std::string party = "localhost";
        std::uint32_t counter = 1;
        char flags = 1;  // the user is there
        bool in_a_frame = false;
    };

    enum class Kind { es256, eddsa, rs256 };
    explicit SoftwareKey(Kind of = Kind::es256) : kind_(of) {
        key_.reset(of == Kind::es256   ? EVP_EC_gen("P-256")
                   : of == Kind::eddsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                       : EVP_RSA_gen(2048));
    }

    std::string credential = "a credential id!";

    Attestation attested(Says says) const {
        says.type = says.type == "webauthn.get" ? "webauthn.create" : says.type;
        says.flags = static_cast<char>(says.flags | 0x40);
        const auto size = static_cast<char>(credential.size());
        return {client_data(says),
                authenticator_data(says) + std::string(16, '\0') + '\0' + size + credential + cose()};
    }

    Assertion asserted(const Says& says) const {
        Assertion made{credential, client_data(says), authenticator_data(says), {}};
        made.signature = signed_over(made.authenticator_data + sha256_of(made.client_data));
        return made;
    }

private:
    static std::string client_data(const Says& says) {
        return R"({"type":")" + says.type + R"(","challenge":")" + says.challenge + R"(","origin":")" + says.origin +
               R"(","crossOrigin":)" + (says.in_a_frame ? "true" : "false") + "}";
    }
    static std::string authenticator_data(const Says& says) {
        std::string data = sha256_of(says.party) + says.flags;
        for (int shift = 24; shift >= 0; shift -= 8) data += static_cast<char>(says.counter >> shift & 0xFFU);
        return data;
    }
    static std::string head(std::initializer_list<unsigned char> bytes) { return {bytes.begin(), bytes.end()}; }

    // The public key as COSE writes it: its kind, its algorithm, and its numbers.
    std::string cose() const {
        if (kind_ == Kind::es256) {
            const std::string point = octets(OSSL_PKEY_PARAM_PUB_KEY);
            return head({0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}) + point.substr(1, 32) + head({0x22, 0x58, 32}) +
                   point.substr(33);
        }
        if (kind_ == Kind::eddsa) {
            return head({0xA4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32}) + octets(OSSL_PKEY_PARAM_PUB_KEY);
        }
        BIGNUM* modulus = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), OSSL_PKEY_PARAM_RSA_N, &modulus);
        std::string number(256, '\0');
        BN_bn2binpad(modulus, reinterpret_cast<unsigned char*>(number.data()), 256);
        BN_free(modulus);
        return head({0xA4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0}) + number + head({0x21, 0x43, 1, 0, 1});
    }
    std::string octets(const char* name) const {
        std::array<unsigned char, 65> bytes{};
        std::size_t size = 0;
        EVP_PKEY_get_octet_string_param(key_.get(), name, bytes.data(), bytes.size(), &size);
        return {reinterpret_cast<const char*>(bytes.data()), size};
    }
    std::string signed_over(const std::string& text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        const EVP_MD* digest = kind_ == Kind::eddsa ? nullptr : EVP_sha256();
        EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get());
        std::string signature(256, '\0');
        std::size_t size = signature.size();
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
        signature.resize(size);
        return signature;
    }

    Kind kind_;
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, &EVP_PKEY_free};
};

}  // namespace stormkeel
