// The ward as it is now: takes records in, answers, raises alerts, and lets time pass. It owns no clock; `now` is
// given.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cds_feedback.h"
#include "adapters/terminology.h"
#include "core/alarms.h"
#include "core/assess.h"
#include "core/calendar.h"
#include "service/alert_rows.h"
#include "service/audit_context.h"
#include "service/left_patients.h"
#include "service/merges.h"
#include "service/ward_record.h"
#include "storage/pseudonyms.h"
#include "storage/store.h"

namespace stormkeel {

// What the ward answers by; it must outlive the ward.
struct WardKnowledge {
    const Terminology& terminology;
    const GuidelineCalendar& guideline;
    const AlarmTable& alarms;
    std::string_view version;  // of the program
    Hl7Site hl7v2{};
    std::string packs{};  // the digest of all their texts; empty: nobody asks which version answers
};

// A record that comes in. An empty version is a digest of the text: the same text is the same record.
struct Incoming {
    std::string patient;
    RecordForm form = RecordForm::chart_row;
    std::string source;
    std::string version;
    std::string text;
    std::shared_ptr<const Timeline> alone{};  // what the text says by itself, where somebody has read it
};

// The version it is kept as. An empty one is a digest of the text.
std::string version_of(const Incoming& incoming);

// What became of each incoming record, in their order.
struct Taken {
    enum class Outcome : std::uint8_t { kept, repeated, conflicting, rejected };
    struct One {
        Outcome outcome = Outcome::kept;
        std::string why;  // of a conflicting or rejected one: what is wrong and what would be right
    };
    std::vector<One> records;
};

// One patient as the ward sees them now.
struct WardPatient {
    PatientRecord* record = nullptr;
    Assessment assessment;
    std::uint64_t answer = 0;   // the number the assessment is kept under
    std::vector<Alert> alerts;  // not ended
    Instant wake{forever};      // when mere time could next change any of this
    Instant came_back{never};   // after the patient had left
    std::string unit{};         // where they lie; empty: not known

    const Timeline& timeline() const { return record->timeline(); }
    // The unit whose people see them: after a discharge that in which they lay last. Empty: not known.
    const std::string& seen_from() const { return unit.empty() ? record->lying().left : unit; }
};

// What is kept of an account that was opened, changed or closed, and of who did it; the audit entry is not numbered.
Batch account_batch(const Account& account, const std::string& by, Instant now);
Batch account_batch(const Account& account, AuditEntry act);

// How a second person answers.
struct CosignAnswer {
    std::uint64_t number = 0;
    bool approved = false;
    std::string by;
    std::string words;
};

class LiveWard {
public:
    LiveWard(Store& store, const WardKnowledge& knowledge)
        : store_(store), knowledge_(knowledge), record_(knowledge.terminology, knowledge.hl7v2) {}

    // By what names the audit tells of patients. Call it before open(): with another key nobody is known to have left.
    void name_patients_by(Pseudonyms pseudonyms) { pseudonyms_ = std::move(pseudonyms); }
    const Pseudonyms& pseudonyms() const { return pseudonyms_; }

    // Who is asked for every entry of the audit who acts; without one nobody does.
    void audit_by(std::function<Acting()> acting) { acting_ = std::move(acting); }

    // Who hears of each commit that is kept, whatever it is of.
    void when_kept(std::function<void()> hear) { on_kept_ = std::move(hear); }

    // Reads what is kept, without the records of those who have left, and lets the time pass until now: what fell due
    // in between is raised once, late.
    Stored<Done> open(Instant now);

    // Keeps the records, answers anew for their patients and raises what is due, all in one transaction: when a problem
    // is returned nothing of it has happened. A rejected record is kept too, because it may have ended something.
    // A source and version that came before with another text is conflicting, and not kept.
    Stored<Taken> take(std::span<const Incoming> records, Instant now);

    // The same of one record, with what the audit tells of it (not numbered) and what a second person then has to look
    // at. Nothing of it when the record came before.
    struct Act {
        AuditEntry audit;
        std::optional<Cosign> asked;
    };
    Stored<Taken> take(const Incoming& record, Act act, Instant now);

    // The same of several records with entries of the audit (not numbered); nothing when all of them came before.
    Stored<Taken> take(std::span<const Incoming> records, std::vector<AuditEntry> audit, Instant now);

    bool is_kept(const Incoming& incoming) const;    // of whoever is here: this version of its source
    bool conflicts(const Incoming& incoming) const;  // whether it would be conflicting

    // Answers anew for every patient whose answer mere time may have changed, and runs the clocks of the alerts. What
    // cannot be kept of it is shown all the same, and the clocks run on from there until it is kept, with how late.
    Stored<Done> pass_time(Instant now);
    // As time left them, kept or not; an alert that was never kept has no number.
    const WardPatient& shown(const WardPatient& patient) const;
    // The alerts that are news since the last call and could not be kept; no number.
    std::vector<WardEvent> take_unkept_news() { return std::exchange(unkept_news_, {}); }
    Instant next_wake() const;  // forever: nothing is due

    // The true time may lie before any `now` by as much: so it is answered from here on, and at once for every patient
    // when it is another doubt than before. That of the newest answer that is kept holds after a start.
    Stored<Done> doubt_clock(Duration doubt, Instant now);
    Duration clock_doubt() const { return clock_doubt_; }

    // Nothing when there is no such open alert.
    Stored<std::optional<Alert>> answer(const AlertAnswer& answer, Instant now);
    const Alert* open_alert(std::uint64_t number) const;  // nothing when there is no such

    // Raises and ends the alerts of the ward itself, whose patient is empty, and keeps the entries, which are not
    // numbered. A new alert that cannot be kept stands among own_alerts() without a number until the next call.
    Stored<Done> tell_of_itself(const std::vector<Alarm>& alarms, const std::vector<AuditEntry>& audit, Instant now);
    std::vector<Alert> own_alerts() const;
    // How long the tables are, in the audit: when that has changed, and was not told for so long.
    Stored<Done> tell_tables(Instant now, Duration at_least);

    Stored<Done> keep_audit(AuditEntry entry);  // not numbered

    // What persons did with cards, in the audit; what was kept before is not kept again.
    Stored<Done> keep_feedback(std::span<const CdsFeedback> feedback, const std::string& by, Instant now);

    Stored<Done> keep_account(const Account& account, const std::string& by, Instant now);
    Stored<Done> keep_account(const Account& account, AuditEntry act);  // with the act that changed it; not numbered

    // What a second person has to look at. The number and the times are given here, and the audit tells of it.
    Stored<Cosign> ask_cosign(Cosign asked, Instant now);
    // Nothing when none of this number is open, or when it is the same person's. An approved merge is applied in the
    // same transaction, as if a feed had sent it; nothing when it cannot be.
    Stored<std::optional<Cosign>> answer_cosign(const CosignAnswer& answer, Instant now);
    // What is wrong with a merge or unmerge that is asked for, and what would be right; empty when it may be.
    std::string why_no_merge(const Cosign& asked) const;
    // Two persons are asked for a version of the packs; both are answered as above, and with the second approval it
    // counts from the next start on.
    Stored<Done> stage_guideline(const std::string& sha256, const std::string& by, Instant now);
    // After open(): the packs that answer are those that count, unless two persons said which do.
    Stored<Done> note_guideline(Instant now);
    std::string waiting_guideline() const;  // the version that counts from the next start on; empty: it answers already
    // Those that are open, and those of the last 30 days before the start; by their number.
    const std::map<std::uint64_t, Cosign>& cosigns() const { return cosigns_; }

    // Who is signed in or out, for the next start, and what the audit tells of it, not numbered. Whose shift ended by
    // it owns no alert any more: what they acknowledged is raised anew, in the same commit.
    struct EndedShift {
        std::string name;
        std::string why;  // "the last session of m.ortega ended"
        Instant since;
    };
    struct SessionChanges {
        std::vector<KeptSession> sessions;
        std::vector<AuditEntry> audit{};
        std::vector<EndedShift> shifts{};
    };
    Stored<Done> keep_sessions(SessionChanges changes, Instant now);

    // Takes away the oldest thousand events, when the last `kept` and more than a thousand beside are there. The audit
    // tells of it.
    Stored<Done> prune_events(std::uint64_t kept, Instant now);

    // Lets those leave who were discharged, for whom nothing came for as long, and of whose alerts none waits for
    // anybody: they are forgotten here, and all of theirs stays in the store. Looks once an hour; zero: nobody leaves.
    Stored<Done> let_leave(Duration after, Instant now);

    // Brings back whoever of those who left has one of these ids or identifiers, whole; whether anybody did.
    Stored<bool> call_back(const std::set<std::string>& names, Instant now);
    // The same of whom the records bear on. take() does it, too; who has to look at a patient before that calls it
    // first.
    Stored<bool> call_back_for(std::span<const Incoming> records, Instant now);
    std::size_t left() const { return left_.count(); }
    const LeftTogether* who_left(std::string_view id) const {  // nullptr: has not left
        return left_.empty() ? nullptr : left_.find(pseudonyms_.of(id));
    }

    // Patients of whom rows that are kept were altered, and who was joined with them, by every name. For them nothing
    // is answered and nothing taken: call_back() and call_back_for() say so of each, and take() of all it was given.
    // Whoever takes records of several patients asks for each first.
    Stored<bool> is_unavailable(const Incoming& incoming) const;
    bool any_unavailable() const { return !unavailable_.empty(); }
    const std::set<std::string>& shown_unavailable() const { return shown_unavailable_; }  // on the board
    static StoreProblem unavailable_problem();

    // What is damaged of all that is kept: since the start, and what was found on the disk while the ward ran.
    struct Damage {
        std::vector<DamagedRow> rows;
        std::string pages;  // what is wrong with the file itself; empty: nothing
        Instant since{never};
    };
    const Damage& damage() const { return damage_; }
    // Rows that are known already are not told again. Who is answered goes on to be: by what was read before.
    Stored<Done> note_damage(const std::vector<DamagedRow>& rows, const std::string& pages, Instant now);

    // Also by the id of a patient who was joined into another.
    const WardPatient* patient(std::string_view id) const;
    const std::map<std::string, WardPatient, std::less<>>& patients() const { return patients_; }
    const WardRecord& record() const { return record_; }
    const WardKnowledge& knowledge() const { return knowledge_; }
    Instant latest_kept() const { return latest_kept_; }  // of the answers that were there when the ward was opened
    // How many patients were answered by other packs until the ward was opened.
    std::size_t answered_by_other_packs() const { return answered_by_other_packs_; }
    std::uint64_t last_event() const { return last_.event; }
    std::uint64_t last_audit() const { return last_.audit; }
    // How many alerts of patients were raised since the start, by condition; not the same one again.
    const std::map<std::string, std::uint64_t, std::less<>>& raised() const { return raised_; }

private:
    using Digests = std::map<std::string, std::string, std::less<>>;  // of the texts, by source and version
    using Patients = std::map<std::string, WardPatient, std::less<>>;

    std::optional<StoreProblem> read_audit();
    std::optional<StoreProblem> read_cosigns(Instant now);
    std::optional<StoreProblem> read_accounts();
    void complete_audit(Batch& batch) const;
    Batch cosign_batch(const Cosign& cosign, const std::string& by, Instant now) const;
    Cosign to_be_asked(Cosign asked, Instant now) const;
    bool is_merged_as(const Cosign& merge) const;
    Stored<std::optional<Cosign>> answer_guideline(const Cosign& answered, Instant now);
    Stored<std::optional<Cosign>> apply_merge(const Cosign& approved, Instant now);
    Stored<std::set<std::string>> names_of(std::span<const Incoming> records) const;
    bool is_unavailable(const std::set<std::string>& names) const;
    void read_damage(Instant now);
    bool is_damaged(const Record& record);
    bool has_damaged_rows(const std::string& patient) const;
    void set_aside(std::set<std::string> names);
    void set_damaged_aside();
    Stored<Done> tell_damage(const std::vector<DamagedRow>& rows, Instant now);
    std::optional<StoreProblem> read_records();
    std::optional<StoreProblem> read_records_of(const std::vector<std::string>& patients);
    void forget(const std::set<std::string>& names);
    bool may_leave(const std::set<std::string>& names, Duration after, Instant now) const;
    std::optional<std::string> one_unit_of(const std::set<std::string>& names) const;
    void note_leaving(const std::set<std::string>& names, Instant now, Batch& batch) const;
    bool is_new(const Incoming& incoming, Taken& taken, Digests& digests) const;
    // What comes in, what is kept with it, and whether it did what it was to do: else nothing of it is kept.
    struct Taking {
        std::span<const Incoming> records;
        Batch with{};
        std::function<bool()> holds{};
    };
    Stored<Taken> take_all(Taking taking, Instant now);
    void take_back_from(std::uint64_t number);
    struct Unkept {
        WardPatient patient;
        std::vector<Alert> rows;  // that are not kept
    };
    void add_unkept(const Unkept& unkept, std::vector<Alert>& alerts, Instant now, Batch& batch) const;
    void put_in_place(Patients changed);
    void hold_unkept(Patients& changed, const std::vector<Alert>& rows);
    Stored<Done> answer_again(Instant now, const std::function<bool(const WardPatient&)>& is_due);
    // What came took back or corrected something of theirs, and what of it was never theirs.
    struct TakenBack {
        bool any = false;
        WardRecord::OfAnother of_another{};
    };
    WardPatient answer_for(const std::string& id, Instant now, Batch& batch) {
        return answer_for(id, now, batch, TakenBack());
    }
    WardPatient answer_for(const std::string& id, Instant now, Batch& batch, const TakenBack& taken_back);
    // `before` is the answer before this one; nothing: there was none.
    void assess_again(WardPatient& patient, const Assessment* before, Instant now, Batch& batch,
                      const TakenBack& taken_back);
    void note_wrong_patient(const std::vector<std::string>& told, const Assessment& of, Batch& batch) const;
    // The alerts of those who are joined into the patient from now on, in place of or beside the patient's own.
    void inherit_alerts(const std::string& id, std::vector<Alert>& alerts, Batch& batch) const;
    std::uint64_t next_alert_in(const Batch& batch) const;
    std::vector<std::string> end_joined(Instant now, Batch& batch) const;
    void note_moves(const Patients& changed, const std::vector<std::string>& joined, Instant now, Batch& batch) const;
    // `same`: whether it comes out as it was kept; looked at only when nobody knows who is who.
    std::optional<StoreProblem> read_last_answer(const std::string& id, Instant now, bool& same);
    std::optional<StoreProblem> read_last_answers(Instant now);
    void note_last_answer(const KeptAssessment& kept);
    void disown(const EndedShift& shift, Instant now, Batch& batch) const;
    void disown_of_closed(const Account& account, Instant now, Batch& batch) const;
    void put_rows(const std::vector<Alert>& rows);
    Stored<Done> commit_disowning(Batch batch);
    void note(WardPatient& patient, Batch& batch);
    Stored<Done> commit(Batch batch);

    Store& store_;
    WardKnowledge knowledge_;
    WardRecord record_;
    Patients patients_;
    Digests digests_;
    LeftPatients left_;
    Pseudonyms pseudonyms_{std::string()};
    Instant next_look_{never};                     // for those who may leave
    std::set<std::string, std::less<>> feedback_;  // keys of what is in the audit
    std::vector<Alert> own_alerts_;
    std::vector<Alert> not_kept_;
    Instant latest_kept_{never};
    std::uint64_t newest_answer_ = 0;  // when the ward was opened
    std::size_t answered_by_other_packs_ = 0;
    Duration clock_doubt_;
    LastNumbers last_;
    std::string tables_;  // as the audit told them last
    Instant tables_told_{never};
    std::map<std::uint64_t, Cosign> cosigns_;
    std::map<std::string, std::string, std::less<>> account_versions_;  // by name
    std::function<Acting()> acting_;
    std::function<void()> on_kept_;
    std::map<std::string, std::uint64_t, std::less<>> raised_;
    Damage damage_;
    std::set<std::string> unavailable_;        // ids and identifiers
    std::set<std::string> shown_unavailable_;  // ids
    bool who_is_who_is_open_ = false;          // a row that told of it is damaged
    std::uint64_t pruned_ = 0;                 // events up to this one are not kept any more
    std::map<std::string, Unkept, std::less<>> unkept_;
    std::vector<WardEvent> unkept_news_;
};

}  // namespace stormkeel
