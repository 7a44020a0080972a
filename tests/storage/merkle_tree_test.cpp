// The tree against the vectors of Certificate Transparency, and every proof of small trees against every forgery by one
// bit.
#include "storage/merkle_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace stormkeel {
namespace {

std::string bytes_of_digits(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
    }
    return bytes;
}

struct Tree {
    MerkleTree tree;
    std::vector<MerkleHash> leaves;

    void add(std::string_view leaf) {
        leaves.push_back(leaf_hash(leaf));
        tree.add(leaves.back());
    }
    MerkleLeaves source() const {
        return [this](std::uint64_t begin, std::uint64_t end) {
            return std::vector<MerkleHash>(leaves.begin() + static_cast<std::ptrdiff_t>(begin),
                                           leaves.begin() + static_cast<std::ptrdiff_t>(end));
        };
    }
    std::optional<MerklePath> inclusion(std::uint64_t leaf, std::uint64_t size) const {
        return inclusion_path(tree, source(), leaf, size);
    }
    std::optional<MerklePath> growth(std::uint64_t first, std::uint64_t second) const {
        return consistency_path(tree, source(), first, second);
    }
};

Tree numbered(std::uint64_t size) {
    Tree made;
    for (std::uint64_t i = 0; i < size; ++i) made.add("leaf " + std::to_string(i));
    return made;
}

std::vector<std::string> texts(const MerklePath& path) {
    std::vector<std::string> found;
    for (const MerkleHash& hash : path) found.push_back(to_text(hash));
    return found;
}

// As certificate-transparency-go and its C++ and Python predecessors test theirs.
constexpr std::array<std::string_view, 8> known_leaves{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
constexpr std::array<std::string_view, 8> known_roots{
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Tree known_tree() {
    Tree made;
    for (const std::string_view leaf : known_leaves) made.add(bytes_of_digits(leaf));
    return made;
}

TEST(MerkleTreeVectors, RootsAreThoseOfCertificateTransparency) {
    Tree made;
    EXPECT_EQ(to_text(made.tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t i = 0; i < known_leaves.size(); ++i) {
        made.add(bytes_of_digits(known_leaves.at(i)));
        EXPECT_EQ(to_text(made.tree.root()), known_roots.at(i)) << i + 1 << " leaves";
    }
}

TEST(MerkleTreeVectors, PathsAreThoseOfCertificateTransparency) {
    const Tree made = known_tree();
    using Texts = std::vector<std::string>;
    EXPECT_EQ(texts(*made.inclusion(0, 1)), Texts{});
    EXPECT_EQ(texts(*made.inclusion(0, 8)),
              (Texts{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                     "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                     "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    EXPECT_EQ(texts(*made.inclusion(5, 8)),
              (Texts{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                     "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                     "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(texts(*made.inclusion(2, 3)),
              (Texts{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
    EXPECT_EQ(texts(*made.growth(1, 8)), (Texts{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    EXPECT_EQ(texts(*made.growth(6, 8)), (Texts{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(texts(*made.growth(2, 5)), (Texts{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

MerkleHash flipped(MerkleHash hash, std::size_t bit) {
    hash.at(bit / 8) = static_cast<unsigned char>(hash.at(bit / 8) ^ (1U << (bit % 8)));
    return hash;
}

// Whether the proof is refused for every hash of it, the leaf and the root with one bit the other way.
template <typename Holds>
void expect_no_forgery(const MerklePath& path, const Holds& holds, std::uint64_t bits_apart) {
    for (std::size_t bit = 0; bit < 256; bit += bits_apart) {
        for (std::size_t i = 0; i < path.size(); ++i) {
            MerklePath forged = path;
            forged[i] = flipped(forged[i], bit);
            ASSERT_FALSE(holds(forged)) << "hash " << i << ", bit " << bit;
        }
    }
    MerklePath longer = path;
    longer.push_back({});
    ASSERT_FALSE(holds(longer));
    if (path.empty()) return;
    ASSERT_FALSE(holds(MerklePath(path.begin(), path.end() - 1)));
    ASSERT_FALSE(holds(MerklePath(path.begin() + 1, path.end())));
}

TEST(MerkleTree, EveryLeafOfEverySmallTreeIsProvedAndNoBitOfItForged) {
    constexpr std::uint64_t sizes = 70;
    const Tree made = numbered(sizes);
    for (std::uint64_t size = 1; size <= sizes; ++size) {
        const MerkleState state{size, numbered(size).tree.root()};
        for (std::uint64_t leaf = 0; leaf < size; ++leaf) {
            SCOPED_TRACE(std::to_string(leaf) + " of " + std::to_string(size));
            const auto path = made.inclusion(leaf, size);
            ASSERT_TRUE(path);
            const MerkleHash& hash = made.leaves[leaf];
            ASSERT_TRUE(includes(state, leaf, hash, *path));
            // All 256 bits of the largest trees, and every 37th of the others.
            const std::uint64_t apart = size > 68 ? 1 : 37;
            for (std::size_t bit = 0; bit < 256; bit += apart) {
                ASSERT_FALSE(includes(state, leaf, flipped(hash, bit), *path));
                ASSERT_FALSE(includes({size, flipped(state.root, bit)}, leaf, hash, *path));
            }
            for (std::uint64_t other = 0; other < size; ++other) {
                ASSERT_EQ(includes(state, other, hash, *path), other == leaf) << "as leaf " << other;
            }
            ASSERT_FALSE(includes(state, size, hash, *path));
            expect_no_forgery(*path, [&](const MerklePath& any) { return includes(state, leaf, hash, any); }, apart);
        }
        EXPECT_FALSE(made.inclusion(size, size));
    }
}

TEST(MerkleTree, EveryGrowthOfSmallTreesIsProvedAndNoOther) {
    constexpr std::uint64_t sizes = 40;
    const Tree made = numbered(sizes);
    std::vector<MerkleHash> roots;
    for (std::uint64_t size = 0; size <= sizes; ++size) roots.push_back(numbered(size).tree.root());
    for (std::uint64_t second = 1; second <= sizes; ++second) {
        for (std::uint64_t first = 1; first <= second; ++first) {
            SCOPED_TRACE(std::to_string(first) + " to " + std::to_string(second));
            const auto path = made.growth(first, second);
            ASSERT_TRUE(path);
            const MerkleState before{first, roots[first]};
            const MerkleState after{second, roots[second]};
            ASSERT_TRUE(is_consistent(before, after, *path));
            for (std::size_t bit = 0; bit < 256; bit += 51) {
                ASSERT_FALSE(is_consistent({first, flipped(before.root, bit)}, after, *path));
                ASSERT_FALSE(is_consistent(before, {second, flipped(after.root, bit)}, *path));
            }
            expect_no_forgery(*path, [&](const MerklePath& any) { return is_consistent(before, after, any); }, 51);
            const auto root = root_of_first(made.tree, made.source(), first);
            ASSERT_EQ(*root, before.root);
        }
        EXPECT_FALSE(made.growth(0, second));
        EXPECT_FALSE(made.growth(second + 1, second));
        EXPECT_FALSE(is_consistent({0, roots[0]}, {second, roots[second]}, {}));
    }
}

// Where whole blocks of it stand for leaves that are not read again.
TEST(MerkleTree, ALargeTreeIsProvedFromFewLeaves) {
    constexpr std::uint64_t size = 5000;
    const Tree made = numbered(size);
    const MerkleState state{size, made.tree.root()};
    std::uint64_t read = 0;
    const MerkleLeaves counted = [&](std::uint64_t begin, std::uint64_t end) {
        read += end - begin;
        return made.source()(begin, end);
    };
    for (const std::uint64_t leaf : {0U, 1U, 1023U, 1024U, 2047U, 2048U, 3000U, 4095U, 4096U, 4999U}) {
        for (const std::uint64_t of : {std::uint64_t{5000}, std::uint64_t{4097}, std::uint64_t{4096}}) {
            if (leaf >= of) continue;
            read = 0;
            const auto path = inclusion_path(made.tree, counted, leaf, of);
            ASSERT_TRUE(path);
            EXPECT_TRUE(includes({of, numbered(of).tree.root()}, leaf, made.leaves[leaf], *path)) << leaf;
            EXPECT_LT(read, 2 * MerkleTree::block) << leaf;
        }
    }
    for (const std::uint64_t first : {1U, 1000U, 1024U, 1500U, 4096U, 4100U}) {
        const auto path = made.growth(first, size);
        ASSERT_TRUE(path);
        EXPECT_TRUE(is_consistent({first, numbered(first).tree.root()}, state, *path)) << first;
    }
    EXPECT_EQ(made.tree.blocks().size(), size / MerkleTree::block);
}

TEST(MerkleTree, LeavesThatCannotBeReadProveNothing) {
    const Tree made = numbered(5);
    const MerkleLeaves none = [](std::uint64_t, std::uint64_t) { return std::vector<MerkleHash>{}; };
    EXPECT_FALSE(inclusion_path(made.tree, none, 0, 5));
    EXPECT_FALSE(consistency_path(made.tree, none, 3, 5));
    EXPECT_FALSE(root_of_first(made.tree, none, 3));
    EXPECT_FALSE(made.inclusion(0, 6)) << "it has five";
    EXPECT_FALSE(read_merkle_hash("E3" + std::string(62, '0'))) << "one spelling";
    EXPECT_FALSE(read_merkle_hash(std::string(63, '0')));
}

}  // namespace
}  // namespace stormkeel
