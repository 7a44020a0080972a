// How many facts a second are kept so that they outlive a loss of power, against the bare inserts of the same rows?
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "measure.h"
#include "storage/sqlite_store.h"

namespace {

using namespace stormkeel;
namespace fs = std::filesystem;

constexpr int rounds = 9;
constexpr std::uint64_t batches_in_round = 40;

Batch batch_of(std::uint64_t first, std::uint64_t size) {
    Batch batch;
    for (std::uint64_t i = first; i < first + size; ++i) {
        const std::string id = std::to_string(i);
        batch.records.push_back(
            {i, "patient-" + std::to_string(i % 20), RecordForm::chart_row, "feed " + id, "1", Instant{1}, Instant{2},
             R"({"time":"2026-03-03T10:00:00Z","item":"systolic_bp","value":"84","unit":"mm[Hg]"})"});
    }
    return batch;
}

// The peer: the same columns by one prepared statement, with the same two settings that make a commit durable.
class BareInserts {
public:
    explicit BareInserts(const std::string& file) {
        sqlite3_open(file.c_str(), &handle_);
        run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        run("CREATE TABLE record(number INTEGER PRIMARY KEY, patient TEXT NOT NULL, form INTEGER NOT NULL, source TEXT "
            "NOT NULL, version TEXT NOT NULL, effective INTEGER NOT NULL, received INTEGER NOT NULL, text TEXT NOT "
            "NULL, UNIQUE(source, version)) STRICT; CREATE INDEX record_of_patient ON record(patient, number)");
        sqlite3_prepare_v2(handle_, "INSERT INTO record VALUES(?, ?, ?, ?, ?, ?, ?, ?)", -1, &insert_, nullptr);
    }
    ~BareInserts() {
        sqlite3_finalize(insert_);
        sqlite3_close(handle_);
    }
    BareInserts(const BareInserts&) = delete;
    BareInserts& operator=(const BareInserts&) = delete;

    void commit(const Batch& batch) {
        run("BEGIN");
        for (const Record& record : batch.records) {
            int column = 0;
            const auto number = [&](std::int64_t value) { sqlite3_bind_int64(insert_, ++column, value); };
            const auto text = [&](const std::string& value) {
                sqlite3_bind_text(insert_, ++column, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
            };
            number(static_cast<std::int64_t>(record.number));
            text(record.patient);
            number(static_cast<std::int64_t>(record.form));
            text(record.source);
            text(record.version);
            number(record.effective.microseconds);
            number(record.received.microseconds);
            text(record.text);
            sqlite3_step(insert_);
            sqlite3_reset(insert_);
        }
        run("COMMIT");
    }

private:
    void run(const char* sql) { sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }

    sqlite3* handle_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

}  // namespace

int main() {
    using namespace stormkeel::bench;
    const fs::path folder = fs::temp_directory_path() / ("stormkeel-bench-" + std::to_string(::getpid()));
    print_heading();
    for (const std::uint64_t size : {1U, 10U, 100U}) {
        fs::remove_all(folder);
        fs::create_directories(folder);
        auto opened = open_sqlite_store({(folder / "ward.sqlite").string(), sqlite::Purpose::ward, {}});
        Store& store = *std::get<std::unique_ptr<Store>>(opened);
        BareInserts bare((folder / "bare.sqlite").string());
        std::uint64_t stored = 1;
        std::uint64_t inserted = 1;
        const auto keep_round = [&](std::uint64_t& next, const auto& commit) {
            for (std::uint64_t i = 0; i < batches_in_round; ++i, next += size) commit(batch_of(next, size));
        };
        const double kept = median_nanoseconds(
            rounds, [&] { keep_round(stored, [&](const Batch& batch) { keep(store.commit(batch).index()); }); });
        const double raw =
            median_nanoseconds(rounds, [&] { keep_round(inserted, [&](const Batch& batch) { bare.commit(batch); }); });
        const auto facts = static_cast<double>(size * batches_in_round);
        const std::string question = "a fact kept, " + std::to_string(size) + " in a commit";
        print_time(question.c_str(), kept / facts, raw / facts, Standard::peer, in_microseconds);
    }
    fs::remove_all(folder);
}
