// The names and units of the parameters a pack must set, and where each value goes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/parameters.h"

namespace stormkeel::pack {

// One parameter; exactly one of the three places is there.
struct ParameterName {
    std::string_view name;
    Unit unit = Unit::none;                     // of a number
    Decimal Parameters::* number = nullptr;     // value = "38.0 Cel"
    int Parameters::* count = nullptr;          // value = 3
    Duration Parameters::* duration = nullptr;  // value = "8 h"
};

const std::vector<ParameterName>& parameter_names();

struct CountLimits {
    int least = 0;
    int most = 0;
};
CountLimits limits_of_count(std::string_view name);  // of the value a pack may set

// As they stand in Reading::set_by and in problems.
std::string words_for_parameter(std::string_view name);  // "the parameter 'fever_at_least'"
std::string words_for_class(std::string_view name);      // "the drug class 'vasopressor'"
std::string words_for_device(std::string_view device);   // "the oxygen device 'cpap'"
std::string words_for_table(std::string_view table);     // "the table 'usual_onset'"

}  // namespace stormkeel::pack
