// SHA-256 through OpenSSL.
#include "storage/digest.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace stormkeel {

std::string digest_of(std::initializer_list<std::string_view> parts) {
    // Looked up once, not for each fact.
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                        EVP_MD_free);
    static thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(),
                                                                                             EVP_MD_CTX_free);
    bool good = digest != nullptr && EVP_DigestInit_ex(digest.get(), sha256.get(), nullptr) == 1;
    for (const std::string_view part : parts) {
        const std::string length = std::to_string(part.size()) + ':';
        good = good && EVP_DigestUpdate(digest.get(), length.data(), length.size()) == 1;
        good = good && EVP_DigestUpdate(digest.get(), part.data(), part.size()) == 1;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    good = good && EVP_DigestFinal_ex(digest.get(), bytes.data(), &length) == 1;
    // What cannot be chained must not be kept.
    if (!good) throw std::runtime_error("SHA-256 is not available in this OpenSSL");
    return hexadecimal({reinterpret_cast<const char*>(bytes.data()), length});
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(bytes.size() * 2, '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text[2 * i] = digits[byte >> 4U];
        text[2 * i + 1] = digits[byte & 15U];
    }
    return text;
}

}  // namespace stormkeel
