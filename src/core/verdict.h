// A verdict on an order while it is reached.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/assess.h"

namespace stormkeel {

// Reasons stand in order of how serious they are, and of one kind in the order they were said: who reads only the first
// reads why the order is stopped.
struct VerdictInTheMaking {
    OrderVerdict result;
    std::vector<Verdict> said;  // how serious each of the reasons is

    void say(Verdict verdict, std::string_view statement, std::string text, std::vector<Evidence> evidence = {});
};

}  // namespace stormkeel
