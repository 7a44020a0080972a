// Check digits of published codes: a mistyped code is found when the files are read, not at the bedside.
#pragma once

#include <string_view>

#include "adapters/terminology.h"

namespace stormkeel {

// How the terminology files name a code system: "loinc".
std::string_view name_of(CodeSystem system);

// Whether a code has the form of its system, and the right check digit where there is one.
bool is_code_of(CodeSystem system, std::string_view code);

// "8310-5": one to seven digits, a hyphen, and the digit of the modulo 10 scheme (Luhn) that LOINC uses.
bool is_loinc_code(std::string_view code);

// "371907003": 6 to 18 digits without a leading zero, the last of them by Verhoeff's scheme.
bool is_snomed_code(std::string_view code);

// "612865": one to eight digits. RxNorm has no check digit.
bool is_rxnorm_code(std::string_view code);

// "D89.831": a letter, two more signs, a dot and one to four more. ICD-10-CM has no check digit.
bool is_icd10cm_code(std::string_view code);

}  // namespace stormkeel
