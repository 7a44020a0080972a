// Cuts a stream into the records of RFC 4180, keeping one block of it in memory.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

// Reads record after record. Lines end in LF or CRLF; a field in quotes may hold commas, line ends and doubled quotes.
// A byte order mark at the start is skipped, and so are blank lines.
class CsvRecords {
public:
    explicit CsvRecords(std::istream& in);

    // Steps to the next record; false at the end. What the record held is valid until the next call.
    bool next();

    const std::vector<std::string_view>& fields() const { return fields_; }
    std::string_view problem() const { return problem_; }  // why the record has no sound fields; empty when it has
    std::uint32_t line() const { return line_; }           // the line on which the record starts, from 1

    // Takes only the first line of the current record as read. For a record that turned out wrong: a stray quote must
    // not swallow the good rows below it.
    void keep_first_line_only();

private:
    bool fill();             // more of the stream into the buffer; false at its end
    std::size_t line_end();  // the place of the next line feed, or of the end of the stream
    void cut_plain(std::string_view line);
    void cut_quoted();
    std::size_t cut_quoted_field(std::size_t at);

    std::istream& in_;
    std::string buffer_;
    std::size_t start_ = 0;           // of the current record
    std::size_t next_ = 0;            // just behind it
    std::size_t first_line_end_ = 0;  // just behind its first line
    std::vector<std::string_view> fields_;
    std::string unquoted_;  // the text of fields in quotes
    std::string_view problem_;
    std::uint32_t line_ = 0;
    std::uint32_t lines_in_record_ = 1;
    bool too_long_ = false;  // the current line
    bool ended_ = false;     // the stream
};

}  // namespace stormkeel
