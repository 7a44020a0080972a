// Where the ward keeps what came in, what was answered, what was raised and who did what. Append only, in a few verbs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/alarm_priority.h"
#include "core/time.h"
#include "storage/latency.h"

namespace stormkeel {

// In what form a record came; it tells which adapter reads it. A dead letter is a message that was refused: nothing
// reads it, and it is held back.
enum class RecordForm : std::uint8_t { chart_row, fhir, hl7v2, dead_letter };

// A record as it came. It is never changed: a later version of the same source supersedes it, and stands beside it.
struct Record {
    std::uint64_t number = 0;  // in order of arrival, from 1
    std::string patient;
    RecordForm form = RecordForm::chart_row;
    std::string source;        // what a sender calls it, unique with the version: "Observation/o2"
    std::string version;       // the sender's own, or a digest of the text
    Instant effective{never};  // when it was true; `never` when it does not tell
    Instant received;
    std::string text;  // as it came
};

// That an answer was given: the records up to `last_record` and the guideline give it again, byte for byte.
struct KeptAssessment {
    std::uint64_t number = 0;
    std::string patient;
    Instant as_of;
    std::uint64_t last_record = 0;  // the answer rests on the patient's records up to this one
    std::string guideline;          // the fingerprint of the packs
    std::string digest;             // of the answer's JSON
    Duration clock_doubt{};         // that it was given with
};

enum class AlertState : std::uint8_t { raised, acknowledged, declined, ended, snoozed };

// One condition of one patient that somebody must hear of. A row for each change; the last one counts.
struct Alert {
    std::uint64_t number = 0;  // the same for all rows of one alert
    std::string patient;       // empty: of the ward itself
    std::string condition;     // "crs": one condition of one patient is one alert
    AlarmPriority priority = AlarmPriority::low;
    AlertState state = AlertState::raised;
    bool over = false;       // the condition has passed; the alert stays until somebody has seen it
    std::uint64_t told = 1;  // how many persons it went to: 1, 2 or 3
    std::string words;       // of the alarm, with blanks between: a new one raises it again
    std::string text;        // for people
    Instant raised_at;
    Instant changed_at;
    std::string by;                // who acknowledged, declined or snoozed it
    std::string reason;            // why it was declined
    Instant snoozed_until{never};  // of a snoozed one
    Duration late;                 // how much later than it was due it was raised or told on; 0: in time
};

// What pages and machines are told of, in order, without a gap.
struct WardEvent {
    std::uint64_t number = 0;
    std::string kind;  // "assessment", "alert", "patient"
    std::string patient;
    std::string json;
};

// Who did what.
struct AuditEntry {
    std::uint64_t number = 0;
    Instant at;
    std::string actor;
    std::string action;     // "acknowledge", "token add"
    std::string object;     // never a name of a patient
    std::string context{};  // what else is known of the act: the role, the session, the program; empty: nothing
};

// A person or a machine that may sign in. The last entry of a name counts.
struct Account {
    std::string name;
    std::string role;
    std::string credential;  // of a person a password hash, of a machine the SHA-256 of its token; empty: closed
    Instant changed_at;
    std::string units{};    // a person's, one a line; empty: the whole hospital
    std::string factors{};  // what is asked for beside the password; empty: nothing
    std::string subject{};  // who this is at the hospital's own sign-in: issuer and subject, with a line between
};

// What one person did or asked for, and a second one has to look at. A row for each change; the last one counts.
enum class CosignState : std::uint8_t { open, approved, refused };
struct Cosign {
    std::uint64_t number = 0;  // the same for all rows of one
    std::string kind;          // "break glass", "merge", "unmerge"
    CosignState state = CosignState::open;
    std::string patient;
    std::string object;  // what of them: the other patient of a merge
    std::string reason;
    std::string by;
    Instant at;
    std::string second;  // who approved or refused it
    std::string answer;  // what they said
    Instant changed_at;
};

// Somebody who is signed in, so that a start signs nobody out. It is changed in place: what happened is in the audit.
struct KeptSession {
    std::string digest;  // of its secret
    std::string name;
    std::string account;  // a digest of the account as it was
    Instant begun;
    Instant last_used;
    bool ended = false;  // it is taken away
    std::string seal{};  // over all of it, with a key that the file does not hold; see session_seal.h
};

// A row that is not the one that was kept. What it says is not believed.
struct DamagedRow {
    std::string table;
    std::uint64_t row = 0;
    std::vector<std::string> patients;  // whose it is
    bool bears_on_nobody = false;       // no patient is answered by it
    bool is_proved = false;             // it fits when it is of the last of the patients
};
std::string to_text(const DamagedRow& row);  // "row 5 of record is not what was kept"

// All or nothing. Numbers go on from those of Store::last_numbers(); the store chains the rows of each kind by their
// hashes.
struct Batch {
    std::vector<Record> records;
    std::vector<KeptAssessment> assessments;
    std::vector<Alert> alerts;
    std::vector<WardEvent> events;
    std::vector<AuditEntry> audit;
    std::vector<Account> accounts;
    std::vector<Cosign> cosigns;
    std::vector<KeptSession> sessions;
    std::uint64_t prune_events_to = 0;  // older events and this one are taken away; 0: none
};

struct LastNumbers {
    std::uint64_t record = 0;
    std::uint64_t assessment = 0;
    std::uint64_t alert = 0;
    std::uint64_t event = 0;
    std::uint64_t audit = 0;
    std::uint64_t cosign = 0;
    // Of those there are several rows of one number, or of one name.
    std::uint64_t alert_row = 0;
    std::uint64_t account_row = 0;
    std::uint64_t cosign_row = 0;
};

// What went wrong. After `broken` nothing more is taken or told: whoever runs the store ends, and starts again.
struct StoreProblem {
    // `unavailable`: what is kept of one patient is damaged; the store goes on for all others.
    enum class Kind : std::uint8_t { full, broken, in_use, newer, damaged, unavailable };
    Kind kind = Kind::broken;
    std::string what;
};
template <typename Value>
using Stored = std::variant<Value, StoreProblem>;

struct Done {};

// How the store does its work since it was opened.
struct StoreFigures {
    Latency commits;  // of those that were kept
    std::uint64_t refused_commits = 0;
    std::uint64_t bytes = 0;  // of its files
};

class Store {
public:
    virtual ~Store() = default;

    // Returns when all of the batch would outlive a loss of power. Of a batch that failed nothing is kept.
    virtual Stored<Done> commit(const Batch& batch) = 0;

    virtual Stored<LastNumbers> last_numbers() = 0;

    // Of one patient in order of arrival; of all when none is named, patient by patient in byte order.
    using SeeRecord = std::function<void(const Record&)>;
    virtual Stored<Done> each_record(std::optional<std::string_view> patient, const SeeRecord& see) = 0;
    virtual Stored<std::vector<std::string>> patients() = 0;  // of whom records are kept, in byte order
    virtual Stored<std::vector<Record>> versions(std::string_view source) = 0;  // in order of arrival

    virtual Stored<std::optional<KeptAssessment>> last_assessment(std::string_view patient) = 0;
    virtual Stored<std::vector<Alert>> open_alerts() = 0;  // the last row of each that has not ended
    virtual Stored<std::vector<WardEvent>> events_after(std::uint64_t number, std::size_t at_most) = 0;
    virtual Stored<std::string> hash_of_event(std::uint64_t number) = 0;  // its place in the chain; empty: not there
    virtual Stored<std::vector<Account>> accounts() = 0;                  // the last entry of each name
    virtual Stored<std::vector<Cosign>> cosigns_after(Instant at) = 0;  // the last row of each that is open or younger
    virtual Stored<std::vector<KeptSession>> sessions() = 0;
    virtual Stored<std::vector<AuditEntry>> audit_after(std::uint64_t number, std::size_t at_most) = 0;
    virtual Stored<std::vector<AuditEntry>> audit_before(std::uint64_t number,
                                                         std::size_t at_most) = 0;  // newest first

    // Copies all that is kept while it goes on; the copy is a whole store of the same kind. The file must not be there.
    // Who is signed in is left out but where the copy is looked at and goes again.
    enum class CopyFor : std::uint8_t { backup, verifying };
    virtual Stored<Done> back_up(const std::string& file, CopyFor copy_for) = 0;
    Stored<Done> back_up(const std::string& file) { return back_up(file, CopyFor::backup); }

    virtual StoreFigures figures() const { return {}; }

    // What was found when it was opened. Such rows are among what is read, but no such alert, cosign or event.
    virtual std::vector<DamagedRow> damaged() const { return {}; }

    // Looks through all that is on the disk once more, for about so long; what it found once it came to the end.
    using Found = std::optional<std::vector<DamagedRow>>;
    virtual Stored<Found> look_through(std::chrono::microseconds /*at_most*/) {
        return Found(std::vector<DamagedRow>());
    }
};

}  // namespace stormkeel
