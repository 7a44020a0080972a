// stormkeel verify: whether what is kept is what was kept, and whether it gives the answers that were given.
#include "cli/activation.h"
#include "cli/commands.h"
#include "cli/copy_to_verify.h"
#include "cli/proof.h"
#include "cli/serve.h"
#include "cli/settings.h"
#include "cli/version.h"
#include "cli/ward_data.h"
#include "service/kept_tables.h"
#include "service/replay.h"
#include "storage/audit_checkpoints.h"
#include "storage/secret_file.h"
#include "storage/session_seal.h"

namespace stormkeel {

namespace {

// Without the key, as beside a backup, nobody is signed in there.
std::optional<Failure> why_altered_sessions(Store& store, const std::string& data) {
    const auto key = read_secret(data + "/audit-pseudonym-key");
    if (const auto* problem = std::get_if<StoreProblem>(&key)) return failure_of(*problem);
    const auto& text = std::get<std::optional<std::string>>(key);
    const auto checked = checked_sessions(store, Pseudonyms(text.value_or(std::string())));
    if (const auto* problem = std::get_if<StoreProblem>(&checked)) return failure_of(*problem);
    const std::uint64_t place = std::get<CheckedSessions>(checked).first_altered;
    if (place == 0) return std::nullopt;
    return Failure{our_fault, data + "/ward.sqlite: row " + std::to_string(place) +
                                  " of session is not what the ward kept last: somebody who may write the file signed "
                                  "themselves in, or put back who had signed out; the next start of the ward ends "
                                  "all sessions"};
}

}  // namespace

int verify(const Call& words) {
    if (!words.proof_file.empty()) return check_audit_proof(words);
    const auto settings = settings_of(words);
    if (const auto* failure = std::get_if<Failure>(&settings)) return fail(*failure);
    const Call call = call_with(std::get<Settings>(settings), words);
    if (!call.proof.empty()) return prove_audit_row(call);
    if (const auto none = holds_no_ward(call.data)) return fail(*none);
    auto given = read_answering(call.guidelines, call.site);
    if (const auto* failure = std::get_if<Failure>(&given)) return fail(*failure);
    const CopyToVerify copy(call.data);
    // Read before the copy is made: a ward that runs may add rows and a checkpoint of them meanwhile.
    const auto written = written_checkpoints(call.data);
    if (const auto* problem = std::get_if<StoreProblem>(&written)) return fail(failure_of(*problem));
    const auto store = copy.open(call);
    if (const auto* failure = std::get_if<Failure>(&store)) return fail(*failure);
    if (const auto damaged = std::get<std::unique_ptr<Store>>(store)->damaged(); !damaged.empty()) {
        return fail(
            {our_fault,
             call.data + "/ward.sqlite: " + to_text(damaged.front()) +
                 (damaged.size() == 1 ? "" : ", and " + std::to_string(damaged.size() - 1) + " more rows are not") +
                 "; restore the last backup"});
    }
    if (const auto failure = why_altered_sessions(*std::get<std::unique_ptr<Store>>(store), call.data)) {
        return fail(*failure);
    }
    const auto counts = words.guidelines.empty()
                            ? version_that_counts(*std::get<std::unique_ptr<Store>>(store),
                                                  std::get<Settings>(settings), std::get<Answering>(std::move(given)))
                            : std::move(given);
    if (const auto* failure = std::get_if<Failure>(&counts)) return fail(*failure);
    const auto& [terminology, guideline] = std::get<Answering>(counts).knowledge;
    const auto checked = check_audit(*std::get<std::unique_ptr<Store>>(store), std::get<WrittenCheckpoints>(written));
    if (const auto* problem = std::get_if<StoreProblem>(&checked)) return fail(failure_of(*problem));
    const CheckedAudit& audit = std::get<CheckedAudit>(checked);
    if (!audit.wrong.empty()) return fail({our_fault, audit.wrong});
    const auto cut = what_was_cut_off(*std::get<std::unique_ptr<Store>>(store));
    if (const auto* problem = std::get_if<StoreProblem>(&cut)) return fail(failure_of(*problem));
    if (const auto& what = std::get<std::string>(cut); !what.empty()) return fail({our_fault, what});
    const AlarmTable no_alarms;
    const auto replayed = replay(*std::get<std::unique_ptr<Store>>(store),
                                 {terminology, guideline, no_alarms, version, hl7v2_of(std::get<Settings>(settings))});
    if (const auto* problem = std::get_if<StoreProblem>(&replayed)) return fail(failure_of(*problem));
    const Replay& result = std::get<Replay>(replayed);
    put("Every row is the one that was kept. Records: " + std::to_string(result.records) + ".\n");
    put("Audit: " + std::to_string(audit.rows) + " rows, " + std::to_string(audit.checkpoints) +
        " signed checkpoints, " + std::to_string(audit.rows_since) + " rows since the last.\n");
    put("Last answers given again: " + std::to_string(result.same) + " byte for byte, " +
        std::to_string(result.differ.size()) + " otherwise, " + std::to_string(result.by_other_packs) +
        " by other packs than these.\n");
    if (result.differ.empty()) return answered;
    return fail({our_fault, "answer " + std::to_string(result.differ.front()) +
                                " comes out otherwise than it was given; when the ward was served with other settings "
                                "than these (" +
                                (words.config.empty() ? call.data + "/stormkeel.toml" : words.config) +
                                "), verify it with those"});
}

}  // namespace stormkeel
