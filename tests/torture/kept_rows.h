// What stands in the data of a ward that was killed: looked at in a copy, so that the ward's own start meets the files
// as the kill has left them.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>

namespace stormkeel {

class KeptRows {
public:
    explicit KeptRows(const std::string& data) : folder_(data + "-copy") {
        namespace fs = std::filesystem;
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        for (const char* file : {"ward.sqlite", "ward.sqlite-wal"}) {
            if (fs::exists(data + '/' + file)) fs::copy(data + '/' + file, folder_ + '/' + file);
        }
        if (sqlite3_open((folder_ + "/ward.sqlite").c_str(), &database_) != SQLITE_OK) {
            throw std::runtime_error("the data of the ward cannot be opened");
        }
    }
    ~KeptRows() {
        sqlite3_close(database_);
        std::filesystem::remove_all(folder_);
    }
    KeptRows(const KeptRows&) = delete;
    KeptRows& operator=(const KeptRows&) = delete;

    // The first column of what a SELECT finds.
    std::multiset<std::string> found(const std::string& select) const {
        std::multiset<std::string> all;
        const auto add = [](void* into, int, char** values, char**) {
            static_cast<std::multiset<std::string>*>(into)->insert(values[0] == nullptr ? "" : values[0]);
            return 0;
        };
        if (sqlite3_exec(database_, select.c_str(), add, &all, nullptr) != SQLITE_OK) {
            throw std::runtime_error(select + ": " + sqlite3_errmsg(database_));
        }
        return all;
    }

    void spoil(const std::string& statement) const { static_cast<void>(found(statement)); }

private:
    std::string folder_;
    sqlite3* database_ = nullptr;
};

}  // namespace stormkeel
