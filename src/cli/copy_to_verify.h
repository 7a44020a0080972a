// What is kept, as it is verified: of a ward that runs a copy, which is gone afterwards.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "cli/call.h"
#include "storage/store.h"

namespace stormkeel {

class CopyToVerify {
public:
    explicit CopyToVerify(const std::string& data);
    ~CopyToVerify();
    CopyToVerify(const CopyToVerify&) = delete;
    CopyToVerify& operator=(const CopyToVerify&) = delete;

    // Opening checks every row of every table against its hash. This must outlive the store.
    std::variant<std::unique_ptr<Store>, Failure> open(const Call& call) const;

private:
    std::string file_;
};

}  // namespace stormkeel
