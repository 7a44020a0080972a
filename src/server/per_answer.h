// What was worked out for the patients that were asked about, until they are answered for anew.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "service/live_ward.h"

namespace stormkeel {

// Of more than 256 patients the memory begins anew.
template <typename Worked>
class PerAnswer {
public:
    // `work_out(patient)` makes it when there is none of the patient's standing answer.
    template <typename WorkOut>
    Worked& of(const WardPatient& patient, const WorkOut& work_out) {
        const std::string& id = patient.record->patient();
        const auto found = by_patient_.find(id);
        if (found != by_patient_.end() && found->second.first == patient.answer) return found->second.second;
        if (found != by_patient_.end()) by_patient_.erase(found);
        if (by_patient_.size() >= patients_at_most) by_patient_.clear();
        return by_patient_.emplace(id, std::pair(patient.answer, work_out(patient))).first->second.second;
    }

    std::size_t size() const { return by_patient_.size(); }

private:
    static constexpr std::size_t patients_at_most = 256;

    std::map<std::string, std::pair<std::uint64_t, Worked>, std::less<>> by_patient_;  // with the answer's number
};

}  // namespace stormkeel
