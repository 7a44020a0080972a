// SHA-256 through OpenSSL, cut to a UUID, and the grammar of FHIR ids.
#include "adapters/fhir_out_identity.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <memory>
#include <stdexcept>

namespace stormkeel {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string uuid_of(std::string_view name) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    // Looked up once, not for each id.
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                        EVP_MD_free);
    if (EVP_Digest(name.data(), name.size(), bytes.data(), &length, sha256.get(), nullptr) != 1 || length < 16) {
        // Without ids the resources of an answer could not be told apart.
        throw std::runtime_error("SHA-256 is not available in this OpenSSL");
    }
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x80U);  // version 8
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);  // the variant of RFC 9562
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[bytes.at(i) >> 4U];
        text += digits[bytes.at(i) & 15U];
    }
    return text;
}

std::string mark_in_uuids(std::string_view patient) {
    boost::crc_32_type sum;
    sum.process_bytes(patient.data(), patient.size());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string mark;
    for (int shift = 28; shift >= 0; shift -= 4) mark += digits[(sum.checksum() >> static_cast<unsigned>(shift)) & 15U];
    return mark;
}

std::string uuid_of(std::string_view patient, std::string_view name) {
    const std::string mark = mark_in_uuids(patient);
    return mark + uuid_of(name).substr(mark.size());
}

bool is_fhir_id(std::string_view text) {
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

std::string_view reference_in(std::string_view source) {
    const std::string_view reference = source.substr(0, source.find_first_of(" #"));
    const std::string_view type = type_of_reference(reference);
    const bool named =
        !type.empty() && type.front() >= 'A' && type.front() <= 'Z' && std::all_of(type.begin(), type.end(), is_letter);
    return named && is_fhir_id(reference.substr(type.size() + 1)) ? reference : std::string_view{};
}

std::string_view type_of_reference(std::string_view reference) {
    const std::size_t slash = reference.find('/');
    return slash == std::string_view::npos ? std::string_view{} : reference.substr(0, slash);
}

}  // namespace stormkeel
