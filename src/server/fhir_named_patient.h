// The patient whom a search of FHIR names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http.h"
#include "server/served_ward.h"

namespace stormkeel {

struct FhirNamedPatient {
    std::optional<std::string> id{};  // nothing: the search names no patient; empty: one who is not here
    std::string refused{};            // why what it names can be no patient of ours; empty: it can
};

// By "patient" or "subject" ("p1", "Patient/p1", "https://ehr.example.org/fhir/Patient/p1"), of Patient by "_id" or
// "identifier". An id with a slash in it is that of a patient who is here, or refused: nothing is cut from it. Who left
// is called back.
Stored<FhirNamedPatient> named_patient(ServedWard& served, const HttpRequest& request, std::string_view type);

// A patient as the parameter "patient" names them, whatever their id.
std::string patient_parameter(const std::string& id);

}  // namespace stormkeel
