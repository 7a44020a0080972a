// SHA-256 through OpenSSL.
#include "guideline/fingerprint.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace stormkeel::pack {

std::string fingerprint_of(std::vector<PackFile> files) {
    std::sort(files.begin(), files.end(), [](const PackFile& a, const PackFile& b) { return a.path < b.path; });
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    constexpr std::string_view nul("\0", 1);
    bool good = digest != nullptr && EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1;
    for (const PackFile& file : files) {
        for (const std::string_view part : {file.path, nul, file.text, nul}) {
            good = good && EVP_DigestUpdate(digest.get(), part.data(), part.size()) == 1;
        }
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    good = good && EVP_DigestFinal_ex(digest.get(), bytes.data(), &length) == 1;
    // An answer without a fingerprint could not be traced to its packs.
    if (!good) throw std::runtime_error("SHA-256 is not available in this OpenSSL");
    std::string text = "sha256:";
    for (unsigned int i = 0; i < length; ++i) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += digits[bytes.at(i) >> 4U];
        text += digits[bytes.at(i) & 15U];
    }
    return text;
}

}  // namespace stormkeel::pack
