// Reads the versions off the rows, and writes the rows of a new one.
#include "service/guideline_versions.h"

#include <algorithm>

#include "service/audit_context.h"

namespace stormkeel {

namespace {

std::string sha256_in_force(const CosignsByNumber& cosigns) {
    const Cosign* version = version_in_force(cosigns);
    return version == nullptr ? std::string() : version->object;
}

}  // namespace

bool is_guideline_approval(const Cosign& cosign) {
    return cosign.kind == physician_approval_kind || cosign.kind == pharmacist_approval_kind;
}

const Cosign* version_in_force(const CosignsByNumber& cosigns) {
    const auto found = std::find_if(cosigns.rbegin(), cosigns.rend(), [](const auto& row) {
        return row.second.kind == version_kind && row.second.state == CosignState::open;
    });
    return found == cosigns.rend() ? nullptr : &found->second;
}

StagedVersion::State StagedVersion::state(Instant now) const {
    const auto is = [&](CosignState state) { return physician->state == state || pharmacist->state == state; };
    if (is(CosignState::refused)) return State::refused;
    if (!is(CosignState::open)) return State::approved;
    return now - physician->at > approvals_last ? State::expired : State::open;
}

std::map<std::string, StagedVersion> staged_versions(const CosignsByNumber& cosigns) {
    std::map<std::string, StagedVersion> staged;
    for (const auto& [number, cosign] : cosigns) {
        if (cosign.kind != physician_approval_kind) continue;
        const auto other = cosigns.find(number + 1);
        const bool whole = other != cosigns.end() && other->second.kind == pharmacist_approval_kind &&
                           other->second.object == cosign.object;
        if (whole) staged[cosign.object] = {&cosign, &other->second};
    }
    return staged;
}

std::string why_not_staged(const CosignsByNumber& cosigns, const std::string& sha256, Instant now) {
    if (sha256_in_force(cosigns) == sha256) return "this version counts already; nobody has to approve it";
    const auto staged = staged_versions(cosigns);
    const auto found = staged.find(sha256);
    if (found == staged.end() || found->second.state(now) != StagedVersion::State::open) return {};
    return "this version is staged already, and waits for a physician and a pharmacist";
}

Batch staging_batch(const CosignsByNumber& cosigns, const Staging& staging, std::uint64_t last, Instant now) {
    Batch batch;
    for (const std::string_view kind : {physician_approval_kind, pharmacist_approval_kind}) {
        Cosign& asked = batch.cosigns.emplace_back();
        asked.number = ++last;
        asked.kind = kind;
        asked.object = staging.sha256;
        asked.reason = staging.reason;
        asked.by = staging.by;
        asked.at = now;
        asked.changed_at = now;
    }
    batch.audit.push_back({0, now, staging.by, "guideline stage", "packs " + staging.sha256,
                           changed_object(sha256_in_force(cosigns), staging.sha256)});
    return batch;
}

Batch version_batch(const CosignsByNumber& cosigns, Cosign version, std::uint64_t last, Instant now) {
    Batch batch;
    batch.audit.push_back({0, now, version.second.empty() ? version.by : version.second, "guideline version",
                           "packs " + version.object, changed_object(sha256_in_force(cosigns), version.object)});
    for (const auto& [number, before] : cosigns) {
        if (before.kind != version_kind || before.state != CosignState::open) continue;
        Cosign& closed = batch.cosigns.emplace_back(before);
        closed.state = CosignState::approved;
        closed.changed_at = now;
    }
    version.number = last + 1;
    version.kind = version_kind;
    version.state = CosignState::open;
    version.at = now;
    version.changed_at = now;
    batch.cosigns.push_back(std::move(version));
    return batch;
}

Stored<CosignsByNumber> guideline_rows(Store& store, Instant now) {
    const auto read = store.cosigns_after(now - approvals_last);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    CosignsByNumber rows;
    for (const Cosign& cosign : std::get<std::vector<Cosign>>(read)) rows[cosign.number] = cosign;
    return rows;
}

}  // namespace stormkeel
