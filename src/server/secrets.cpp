// OpenSSL's generator and its comparison.
#include "server/secrets.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <stdexcept>

namespace stormkeel {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
        throw std::runtime_error("OpenSSL has no random numbers");
    }
    return bytes;
}

std::string in_groups(std::string_view text, std::size_t group, char separator) {
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % group == 0) grouped += separator;
        grouped += text[i];
    }
    return grouped;
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace stormkeel
