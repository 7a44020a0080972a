// Copies packs to a folder of their digest, and reads them back only as they were.
#include "cli/guideline_folder.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace stormkeel {
namespace {

namespace fs = std::filesystem;

bool is_sha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool write_texts(const fs::path& folder, const PackTexts& texts) {
    std::error_code problem;
    for (const PackFile& file : texts.files) {
        const fs::path path = folder / std::string(file.path);
        fs::create_directories(path.parent_path(), problem);
        std::ofstream out(path, std::ios::binary);
        out << file.text;
        out.close();
        if (problem || !out) return false;
    }
    return true;
}

}  // namespace

std::string version_folder(const std::string& data, const std::string& sha256) {
    return data + "/guidelines/" + sha256;
}

// Whoever reads meanwhile finds all of it or none: it is written beside its place, and moved there.
std::optional<Failure> keep_version(const std::string& data, const PackTexts& texts) {
    const std::string sha256 = sha256_of(texts);
    if (std::holds_alternative<PackTexts>(kept_version(data, sha256))) return std::nullopt;
    ::umask(S_IRWXG | S_IRWXO);
    const std::string place = version_folder(data, sha256);
    const std::string beside = place + ".new";
    std::error_code problem;
    fs::remove_all(beside, problem);
    const bool written = write_texts(beside, texts);
    fs::remove_all(place, problem);
    if (written) fs::rename(beside, place, problem);
    if (!written || problem) {
        fs::remove_all(beside, problem);
        return Failure{our_fault, place + ": the packs cannot be written there; look for its owner and for free space"};
    }
    return std::nullopt;
}

std::variant<PackTexts, std::string> kept_version(const std::string& data, const std::string& sha256) {
    if (!is_sha256(sha256)) return "'" + sha256 + "' is no fingerprint; it has 64 digits from 0 to 9 and a to f";
    const std::string place = version_folder(data, sha256);
    std::error_code absent;
    if (!fs::is_directory(place, absent)) return place + ": its files are missing; put them there again";
    auto texts = pack_texts(place);
    if (const auto* failure = std::get_if<Failure>(&texts)) return place + ": " + failure->what;
    std::string found = sha256_of(std::get<PackTexts>(texts));
    if (found == sha256) return std::move(std::get<PackTexts>(texts));
    return place + ": its files were changed, their fingerprint is " + found + " now; put them back as they were";
}

}  // namespace stormkeel
