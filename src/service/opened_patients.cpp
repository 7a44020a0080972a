// Looks through what a second person has to look at.
#include "service/opened_patients.h"

#include <algorithm>

#include "service/live_ward.h"

namespace stormkeel {

OpenedPatients opened_patients(const LiveWard& ward, Instant now) {
    OpenedPatients opened;
    const auto& cosigns = ward.cosigns();
    // Their numbers are in the order of their times, so what is older is not looked at.
    for (auto each = cosigns.rbegin(); each != cosigns.rend() && open_until(each->second) > now; ++each) {
        const Cosign& cosign = each->second;
        if (cosign.kind != break_glass_kind || cosign.state == CosignState::refused) continue;
        auto& of_patient = opened[ward.record().standing_for(cosign.patient)];
        of_patient.insert(of_patient.begin(), &cosign);
    }
    return opened;
}

WaitingReviews waiting_reviews(const LiveWard& ward) {
    WaitingReviews waiting;
    for (const auto& [number, cosign] : ward.cosigns()) {
        if (cosign.kind != break_glass_kind || cosign.state != CosignState::open) continue;
        ++waiting.count;
        waiting.since.emplace(number, cosign.at);
        waiting.oldest = std::min(waiting.oldest, cosign.at);
    }
    return waiting;
}

}  // namespace stormkeel
