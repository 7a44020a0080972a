// What was altered may be whose it is: then it was of whoever it fits, by the chain.
#include "storage/altered_accounts.h"

#include <map>
#include <string>

#include "storage/sqlite_rows.h"

namespace stormkeel {

namespace {

bool fits(const Account& row, const std::string& before, const std::string& kept) {
    Chains chains;
    chains.account = before;
    Chains earlier = chains;
    return chains.add(row) == kept || earlier.add_as_before(row) == kept;
}

std::set<std::string> names_in(sqlite::Connection& connection) {
    sqlite::Statement rows = connection.prepare("SELECT DISTINCT name FROM account");
    std::set<std::string> names;
    while (rows.step()) names.insert(rows.take_text());
    return names;
}

}  // namespace

std::vector<Account> accounts_but_altered(sqlite::Connection& connection, const std::set<std::uint64_t>& altered) {
    const std::set<std::string> names = names_in(connection);
    sqlite::Statement rows =
        connection.prepare("SELECT row, " + std::string(account_columns) + " FROM account ORDER BY row");
    std::map<std::string, Account> last;
    for (std::string before; rows.step();) {
        const std::uint64_t number = rows.take_number();
        Account row;
        read_row(rows, row);
        std::string kept = rows.take_text();
        const bool is_altered = altered.contains(number);
        for (const std::string& name : is_altered ? names : std::set<std::string>()) {
            Account other = row;
            other.name = name;
            if (name == row.name || !fits(other, before, kept)) continue;
            other.credential.clear();
            last[name] = std::move(other);
        }
        if (is_altered) row.credential.clear();
        const std::string name = row.name;
        last[name] = std::move(row);
        before = std::move(kept);
    }
    std::vector<Account> accounts;
    for (auto& [name, account] : last) accounts.push_back(std::move(account));
    return accounts;
}

}  // namespace stormkeel
