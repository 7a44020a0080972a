// Messages that were refused, and are held back until somebody has looked at them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "service/live_ward.h"

namespace stormkeel {

struct DeadLetter {
    std::string why;      // one line
    std::string message;  // as it came
    std::string id{};
    Instant received{};
};

// The record it is kept as: its number follows from the message, so that the same message is held back once.
Incoming dead_letter(const DeadLetter& letter);

// That nothing is held back of it any more: it was taken, or it never will be, and somebody said why (one line).
Incoming dead_letter_answered(const DeadLetter& letter);
Incoming dead_letter_discarded(const DeadLetter& letter, const std::string& by, Instant at, const std::string& why);

// Whether the message was held back before, and is no more.
bool was_held_back(const WardRecord& record, const std::string& message);
// Those of them that were.
std::set<std::string> were_held_back(const WardRecord& record, const std::set<std::string>& messages);

// Those that are held back, in order of arrival.
std::vector<DeadLetter> dead_letters(const WardRecord& record);

// How many those are, and since when; looked at anew when something came that is of no patient.
struct HeldBack {
    std::size_t count = 0;
    Instant oldest{};
    std::vector<std::string> latest{};  // ids of the last twenty
};
class HeldBackMessages {
public:
    const HeldBack& in(const WardRecord& record);

private:
    std::size_t records_ = 0;
    HeldBack held_;
};

}  // namespace stormkeel
