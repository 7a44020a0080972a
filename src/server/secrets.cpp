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

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace stormkeel
