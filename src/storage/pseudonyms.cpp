// HMAC-SHA256 through OpenSSL.
#include "storage/pseudonyms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "storage/digest.h"

namespace stormkeel {

std::string Pseudonyms::of(std::string_view id) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(id.data());
    if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), data, id.size(), bytes.data(), &length) ==
        nullptr) {
        throw std::runtime_error("HMAC-SHA256 is not available in this OpenSSL");
    }
    constexpr std::size_t bytes_of_a_pseudonym = 16;
    return hexadecimal({reinterpret_cast<const char*>(bytes.data()), bytes_of_a_pseudonym});
}

}  // namespace stormkeel
