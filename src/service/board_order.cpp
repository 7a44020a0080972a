// Each patient's place is found once, then they are sorted by it.
#include "service/board_order.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stormkeel {

namespace {

// 0: none, 1 to 3: low to high.
int unseen_alert_of(const WardPatient& patient) {
    int most = 0;
    for (const Alert& each : patient.alerts) {
        const bool unseen = each.state == AlertState::raised || each.state == AlertState::snoozed;
        if (unseen) most = std::max(most, 1 + static_cast<int>(shown_priority(each)));
    }
    return most;
}

// The rank in the list of the header, then what parts those who share it; the smaller comes first.
using BoardPlace = std::array<int, 5>;

int rank_of(bool dead, int grade, int alert) {
    if (dead) return alert > 0 ? 5 : 7;
    if (alert == 3) return 1;
    if (grade >= 3) return 2;
    const int more = std::max(grade, alert);
    return more == 2 ? 3 : more == 1 ? 4 : 6;
}

BoardPlace place_of(const WardPatient& patient) {
    const Assessment& answer = patient.assessment;
    const int grade = std::max({answer.crs.at_least, answer.crs.treat_as, answer.icans.at_least});
    const int alert = unseen_alert_of(patient);
    return {rank_of(answer.died, grade, alert), -grade, -alert, -answer.crs.at_most, -answer.icans.at_most};
}

}  // namespace

void put_most_urgent_first(std::vector<const WardPatient*>& patients) {
    std::vector<std::pair<BoardPlace, const WardPatient*>> placed;
    placed.reserve(patients.size());
    for (const WardPatient* patient : patients) placed.emplace_back(place_of(*patient), patient);
    std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < patients.size(); ++i) patients[i] = placed[i].second;
}

}  // namespace stormkeel
