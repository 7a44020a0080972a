// Calls SQLite, and turns each result that is not the expected one into an exception.
#include "storage/sqlite.h"

#include <sqlite3.h>

namespace stormkeel::sqlite {

namespace {

[[noreturn]] void fail(sqlite3* handle, int code) {
    const int extended = handle == nullptr ? code : sqlite3_extended_errcode(handle);
    throw Error(extended == SQLITE_OK ? code : extended,
                handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle));
}

}  // namespace

void Connection::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Connection::Connection(const std::string& path, const std::string& vfs) {
    sqlite3* handle = nullptr;
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    handle_.reset(handle);
    if (code != SQLITE_OK) fail(handle, code);
}

void Connection::run(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(handle(), code);
}

Statement Connection::prepare(std::string_view sql) { return {*this, sql}; }

std::int64_t Connection::number(std::string_view sql) {
    Statement statement(*this, sql);
    return statement.step() ? static_cast<std::int64_t>(statement.take_number()) : 0;
}

std::string Connection::word(std::string_view sql) {
    Statement statement(*this, sql);
    return statement.step() ? statement.take_text() : std::string();
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

void Connection::let_pages_go() { sqlite3_db_release_memory(handle()); }

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Connection& connection, std::string_view sql) : connection_(connection.handle()) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                             &statement, nullptr));
    statement_.reset(statement);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) fail(connection_, code);
}

// Bound texts are copied: a statement may be stepped when what was bound is gone.
Statement& Statement::operator<<(std::string_view text) {
    check(sqlite3_bind_text64(statement_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::operator<<(std::uint64_t number) {
    check(sqlite3_bind_int64(statement_.get(), ++bound_, static_cast<std::int64_t>(number)));
    return *this;
}

Statement& Statement::operator<<(Instant at) {
    check(sqlite3_bind_int64(statement_.get(), ++bound_, at.microseconds));
    return *this;
}

bool Statement::step() {
    taken_ = 0;
    as_declared_ = true;
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    bound_ = 0;
    const int reset = sqlite3_reset(statement_.get());
    if (code != SQLITE_DONE) fail(connection_, reset == SQLITE_OK ? code : reset);
    return false;
}

void Statement::execute() {
    while (step()) {
    }
}

// Asked before the value, which may change it.
int Statement::take_column(int type) {
    as_declared_ = as_declared_ && sqlite3_column_type(statement_.get(), taken_) == type;
    return taken_++;
}

std::uint64_t Statement::take_number() {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), take_column(SQLITE_INTEGER)));
}

std::string Statement::take_text() {
    const int column = take_column(SQLITE_TEXT);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    const int length = sqlite3_column_bytes(statement_.get(), column);
    return text == nullptr ? std::string() : std::string(text, static_cast<std::size_t>(length));
}

Instant Statement::take_instant() { return {sqlite3_column_int64(statement_.get(), take_column(SQLITE_INTEGER))}; }

}  // namespace stormkeel::sqlite
