// Writes, compares and removes the token's file.
#include "server/setup_token.h"

#include <filesystem>

#include "server/secrets.h"
#include "storage/digest.h"
#include "storage/secret_file.h"

namespace stormkeel {

namespace {

constexpr Duration token_lives = minutes(15);
constexpr std::size_t setup_token_bytes = 32;

}  // namespace

Stored<Done> SetupToken::open(const std::string& file, Instant now) {
    file_ = file;
    close();
    const std::string token = hexadecimal(random_bytes(setup_token_bytes));
    auto written = write_secret(file, token + '\n');
    if (std::holds_alternative<StoreProblem>(written)) return written;
    file_ = file;
    digest_ = digest_of({token});
    made_ = now;
    return written;
}

bool SetupToken::fits(std::string_view token, Instant now) const {
    return !file_.empty() && same_secret(digest_of({token}), digest_) && now >= made_ && now - made_ < token_lives;
}

void SetupToken::close() {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
    file_.clear();
    digest_.clear();
}

}  // namespace stormkeel
