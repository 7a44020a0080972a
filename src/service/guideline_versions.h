// Which version of the packs answers, and which are staged to: rows of cosign. A physician and a pharmacist are asked
// for each staged version, and a row of the kind "guideline version" stays open for as long as its version counts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"

namespace stormkeel {

inline constexpr std::string_view physician_approval_kind = "guideline by physician";
inline constexpr std::string_view pharmacist_approval_kind = "guideline by pharmacist";
inline constexpr std::string_view version_kind = "guideline version";

// From when a version was staged: what nobody answered by then, or one alone approved, has to be staged again.
inline constexpr Duration approvals_last = hours(30 * 24);

using CosignsByNumber = std::map<std::uint64_t, Cosign>;

bool is_guideline_approval(const Cosign& cosign);

// The version that counts from the next start on; nullptr: none was noted. Two persons approved it when it has a
// second one.
const Cosign* version_in_force(const CosignsByNumber& cosigns);

// What two persons were asked of one version, the newest time.
struct StagedVersion {
    const Cosign* physician = nullptr;
    const Cosign* pharmacist = nullptr;

    enum class State : std::uint8_t { open, approved, refused, expired };
    State state(Instant now) const;
};
std::map<std::string, StagedVersion> staged_versions(const CosignsByNumber& cosigns);  // by fingerprint; whole ones

// Why a version need not or cannot be staged; empty when it may be.
std::string why_not_staged(const CosignsByNumber& cosigns, const std::string& sha256, Instant now);

// What is kept when a version is staged, numbered from the one after `last` on.
struct Staging {
    std::string sha256;
    std::string by;
    std::string reason;
};
Batch staging_batch(const CosignsByNumber& cosigns, const Staging& staging, std::uint64_t last, Instant now);

// What is kept when a version counts from now on in place of the one before: by whom, and who was the second.
Batch version_batch(const CosignsByNumber& cosigns, Cosign version, std::uint64_t last, Instant now);

// The cosigns of a store that no ward has opened.
Stored<CosignsByNumber> guideline_rows(Store& store, Instant now);

}  // namespace stormkeel
