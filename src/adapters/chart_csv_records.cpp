// Cuts a stream into the records of RFC 4180.
#include "adapters/chart_csv_records.h"

#include <algorithm>
#include <cstring>

namespace stormkeel {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 18;      // read at once
constexpr std::size_t longest_record = std::size_t{1} << 16;  // longer ones are no rows of a chart
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

CsvRecords::CsvRecords(std::istream& in) : in_(in) {
    fields_.reserve(8);
    unquoted_.reserve(longest_record);
    fill();
    if (std::string_view{buffer_}.starts_with(byte_order_mark)) next_ = byte_order_mark.size();
}

bool CsvRecords::fill() {
    if (ended_) return false;
    // What was read before the current record is no longer needed.
    buffer_.erase(0, start_);
    next_ -= start_;
    first_line_end_ -= start_;
    start_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + block_size);
    in_.read(buffer_.data() + kept, static_cast<std::streamsize>(block_size));
    const auto got = static_cast<std::size_t>(in_.gcount());
    buffer_.resize(kept + got);
    ended_ = got < block_size;
    return got > 0;
}

std::size_t CsvRecords::line_end() {
    std::size_t searched = start_;
    while (true) {
        const void* found = std::memchr(buffer_.data() + searched, '\n', buffer_.size() - searched);
        if (found != nullptr) return static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
        if (buffer_.size() - start_ > longest_record) {
            // No row is this long: it is dropped while it is read, so that memory stays bounded.
            too_long_ = true;
            start_ = buffer_.size();
        }
        searched = buffer_.size() - start_;  // fill() moves the record to the front
        if (!fill()) return buffer_.size();
    }
}

bool CsvRecords::next() {
    while (true) {
        line_ += lines_in_record_;
        start_ = next_;
        if (start_ >= buffer_.size() && !fill()) return false;
        start_ = next_;
        fields_.clear();
        unquoted_.clear();
        problem_ = {};
        lines_in_record_ = 1;
        too_long_ = false;
        const std::size_t end = line_end();
        first_line_end_ = next_ = std::min(end + 1, buffer_.size());
        std::string_view line = std::string_view{buffer_}.substr(start_, end - start_);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() && !too_long_) continue;
        if (too_long_ || line.size() > longest_record) {
            problem_ = "the line is longer than 65536 bytes";
        } else if (std::memchr(line.data(), '"', line.size()) != nullptr) {
            cut_quoted();
        } else {
            cut_plain(line);
        }
        return true;
    }
}

void CsvRecords::cut_plain(std::string_view line) {
    while (true) {
        const void* found = std::memchr(line.data(), ',', line.size());
        if (found == nullptr) break;
        const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - line.data());
        fields_.push_back(line.substr(0, length));
        line.remove_prefix(length + 1);
    }
    fields_.push_back(line);
}

void CsvRecords::cut_quoted() {
    // The whole record must stand in the buffer before views into it are taken.
    while (buffer_.size() - start_ < longest_record && fill()) {
    }
    std::size_t at = start_;
    while (true) {
        if (at < buffer_.size() && buffer_[at] == '"') {
            at = cut_quoted_field(at);
            if (!problem_.empty()) return keep_first_line_only();
        } else {
            const std::size_t end = std::min(buffer_.find_first_of(",\n", at), buffer_.size());
            std::string_view field = std::string_view{buffer_}.substr(at, end - at);
            if (field.ends_with('\r') && (end == buffer_.size() || buffer_[end] == '\n')) field.remove_suffix(1);
            fields_.push_back(field);
            at = end;
        }
        if (at >= buffer_.size() || buffer_[at] == '\n') break;
        ++at;  // the comma
    }
    next_ = std::min(at + 1, buffer_.size());
}

// Reads from the opening quote to the comma or line end behind the closing one, whose place it returns.
std::size_t CsvRecords::cut_quoted_field(std::size_t at) {
    const std::size_t from = unquoted_.size();
    const std::size_t limit = std::min(buffer_.size(), start_ + longest_record);
    for (++at; at < limit; ++at) {
        if (buffer_[at] == '\n') ++lines_in_record_;
        if (buffer_[at] == '"') {
            if (at + 1 >= limit || buffer_[at + 1] != '"') break;
            ++at;
        }
        unquoted_ += buffer_[at];
    }
    if (at >= limit) {
        problem_ = "a quoted field is not closed";
        return at;
    }
    // Never reallocated: a record is no longer than what was reserved.
    fields_.push_back(std::string_view{unquoted_}.substr(from));
    ++at;
    if (at < buffer_.size() && buffer_[at] == '\r' && (at + 1 == buffer_.size() || buffer_[at + 1] == '\n')) ++at;
    if (at < buffer_.size() && buffer_[at] != ',' && buffer_[at] != '\n') {
        problem_ = "text follows a closing quote; a quote inside a field is written twice";
    }
    return at;
}

void CsvRecords::keep_first_line_only() {
    lines_in_record_ = 1;
    next_ = first_line_end_;
}

}  // namespace stormkeel
