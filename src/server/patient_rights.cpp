// Holds where a patient lies against the units of the caller.
#include "server/patient_rights.h"

#include <algorithm>

#include "service/opened_patients.h"

namespace stormkeel {

bool is_bound(const Caller& caller) { return binds_to_units(caller.role) && !caller.units.empty(); }

PatientRights::PatientRights(const LiveWard& ward, const Caller& caller, Instant now) {
    if (!is_bound(caller)) return;
    for (std::string& unit : units_of(caller.units)) units_.insert(std::move(unit));
    for (const auto& [patient, by] : opened_patients(ward, now)) {
        const bool theirs =
            std::any_of(by.begin(), by.end(), [&](const Cosign* opened) { return opened->by == caller.name; });
        if (theirs) opened_.insert(patient);
    }
}

bool PatientRights::sees(std::string_view id, std::string_view unit) const {
    return sees_all() || unit.empty() || holds_unit(units_, unit) || opened_.contains(id);
}

std::string unknown_units(const LiveWard& ward, const std::string& units) {
    Units there;
    for (const auto& [id, patient] : ward.patients()) {
        if (!patient.unit.empty()) there.insert(patient.unit);
    }
    std::string unknown;
    for (const std::string& unit : units_of(units)) {
        const bool known =
            std::any_of(there.begin(), there.end(), [&](const std::string& each) { return holds_unit({unit}, each); });
        if (!known) unknown.append(unknown.empty() ? "" : ", ").append(unit);
    }
    if (unknown.empty()) return {};
    std::string told;
    for (const std::string& unit : there) told.append(told.empty() ? "" : ", ").append(unit);
    return "no patient is in " + unknown + " now; there are patients in " +
           (told.empty() ? "no unit that is known" : told);
}

}  // namespace stormkeel
