// Reads the few rows that a path needs again.
#include "storage/audit_proof.h"

#include <utility>

namespace stormkeel {

namespace {

void add_part(std::string& bytes, std::string_view part) {
    bytes += std::to_string(part.size());
    bytes += ':';
    bytes += part;
}

// Leaves out of the store; what went wrong with it stands in `problem`.
MerkleLeaves leaves_in(Store& store, std::optional<StoreProblem>& problem) {
    return [&store, &problem](std::uint64_t begin, std::uint64_t end) {
        std::vector<MerkleHash> leaves;
        auto read = store.audit_after(begin, end - begin);
        if (auto* why = std::get_if<StoreProblem>(&read)) {
            problem = std::move(*why);
            return leaves;
        }
        for (const AuditEntry& row : std::get<std::vector<AuditEntry>>(read)) leaves.push_back(leaf_of(row));
        return leaves;
    };
}

std::string wrong_signature(const AuditCheckpoint& checkpoint, const std::string& public_key) {
    if (checkpoint.root.empty()) return "its checkpoint has no root";
    return is_signed_by(checkpoint, public_key) ? "" : "its checkpoint is not what was signed by " + public_key;
}

}  // namespace

MerkleHash leaf_of(const AuditEntry& row) {
    std::string bytes;
    add_part(bytes, std::to_string(row.number));
    add_part(bytes, std::to_string(row.at.microseconds));
    for (const std::string* text : {&row.actor, &row.action, &row.object, &row.context}) add_part(bytes, *text);
    return leaf_hash(bytes);
}

Stored<std::optional<AuditProof>> prove_row(Store& store, const MerkleTree& tree, const AuditCheckpoint& checkpoint,
                                            std::uint64_t number) {
    std::optional<AuditProof> none;
    if (number == 0 || number > checkpoint.rows || checkpoint.root.empty()) return none;
    auto rows = store.audit_after(number - 1, 1);
    if (auto* problem = std::get_if<StoreProblem>(&rows)) return std::move(*problem);
    auto& row = std::get<std::vector<AuditEntry>>(rows);
    std::optional<StoreProblem> problem;
    auto path = inclusion_path(tree, leaves_in(store, problem), number - 1, checkpoint.rows);
    if (problem) return std::move(*problem);
    if (!path || row.empty()) return none;
    return std::optional(AuditProof{std::move(row.front()), std::move(*path), checkpoint, {}});
}

Stored<std::optional<AuditConsistency>> prove_growth(Store& store, const MerkleTree& tree,
                                                     const AuditCheckpoint& checkpoint, std::uint64_t rows) {
    std::optional<AuditConsistency> none;
    if (rows == 0 || rows > checkpoint.rows || checkpoint.root.empty()) return none;
    std::optional<StoreProblem> problem;
    const MerkleLeaves leaves = leaves_in(store, problem);
    auto path = consistency_path(tree, leaves, rows, checkpoint.rows);
    const auto root = root_of_first(tree, leaves, rows);
    if (problem) return std::move(*problem);
    if (!path || !root) return none;
    return std::optional(AuditConsistency{rows, to_text(*root), std::move(*path), checkpoint, {}});
}

std::string wrong_with(const AuditProof& proof) {
    if (std::string wrong = wrong_signature(proof.checkpoint, proof.public_key); !wrong.empty()) return wrong;
    const auto root = read_merkle_hash(proof.checkpoint.root);
    const bool in_tree = root && proof.row.number > 0 &&
                         includes({proof.checkpoint.rows, *root}, proof.row.number - 1, leaf_of(proof.row), proof.path);
    return in_tree ? "" : "row " + std::to_string(proof.row.number) + " as it stands here is not in that audit";
}

std::string wrong_with(const AuditConsistency& proof) {
    if (std::string wrong = wrong_signature(proof.checkpoint, proof.public_key); !wrong.empty()) return wrong;
    const auto first = read_merkle_hash(proof.root);
    const auto second = read_merkle_hash(proof.checkpoint.root);
    const bool grew =
        first && second && is_consistent({proof.rows, *first}, {proof.checkpoint.rows, *second}, proof.path);
    return grew ? "" : "the audit of the checkpoint does not begin with those " + std::to_string(proof.rows) + " rows";
}

}  // namespace stormkeel
