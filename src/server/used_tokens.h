// Which tokens of CDS clients were used, in a file beside the store: a start of the ward lets none in twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "core/time.h"

namespace stormkeel {

// A line for each, "EXPIRY DIGEST", below the run of the machine. A line outlives the end of the ward, and may not
// outlive a loss of power: where the machine has started anew since, what was used before cannot be told.
class UsedTokens {
public:
    // Reads the file, and writes it anew without what has long expired. One that cannot be read tells of none.
    UsedTokens(std::string file, Instant now);
    ~UsedTokens();
    UsedTokens(const UsedTokens&) = delete;
    UsedTokens& operator=(const UsedTokens&) = delete;

    // Whether it was used before this start, or may have been.
    bool was_used(const std::string& digest) const { return used_.contains(digest); }
    bool cannot_tell(Instant issued) const { return issued < told_from_; }

    void note(const std::string& digest, Instant expires, Instant now);

private:
    void write_anew(Instant now);
    bool put(const std::string& line) const;  // whether all of it was written

    std::string file_;
    std::map<std::string, Instant> used_;  // those of before, and those since the file was written anew
    Instant told_from_{never};             // what was issued earlier may have been used before a loss of power
    bool lacks_some_ = false;              // a full disk did not take all of them
    std::size_t lines_ = 0;
    std::size_t most_lines_ = 0;  // then it is written anew
    int open_ = -1;
};

}  // namespace stormkeel
