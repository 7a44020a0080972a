// A version of the packs is staged, answered by two persons, and counts from the next start on.
#include "service/guideline_versions.h"
#include "service/live_ward.h"

namespace stormkeel {

std::string LiveWard::waiting_guideline() const {
    const Cosign* version = version_in_force(cosigns_);
    const bool waits = version != nullptr && !knowledge_.packs.empty() && version->object != knowledge_.packs;
    return waits ? version->object : std::string();
}

Stored<Done> LiveWard::note_guideline(Instant now) {
    const Cosign* before = version_in_force(cosigns_);
    const bool approved = before != nullptr && !before->second.empty();
    if (knowledge_.packs.empty() || approved || (before != nullptr && before->object == knowledge_.packs))
        return Done{};
    Cosign version;
    version.object = knowledge_.packs;
    version.by = "stormkeel";
    version.reason = before == nullptr ? "answers from the first start on" : "came with the program or its settings";
    return commit(version_batch(cosigns_, std::move(version), last_.cosign, now));
}

Stored<Done> LiveWard::stage_guideline(const std::string& sha256, const std::string& by, Instant now) {
    return commit(staging_batch(cosigns_, {sha256, by, "staged"}, last_.cosign, now));
}

// One refusal is enough, and nobody approves twice.
Stored<std::optional<Cosign>> LiveWard::answer_guideline(const Cosign& answered, Instant now) {
    const bool of_physician = answered.kind == physician_approval_kind;
    const auto found = cosigns_.find(of_physician ? answered.number + 1 : answered.number - 1);
    if (found == cosigns_.end() || !is_guideline_approval(found->second)) return std::nullopt;
    const Cosign& other = found->second;
    if (other.second == answered.second || now - answered.at > approvals_last) return std::nullopt;
    if (other.state == CosignState::refused) return std::nullopt;
    const bool approves = answered.state == CosignState::approved;
    Batch batch;
    if (approves && other.state == CosignState::approved) {
        Cosign version;
        version.object = answered.object;
        version.by = other.second;
        version.second = answered.second;
        version.reason = "staged by " + answered.by;
        version.answer = answered.answer;
        batch = version_batch(cosigns_, std::move(version), last_.cosign, now);
    }
    batch.cosigns.push_back(answered);
    const Cosign* version = version_in_force(cosigns_);
    batch.audit.insert(
        batch.audit.begin(),
        {0, now, answered.second, approves ? "guideline approve" : "guideline refuse", "packs " + answered.object,
         changed_object(version == nullptr ? "" : version->object, answered.object)});
    const auto kept = commit(std::move(batch));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
    return answered;
}

}  // namespace stormkeel
