// A Merkle tree as RFC 9162 section 2 defines it: short proofs that one leaf is in it, and that it only ever grew.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

using MerkleHash = std::array<unsigned char, 32>;  // SHA-256

MerkleHash leaf_hash(std::string_view leaf);                            // of 0x00 and the leaf
MerkleHash node_hash(const MerkleHash& left, const MerkleHash& right);  // of 0x01 and both
std::string to_text(const MerkleHash& hash);                            // 64 hexadecimal digits
std::optional<MerkleHash> read_merkle_hash(std::string_view digits);    // those alone, in lower case

// Grows by one leaf after another and keeps no leaf: the roots of what is whole on its right edge, and one hash for
// each 1,024 leaves, so that a proof needs few leaves again.
class MerkleTree {
public:
    static constexpr std::uint64_t block = 1024;

    void add(const MerkleHash& leaf);  // at most one hash for each power of two below its size
    std::uint64_t size() const { return size_; }
    MerkleHash root() const;

    const std::vector<MerkleHash>& blocks() const { return blocks_; }

private:
    std::uint64_t size_ = 0;
    std::vector<MerkleHash> edge_;  // of the whole trees that make this one up, the largest first
    std::vector<MerkleHash> blocks_;
};

using MerklePath = std::vector<MerkleHash>;

// Leaves [begin, end) of a tree, fewer than 1,024; another number of them when they cannot be read.
using MerkleLeaves = std::function<std::vector<MerkleHash>(std::uint64_t begin, std::uint64_t end)>;

// Of a leaf, counted from 0, in the tree of the first `size` leaves. Nothing when the leaves cannot be read, or there
// are not so many.
std::optional<MerklePath> inclusion_path(const MerkleTree& tree, const MerkleLeaves& leaves, std::uint64_t leaf,
                                         std::uint64_t size);
// That the tree of `second` leaves begins with that of `first`, which is 1 or more.
std::optional<MerklePath> consistency_path(const MerkleTree& tree, const MerkleLeaves& leaves, std::uint64_t first,
                                           std::uint64_t second);

// The root of the tree of the first `size` leaves.
std::optional<MerkleHash> root_of_first(const MerkleTree& tree, const MerkleLeaves& leaves, std::uint64_t size);

struct MerkleState {
    std::uint64_t size = 0;
    MerkleHash root{};
};
bool includes(const MerkleState& tree, std::uint64_t leaf, const MerkleHash& hash, const MerklePath& path);
bool is_consistent(const MerkleState& first, const MerkleState& second, const MerklePath& path);

}  // namespace stormkeel
