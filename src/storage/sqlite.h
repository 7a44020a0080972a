// The little of SQLite that is used: a connection, a prepared statement, and its errors as one exception.
//
// Only the files of this folder include it.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace stormkeel::sqlite {

// `code` is SQLite's extended result code.
struct Error : std::runtime_error {
    Error(int code_, const std::string& what) : std::runtime_error(what), code(code_) {}
    int code;
};

class Statement;

class Connection {
public:
    // Creates the file when it is not there. `vfs` names another file system of SQLite; empty is the usual one.
    Connection(const std::string& path, const std::string& vfs);

    void run(const char* sql);  // statements without parameters
    Statement prepare(std::string_view sql);
    std::int64_t number(std::string_view sql);  // the first column of the first row; 0 without a row
    std::string word(std::string_view sql);
    bool in_transaction() const;
    void let_pages_go();  // what is read next comes from the file
    sqlite3* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

// Parameters are bound in order of their place, columns are read in order of theirs.
class Statement {
public:
    Statement(Connection& connection, std::string_view sql);

    Statement& operator<<(std::string_view text);
    Statement& operator<<(std::uint64_t number);
    Statement& operator<<(Instant at);

    bool step();  // true: a row is there. After the last one the statement may be bound again.
    void execute();

    std::uint64_t take_number();
    std::string take_text();
    Instant take_instant();

    // Whether all that was taken of this row was of the type it was taken as. SQLite turns any other into that, so that
    // a row may read as before and be found no more.
    bool is_as_declared() const { return as_declared_; }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    void check(int code) const;
    int take_column(int type);

    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int bound_ = 0;
    int taken_ = 0;
    bool as_declared_ = true;
};

}  // namespace stormkeel::sqlite
