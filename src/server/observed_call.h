// One call while it is answered: afterwards it is counted and stands in the log, without anything of its content.
#pragma once

#include <chrono>
#include <string>

#include "server/route.h"
#include "server/served_ward.h"

namespace stormkeel {

class ObservedCall {
public:
    ObservedCall(ServedWard& served, std::string method) : served_(served), method_(std::move(method)) {}

    // What is found of it on the way; a call that fits no route keeps the pattern "none".
    Caller caller;
    std::string pattern = "none";

    void answered(int status) const;

private:
    ServedWard& served_;
    std::string method_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace stormkeel
