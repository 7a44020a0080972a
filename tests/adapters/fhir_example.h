// Short ways to write FHIR resources for tests, and to see the facts and rejections they became as lines of text.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/fhir.h"

namespace stormkeel::example {

using Lines = std::vector<std::string>;

// The project's own terminology, read from guidelines/terminology/.
const Terminology& terminology();

// A resource of patient p1 that is true at 2026-03-03T10:00:00Z; `fields` is a JSON object laid over it, where null
// takes a field away.
std::string observation(std::string_view fields);
std::string administration(std::string_view fields);
std::string request(std::string_view fields);
std::string procedure(std::string_view fields);

// A collection Bundle of resources, without fullUrl.
std::string bundle(const Lines& resources);

FhirPatients read(std::string_view document);

// What one patient's timeline says: "2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1"; a state other than
// known follows in brackets. Empty when there is no such patient.
Lines facts(const FhirPatients& read, const std::string& patient = "p1");

Lines facts(const Timeline& timeline);
Lines rejections(const Timeline& timeline);
Lines lines_of(const std::vector<Rejection>& rejected);

// "Observation/o1 | temperature = 38.6 | why"
Lines rejections(const FhirPatients& read, const std::string& patient = "p1");
Lines rejections_without_patient(const FhirPatients& read);

}  // namespace stormkeel::example
