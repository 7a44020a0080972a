// Keeps batches in one transaction each, and reads them back.
#include "storage/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "storage/altered_accounts.h"
#include "storage/log_check.h"
#include "storage/sqlite_rows.h"
#include "storage/table_check.h"
#include "storage/whole_copy.h"

namespace stormkeel {

namespace {

StoreProblem problem_of(const sqlite::Error& error, const std::string& file) {
    using Kind = StoreProblem::Kind;
    const std::string what = file + ": " + error.what();
    switch (error.code & 0xFF) {
        case SQLITE_FULL:
            return {Kind::full, what + "; free space on its disk"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Kind::in_use, file + ": another process works with it; end that one, or give another folder"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {Kind::damaged, what + "; restore the last backup"};
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {Kind::broken,
                    what +
                        "; the folder and its files have to belong to the account that works with them, and under "
                        "systemd to the ReadWritePaths of its unit"};
        default:
            return {Kind::broken, what};
    }
}

class SqliteStore final : public Store {
public:
    explicit SqliteStore(const SqlitePlace& place) : file_(place.file), connection_(place.file, place.vfs) {
        prepare_file(place);
        CheckedTables checked = check_tables(connection_);
        chains_ = std::move(checked.chains);
        damaged_ = std::move(checked.damaged);
        rows_.emplace(connection_);
    }

    Stored<Done> commit(const Batch& batch) override;
    Stored<LastNumbers> last_numbers() override;
    Stored<Done> each_record(std::optional<std::string_view> patient, const SeeRecord& see) override;
    Stored<std::vector<std::string>> patients() override;
    Stored<std::vector<Record>> versions(std::string_view source) override;
    Stored<std::optional<KeptAssessment>> last_assessment(std::string_view patient) override;
    Stored<std::vector<Alert>> open_alerts() override;
    Stored<std::vector<WardEvent>> events_after(std::uint64_t number, std::size_t at_most) override;
    Stored<std::string> hash_of_event(std::uint64_t number) override;
    Stored<std::vector<Account>> accounts() override;
    Stored<std::vector<Cosign>> cosigns_after(Instant at) override;
    Stored<std::vector<KeptSession>> sessions() override;
    Stored<std::vector<AuditEntry>> audit_after(std::uint64_t number, std::size_t at_most) override;
    Stored<std::vector<AuditEntry>> audit_before(std::uint64_t number, std::size_t at_most) override;
    using Store::back_up;
    Stored<Done> back_up(const std::string& file, CopyFor copy_for) override;
    StoreFigures figures() const override;
    std::vector<DamagedRow> damaged() const override { return damaged_; }
    Stored<Found> look_through(std::chrono::microseconds at_most) override;

private:
    void prepare_file(const SqlitePlace& place);
    StoreProblem give_up(const sqlite::Error& error);

    // Runs one verb; an error of the disk breaks the store for good.
    template <typename Value, typename Verb>
    Stored<Value> attempt(const Verb& verb) {
        if (broken_) return *broken_;
        try {
            return verb();
        } catch (const sqlite::Error& error) {
            return give_up(error);
        }
    }

    // The rows of a statement whose parameters are bound from `bound`.
    template <typename Row, typename... Bound>
    Stored<std::vector<Row>> read(std::string_view sql, const Bound&... bound) {
        return attempt<std::vector<Row>>([&]() -> Stored<std::vector<Row>> {
            sqlite::Statement statement = connection_.prepare(sql);
            ((statement << bound), ...);
            return rows_of<Row>(statement);
        });
    }

    bool is_damaged(std::string_view table, std::uint64_t row) const {
        return std::any_of(damaged_.begin(), damaged_.end(),
                           [&](const DamagedRow& each) { return each.table == table && each.row == row; });
    }
    bool any_damaged(std::string_view table) const {
        return std::any_of(damaged_.begin(), damaged_.end(),
                           [&](const DamagedRow& each) { return each.table == table; });
    }

    // The last row of each number that is what was kept; slow, and seldom needed.
    template <typename Row>
    Stored<std::vector<Row>> last_sound_rows(const std::string& table) {
        return attempt<std::vector<Row>>([&]() -> Stored<std::vector<Row>> {
            sqlite::Statement rows = connection_.prepare("SELECT row, * FROM " + table + " ORDER BY row");
            std::map<std::uint64_t, Row> last;
            while (rows.step()) {
                const std::uint64_t number = rows.take_number();
                Row row;
                read_row(rows, row);
                if (!is_damaged(table, number)) last[row.number] = std::move(row);
            }
            std::vector<Row> found;
            for (auto& [number, row] : last) found.push_back(std::move(row));
            return found;
        });
    }

    std::string file_;
    sqlite::Connection connection_;
    Chains chains_;
    std::vector<DamagedRow> damaged_;      // when it was opened
    std::unique_ptr<TableCheck> looking_;  // through what is on the disk now
    std::optional<SqliteRows> rows_;
    std::optional<StoreProblem> broken_;
    StoreFigures figures_;
};

// What a commit promises rests on these two settings, so they are read back.
void SqliteStore::prepare_file(const SqlitePlace& place) {
    connection_.run("PRAGMA locking_mode = EXCLUSIVE");
    const std::string journal = connection_.word("PRAGMA journal_mode = WAL");
    connection_.run("PRAGMA synchronous = FULL");
    if (journal != "wal" || connection_.number("PRAGMA synchronous") != 2) {
        throw sqlite::Error(SQLITE_CANTOPEN, "its disk keeps no write-ahead log; give a folder on a local disk");
    }
    connection_.run("PRAGMA trusted_schema = OFF");
    sqlite::check_log(connection_);
    sqlite::empty_log(connection_);
    sqlite::copy_before_migration(connection_, file_, place.later_steps);
    sqlite::migrate(connection_, place.purpose, place.later_steps);
}

StoreProblem SqliteStore::give_up(const sqlite::Error& error) {
    StoreProblem problem = problem_of(error, file_);
    // Of a full disk nothing was written, and it may be emptied. Of any other error nobody knows what is on the disk.
    if (problem.kind != StoreProblem::Kind::full) broken_ = problem;
    return problem;
}

Stored<Done> SqliteStore::commit(const Batch& batch) {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    auto kept = attempt<Done>([&]() -> Stored<Done> {
        Chains chains = chains_;
        connection_.run("BEGIN IMMEDIATE");
        try {
            rows_->keep(batch, chains);
            connection_.run("COMMIT");
        } catch (...) {
            // SQLite has rolled back by itself after some errors, and not after others, nor when memory ran out here.
            if (connection_.in_transaction()) connection_.run("ROLLBACK");
            throw;
        }
        chains_ = std::move(chains);
        return Done{};
    });
    if (std::holds_alternative<StoreProblem>(kept)) {
        ++figures_.refused_commits;
    } else {
        figures_.commits.add(std::chrono::duration<double>(Clock::now() - began).count());
    }
    return kept;
}

StoreFigures SqliteStore::figures() const {
    StoreFigures figures = figures_;
    for (const char* ending : {"", "-wal", "-shm"}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file_ + ending, missing);
        if (!missing) figures.bytes += size;
    }
    return figures;
}

Stored<LastNumbers> SqliteStore::last_numbers() {
    return attempt<LastNumbers>([&]() -> Stored<LastNumbers> {
        const auto last = [&](const char* table, const char* column = "number") {
            const std::string sql = std::string("SELECT coalesce(max(") + column + "), 0) FROM " + table;
            return static_cast<std::uint64_t>(connection_.number(sql));
        };
        return LastNumbers{last("record"),       last("assessment"),     last("alert"),
                           last("event"),        last("audit"),          last("cosign"),
                           last("alert", "row"), last("account", "row"), last("cosign", "row")};
    });
}

Stored<Done> SqliteStore::each_record(std::optional<std::string_view> patient, const SeeRecord& see) {
    return attempt<Done>([&]() -> Stored<Done> {
        const std::string_view which = patient ? "WHERE patient = ? " : "";
        sqlite::Statement rows =
            connection_.prepare("SELECT * FROM record " + std::string(which) + "ORDER BY patient, number");
        if (patient) rows << *patient;
        while (rows.step()) {
            Record record;
            read_row(rows, record);
            see(record);
        }
        return Done{};
    });
}

// One step of the index a patient, however many records each has.
Stored<std::vector<std::string>> SqliteStore::patients() {
    return attempt<std::vector<std::string>>([&]() -> Stored<std::vector<std::string>> {
        sqlite::Statement rows = connection_.prepare(
            "WITH RECURSIVE each(patient) AS (SELECT min(patient) FROM record UNION ALL "
            "SELECT (SELECT min(patient) FROM record WHERE patient > each.patient) FROM each "
            "WHERE each.patient IS NOT NULL) SELECT patient FROM each WHERE patient IS NOT NULL");
        std::vector<std::string> found;
        while (rows.step()) found.push_back(rows.take_text());
        return found;
    });
}

Stored<std::vector<Record>> SqliteStore::versions(std::string_view source) {
    return read<Record>("SELECT * FROM record WHERE source = ? ORDER BY number", source);
}

Stored<std::optional<KeptAssessment>> SqliteStore::last_assessment(std::string_view patient) {
    const auto read_last = read<KeptAssessment>(
        "SELECT " + std::string(assessment_columns) + " FROM assessment WHERE patient = ? ORDER BY number DESC LIMIT 1",
        patient);
    if (const auto* problem = std::get_if<StoreProblem>(&read_last)) return *problem;
    const auto& last = std::get<std::vector<KeptAssessment>>(read_last);
    return last.empty() ? std::nullopt : std::optional(last.front());
}

Stored<std::vector<Alert>> SqliteStore::open_alerts() {
    if (any_damaged("alert")) {
        auto sound = last_sound_rows<Alert>("alert");
        if (auto* rows = std::get_if<std::vector<Alert>>(&sound)) {
            std::erase_if(*rows, [](const Alert& row) { return row.state == AlertState::ended; });
        }
        return sound;
    }
    return read<Alert>(
        "SELECT * FROM alert WHERE row IN (SELECT max(row) FROM alert GROUP BY number) AND state <> ? ORDER BY number",
        static_cast<std::uint64_t>(AlertState::ended));
}

Stored<std::vector<WardEvent>> SqliteStore::events_after(std::uint64_t number, std::size_t at_most) {
    if (!any_damaged("event")) {
        return read<WardEvent>("SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?", number, at_most);
    }
    auto read_all = read<WardEvent>("SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?", number,
                                    at_most + damaged_.size());
    if (auto* events = std::get_if<std::vector<WardEvent>>(&read_all)) {
        std::erase_if(*events, [&](const WardEvent& each) { return is_damaged("event", each.number); });
        if (events->size() > at_most) events->resize(at_most);
    }
    return read_all;
}

Stored<std::string> SqliteStore::hash_of_event(std::uint64_t number) {
    return attempt<std::string>([&]() -> Stored<std::string> {
        sqlite::Statement read = connection_.prepare("SELECT hash FROM event WHERE number = ?");
        read << number;
        return read.step() ? read.take_text() : std::string();
    });
}

Stored<std::vector<Account>> SqliteStore::accounts() {
    if (any_damaged("account")) {
        return attempt<std::vector<Account>>([&]() -> Stored<std::vector<Account>> {
            std::set<std::uint64_t> altered;
            for (const DamagedRow& each : damaged_) {
                if (each.table == "account") altered.insert(each.row);
            }
            return accounts_but_altered(connection_, altered);
        });
    }
    return read<Account>("SELECT " + std::string(account_columns) +
                         " FROM account WHERE row IN (SELECT max(row) FROM account GROUP BY name) ORDER BY name");
}

Stored<std::vector<Cosign>> SqliteStore::cosigns_after(Instant at) {
    if (any_damaged("cosign")) {
        auto sound = last_sound_rows<Cosign>("cosign");
        if (auto* rows = std::get_if<std::vector<Cosign>>(&sound)) {
            std::erase_if(*rows, [&](const Cosign& row) { return row.state != CosignState::open && row.at <= at; });
        }
        return sound;
    }
    return read<Cosign>(
        "SELECT * FROM cosign WHERE row IN (SELECT max(row) FROM cosign GROUP BY number) AND (state = ? OR at > ?) "
        "ORDER BY number",
        static_cast<std::uint64_t>(CosignState::open), at);
}

Stored<std::vector<KeptSession>> SqliteStore::sessions() {
    return read<KeptSession>("SELECT * FROM session ORDER BY digest");
}

Stored<std::vector<AuditEntry>> SqliteStore::audit_after(std::uint64_t number, std::size_t at_most) {
    return read<AuditEntry>(
        "SELECT " + std::string(audit_columns) + " FROM audit WHERE number > ? ORDER BY number LIMIT ?", number,
        at_most);
}

Stored<std::vector<AuditEntry>> SqliteStore::audit_before(std::uint64_t number, std::size_t at_most) {
    return read<AuditEntry>(
        "SELECT " + std::string(audit_columns) + " FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?", number,
        at_most);
}

// Pages are let go first, so that they are read from the file and not from memory. What a page that is damaged itself
// says breaks nothing here: who is answered was read before.
Stored<Store::Found> SqliteStore::look_through(std::chrono::microseconds at_most) {
    if (broken_) return *broken_;
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + at_most;
    if (!looking_) looking_ = std::make_unique<TableCheck>(&chains_);
    try {
        connection_.let_pages_go();
        if (!looking_->go_on(connection_, [&] { return Clock::now() < until; })) return Found();
        return Found(std::exchange(looking_, nullptr)->damaged());
    } catch (const sqlite::Error& error) {
        looking_.reset();
        StoreProblem problem = problem_of(error, file_);
        return problem.kind == StoreProblem::Kind::damaged ? problem : give_up(error);
    }
}

Stored<Done> SqliteStore::back_up(const std::string& file, CopyFor copy_for) {
    std::error_code unseen;
    const bool is_there = std::filesystem::exists(file, unseen);
    if (unseen && unseen != std::errc::no_such_file_or_directory) {
        return StoreProblem{StoreProblem::Kind::broken, file + ": " + unseen.message() + "; name another file"};
    }
    if (is_there) {
        return StoreProblem{StoreProblem::Kind::in_use, file + " is there already; name a file that is not"};
    }
    // What goes wrong with the copy says nothing of what is kept here.
    if (broken_) return *broken_;
    try {
        connection_.let_pages_go();
        sqlite::copy_whole(connection_, file, copy_for == CopyFor::verifying);
        return Done{};
    } catch (const sqlite::Error& error) {
        return problem_of(error, file);
    }
}

}  // namespace

Stored<std::unique_ptr<Store>> open_sqlite_store(const SqlitePlace& place) {
    using Kind = StoreProblem::Kind;
    using Why = sqlite::WrongFile::Why;
    try {
        return std::make_unique<SqliteStore>(place);
    } catch (const sqlite::Error& error) {
        return problem_of(error, place.file);
    } catch (const sqlite::WrongFile& wrong) {
        return StoreProblem{wrong.why == Why::newer ? Kind::newer : Kind::damaged, place.file + ": " + wrong.what};
    }
}

}  // namespace stormkeel
