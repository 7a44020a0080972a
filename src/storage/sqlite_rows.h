// The tables of the SQLite store: how each kind of row is written and read.
//
// Every call may throw sqlite::Error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/chain.h"
#include "storage/sqlite.h"
#include "storage/store.h"

namespace stormkeel {

// The columns as read_row() reads them, and the hash, where some came to the table later than the hash.
constexpr std::string_view assessment_columns =
    "number, patient, as_of, last_record, guideline, digest, clock_doubt, hash";
constexpr std::string_view audit_columns = "number, at, actor, action, object, context, hash";
constexpr std::string_view account_columns = "row, name, role, credential, changed_at, units, factors, subject, hash";

// Writes rows, each with its place in the chain of its table.
class SqliteRows {
public:
    explicit SqliteRows(sqlite::Connection& connection);

    void keep(const Batch& batch, Chains& chains);

private:
    sqlite::Statement record_;
    sqlite::Statement assessment_;
    sqlite::Statement alert_;
    sqlite::Statement event_;
    sqlite::Statement audit_;
    sqlite::Statement account_;
    sqlite::Statement cosign_;
    sqlite::Statement session_;
    sqlite::Statement end_session_;
    sqlite::Statement prune_events_;
};

// One row of `SELECT * FROM table`, in the order of its columns or of those named above; the hash is left to be read.
void read_row(sqlite::Statement& row, Record& record);
void read_row(sqlite::Statement& row, KeptAssessment& assessment);
void read_row(sqlite::Statement& row, Alert& alert);
void read_row(sqlite::Statement& row, WardEvent& event);
void read_row(sqlite::Statement& row, AuditEntry& entry);
void read_row(sqlite::Statement& row, Account& account);
void read_row(sqlite::Statement& row, Cosign& cosign);
void read_row(sqlite::Statement& row, KeptSession& session);

// All rows of such a statement.
template <typename Row>
std::vector<Row> rows_of(sqlite::Statement& statement) {
    std::vector<Row> found;
    while (statement.step()) read_row(statement, found.emplace_back());
    return found;
}

}  // namespace stormkeel
