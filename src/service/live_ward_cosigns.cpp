// What one person did or asked for waits here until a second one has looked at it.
#include "service/corrections.h"
#include "service/guideline_versions.h"
#include "service/live_ward.h"
#include "service/opened_patients.h"
#include "service/ward_json.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr Duration told_for = days(30);  // that it was answered

std::string_view state_word(CosignState state) {
    switch (state) {
        case CosignState::open:
            return "asked";
        case CosignState::approved:
            return "approved";
        case CosignState::refused:
            return "refused";
    }
    return {};
}

bool is_of_merges(const Cosign& cosign) { return cosign.kind == merge_kind || cosign.kind == unmerge_kind; }

}  // namespace

std::optional<StoreProblem> LiveWard::read_cosigns(Instant now) {
    const auto read = store_.cosigns_after(never);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    for (const Cosign& cosign : std::get<std::vector<Cosign>>(read)) {
        // A correction that was found wrong is one until it is corrected again, however long ago that was.
        const bool stays = cosign.state == CosignState::open ||
                           (cosign.kind == correction_kind && cosign.state == CosignState::refused);
        if (stays || cosign.at > now - told_for) cosigns_[cosign.number] = cosign;
    }
    return std::nullopt;
}

Batch LiveWard::cosign_batch(const Cosign& cosign, const std::string& by, Instant now) const {
    std::string what = "number " + std::to_string(cosign.number) + " patient " + pseudonyms_.of(cosign.patient);
    if (is_of_merges(cosign)) what += " and " + pseudonyms_.of(cosign.object);
    Batch batch;
    batch.cosigns.push_back(cosign);
    if (cosign.kind == break_glass_kind) {
        batch.events.push_back({0, "patient", cosign.patient, opened_json(cosign, now)});
    }
    batch.audit.push_back({0, now, by, cosign.kind + ' ' + std::string(state_word(cosign.state)), std::move(what)});
    return batch;
}

Cosign LiveWard::to_be_asked(Cosign asked, Instant now) const {
    asked.number = last_.cosign + 1;
    asked.state = CosignState::open;
    asked.at = now;
    asked.changed_at = now;
    return asked;
}

std::string version_of(const Incoming& incoming) {
    return incoming.version.empty() ? digest_of({incoming.text}) : incoming.version;
}

Stored<Taken> LiveWard::take(const Incoming& record, Act act, Instant now) {
    Batch with;
    with.audit.push_back(std::move(act.audit));
    if (act.asked) {
        with.cosigns.push_back(to_be_asked(*std::move(act.asked), now));
        with.audit.back().object += " number " + std::to_string(with.cosigns.back().number);
    }
    return take_all({{&record, 1}, std::move(with)}, now);
}

Stored<Taken> LiveWard::take(std::span<const Incoming> records, std::vector<AuditEntry> audit, Instant now) {
    Batch with;
    with.audit = std::move(audit);
    return take_all({records, std::move(with)}, now);
}

Stored<Cosign> LiveWard::ask_cosign(Cosign asked, Instant now) {
    asked = to_be_asked(std::move(asked), now);
    const auto kept = commit(cosign_batch(asked, asked.by, now));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
    return asked;
}

Stored<std::optional<Cosign>> LiveWard::answer_cosign(const CosignAnswer& answer, Instant now) {
    const auto found = cosigns_.find(answer.number);
    if (found == cosigns_.end()) return std::nullopt;
    Cosign answered = found->second;
    if (answered.state != CosignState::open || answered.by == answer.by) return std::nullopt;
    answered.state = answer.approved ? CosignState::approved : CosignState::refused;
    answered.second = answer.by;
    answered.answer = answer.words;
    answered.changed_at = now;
    if (is_guideline_approval(answered)) return answer_guideline(answered, now);
    if (answer.approved && is_of_merges(answered)) return apply_merge(answered, now);
    const auto kept = commit(cosign_batch(answered, answer.by, now));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
    return answered;
}

Stored<Done> LiveWard::keep_sessions(SessionChanges changes, Instant now) {
    if (changes.sessions.empty() && changes.audit.empty()) return Done{};
    Batch batch;
    batch.sessions = std::move(changes.sessions);
    batch.audit = std::move(changes.audit);
    for (const EndedShift& shift : changes.shifts) disown(shift, now, batch);
    return commit_disowning(std::move(batch));
}

}  // namespace stormkeel
