// One signed witness of how far the audit had come, as it is written down and checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace stormkeel {

struct AuditCheckpoint {
    std::uint64_t rows = 0;
    std::string head;  // the hash of the last of them
    Instant at;
    std::string root;       // of the Merkle tree over all of them; empty: of a version that had none
    std::string signature;  // 128 hexadecimal digits
};

// "ROWS HEAD TIME ROOT", and without the root as an earlier version wrote it.
std::string checkpoint_text(const AuditCheckpoint& checkpoint);

// The same with its signature behind it.
std::string checkpoint_line(const AuditCheckpoint& checkpoint);

// Nothing when it is not written exactly so. Who signed it is another question.
std::optional<AuditCheckpoint> read_checkpoint(std::string_view line);

void sign(AuditCheckpoint& checkpoint, std::string_view signing_key);
bool is_signed_by(const AuditCheckpoint& checkpoint, std::string_view public_key);

}  // namespace stormkeel
