// The form of the log: https://sqlite.org/fileformat2.html#the_write_ahead_log
#include "storage/log_check.h"

#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace stormkeel::sqlite {

namespace {

using Bytes = std::span<const unsigned char>;
using Sums = std::pair<std::uint32_t, std::uint32_t>;

constexpr std::size_t header_size = 32;
constexpr std::size_t frame_header_size = 24;
constexpr std::uint32_t magic = 0x377F0682;  // the last bit: sums over words whose first byte is the highest

std::uint32_t word_at(Bytes bytes, std::size_t at, bool highest_first = true) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i) word = word << 8 | bytes[at + (highest_first ? i : 3 - i)];
    return word;
}

Sums added(Sums sums, Bytes bytes, bool highest_first) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        sums.first += word_at(bytes, at, highest_first) + sums.second;
        sums.second += word_at(bytes, at + 4, highest_first) + sums.first;
    }
    return sums;
}

class Log {
public:
    explicit Log(sqlite3_file* file) : file_(file) {
        sqlite3_int64 size = 0;
        if (file_->pMethods != nullptr && file_->pMethods->xFileSize(file_, &size) != SQLITE_OK) size = 0;
        size_ = static_cast<std::size_t>(size);
    }

    // How many transactions end behind the first frame that is not what was written.
    std::size_t transactions_behind() {
        if (!read(0, header_)) return 0;
        // Lost by a cut before anything could follow.
        if (header_ == std::array<unsigned char, header_size>{}) return 0;
        highest_first_ = (word_at(header_, 0) & 1) != 0;
        const Sums sums = added({}, Bytes(header_).first(24), highest_first_);
        if ((word_at(header_, 0) | 1) != (magic | 1) || Sums{word_at(header_, 24), word_at(header_, 28)} != sums) {
            throw Error(SQLITE_CORRUPT, "the head of its write-ahead log is not what was written");
        }
        frame_.resize(frame_header_size + word_at(header_, 8));
        return count_behind(sums);
    }

private:
    bool read(std::size_t at, std::span<unsigned char> into) const {
        return at + into.size() <= size_ && file_->pMethods->xRead(file_, into.data(), static_cast<int>(into.size()),
                                                                   static_cast<sqlite3_int64>(at)) == SQLITE_OK;
    }

    std::size_t count_behind(Sums sums) {
        std::size_t behind = 0;
        std::uint32_t ended = 0;  // the page of the frame before, where that ended a transaction
        bool is_whole = true;
        for (std::size_t at = header_size; read(at, frame_); at += frame_.size()) {
            const Bytes frame(frame_);
            // What is left of a log before this one.
            const bool is_of_this_log =
                word_at(frame, 8) == word_at(header_, 16) && word_at(frame, 12) == word_at(header_, 20);
            if (is_whole) {
                sums = added(added(sums, frame.first(8), highest_first_), frame.subspan(frame_header_size),
                             highest_first_);
                is_whole = is_of_this_log && Sums{word_at(frame, 16), word_at(frame, 20)} == sums;
            }
            // The last frame stands there more than once where a sector of the disk has to be filled.
            const std::uint32_t ends = is_of_this_log && word_at(frame, 4) != 0 ? word_at(frame, 0) : 0;
            if (!is_whole && ends != 0 && ends != ended) ++behind;
            ended = ends;
        }
        return behind;
    }

    sqlite3_file* file_;
    std::size_t size_ = 0;
    std::array<unsigned char, header_size> header_{};
    std::vector<unsigned char> frame_;
    bool highest_first_ = false;
};

}  // namespace

void check_log(Connection& connection) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) != SQLITE_OK) return;
    if (file == nullptr) return;
    // Who is closed empties their log, and the next start would see nothing.
    sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const std::size_t behind = Log(file).transactions_behind();
    if (behind > 1) {
        throw Error(SQLITE_CORRUPT, "its write-ahead log is not what was written, and " + std::to_string(behind) +
                                        " transactions stand behind that place");
    }
    sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

void empty_log(Connection& connection) {
    try {
        connection.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const Error& error) {
        if ((error.code & 0xFF) != SQLITE_FULL) throw;
    }
}

}  // namespace stormkeel::sqlite
