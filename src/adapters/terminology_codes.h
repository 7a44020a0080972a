// Check digits of published codes: a mistyped code is found when the files are read, not at the bedside.
#pragma once

#include <string_view>

#include "adapters/terminology.h"

namespace stormkeel {

// "8310-5": one to seven digits, a hyphen, and the digit of the modulo 10 scheme (Luhn) that LOINC uses.
bool is_loinc_code(std::string_view code);

// "371907003": 6 to 18 digits without a leading zero, the last of them by Verhoeff's scheme.
bool is_snomed_code(std::string_view code);

// "612865": one to eight digits. RxNorm has no check digit.
bool is_rxnorm_code(std::string_view code);

// How the terminology files name the codes of a system, and what a code of it must look like.
struct CodeForm {
    std::string_view key;  // "loinc"
    bool (*is_valid)(std::string_view code);
};
CodeForm code_form(CodeSystem system);

}  // namespace stormkeel
