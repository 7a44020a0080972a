// Names for patients where no patient may be named: the same for the same id, and no way back without the key.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel {

class Pseudonyms {
public:
    explicit Pseudonyms(std::string key) : key_(std::move(key)) {}

    // 32 hexadecimal digits of an HMAC-SHA256.
    std::string of(std::string_view id) const;

private:
    std::string key_;
};

}  // namespace stormkeel
