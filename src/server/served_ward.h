// What every call works with: the ward and its store, the clock, the accounts, the events, and what waits to be kept.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "adapters/cds_hooks_present.h"
#include "server/access.h"
#include "server/answered_keys.h"
#include "server/event_feed.h"
#include "server/fhir_said.h"
#include "server/http.h"
#include "server/operation.h"
#include "server/per_answer.h"
#include "server/secrets.h"
#include "server/sign_ins.h"
#include "server/ward_counts.h"
#include "service/live_ward.h"
#include "service/ward_watch.h"
#include "storage/audit_checkpoints.h"

namespace stormkeel {

class ServedWard {
public:
    using Clock = std::function<Instant()>;
    using Outcomes = std::span<const Taken::One>;                        // one for each record handed in
    using Kept = std::function<void(const Stored<Outcomes>& outcomes)>;  // called once, when they would outlive a loss
                                                                         // of power, or with what went wrong

    ServedWard(Store& kept_in, const WardKnowledge& known, Clock now_is)
        : store(kept_in),
          knowledge(known),
          clock([this, wall = std::move(now_is)] { return watch.present(wall()); }),
          ward(kept_in, known),
          feed(kept_in, ward),
          watch(kept_in, ward, known.alarms) {
        ward.name_patients_by(Pseudonyms(random_bytes(bytes_of_key)));  // until a folder holds a key
        tell_audit_who_acts();
    }

    // Runs something as who called; the audit tells of them meanwhile.
    template <typename Step>
    void run_as(Acting caller, const Step& step) {
        // Also when the step throws.
        struct Restored {
            Acting& acting;
            Acting before;
            ~Restored() { acting = std::move(before); }
        };
        const Restored restored{acting_, std::exchange(acting_, std::move(caller))};
        step();
    }

    // Reads what is kept.
    Stored<Done> open();

    // The same, with the files beside the store: keys, checkpoints of the audit, and a set-up token while there is no
    // administrator.
    Stored<Done> open_folder(const std::string& folder);
    void look_through_store();                                            // a slice of it when an hour has passed
    void witness_audit();                                                 // a checkpoint when one is due
    void witness_audit_to_end();                                          // before the ward ends
    AuditCheckpoints* checkpoints() const { return checkpoints_.get(); }  // nullptr: no folder was opened

    // Keeps the sessions as they are to be now, with what the audit tells of it; they are so once they are kept.
    Stored<Done> keep_sessions(Sessions changed, std::vector<AuditEntry> audit);
    void keep_shown();                    // whose stream an alert first went out to, in the audit
    void keep_uses_of_sessions();         // once a minute
    void keep_uses_of_sessions_to_end();  // before the ward ends

    // What a person read, in the audit. While the disk is full the entries wait in memory, in their order, so that
    // nobody at a bedside is refused; `full` once too many do.
    Stored<Done> keep_read(AuditEntry entry);
    void keep_reads_that_wait();  // as many as are soon kept

    // Once in ten minutes of a session, however often its page asks: "board" or "events".
    Stored<Done> keep_view(const Caller& caller, std::string_view session, std::string_view what);

    // Brings back whoever of those who left has this id or identifier; call it before a patient is looked at.
    Stored<bool> call_back(const std::string& name) { return ward.call_back({name}, clock()); }

    // Lets those leave whose time has come.
    Stored<Done> let_leave();

    // Records wait for the next keep_waiting(), which keeps all of them in one commit.
    void hand_in(std::vector<Incoming> records, Kept kept) {
        waiting_.push_back({std::move(records), std::move(kept)});
    }
    void keep_waiting();
    // One record at once, with what is kept beside it, in the name of who calls now.
    Stored<Taken> keep_now(const Incoming& record, LiveWard::Act act);
    Stored<Taken> keep_now(std::span<const Incoming> records, const std::vector<AuditEntry>& audit);
    // Whether what waits may tell who an identifier means.
    bool who_is_who_waits() const;
    bool waits(std::string_view source) const;  // whether a record of this source does

    // How a caller hears of a problem; after one that breaks the store nothing more can be answered.
    HttpResponse refused(const StoreProblem& problem);

    Store& store;
    const WardKnowledge knowledge;
    const Clock clock;  // the present; see WardWatch
    LiveWard ward;
    EventFeed feed;
    FhirSaid said;
    PerAnswer<CdsPresent> presents;
    WardWatch watch;
    std::vector<Account> accounts;
    SignIns sign_ins;
    AnsweredKeys answered;               // of persons' answers to alerts
    std::optional<StoreProblem> broken;  // why the store takes nothing any more
    Operation operation;
    WardCounts counts;
    Instant started;
    std::optional<std::chrono::steady_clock::time_point> ticked;  // when time last passed here

private:
    static constexpr std::size_t bytes_of_key = 32;

    void tell_audit_who_acts();

    template <typename Take>
    Stored<Taken> keep_at_once(const Take& take);

    template <typename Wanted>
    bool any_waits(const Wanted& wanted) const;

    struct Waiting {
        std::vector<Incoming> records;
        Kept kept;
    };
    void keep(std::deque<Waiting> waiting);
    void note(const Stored<Done>& kept);
    void send_checkpoint();
    void log_damage();
    std::vector<LiveWard::EndedShift> ended_shifts(const Sessions& left, const std::vector<KeptSession>& changes,
                                                   Instant now) const;
    Stored<Done> keep_session_changes(Sessions changed, Sessions::Uses uses, std::vector<AuditEntry> audit);
    void keep_sessions_as_they_are(Sessions::Uses uses);

    struct WaitingRead {
        AuditEntry entry;
        Acting by;
    };
    std::deque<WaitingRead> waiting_reads_;
    std::map<std::string, Instant, std::less<>> views_;  // by session and what was looked at
    Instant next_look_through_{never};
    std::vector<AuditEntry> shown_;  // what waits to be kept of it
    Instant uses_kept_{never};       // of sessions, last
    std::string sent_;               // the signature of the last checkpoint that was handed to the collector
    std::string syslog_problem_;     // as it was logged last
    std::deque<Waiting> waiting_;
    Acting acting_;                                  // who calls now
    std::unique_ptr<AuditCheckpoints> checkpoints_;  // nullptr: no folder was opened
};

}  // namespace stormkeel
