// Binds and reads the columns of every table in the order in which they were made.
#include "storage/sqlite_rows.h"

namespace stormkeel {

namespace {

using sqlite::Statement;

template <typename Enum>
std::uint64_t number_of(Enum value) {
    return static_cast<std::uint64_t>(value);
}

template <typename Enum>
void take(Statement& row, Enum& value) {
    value = static_cast<Enum>(row.take_number());
}

}  // namespace

SqliteRows::SqliteRows(sqlite::Connection& connection)
    : record_(connection, "INSERT INTO record VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      assessment_(connection, "INSERT INTO assessment VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
      alert_(connection, "INSERT INTO alert VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      event_(connection, "INSERT INTO event VALUES(?, ?, ?, ?, ?)"),
      audit_(connection, "INSERT INTO audit VALUES(?, ?, ?, ?, ?, ?, ?)"),
      account_(connection, "INSERT INTO account VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?)"),
      cosign_(connection, "INSERT INTO cosign VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      session_(connection, "INSERT OR REPLACE INTO session VALUES(?, ?, ?, ?, ?, ?)"),
      end_session_(connection, "DELETE FROM session WHERE digest = ?"),
      prune_events_(connection, "DELETE FROM event WHERE number <= ?") {}

void SqliteRows::keep(const Batch& batch, Chains& chains) {
    for (const Record& record : batch.records) {
        record_ << record.number << record.patient << number_of(record.form) << record.source << record.version
                << record.effective << record.received << record.text << chains.add(record);
        record_.execute();
    }
    for (const KeptAssessment& assessment : batch.assessments) {
        assessment_ << assessment.number << assessment.patient << assessment.as_of << assessment.last_record
                    << assessment.guideline << assessment.digest << chains.add(assessment)
                    << Instant{assessment.clock_doubt.microseconds};
        assessment_.execute();
    }
    for (const Alert& alert : batch.alerts) {
        alert_ << alert.number << alert.patient << alert.condition << number_of(alert.priority)
               << number_of(alert.state) << number_of(alert.over) << alert.told << alert.words << alert.text
               << alert.raised_at << alert.changed_at << alert.by << alert.reason << alert.snoozed_until
               << Instant{alert.late.microseconds} << chains.add(alert);
        alert_.execute();
    }
    for (const WardEvent& event : batch.events) {
        event_ << event.number << event.kind << event.patient << event.json << chains.add(event);
        event_.execute();
    }
    for (const AuditEntry& entry : batch.audit) {
        audit_ << entry.number << entry.at << entry.actor << entry.action << entry.object << chains.add(entry)
               << entry.context;
        audit_.execute();
    }
    for (const Account& account : batch.accounts) {
        account_ << account.name << account.role << account.credential << account.changed_at << chains.add(account)
                 << account.units << account.factors << account.subject;
        account_.execute();
    }
    for (const Cosign& cosign : batch.cosigns) {
        cosign_ << cosign.number << cosign.kind << number_of(cosign.state) << cosign.patient << cosign.object
                << cosign.reason << cosign.by << cosign.at << cosign.second << cosign.answer << cosign.changed_at
                << chains.add(cosign);
        cosign_.execute();
    }
    for (const KeptSession& session : batch.sessions) {
        Statement& change = session.ended ? end_session_ : session_;
        change << session.digest;
        if (!session.ended)
            change << session.name << session.account << session.begun << session.last_used << session.seal;
        change.execute();
    }
    if (batch.prune_events_to == 0) return;
    prune_events_ << batch.prune_events_to;
    prune_events_.execute();
}

void read_row(Statement& row, Record& record) {
    record.number = row.take_number();
    record.patient = row.take_text();
    take(row, record.form);
    record.source = row.take_text();
    record.version = row.take_text();
    record.effective = row.take_instant();
    record.received = row.take_instant();
    record.text = row.take_text();
}

void read_row(Statement& row, KeptAssessment& assessment) {
    assessment.number = row.take_number();
    assessment.patient = row.take_text();
    assessment.as_of = row.take_instant();
    assessment.last_record = row.take_number();
    assessment.guideline = row.take_text();
    assessment.digest = row.take_text();
    assessment.clock_doubt = row.take_instant() - Instant{};
}

void read_row(Statement& row, Alert& alert) {
    row.take_number();  // the row: an alert has one for each change
    alert.number = row.take_number();
    alert.patient = row.take_text();
    alert.condition = row.take_text();
    take(row, alert.priority);
    take(row, alert.state);
    alert.over = row.take_number() != 0;
    alert.told = row.take_number();
    alert.words = row.take_text();
    alert.text = row.take_text();
    alert.raised_at = row.take_instant();
    alert.changed_at = row.take_instant();
    alert.by = row.take_text();
    alert.reason = row.take_text();
    alert.snoozed_until = row.take_instant();
    alert.late = row.take_instant() - Instant{};
}

void read_row(Statement& row, WardEvent& event) {
    event.number = row.take_number();
    event.kind = row.take_text();
    event.patient = row.take_text();
    event.json = row.take_text();
}

void read_row(Statement& row, AuditEntry& entry) {
    entry.number = row.take_number();
    entry.at = row.take_instant();
    entry.actor = row.take_text();
    entry.action = row.take_text();
    entry.object = row.take_text();
    entry.context = row.take_text();
}

void read_row(Statement& row, Account& account) {
    row.take_number();  // the row: an account has one for each change
    account.name = row.take_text();
    account.role = row.take_text();
    account.credential = row.take_text();
    account.changed_at = row.take_instant();
    account.units = row.take_text();
    account.factors = row.take_text();
    account.subject = row.take_text();
}

void read_row(Statement& row, Cosign& cosign) {
    row.take_number();  // the row: each has one for each change
    cosign.number = row.take_number();
    cosign.kind = row.take_text();
    take(row, cosign.state);
    cosign.patient = row.take_text();
    cosign.object = row.take_text();
    cosign.reason = row.take_text();
    cosign.by = row.take_text();
    cosign.at = row.take_instant();
    cosign.second = row.take_text();
    cosign.answer = row.take_text();
    cosign.changed_at = row.take_instant();
}

void read_row(Statement& row, KeptSession& session) {
    session.digest = row.take_text();
    session.name = row.take_text();
    session.account = row.take_text();
    session.begun = row.take_instant();
    session.last_used = row.take_instant();
    session.seal = row.take_text();
}

}  // namespace stormkeel
