// Short ways to get the FHIR Bundle of a small chart, and to find resources in it.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel::example {

using Written = nlohmann::ordered_json;

// An adult of 80 kg with axicabtagene ciloleucel on 2026-03-01 09:00, awake with an ICE score of 10, a fever of 38.6
// Cel, a pressure of 120 and room air at 2026-03-03T10:00:00Z, and the rows "time,item,value,unit" given beside them. A
// row of the same time and item takes the place of its own.
std::string chart_of(const std::vector<std::string>& rows, std::string_view patient = "p1");
constexpr const char* cannula = "2026-03-03T10:00:00Z,oxygen_device,nasal_cannula,";
constexpr const char* two_litres = "2026-03-03T10:00:00Z,oxygen_flow,2,L/min";
inline const std::vector<std::string> grade_two{cannula, two_litres};

// The Bundle's text for a chart CSV, at a time.
std::string bundle_text(const std::string& chart, std::string_view at);
Written bundle_of(const std::vector<std::string>& rows, std::string_view at = "2026-03-03T10:00:00Z");
std::string bundle_text_of_fhir(const std::string& document, std::string_view at);

std::vector<Written> resources(const Written& bundle, std::string_view type);
Written only(const Written& bundle, std::string_view type);                             // fails when it is not just one
Written grade(const Written& bundle, std::string_view code);                            // "astct-crs-grade"
Written component(const Written& observation, std::string_view code);                   // null when there is none
Written proposal(const Written& bundle, std::string_view type, std::string_view item);  // null when there is none
Written at_reference(const Written& bundle, const Written& reference);                  // what a Reference leads to

}  // namespace stormkeel::example
