// The steps from an empty file to the present tables; a step that was released is never edited.
#include "storage/schema.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "storage/digest.h"

namespace stormkeel::sqlite {

namespace {

constexpr std::array<std::string_view, 5> steps_of_this_version{R"sql(
CREATE TABLE record(
    number INTEGER PRIMARY KEY, patient TEXT NOT NULL, form INTEGER NOT NULL, source TEXT NOT NULL,
    version TEXT NOT NULL, effective INTEGER NOT NULL, received INTEGER NOT NULL, text TEXT NOT NULL,
    hash TEXT NOT NULL, UNIQUE(source, version)) STRICT;
CREATE INDEX record_of_patient ON record(patient, number);
CREATE TABLE assessment(
    number INTEGER PRIMARY KEY, patient TEXT NOT NULL, as_of INTEGER NOT NULL, last_record INTEGER NOT NULL,
    guideline TEXT NOT NULL, digest TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX assessment_of_patient ON assessment(patient, number);
CREATE TABLE alert(
    row INTEGER PRIMARY KEY, number INTEGER NOT NULL, patient TEXT NOT NULL, condition TEXT NOT NULL,
    priority INTEGER NOT NULL, state INTEGER NOT NULL, over INTEGER NOT NULL, told INTEGER NOT NULL,
    words TEXT NOT NULL, text TEXT NOT NULL, raised_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL,
    snoozed_until INTEGER NOT NULL, late INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX alert_rows ON alert(number, row);
CREATE TABLE event(
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, patient TEXT NOT NULL, json TEXT NOT NULL,
    hash TEXT NOT NULL) STRICT;
CREATE TABLE audit(
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    object TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE account(
    row INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, credential TEXT NOT NULL,
    changed_at INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
)sql",
                                                                R"sql(
ALTER TABLE assessment ADD COLUMN clock_doubt INTEGER NOT NULL DEFAULT 0;
)sql",
                                                                R"sql(
ALTER TABLE audit ADD COLUMN context TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN units TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN factors TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN subject TEXT NOT NULL DEFAULT '';
CREATE TABLE cosign(
    row INTEGER PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, state INTEGER NOT NULL,
    patient TEXT NOT NULL, object TEXT NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
    second TEXT NOT NULL, answer TEXT NOT NULL, changed_at INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX cosign_rows ON cosign(number, row);
CREATE TABLE session(
    digest TEXT PRIMARY KEY, name TEXT NOT NULL, account TEXT NOT NULL, begun INTEGER NOT NULL,
    last_used INTEGER NOT NULL) STRICT;
)sql",
                                                                R"sql(
DELETE FROM session;
ALTER TABLE session ADD COLUMN seal TEXT NOT NULL DEFAULT '';
)sql",
                                                                // All sessions are sealed together, and a row's hash
                                                                // has each of its fields by itself: an earlier program
                                                                // would take both for altered.
                                                                R"sql(
DELETE FROM session;
)sql"};

std::vector<std::string_view> all_steps(Steps later) {
    std::vector<std::string_view> steps(steps_of_this_version.begin(), steps_of_this_version.end());
    steps.insert(steps.end(), later.begin(), later.end());
    return steps;
}

constexpr std::int64_t ward_file = 0x534B5731;
constexpr std::int64_t demonstration_file = 0x534B4431;

std::int64_t mark_of(Purpose purpose) { return purpose == Purpose::ward ? ward_file : demonstration_file; }

void check_purpose(Connection& connection, Purpose purpose, std::int64_t version) {
    const std::int64_t mark = connection.number("PRAGMA application_id");
    if (mark == mark_of(purpose)) return;
    const bool ours = mark == ward_file || mark == demonstration_file;
    if (ours) {
        const bool demonstration = mark == demonstration_file;
        throw WrongFile{WrongFile::Why::other_purpose, demonstration ? "it holds a demonstration; give another folder"
                                                                     : "it holds a ward's data, no demonstration"};
    }
    const bool fresh = mark == 0 && version == 0 && connection.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (!fresh) throw WrongFile{WrongFile::Why::not_ours, "it is a database of another program"};
    connection.run(("PRAGMA application_id = " + std::to_string(mark_of(purpose))).c_str());
}

void check_step(Connection& connection, std::size_t step, std::string_view sql) {
    Statement read = connection.prepare("SELECT digest FROM migration WHERE step = ?");
    read << static_cast<std::uint64_t>(step + 1);
    if (!read.step() || read.take_text() != digest_of({sql})) {
        throw WrongFile{WrongFile::Why::changed, "its tables were made by another edition of this program"};
    }
    read.execute();
}

constexpr const char* table_of_steps =
    "CREATE TABLE IF NOT EXISTS migration(step INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT";

// What a file says of its own tables and indexes.
std::string structure_of(Connection& connection) {
    std::string text;
    Statement read =
        connection.prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY name, type");
    while (read.step()) {
        for (int column = 0; column < 4; ++column) text += read.take_text() + '\n';
    }
    return text;
}

// SQLite believes what a file says of itself, and what nobody reads at the start would fail once somebody does.
void check_structure(Connection& connection, const std::vector<std::string_view>& steps) {
    Connection made(":memory:", "");
    made.run(table_of_steps);
    for (const std::string_view step : steps) made.run(std::string(step).c_str());
    if (structure_of(connection) == structure_of(made)) return;
    throw WrongFile{WrongFile::Why::changed,
                    "its tables are not those that this program made; restore the last backup"};
}

}  // namespace

bool is_of_earlier_version(Connection& connection, Steps later) {
    const std::int64_t mark = connection.number("PRAGMA application_id");
    const std::int64_t version = connection.number("PRAGMA user_version");
    const bool ours = mark == ward_file || mark == demonstration_file;
    return ours && version > 0 && version < static_cast<std::int64_t>(all_steps(later).size());
}

void migrate(Connection& connection, Purpose purpose, Steps later) {
    const std::vector<std::string_view> steps = all_steps(later);
    const std::int64_t version = connection.number("PRAGMA user_version");
    const auto newest = static_cast<std::int64_t>(steps.size());
    if (version > newest) {
        throw WrongFile{WrongFile::Why::newer, "it was written by a later version of this program (schema " +
                                                   std::to_string(version) + ", this one knows " +
                                                   std::to_string(newest) + "); nothing was changed"};
    }
    connection.run("BEGIN EXCLUSIVE");
    check_purpose(connection, purpose, version);
    connection.run(table_of_steps);
    for (std::size_t step = 0; step < steps.size(); ++step) {
        if (static_cast<std::int64_t>(step) < version) {
            check_step(connection, step, steps.at(step));
            continue;
        }
        connection.run(std::string(steps.at(step)).c_str());
        Statement note = connection.prepare("INSERT INTO migration VALUES(?, ?)");
        note << static_cast<std::uint64_t>(step + 1) << digest_of({steps.at(step)});
        note.execute();
    }
    connection.run(("PRAGMA user_version = " + std::to_string(newest)).c_str());
    check_structure(connection, steps);
    connection.run("COMMIT");
}

}  // namespace stormkeel::sqlite
