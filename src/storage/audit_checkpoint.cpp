// Writes, reads, signs and checks one line of the checkpoints.
#include "storage/audit_checkpoint.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "storage/ed25519.h"

namespace stormkeel {

namespace {

constexpr std::size_t parts_without_root = 4;
constexpr std::size_t parts_with_root = 5;

std::string signed_text(const AuditCheckpoint& checkpoint) {
    return "stormkeel audit checkpoint\n" + checkpoint_text(checkpoint);
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(line.size(), end + 1));
    }
    return words;
}

}  // namespace

std::string checkpoint_text(const AuditCheckpoint& checkpoint) {
    return std::to_string(checkpoint.rows) + ' ' + checkpoint.head + ' ' + to_text(checkpoint.at) +
           (checkpoint.root.empty() ? "" : ' ' + checkpoint.root);
}

std::string checkpoint_line(const AuditCheckpoint& checkpoint) {
    return checkpoint_text(checkpoint) + ' ' + checkpoint.signature;
}

std::optional<AuditCheckpoint> read_checkpoint(std::string_view line) {
    const auto words = words_of(line);
    if (words.size() != parts_without_root && words.size() != parts_with_root) return std::nullopt;
    AuditCheckpoint read;
    std::from_chars(words[0].data(), words[0].data() + words[0].size(), read.rows);
    read.head = words[1];
    const auto at = parse_instant(words[2]);
    if (!at) return std::nullopt;
    read.at = *at;
    if (words.size() == parts_with_root) read.root = words[3];
    read.signature = words.back();
    if (checkpoint_line(read) != line) return std::nullopt;
    return read;
}

void sign(AuditCheckpoint& checkpoint, std::string_view signing_key) {
    checkpoint.signature = signature_of(signed_text(checkpoint), signing_key);
}

bool is_signed_by(const AuditCheckpoint& checkpoint, std::string_view public_key) {
    return is_signed(signed_text(checkpoint), checkpoint.signature, public_key);
}

}  // namespace stormkeel
