// Signed witnesses of how far the audit has come, in a second file: the chain alone tells neither that its end was cut
// off nor that all of it was written anew.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "storage/audit_checkpoint.h"
#include "storage/audit_proof.h"
#include "storage/store.h"

namespace stormkeel {

// In a data folder: "audit-checkpoints", one line each, "ROWS HEAD TIME ROOT SIGNATURE": the number of rows, the hash
// of the last of them, the root of the Merkle tree over all of them and an Ed25519 signature in hexadecimal digits, the
// time as RFC 3339. Lines of before there was a tree have no root, and count. "audit-signing-key" is the private key,
// for the ward's own account alone, and "audit-public-key" the one to check with.
class AuditCheckpoints {
public:
    virtual ~AuditCheckpoints() = default;

    // Adds one once 1,000 rows have come since the last, or any row and 60 s have passed.
    virtual Stored<Done> pass_time(Instant now) = 0;

    // Adds one for whatever has come.
    virtual Stored<Done> finish(Instant now) = 0;

    // The last one that was added since they were opened; at a start one is added for all that is there.
    virtual std::optional<AuditCheckpoint> last() const = 0;

    // Against the last one. Nothing when it does not cover so many rows, or there is none yet.
    virtual Stored<std::optional<AuditProof>> proof_of(std::uint64_t number) = 0;
    virtual Stored<std::optional<AuditConsistency>> growth_since(std::uint64_t rows) = 0;
    virtual const std::string& public_key() const = 0;  // hexadecimal
};

// Makes the key at the first start. The store must outlive them.
Stored<std::unique_ptr<AuditCheckpoints>> open_audit_checkpoints(const std::string& folder, Store& store);

// What was written of checkpoints at one moment, to be held against the audit as it is then or later.
struct WrittenCheckpoints {
    std::string lines;
    std::string public_key;  // hexadecimal; empty: there has never been one
};
Stored<WrittenCheckpoints> written_checkpoints(const std::string& folder);

struct CheckedAudit {
    std::uint64_t rows = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t rows_since = 0;  // the last checkpoint: rows nothing witnesses yet
    std::string wrong;             // where a checkpoint does not fit the audit, and what that means; empty: all do
};
Stored<CheckedAudit> check_audit(Store& store, const WrittenCheckpoints& written);

// Against the last checkpoint with a root that was written. Nothing when none covers so many rows.
Stored<std::optional<AuditProof>> proof_of(Store& store, const WrittenCheckpoints& written, std::uint64_t number);

}  // namespace stormkeel
