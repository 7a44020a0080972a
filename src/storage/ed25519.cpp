// Ed25519 of OpenSSL.
#include "storage/ed25519.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t signature_bytes = 64;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

int value_of(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

// Empty unless it is so many bytes of lower-case digits: each has one spelling.
std::string bytes_of(std::string_view digits, std::size_t count) {
    if (digits.size() != 2 * count) return {};
    std::string text;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = value_of(digits[i]);
        const int low = value_of(digits[i + 1]);
        if (high < 0 || low < 0) return {};
        text += static_cast<char>(high * 16 + low);
    }
    return text;
}

Key private_key(std::string_view digits) {
    const std::string raw = bytes_of(digits, key_bytes);
    EVP_PKEY* key =
        raw.empty() ? nullptr : EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(raw), raw.size());
    return {key, EVP_PKEY_free};
}

}  // namespace

std::string new_signing_key() {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    std::string raw(key_bytes, '\0');
    std::size_t size = raw.size();
    if (key == nullptr || EVP_PKEY_get_raw_private_key(key.get(), bytes(raw), &size) != 1) {
        throw std::runtime_error("Ed25519 is not available in this OpenSSL");
    }
    return hexadecimal(raw);
}

std::string public_key_of(std::string_view signing_key) {
    const Key key = private_key(signing_key);
    std::string raw(key_bytes, '\0');
    std::size_t size = raw.size();
    if (key == nullptr || EVP_PKEY_get_raw_public_key(key.get(), bytes(raw), &size) != 1) return {};
    return hexadecimal(raw);
}

std::string signature_of(std::string_view text, std::string_view signing_key) {
    const Key key = private_key(signing_key);
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (key == nullptr || context == nullptr) return {};
    std::string raw(signature_bytes, '\0');
    std::size_t size = raw.size();
    const bool done = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                      EVP_DigestSign(context.get(), bytes(raw), &size, bytes(text), text.size()) == 1;
    return done ? hexadecimal(raw) : std::string();
}

bool is_signed(std::string_view text, std::string_view signature, std::string_view public_key) {
    const std::string raw = bytes_of(public_key, key_bytes);
    const std::string given = bytes_of(signature, signature_bytes);
    if (raw.empty() || given.empty()) return false;
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(raw), raw.size()), EVP_PKEY_free);
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return key != nullptr && context != nullptr &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(given), given.size(), bytes(text), text.size()) == 1;
}

}  // namespace stormkeel
