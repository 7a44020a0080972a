// Follows the definitions of RFC 9162: 2.1.1 the tree, 2.1.3 inclusion, 2.1.4 consistency.
#include "storage/merkle_tree.h"

#include <openssl/evp.h>

#include <bit>
#include <memory>
#include <stdexcept>

#include "storage/digest.h"

namespace stormkeel {

namespace {

MerkleHash sha256(std::string_view bytes) {
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> kind(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                      EVP_MD_free);
    MerkleHash hash{};
    if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, kind.get(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available in this OpenSSL");
    }
    return hash;
}

std::string_view view(const MerkleHash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

// The largest power of two below a number of at least 2.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

// Hashes of parts of a tree; once the leaves of one cannot be read, none counts.
class MerkleParts {
public:
    MerkleParts(const MerkleTree& tree, const MerkleLeaves& leaves) : tree_(tree), leaves_(leaves) {}

    MerkleHash hash(std::uint64_t begin, std::uint64_t end) {
        const std::uint64_t size = end - begin;
        if (size == MerkleTree::block && begin % size == 0 && begin / size < tree_.blocks().size()) {
            return tree_.blocks()[begin / size];
        }
        if (size >= MerkleTree::block) {
            const std::uint64_t middle = begin + split_of(size);
            const MerkleHash left = hash(begin, middle);
            return node_hash(left, hash(middle, end));
        }
        const std::vector<MerkleHash> read = leaves_(begin, end);
        readable_ = readable_ && read.size() == size;
        MerkleTree part;
        for (const MerkleHash& leaf : read) part.add(leaf);
        return part.root();
    }

    template <typename Found>
    std::optional<Found> given(Found found) const {
        return readable_ ? std::optional(std::move(found)) : std::nullopt;
    }

private:
    const MerkleTree& tree_;
    const MerkleLeaves& leaves_;
    bool readable_ = true;
};

// How the two checks climb: one step from a place and the last place of its level.
struct Climb {
    std::uint64_t place;
    std::uint64_t last;

    bool is_right() const { return (place & 1U) != 0 || place == last; }
    void step() {
        place >>= 1U;
        last >>= 1U;
    }
    // To where the place is a right one, or the first.
    void skip_alone() {
        while ((place & 1U) == 0 && place != 0) step();
    }
};

}  // namespace

MerkleHash leaf_hash(std::string_view leaf) { return sha256(std::string(1, '\0').append(leaf)); }

MerkleHash node_hash(const MerkleHash& left, const MerkleHash& right) {
    return sha256(std::string(1, '\1').append(view(left)).append(view(right)));
}

std::string to_text(const MerkleHash& hash) { return hexadecimal(view(hash)); }

std::optional<MerkleHash> read_merkle_hash(std::string_view digits) {
    constexpr std::string_view known = "0123456789abcdef";
    MerkleHash hash{};
    if (digits.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const std::size_t high = known.find(digits[2 * i]);
        const std::size_t low = known.find(digits[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        hash.at(i) = static_cast<unsigned char>(high * known.size() + low);
    }
    return hash;
}

void MerkleTree::add(const MerkleHash& leaf) {
    edge_.push_back(leaf);
    std::uint64_t whole = 1;
    for (std::uint64_t bits = size_++; (bits & 1U) != 0; bits >>= 1U) {
        const MerkleHash right = edge_.back();
        edge_.pop_back();
        edge_.back() = node_hash(edge_.back(), right);
        whole *= 2;
        if (whole == block) blocks_.push_back(edge_.back());
    }
}

MerkleHash MerkleTree::root() const {
    if (edge_.empty()) return sha256({});
    MerkleHash root = edge_.back();
    for (std::size_t i = edge_.size() - 1; i > 0; --i) root = node_hash(edge_[i - 1], root);
    return root;
}

std::optional<MerklePath> inclusion_path(const MerkleTree& tree, const MerkleLeaves& leaves, std::uint64_t leaf,
                                         std::uint64_t size) {
    if (leaf >= size || size > tree.size()) return std::nullopt;
    MerkleParts parts(tree, leaves);
    MerklePath path;
    std::uint64_t begin = 0;
    for (std::uint64_t end = size; end - begin > 1;) {
        const std::uint64_t middle = begin + split_of(end - begin);
        const bool left = leaf < middle;
        path.insert(path.begin(), left ? parts.hash(middle, end) : parts.hash(begin, middle));
        (left ? end : begin) = middle;
    }
    return parts.given(std::move(path));
}

std::optional<MerklePath> consistency_path(const MerkleTree& tree, const MerkleLeaves& leaves, std::uint64_t first,
                                           std::uint64_t second) {
    if (first == 0 || first > second || second > tree.size()) return std::nullopt;
    MerkleParts parts(tree, leaves);
    MerklePath path;
    std::uint64_t begin = 0;
    std::uint64_t end = second;
    while (first != end) {
        const std::uint64_t middle = begin + split_of(end - begin);
        const bool left = first <= middle;
        path.insert(path.begin(), left ? parts.hash(middle, end) : parts.hash(begin, middle));
        (left ? end : begin) = middle;
    }
    // The root of the first tree is known where it stands in the second as it is.
    if (begin != 0) path.insert(path.begin(), parts.hash(begin, end));
    return parts.given(std::move(path));
}

std::optional<MerkleHash> root_of_first(const MerkleTree& tree, const MerkleLeaves& leaves, std::uint64_t size) {
    if (size > tree.size()) return std::nullopt;
    MerkleParts parts(tree, leaves);
    return parts.given(parts.hash(0, size));
}

bool includes(const MerkleState& tree, std::uint64_t leaf, const MerkleHash& hash, const MerklePath& path) {
    if (leaf >= tree.size) return false;
    Climb climb{leaf, tree.size - 1};
    MerkleHash root = hash;
    for (const MerkleHash& next : path) {
        if (climb.last == 0) return false;
        if (climb.is_right()) {
            root = node_hash(next, root);
            climb.skip_alone();
        } else {
            root = node_hash(root, next);
        }
        climb.step();
    }
    return climb.last == 0 && root == tree.root;
}

bool is_consistent(const MerkleState& first, const MerkleState& second, const MerklePath& path) {
    if (first.size == 0 || first.size > second.size) return false;
    if (first.size == second.size) return path.empty() && first.root == second.root;
    MerklePath whole = path;
    if (std::has_single_bit(first.size)) whole.insert(whole.begin(), first.root);
    if (whole.empty()) return false;
    Climb climb{first.size - 1, second.size - 1};
    while ((climb.place & 1U) != 0) climb.step();
    MerkleHash of_first = whole.front();
    MerkleHash of_second = whole.front();
    for (std::size_t i = 1; i < whole.size(); ++i) {
        if (climb.last == 0) return false;
        if (climb.is_right()) {
            of_first = node_hash(whole[i], of_first);
            of_second = node_hash(whole[i], of_second);
            climb.skip_alone();
        } else {
            of_second = node_hash(of_second, whole[i]);
        }
        climb.step();
    }
    return climb.last == 0 && of_first == first.root && of_second == second.root;
}

}  // namespace stormkeel
