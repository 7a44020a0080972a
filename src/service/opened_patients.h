// Who opened the record of a patient of another unit ("break glass"), until when, and whether that was looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "storage/store.h"

namespace stormkeel {

class LiveWard;

inline constexpr std::string_view break_glass_kind = "break glass";  // the kind of Cosign

// Less than a shift: who works on in another unit is given that unit.
constexpr Duration stays_open_for = hours(8);
inline Instant open_until(const Cosign& opened) { return opened.at + stays_open_for; }

// What is open at the present, in order, by the id that stands for the patient. Who is refused by the review sees the
// patient no more.
using OpenedPatients = std::map<std::string, std::vector<const Cosign*>, std::less<>>;
OpenedPatients opened_patients(const LiveWard& ward, Instant now);

// What waits for a review.
struct WaitingReviews {
    std::size_t count = 0;
    Instant oldest{forever};
    std::map<std::uint64_t, Instant> since{};  // by the number of the cosign
};
WaitingReviews waiting_reviews(const LiveWard& ward);

}  // namespace stormkeel
