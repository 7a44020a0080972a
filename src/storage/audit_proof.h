// That one row stands in the audit, and that the audit only ever grew, for somebody who has neither the audit nor this
// ward: a few hashes and a signed checkpoint.
#pragma once

#include <optional>
#include <string>

#include "storage/audit_checkpoint.h"
#include "storage/merkle_tree.h"
#include "storage/store.h"

namespace stormkeel {

// A leaf of the tree is the row itself: number, time in microseconds, actor, action, object and context, each as
// "LENGTH:BYTES". It holds nothing of the row before, so that a row is checked by itself.
MerkleHash leaf_of(const AuditEntry& row);

struct AuditProof {
    AuditEntry row;
    MerklePath path;
    AuditCheckpoint checkpoint;
    std::string public_key;
};

struct AuditConsistency {
    std::uint64_t rows = 0;  // of the earlier tree
    std::string root;
    MerklePath path;
    AuditCheckpoint checkpoint;  // of the later one
    std::string public_key;
};

// What the tree of the rows and the store make of it. Nothing when the checkpoint has no root, or does not cover it.
Stored<std::optional<AuditProof>> prove_row(Store& store, const MerkleTree& tree, const AuditCheckpoint& checkpoint,
                                            std::uint64_t number);
Stored<std::optional<AuditConsistency>> prove_growth(Store& store, const MerkleTree& tree,
                                                     const AuditCheckpoint& checkpoint, std::uint64_t rows);

// Empty when it proves what it says by the key of its own; whose key that is its reader has to know.
std::string wrong_with(const AuditProof& proof);
std::string wrong_with(const AuditConsistency& proof);

}  // namespace stormkeel
