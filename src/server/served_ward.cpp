// Keeps what came in together, and tells each caller what became of theirs.
#include "server/served_ward.h"

#include <algorithm>
#include <utility>

#include "server/calls.h"
#include "storage/digest.h"
#include "storage/secret_file.h"

namespace stormkeel {

namespace {

constexpr std::size_t reads_that_wait = 10'000;
constexpr std::size_t reads_at_once = 50;
constexpr Duration one_view = minutes(10);
constexpr std::size_t views_known = 1'000;
constexpr Duration between_looks_through = hours(1);
// Short beside what an alert may take.
constexpr auto slice_of_a_look = std::chrono::milliseconds(5);

}  // namespace

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
    const auto signed_in = sign_ins.sessions.open_from(store);
    if (const auto* problem = std::get_if<StoreProblem>(&signed_in)) return *problem;
    const std::size_t altered = std::get<std::size_t>(signed_in);
    started = clock();
    read_providers(*this);
    auto opened = ward.open(started);
    if (std::holds_alternative<StoreProblem>(opened)) return opened;
    std::vector<DamagedRow> sessions(altered, DamagedRow{"session", 0, {}, true});
    for (std::size_t i = 0; i < altered; ++i) sessions[i].row = i + 1;
    auto told = ward.note_damage(sessions, {}, started);
    if (std::holds_alternative<StoreProblem>(told)) return told;
    log_damage();
    return watch.open(started);
}

Stored<Done> ServedWard::open_folder(const std::string& folder) {
    const auto key =
        kept_secret(folder + "/audit-pseudonym-key", [] { return hexadecimal(random_bytes(bytes_of_key)); });
    if (const auto* problem = std::get_if<StoreProblem>(&key)) return *problem;
    ward.name_patients_by(Pseudonyms(std::get<std::string>(key)));
    sign_ins.sessions.seal_by(Pseudonyms(std::get<std::string>(key)));
    if (operation.cds_clients) operation.cds_clients->keep_uses_in(folder, clock());
    auto read = open();
    if (std::holds_alternative<StoreProblem>(read)) return read;
    auto opened = open_audit_checkpoints(folder, store);
    if (const auto* problem = std::get_if<StoreProblem>(&opened)) return *problem;
    checkpoints_ = std::move(std::get<std::unique_ptr<AuditCheckpoints>>(opened));
    auto token = sign_ins.setup.open(folder + "/setup-token", clock());
    if (has_administrator(accounts)) sign_ins.setup.close();
    return token;
}

// By table and row alone.
void ServedWard::log_damage() {
    if (!operation.log) return;
    for (const DamagedRow& row : ward.damage().rows) {
        operation.log->write(LogLevel::error, "damage_found", {{"what", to_text(row)}});
    }
    if (!ward.damage().pages.empty()) {
        operation.log->write(LogLevel::error, "damage_found", {{"what", ward.damage().pages}});
    }
}

// Looks through all that is on the disk once an hour, in slices between which everything else goes on. What it finds
// ends nothing: who is here is answered for by what was read before.
void ServedWard::look_through_store() {
    const Instant now = clock();
    if (next_look_through_ == never) next_look_through_ = now + between_looks_through;
    if (now < next_look_through_ && now + between_looks_through >= next_look_through_) return;
    const auto looked = store.look_through(slice_of_a_look);
    const auto* problem = std::get_if<StoreProblem>(&looked);
    if (problem != nullptr && problem->kind != StoreProblem::Kind::damaged) return note(*problem);
    const auto* found = std::get_if<Store::Found>(&looked);
    if (found != nullptr && !*found) return;
    next_look_through_ = now + between_looks_through;
    const std::size_t known = ward.damage().rows.size() + (ward.damage().pages.empty() ? 0 : 1);
    note(ward.note_damage(found == nullptr ? std::vector<DamagedRow>() : **found,
                          problem == nullptr ? std::string() : problem->what, now));
    if (ward.damage().rows.size() + (ward.damage().pages.empty() ? 0 : 1) != known) log_damage();
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

Stored<Done> ServedWard::keep_read(AuditEntry entry) {
    if (waiting_reads_.empty()) {
        auto kept = ward.keep_audit(entry);
        const auto* problem = std::get_if<StoreProblem>(&kept);
        if (problem == nullptr || problem->kind != StoreProblem::Kind::full) return kept;
        watch.technical.commit_failed(clock());
        if (operation.log) operation.log->write(LogLevel::warning, "audit_of_reads_waits", {});
    }
    if (waiting_reads_.size() == reads_that_wait) {
        return StoreProblem{StoreProblem::Kind::full, "the disk is full, and too many reads wait for the audit"};
    }
    waiting_reads_.push_back({std::move(entry), acting_});
    return Done{};
}

void ServedWard::keep_reads_that_wait() {
    if (waiting_reads_.empty()) return;
    for (std::size_t i = 0; i < reads_at_once && !waiting_reads_.empty(); ++i) {
        const WaitingRead& next = waiting_reads_.front();
        Stored<Done> kept;
        run_as(next.by, [&] { kept = ward.keep_audit(next.entry); });
        note(kept);
        if (std::holds_alternative<StoreProblem>(kept)) return;
        waiting_reads_.pop_front();
    }
    if (!waiting_reads_.empty()) return;
    if (operation.log) operation.log->write(LogLevel::info, "audit_of_reads_kept", {});
}

Stored<Done> ServedWard::keep_view(const Caller& caller, std::string_view session, std::string_view what) {
    const Instant now = clock();
    const std::string key = digest_of({session, caller.name, what});
    const auto known = views_.find(key);
    if (known != views_.end() && now >= known->second && now - known->second < one_view) return Done{};
    auto kept = keep_read({0, now, caller.name, "view", std::string(what)});
    if (std::holds_alternative<StoreProblem>(kept)) return kept;
    std::erase_if(views_, [&](const auto& view) { return now - view.second >= one_view; });
    if (views_.size() < views_known) views_[key] = now;
    return kept;
}

void ServedWard::witness_audit_to_end() {
    while (!waiting_reads_.empty()) {
        const std::size_t before = waiting_reads_.size();
        keep_reads_that_wait();
        if (waiting_reads_.size() == before) break;
    }
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

// Of whom no session is left.
std::vector<LiveWard::EndedShift> ServedWard::ended_shifts(const Sessions& left,
                                                           const std::vector<KeptSession>& changes, Instant now) const {
    std::vector<LiveWard::EndedShift> shifts;
    for (const KeptSession& each : changes) {
        if (!each.ended || left.has(each.name)) continue;
        const Instant by_itself = each.begun + Sessions::longest();
        const bool closed = person_named(accounts, each.name) == nullptr;
        const std::string why = closed             ? "the account of " + each.name + " was closed"
                                : by_itself <= now ? "the session of " + each.name + " ended after 12 h"
                                                   : "the last session of " + each.name + " ended";
        const auto same =
            std::find_if(shifts.begin(), shifts.end(), [&](const auto& one) { return one.name == each.name; });
        const Instant since = std::min(by_itself, now);
        if (same == shifts.end()) {
            shifts.push_back({each.name, why, since});
        } else if (since > same->since) {
            *same = {each.name, why, since};
        }
    }
    return shifts;
}

Stored<Done> ServedWard::keep_session_changes(Sessions changed, Sessions::Uses uses, std::vector<AuditEntry> audit) {
    const Instant now = clock();
    // The rows that tell of it are the first of their commit.
    const std::uint64_t audited = ward.last_audit() + audit.size();
    LiveWard::SessionChanges changes{changed.take_changes(uses, audited), std::move(audit)};
    changes.shifts = ended_shifts(changed, changes.sessions, now);
    auto kept = ward.keep_sessions(std::move(changes), now);
    if (std::holds_alternative<Done>(kept)) sign_ins.sessions = std::move(changed);
    return kept;
}

Stored<Done> ServedWard::keep_sessions(Sessions changed, std::vector<AuditEntry> audit) {
    return keep_session_changes(std::move(changed), Sessions::Uses::to_the_minute, std::move(audit));
}

void ServedWard::keep_sessions_as_they_are(Sessions::Uses uses) {
    Sessions changed = sign_ins.sessions;
    changed.end_those_over(accounts, clock());
    note(keep_session_changes(std::move(changed), uses, {}));
}

// Kept at the next tick: nobody waits for it, and many who read hear of one alert at once.
void ServedWard::keep_shown() {
    const Instant now = clock();
    for (const EventFeed::Shown& one : feed.take_shown()) {
        shown_.push_back({0, now, one.name, "alert shown", "alert " + std::to_string(one.alert)});
    }
    if (shown_.empty()) return;
    const auto kept = ward.keep_sessions({{}, shown_}, now);
    if (std::holds_alternative<Done>(kept)) shown_.clear();
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
    Outcomes outcomes(std::get<Taken>(taken).records);
    for (const Taken::One& one : outcomes) ++counts.outcomes[one.outcome];
    for (const Waiting& each : waiting) {
        each.kept(outcomes.first(each.records.size()));
        outcomes = outcomes.subspan(each.records.size());
    }
    feed.send_news();
}

template <typename Take>
Stored<Taken> ServedWard::keep_at_once(const Take& take) {
    const Instant now = clock();
    const auto doubted = watch.keep_doubt(now);
    if (const auto* problem = std::get_if<StoreProblem>(&doubted)) return *problem;
    auto taken = take(now);
    if (std::holds_alternative<StoreProblem>(taken)) return taken;
    for (const Taken::One& one : std::get<Taken>(taken).records) ++counts.outcomes[one.outcome];
    feed.send_news();
    return taken;
}

Stored<Taken> ServedWard::keep_now(const Incoming& record, LiveWard::Act act) {
    return keep_at_once([&](Instant now) { return ward.take(record, std::move(act), now); });
}

Stored<Taken> ServedWard::keep_now(std::span<const Incoming> records, const std::vector<AuditEntry>& audit) {
    return keep_at_once([&](Instant now) { return ward.take(records, audit, now); });
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
    // Told by the alert `storage` and in the log once; the store itself goes on.
    if (problem.kind == StoreProblem::Kind::unavailable) return error_response(503, "unavailable: " + problem.what);
    if (operation.log) operation.log->write(LogLevel::error, "store_problem", {{"what", problem.what}});
    watch.technical.commit_failed(clock());
    if (problem.kind == StoreProblem::Kind::full) return error_response(507, "the disk is full; nothing was kept");
    broken = problem;
    return error_response(503, "the store has failed; nothing was kept");
}

}  // namespace stormkeel
