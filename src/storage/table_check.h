// Walks through every row that is kept, and finds those that are not what was kept. It may stop after any row and go on
// later, so that a ward that runs is looked through without being held up.
//
// Every call may throw sqlite::Error: the walk ends there, because the pages themselves are damaged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/chain.h"
#include "storage/sqlite.h"
#include "storage/store.h"

namespace stormkeel {

// One table's part of the walk.
class TableWalk {
public:
    virtual ~TableWalk() = default;
    // True: its end was reached.
    virtual bool go_on(sqlite::Connection& connection, const std::function<bool()>& may_go_on,
                       std::vector<DamagedRow>& damaged) = 0;
};

class TableCheck {
public:
    // At a start integrity_check tells of indexes, and cannot in slices. Of a store that runs, whose rows end as `kept`
    // says, it is also looked whether each row is found by its number and by each index, and whether the last is there.
    explicit TableCheck(const Chains* kept = nullptr);
    ~TableCheck();
    TableCheck(const TableCheck&) = delete;
    TableCheck& operator=(const TableCheck&) = delete;

    // True: all was looked through. Asked after each row whether it may go on.
    bool go_on(sqlite::Connection& connection, const std::function<bool()>& may_go_on);

    const std::vector<DamagedRow>& damaged() const { return damaged_; }
    const Chains& chains() const { return chains_; }  // as they end

private:
    Chains chains_;
    std::vector<std::unique_ptr<TableWalk>> walks_;
    std::size_t at_ = 0;
    std::vector<DamagedRow> damaged_;
};

struct CheckedTables {
    Chains chains;
    std::vector<DamagedRow> damaged;  // each of a patient, or of nobody who is answered for
};

// Reads every table from its first row. Throws when an index is not its table's, when a row is missing, and when one
// that was changed cannot be told to be of a patient.
CheckedTables check_tables(sqlite::Connection& connection);

}  // namespace stormkeel
