// Each row's hash is made anew from the one that is kept before it, so that a changed row alone does not fit.
#include "storage/table_check.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "storage/pruned_events.h"
#include "storage/sqlite_rows.h"

namespace stormkeel {

namespace {

using sqlite::Connection;
using sqlite::Statement;

// The audit is checked before it is believed.
PrunedEvents last_pruned(Connection& connection) {
    Statement read = connection.prepare("SELECT object FROM audit WHERE action = ? ORDER BY number DESC LIMIT 1");
    read << PrunedEvents::action;
    return read.step() ? read_pruned_events(read.take_text()) : PrunedEvents{};
}

std::set<std::string> patients_of_records(Connection& connection) {
    Statement rows = connection.prepare("SELECT DISTINCT patient FROM record");
    std::set<std::string> found;
    while (rows.step()) found.insert(rows.take_text());
    return found;
}

std::string why_missing(std::uint64_t row, const std::string& table) {
    return "row " + std::to_string(row) + " of " + table + " is missing";
}

template <typename Row>
concept OfAPatient = requires(Row row) { row.patient; };

template <typename Row>
concept WasHashedOtherwise = requires(Chains chains, Row row) { chains.add_as_before(row); };

// Whose a row is. What was asked for of two is of both.
std::vector<std::string> whose(const Cosign& row) {
    const bool of_two = row.kind == "merge" || row.kind == "unmerge";
    return of_two ? std::vector{row.patient, row.object} : std::vector{row.patient};
}
template <typename Row>
std::vector<std::string> whose(const Row& row) {
    if constexpr (OfAPatient<Row>) return {row.patient};
    return {};
}

// Nobody is answered by it: a message that is held back, what the ward tells of itself.
bool bears_on_nobody(const Record& row) { return row.form == RecordForm::dead_letter && row.patient.empty(); }
bool bears_on_nobody(const Alert& row) { return row.patient.empty(); }
bool bears_on_nobody(const WardEvent& row) { return row.patient.empty(); }
template <typename Row>
bool bears_on_nobody(const Row&) {
    return false;
}

template <typename Row>
class WalkOf final : public TableWalk {
public:
    // `columns` are those of read_row(), and the hash; `found` selects a row by its number when every index has it.
    struct Table {
        std::string name;
        std::string columns;
        std::string found;
    };
    WalkOf(Table table, std::string Chains::* chain, Chains& chains, const Chains* kept)
        : table_(std::move(table.name)),
          columns_(std::move(table.columns)),
          found_(std::move(table.found)),
          chain_(chain),
          chains_(chains),
          kept_(kept) {}

    bool go_on(Connection& connection, const std::function<bool()>& may_go_on,
               std::vector<DamagedRow>& damaged) override {
        Statement rows =
            connection.prepare("SELECT rowid, " + columns_ + " FROM " + table_ + " WHERE rowid > ? ORDER BY rowid");
        rows << last_;
        std::optional<Statement> found;
        if (kept_ != nullptr) found = connection.prepare(found_);
        while (rows.step()) {
            const std::uint64_t number = rows.take_number();
            if (number != last_ + 1) begin_at(number, connection);
            last_ = number;
            Row row;
            read_row(rows, row);
            std::string kept = rows.take_text();
            const bool good = look_at({row, rows.is_as_declared()}, std::move(kept), connection, damaged);
            // An altered row may be in no index for what it says now.
            if (good && found) look_for(*found, damaged);
            if (!may_go_on()) return false;
        }
        look_at_end(connection, damaged);
        return true;
    }

private:
    // Where earlier events were taken away the audit tells the hash of the last of them.
    void begin_at(std::uint64_t number, Connection& connection) {
        const PrunedEvents pruned = table_ == "event" ? last_pruned(connection) : PrunedEvents{};
        if (pruned.up_to + 1 != number) throw sqlite::Error(SQLITE_CORRUPT, why_missing(last_ + 1, table_));
        chains_.*chain_ = pruned.hash;
        instead_.reset();
    }

    bool fits(const Row& row, const std::string& before, const std::string& kept) const {
        Chains chains;
        chains.*chain_ = before;
        return chains.add(row) == kept || fits_as_before(row, before, kept);
    }

    bool fits_as_before(const Row& row, const std::string& before, const std::string& kept) const {
        if constexpr (WasHashedOtherwise<Row>) {
            Chains chains;
            chains.*chain_ = before;
            return chains.add_as_before(row) == kept;
        }
        return false;
    }

    // One a table: a page of an index that was altered hides many rows.
    void look_for(Statement& found, std::vector<DamagedRow>& damaged) {
        const bool is_found = is_there(found, last_);
        if (is_found || index_is_told_) return;
        index_is_told_ = true;
        damaged.push_back({"the indexes of " + table_, last_, {}, true});
    }

    // Rows that a page has lost at its end leave no gap.
    void look_at_end(Connection& connection, std::vector<DamagedRow>& damaged) const {
        if (kept_ == nullptr) return;
        const bool all_pruned = last_ == 0 && table_ == "event";
        const std::string end = all_pruned ? last_pruned(connection).hash : chains_.*chain_;
        const bool last_is_told = !damaged.empty() && damaged.back().table == table_ && damaged.back().row == last_;
        if (end != kept_->*chain_ && !last_is_told) damaged.push_back({table_, last_ + 1, {}, true});
    }

    static bool is_there(Statement& found, std::uint64_t row) {
        try {
            found << row;
            if (!found.step()) return false;
            found.execute();
            return true;
        } catch (const sqlite::Error& error) {
            if ((error.code & 0xFF) != SQLITE_CORRUPT) throw;
            return false;
        }
    }

    struct Read {
        const Row& row;
        bool is_as_declared;
    };
    bool look_at(const Read& read, std::string kept, Connection& connection, std::vector<DamagedRow>& damaged) {
        const Row& row = read.row;
        const std::string before = chains_.*chain_;
        const std::string made = chains_.add(row);
        // Of the row before it may be the hash that was changed, and not what that one says.
        const bool is_chained =
            made == kept || fits_as_before(row, before, kept) || (instead_ && fits(row, *instead_, kept));
        const bool good = read.is_as_declared && is_chained;
        if (!good) note(row, before, kept, connection, damaged);
        instead_ = good ? std::nullopt : std::optional(made);
        chains_.*chain_ = std::move(kept);
        return good;
    }

    // What was changed may be whose it is: then it was of the patient with whom it fits.
    void note(const Row& row, const std::string& before, const std::string& kept, Connection& connection,
              std::vector<DamagedRow>& damaged) {
        DamagedRow found{table_, last_, whose(row), bears_on_nobody(row)};
        if constexpr (OfAPatient<Row>) {
            for (const std::string& patient : patients_of_records(connection)) {
                Row other = row;
                other.patient = patient;
                if (!fits(other, before, kept)) continue;
                found.patients.push_back(patient);
                found.is_proved = true;
            }
        }
        damaged.push_back(std::move(found));
    }

    std::string table_;
    std::string columns_;
    std::string found_;
    std::string Chains::* chain_;
    Chains& chains_;
    const Chains* kept_;  // as the rows end in a store that runs; nullptr: a start
    bool index_is_told_ = false;
    std::uint64_t last_ = 0;
    std::optional<std::string> instead_;  // what the hash of a row before that does not fit would be
};

// That a whole row tells of the patient: a name that stands in a changed row alone may be what was changed.
bool is_told_of(const std::string& patient, const std::vector<DamagedRow>& damaged, Connection& connection) {
    constexpr std::array<std::string_view, 3> tables{"record", "assessment", "event"};
    for (const std::string_view table : tables) {
        Statement rows = connection.prepare("SELECT rowid FROM " + std::string(table) + " WHERE patient = ?");
        rows << patient;
        bool found = false;
        while (rows.step()) {
            const std::uint64_t number = rows.take_number();
            found = found || std::none_of(damaged.begin(), damaged.end(), [&](const DamagedRow& each) {
                        return each.table == table && each.row == number;
                    });
        }
        if (found) return true;
    }
    return false;
}

bool is_tied(const DamagedRow& row, const std::vector<DamagedRow>& damaged, Connection& connection) {
    // Whose account was altered is closed, whoever they are.
    if (row.bears_on_nobody || row.is_proved || row.table == "account") return true;
    return !row.patients.empty() && std::all_of(row.patients.begin(), row.patients.end(), [&](const auto& patient) {
        return !patient.empty() && is_told_of(patient, damaged, connection);
    });
}

// Through the index to the row itself: what an index says of a row may be right, and lead to another one.
std::string is_found_by(std::string_view table, std::string_view index, std::string_view first,
                        std::string_view second) {
    const auto same = [](std::string_view column) {
        return " AND b." + std::string(column) + " = a." + std::string(column);
    };
    return " AND EXISTS(SELECT 1 FROM " + std::string(table) + " b INDEXED BY " + std::string(index) +
           " WHERE b.hash = a.hash" + same(first) + same(second) + ")";
}

}  // namespace

std::string to_text(const DamagedRow& row) {
    return "row " + std::to_string(row.row) + " of " + row.table + " is not what was kept";
}

TableCheck::TableCheck(const Chains* kept) {
    const auto walk = [&]<typename Row>(const std::string& table, std::string_view columns, std::string Chains::* chain,
                                        const std::string& indexes) {
        const std::string found = "SELECT 1 FROM " + table + " a NOT INDEXED WHERE a.rowid = ?" + indexes;
        walks_.push_back(std::make_unique<WalkOf<Row>>(typename WalkOf<Row>::Table{table, std::string(columns), found},
                                                       chain, chains_, kept));
    };
    walk.operator()<Record>("record", "*", &Chains::record,
                            is_found_by("record", "record_of_patient", "patient", "number") +
                                is_found_by("record", "sqlite_autoindex_record_1", "source", "version"));
    walk.operator()<KeptAssessment>("assessment", assessment_columns, &Chains::assessment,
                                    is_found_by("assessment", "assessment_of_patient", "patient", "number"));
    walk.operator()<Alert>("alert", "*", &Chains::alert, is_found_by("alert", "alert_rows", "number", "row"));
    walk.operator()<AuditEntry>("audit", audit_columns, &Chains::audit, "");
    walk.operator()<WardEvent>("event", "*", &Chains::event, "");
    walk.operator()<Account>("account", account_columns, &Chains::account, "");
    walk.operator()<Cosign>("cosign", "*", &Chains::cosign, is_found_by("cosign", "cosign_rows", "number", "row"));
}

TableCheck::~TableCheck() = default;

bool TableCheck::go_on(Connection& connection, const std::function<bool()>& may_go_on) {
    for (; at_ < walks_.size(); ++at_) {
        if (!walks_[at_]->go_on(connection, may_go_on, damaged_)) return false;
    }
    return true;
}

CheckedTables check_tables(Connection& connection) {
    const std::string sound = connection.word("PRAGMA integrity_check(1)");
    if (sound != "ok") throw sqlite::Error(SQLITE_CORRUPT, sound);
    TableCheck check;
    check.go_on(connection, [] { return true; });
    std::vector<DamagedRow> damaged = check.damaged();
    for (DamagedRow& row : damaged) {
        if (!is_tied(row, check.damaged(), connection)) {
            throw sqlite::Error(SQLITE_CORRUPT, to_text(row) + ", and nothing tells whose it was");
        }
        // A name that was put in the place of another may be nobody's.
        if (row.is_proved && !is_told_of(row.patients.front(), check.damaged(), connection)) {
            row.patients.erase(row.patients.begin());
        }
    }
    Chains chains = check.chains();
    // Of a table without a row what was taken away tells how it goes on.
    if (chains.event.empty()) chains.event = last_pruned(connection).hash;
    return {std::move(chains), std::move(damaged)};
}

}  // namespace stormkeel
