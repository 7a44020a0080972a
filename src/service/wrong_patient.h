// What was told of a patient and was another's: an incident, whether or not anybody has acted on it yet.
#pragma once

#include <string>
#include <vector>

#include "core/alarms.h"
#include "service/ward_record.h"

namespace stormkeel {

// Of all that is taken from them, the places and names of what had been told of this patient ("ORU M2 OBX 1",
// "Observation/o1").
std::vector<std::string> told_of_wrong_patient(const WardRecord::OfAnother& of_another, const PatientRecord& patient);

// By the table's row of what is taken back, together with what that tells already. Each is news until somebody has seen
// it.
void add_wrong_patient(std::vector<Alarm>& alarms, const std::vector<std::string>& told, const AlarmTable& table);

}  // namespace stormkeel
