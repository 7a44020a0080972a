// A disk in memory that loses power, fills up and fails, as a file system of SQLite's: everything by one seed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace stormkeel {

// What the next failing operation answers.
enum class Fault : std::uint8_t { power_cut, full, write_error, sync_error };

// What was not synced may be lost, whole or by sector, in any order; what was synced stays. One at a time may exist.
class UnreliableDisk {
public:
    explicit UnreliableDisk(std::uint64_t seed);
    ~UnreliableDisk();
    UnreliableDisk(const UnreliableDisk&) = delete;
    UnreliableDisk& operator=(const UnreliableDisk&) = delete;

    const char* name() const { return "unreliable"; }  // for SqlitePlace::vfs

    // The operation of this number, counted from now and from 1, fails. A power cut fails all after it too.
    void fail_at(std::uint64_t operation, Fault fault);
    void repair();                                            // no fault is planned any more
    std::uint64_t operations() const { return operations_; }  // writes, syncs, truncations and deletions so far

    // The machine starts again: of what was not synced a part chosen by the seed is there.
    void power_up();

    // What is on the disk now, byte by byte; for tests that change it.
    std::vector<unsigned char>& bytes(const std::string& file);

    struct Write {
        std::size_t at = 0;
        std::vector<unsigned char> bytes;
        bool truncates = false;  // to `at`
    };
    struct File {
        std::vector<unsigned char> seen;     // by the program that runs
        std::vector<unsigned char> durable;  // by the one after a power cut, at least
        std::vector<Write> unsynced;
    };
    std::map<std::string, std::shared_ptr<File>>& files() { return files_; }

    void draw(char* into, std::size_t size);  // what the log tells itself from the one before it by

    // Counts an operation; a result code of SQLite, 0 when it may go on.
    int begin(Fault kind_of_operation);
    bool is_dead() const { return dead_; }

private:
    void lose(File& file);

    std::mt19937_64 random_;
    std::mt19937_64 drawn_;
    std::map<std::string, std::shared_ptr<File>> files_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::uint64_t operations_ = 0;
    std::uint64_t failing_ = 0;
    Fault fault_ = Fault::power_cut;
    bool dead_ = false;
};

}  // namespace stormkeel
