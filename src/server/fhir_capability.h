// What the FHIR calls can do, as FHIR tells it.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace stormkeel {

// The types that are taken, because they carry facts of ours or are referred to by those that do.
constexpr std::array<std::string_view, 14> fhir_types_taken{"Patient",
                                                            "Encounter",
                                                            "Observation",
                                                            "DiagnosticReport",
                                                            "MedicationAdministration",
                                                            "MedicationRequest",
                                                            "Procedure",
                                                            "DeviceUseStatement",
                                                            "AllergyIntolerance",
                                                            "Condition",
                                                            "Medication",
                                                            "Substance",
                                                            "Device",
                                                            "Location"};

// Beyond those, what the program itself says of a patient.
constexpr std::array<std::string_view, 10> fhir_types_told{"DetectedIssue",
                                                           "RequestGroup",
                                                           "Task",
                                                           "Flag",
                                                           "Provenance",
                                                           "RiskAssessment",
                                                           "ClinicalImpression",
                                                           "GuidanceResponse",
                                                           "ServiceRequest",
                                                           "CommunicationRequest"};

constexpr bool is_fhir_type_here(std::string_view type) {
    const auto is = [type](std::string_view known) { return known == type; };
    return std::any_of(fhir_types_taken.begin(), fhir_types_taken.end(), is) ||
           std::any_of(fhir_types_told.begin(), fhir_types_told.end(), is);
}

// A CapabilityStatement.
std::string fhir_capability(std::string_view version);

}  // namespace stormkeel
