// What a record names: patients by their identifiers, and resources that belong to no patient.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/hl7v2_read.h"
#include "adapters/json.h"
#include "storage/store.h"

namespace stormkeel {

// What a text of FHIR refers to that belongs to no patient: "Medication/m1", or the address it had in its Bundle.
std::vector<std::string> references_in(std::string_view text);

// The resource of a record: the record is the resource itself, or a Bundle with this one entry.
Json resource_in(const std::shared_ptr<const JsonDocument>& document);

bool is_under_way(Json encounter);

bool is_patient_resource(const Record& record);
using SystemAndValue = std::pair<std::string, std::string>;
std::vector<SystemAndValue> identifiers_in(const Record& patient_resource);

// By their identifiers, and those that were theirs before (MRG).
std::set<std::string> persons_named_in(const Hl7Reading& reading);

}  // namespace stormkeel
