// Which patients a caller sees.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "server/access.h"
#include "server/units.h"
#include "service/live_ward.h"

namespace stormkeel {

// Everybody, or, of somebody who is bound to units: who lies there or lay there when they were discharged, whose unit
// is not known, and whom they opened.
class PatientRights {
public:
    PatientRights() = default;  // of somebody who sees everybody
    // Of a caller as of now.
    PatientRights(const LiveWard& ward, const Caller& caller, Instant now);

    bool sees_all() const { return units_.empty(); }

    // By the id that stands for the patient, and where they lie.
    bool sees(std::string_view id, std::string_view unit) const;
    bool sees(const WardPatient& patient) const { return sees(patient.record->patient(), patient.seen_from()); }

private:
    Units units_;  // empty: of the whole hospital
    std::set<std::string, std::less<>> opened_;
};

bool is_bound(const Caller& caller);

// Which of an account's units no patient lies in, and in which patients do; empty when there is none such.
std::string unknown_units(const LiveWard& ward, const std::string& units);

}  // namespace stormkeel
