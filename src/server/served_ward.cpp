// Keeps what came in together, and tells each caller what became of theirs.
#include "server/served_ward.h"

#include <algorithm>
#include <utility>

#include "server/calls.h"
#include "storage/digest.h"
#include "storage/secret_file.h"

namespace stormkeel {

// What follows on a call later is still done by who called.
void ServedWard::tell_audit_who_acts() {
    ward.audit_by([this] {
        Acting acting = acting_;
        if (!watch.machine) return acting;
        MachineReading reading = watch.machine();
        acting.boot = std::move(reading.boot);
        acting.up = reading.steady;
        return acting;
    });
    sign_ins.worker.carry = [this](Worker::Step then) -> Worker::Step {
        return [this, caller = acting_, then = std::move(then)] { run_as(caller, then); };
    };
}

Stored<Done> ServedWard::open() {
    auto read = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    accounts = std::get<std::vector<Account>>(std::move(read));
    const auto signed_in = store.sessions();
    if (const auto* problem = std::get_if<StoreProblem>(&signed_in)) return *problem;
    sign_ins.sessions.open(std::get<std::vector<KeptSession>>(signed_in));
    started = clock();
    read_providers(*this);
    auto opened = ward.open(started);
    return std::holds_alternative<StoreProblem>(opened) ? opened : watch.open(started);
}

Stored<Done> ServedWard::open_folder(const std::string& folder) {
    const auto key =
        kept_secret(folder + "/audit-pseudonym-key", [] { return hexadecimal(random_bytes(bytes_of_key)); });
    if (const auto* problem = std::get_if<StoreProblem>(&key)) return *problem;
    ward.name_patients_by(Pseudonyms(std::get<std::string>(key)));
    auto read = open();
    if (std::holds_alternative<StoreProblem>(read)) return read;
    auto opened = open_audit_checkpoints(folder, store);
    if (const auto* problem = std::get_if<StoreProblem>(&opened)) return *problem;
    checkpoints_ = std::move(std::get<std::unique_ptr<AuditCheckpoints>>(opened));
    auto token = sign_ins.setup.open(folder + "/setup-token", clock());
    if (has_administrator(accounts)) sign_ins.setup.close();
    return token;
}

// What was written of them and worked out for them goes with them.
Stored<Done> ServedWard::let_leave() {
    const std::size_t before = ward.left();
    auto let = ward.let_leave(operation.discharged_stay, clock());
    if (ward.left() != before) {
        said = {};
        presents = {};
    }
    return let;
}

// A full disk keeps no checkpoint and no use of a session now: the next one witnesses for what came meanwhile, and who
// is signed in goes on.
void ServedWard::note(const Stored<Done>& kept) {
    const auto* problem = std::get_if<StoreProblem>(&kept);
    if (problem != nullptr && problem->kind != StoreProblem::Kind::full) broken = *problem;
}

void ServedWard::witness_audit() {
    if (!checkpoints_) return;
    note(ward.tell_tables(clock(), hours(1)));
    note(checkpoints_->pass_time(clock()));
    send_checkpoint();
}

void ServedWard::witness_audit_to_end() {
    if (!checkpoints_) return;
    note(ward.tell_tables(clock(), Duration{}));
    note(checkpoints_->finish(clock()));
    send_checkpoint();
}

// The last one witnesses for all before it. Whether it arrives is known later, so each change is logged when it is
// seen.
void ServedWard::send_checkpoint() {
    if (!operation.audit_syslog) return watch.technical.collector_is_there();
    const auto last = checkpoints_->last();
    if (last && last->signature != sent_) {
        sent_ = last->signature;
        operation.audit_syslog->send(*last);
    }
    const AuditSyslog::State state = operation.audit_syslog->state();
    if (!state.why.empty()) {
        watch.technical.collector_is_away(clock());
    } else if (state.sent > 0) {
        watch.technical.collector_is_there();
    }
    if (state.why == syslog_problem_) return;
    syslog_problem_ = state.why;
    if (!operation.log) return;
    if (state.why.empty()) return operation.log->write(LogLevel::info, "audit_syslog_reached", {});
    operation.log->write(LogLevel::warning, "audit_syslog_unreachable", {{"why", state.why}});
}

Stored<Done> ServedWard::keep_sessions(Sessions changed, std::vector<AuditEntry> audit) {
    auto kept = ward.keep_sessions(changed.take_changes(Sessions::Uses::to_the_minute), std::move(audit));
    if (std::holds_alternative<Done>(kept)) sign_ins.sessions = std::move(changed);
    return kept;
}

void ServedWard::keep_sessions_as_they_are(Sessions::Uses uses) {
    Sessions changed = sign_ins.sessions;
    changed.end_those_over(accounts, clock());
    const auto kept = ward.keep_sessions(changed.take_changes(uses));
    if (std::holds_alternative<Done>(kept)) sign_ins.sessions = std::move(changed);
    note(kept);
}

void ServedWard::keep_uses_of_sessions() {
    const Instant now = clock();
    if (now - uses_kept_ < minutes(1) && now >= uses_kept_) return;
    uses_kept_ = now;
    keep_sessions_as_they_are(Sessions::Uses::to_the_minute);
}

void ServedWard::keep_uses_of_sessions_to_end() { keep_sessions_as_they_are(Sessions::Uses::to_end); }

// Who is told may hand in more.
void ServedWard::keep_waiting() {
    while (!waiting_.empty()) keep(std::exchange(waiting_, {}));
}

// When the commit is refused all of it is, and each caller hears so.
void ServedWard::keep(std::deque<Waiting> waiting) {
    std::vector<Incoming> records;
    for (Waiting& each : waiting) {
        std::copy(each.records.begin(), each.records.end(), std::back_inserter(records));
    }
    const Instant now = clock();
    const auto doubted = watch.keep_doubt(now);
    const auto taken = std::holds_alternative<Done>(doubted) ? ward.take(records, now)
                                                             : Stored<Taken>(std::get<StoreProblem>(doubted));
    if (const auto* problem = std::get_if<StoreProblem>(&taken)) {
        for (const Waiting& each : waiting) each.kept(*problem);
        return;
    }
    watch.technical.committed();
    Outcomes outcomes(std::get<Taken>(taken).records);
    for (const Taken::One& one : outcomes) ++counts.outcomes[one.outcome];
    for (const Waiting& each : waiting) {
        each.kept(outcomes.first(each.records.size()));
        outcomes = outcomes.subspan(each.records.size());
    }
    feed.send_news();
}

Stored<Taken> ServedWard::keep_now(const Incoming& record, LiveWard::Act act) {
    const Instant now = clock();
    const auto doubted = watch.keep_doubt(now);
    if (const auto* problem = std::get_if<StoreProblem>(&doubted)) return *problem;
    auto taken = ward.take(record, std::move(act), now);
    if (std::holds_alternative<StoreProblem>(taken)) return taken;
    watch.technical.committed();
    for (const Taken::One& one : std::get<Taken>(taken).records) ++counts.outcomes[one.outcome];
    feed.send_news();
    return taken;
}

template <typename Wanted>
bool ServedWard::any_waits(const Wanted& wanted) const {
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& each) {
        return std::any_of(each.records.begin(), each.records.end(), wanted);
    });
}

bool ServedWard::who_is_who_waits() const {
    return any_waits([](const Incoming& record) { return record.source.starts_with("Patient/"); });
}

bool ServedWard::waits(std::string_view source) const {
    return any_waits([&](const Incoming& record) { return record.source == source; });
}

HttpResponse ServedWard::refused(const StoreProblem& problem) {
    if (operation.log) operation.log->write(LogLevel::error, "store_problem", {{"what", problem.what}});
    watch.technical.commit_failed(clock());
    if (problem.kind == StoreProblem::Kind::full) return error_response(507, "the disk is full; nothing was kept");
    broken = problem;
    return error_response(503, "the store has failed; nothing was kept");
}

}  // namespace stormkeel
