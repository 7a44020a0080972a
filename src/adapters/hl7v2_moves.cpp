// Admissions, transfers and discharges, one after the other: whether the patient is there, and in which unit.
#include <algorithm>
#include <array>

#include "adapters/hl7v2_chart.h"
#include "adapters/hl7v2_reading.h"

namespace stormkeel {

namespace {

// What tells where somebody lies who has not moved by it: a change of class or of what is known, and a swap of beds.
constexpr std::array<std::string_view, 4> telling{"A07", "A08", "A17", "A31"};

}  // namespace

// Whoever was discharged lies nowhere, whatever else is told of the visit. To take back a transfer or a discharge tells
// where the patient lies then, too.
void Hl7Record::take_move(const Told& told, std::vector<Moved>& moves) {
    const Hl7Move* move = hl7v2_move(told.event);
    const Place in{told.sent, told.person.unit.value_or(""), told.person.location};
    if (move != nullptr && move->undoes.empty()) {
        moves.push_back({move->event, in});
        return;
    }
    if (move != nullptr) {
        const auto undone =
            std::find_if(moves.rbegin(), moves.rend(), [&](const Moved& each) { return each.event == move->undoes; });
        if (undone != moves.rend()) moves.erase(undone.base() - 1);
    }
    const bool tells = move != nullptr ? move->event != hl7v2_admission_undone
                                       : std::find(telling.begin(), telling.end(), told.event) != telling.end();
    if (!tells || (!told.person.unit && in.bed.empty())) return;
    if (moves.empty()) moves.push_back({{}, {}});
    if (moves.back().event == hl7v2_discharge) return;
    const std::string unit = told.person.unit ? in.unit : moves.back().in.unit;  // of a bed alone it is the same
    moves.back().in = {in.told, unit, in.bed};
}

std::vector<Hl7Record::Moved> Hl7Record::moves_of(const Ids& patient) const {
    std::vector<const Told*> told;
    for (const Own* own : members_of(patient)) {
        for (const Told& each : own->told) {
            if (each.keeps) told.push_back(&each);
        }
    }
    std::stable_sort(told.begin(), told.end(), [](const Told* a, const Told* b) {
        return a->sent != b->sent ? a->sent < b->sent : a->message < b->message;
    });
    std::vector<Moved> moves;
    for (const Told* each : told) take_move(*each, moves);
    return moves;
}

Hl7Stay Hl7Record::stay_of(const Ids& patient) const {
    const std::vector<Moved> moves = moves_of(patient);
    if (moves.empty() || moves.back().event.empty()) return Hl7Stay::untold;
    return moves.back().event == hl7v2_discharge ? Hl7Stay::discharged : Hl7Stay::there;
}

std::optional<Hl7Record::Place> Hl7Record::lies_in(const Ids& patient) const {
    const std::vector<Moved> moves = moves_of(patient);
    if (moves.empty() || moves.back().event == hl7v2_discharge) return std::nullopt;
    return moves.back().in;
}

}  // namespace stormkeel
