// The token by which the first administrator is made: in a file of the data folder, for one use within 15 minutes.
#pragma once

#include <string>
#include <string_view>

#include "storage/store.h"

namespace stormkeel {

class SetupToken {
public:
    SetupToken() = default;
    ~SetupToken() { close(); }
    SetupToken(const SetupToken&) = delete;
    SetupToken& operator=(const SetupToken&) = delete;

    // Writes a new token of 256 random bits; an older one there is void.
    Stored<Done> open(const std::string& file, Instant now);

    bool fits(std::string_view token, Instant now) const;

    // It was used, or is not needed any more: nothing fits, and the file is gone.
    void close();

private:
    std::string file_;    // empty: closed
    std::string digest_;  // the token itself stands in the file alone
    Instant made_;
};

}  // namespace stormkeel
