// Admissions, transfers and discharges, one after the other: whether the patient is there, in which unit and bed.
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
    const Place in{told.sent, told.person.unit.value_or(""), told.person.bed};
    if (move != nullptr && move->undoes.empty()) {
        moves.push_back({move->event, in});
        return;
    }
    if (move != nullptr) take_back(move->undoes, told.sent, moves);
    const bool tells = move != nullptr ? move->event != hl7v2_admission_undone
                                       : std::find(telling.begin(), telling.end(), told.event) != telling.end();
    if (!tells || (!told.person.unit && in.bed.empty())) return;
    if (moves.empty()) moves.push_back({{}, {}});
    if (moves.back().event == hl7v2_discharge) return;
    Place& place = moves.back().in;
    const bool other_unit = told.person.unit && in.unit != place.unit;
    if (other_unit || !in.bed.empty()) place.bed = in.bed;  // of the unit alone the bed is the same
    if (other_unit) place.unit = in.unit;
    place.told = in.told;
}

// What was before counts again, told anew. Of a discharge nothing has moved: what was told of the bed until then holds.
void Hl7Record::take_back(std::string_view undone, Instant sent, std::vector<Moved>& moves) {
    const auto found =
        std::find_if(moves.rbegin(), moves.rend(), [&](const Moved& each) { return each.event == undone; });
    if (found != moves.rend()) moves.erase(found.base() - 1);
    if (undone == hl7v2_discharge) return;
    if (moves.empty()) moves.push_back({{}, {}});
    moves.back().in.told = sent;
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

std::optional<Hl7Record::Place> Hl7Record::lies_in(const Ids& patient) const {
    const std::vector<Moved> moves = moves_of(patient);
    if (moves.empty()) return std::nullopt;
    const Moved& last = moves.back();
    if (last.event == hl7v2_discharge) {
        const auto lay = std::find_if(moves.rbegin(), moves.rend(), [](const Moved& each) {
            return each.event != hl7v2_discharge && !each.in.unit.empty();
        });
        const std::string left = lay == moves.rend() ? last.in.unit : lay->in.unit;
        return Place{last.in.told, {}, {}, Hl7Stay::discharged, left};
    }
    Place place = last.in;
    place.stay = last.event.empty() ? Hl7Stay::untold : Hl7Stay::there;
    return place;
}

Hl7Stay Hl7Record::stay_of(const Ids& patient) const {
    const auto place = lies_in(patient);
    return place ? place->stay : Hl7Stay::untold;
}

}  // namespace stormkeel
