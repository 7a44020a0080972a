// Check digits of published codes, and the names under which code systems travel.
#include "adapters/terminology_codes.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "adapters/terminology.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

std::size_t digit(char c) { return static_cast<std::size_t>(c - '0'); }

// Multiplication in the symmetry group of a pentagon: rotations 0 to 4, reflections 5 to 9.
std::size_t pentagon_product(std::size_t a, std::size_t b) {
    if (a < 5 && b < 5) return (a + b) % 5;
    if (a < 5) return 5 + (a + b - 5) % 5;
    if (b < 5) return 5 + (a - 5 + 5 - b) % 5;
    return (a + 5 - b) % 5;
}

// The permutation of a digit that stands `place` places from the right.
std::size_t permuted(std::size_t place, std::size_t value) {
    constexpr std::array<std::size_t, 10> once{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    for (std::size_t turn = 0; turn < place % 8; ++turn) value = once[value];
    return value;
}

}  // namespace

bool is_loinc_code(std::string_view code) {
    if (code.size() < 3 || code.size() > 9 || code[code.size() - 2] != '-') return false;
    const std::string_view number = code.substr(0, code.size() - 2);
    const std::string_view check = code.substr(code.size() - 1);
    if (!all_digits(number) || !all_digits(check)) return false;
    std::size_t sum = 0;
    for (std::size_t place = 0; place < number.size(); ++place) {
        // The rightmost digit counts double, then every second one; the digits of a double are added up.
        const std::size_t value = digit(number[number.size() - 1 - place]) * (place % 2 == 0 ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    return (10 - sum % 10) % 10 == digit(check[0]);
}

bool is_snomed_code(std::string_view code) {
    if (code.size() < 6 || code.size() > 18 || !all_digits(code) || code[0] == '0') return false;
    std::size_t check = 0;
    for (std::size_t place = 0; place < code.size(); ++place) {
        check = pentagon_product(check, permuted(place, digit(code[code.size() - 1 - place])));
    }
    return check == 0;
}

bool is_rxnorm_code(std::string_view code) { return code.size() <= 8 && all_digits(code); }

bool is_icd10cm_code(std::string_view code) {
    return code.size() >= 5 && code.size() <= 8 && code[0] >= 'A' && code[0] <= 'Z' && code[3] == '.';
}

std::string_view name_of(CodeSystem system) {
    constexpr std::array<std::string_view, 4> names{"loinc", "snomed", "rxnorm", "icd10cm"};
    return names.at(static_cast<std::size_t>(system));
}

bool is_code_of(CodeSystem system, std::string_view code) {
    switch (system) {
        case CodeSystem::loinc:
            return is_loinc_code(code);
        case CodeSystem::snomed:
            return is_snomed_code(code);
        case CodeSystem::rxnorm:
            return is_rxnorm_code(code);
        case CodeSystem::icd10cm:
            break;
    }
    return is_icd10cm_code(code);
}

std::optional<CodeSystem> code_system_named(std::string_view name) {
    struct Name {
        std::string_view name;
        CodeSystem system;
    };
    constexpr std::array<Name, 13> names{{{"http://loinc.org", CodeSystem::loinc},
                                          {"urn:oid:2.16.840.1.113883.6.1", CodeSystem::loinc},
                                          {"LN", CodeSystem::loinc},
                                          {"LOINC", CodeSystem::loinc},
                                          {"http://snomed.info/sct", CodeSystem::snomed},
                                          {"urn:oid:2.16.840.1.113883.6.96", CodeSystem::snomed},
                                          {"SCT", CodeSystem::snomed},
                                          {"http://www.nlm.nih.gov/research/umls/rxnorm", CodeSystem::rxnorm},
                                          {"urn:oid:2.16.840.1.113883.6.88", CodeSystem::rxnorm},
                                          {"RXNORM", CodeSystem::rxnorm},
                                          {"RXN", CodeSystem::rxnorm},
                                          {"http://hl7.org/fhir/sid/icd-10-cm", CodeSystem::icd10cm},
                                          {"urn:oid:2.16.840.1.113883.6.90", CodeSystem::icd10cm}}};
    // A published edition of SNOMED CT has its own URI below the common one.
    if (name.starts_with("http://snomed.info/sct/")) return CodeSystem::snomed;
    for (const Name& known : names) {
        if (known.name == name) return known.system;
    }
    return std::nullopt;
}

}  // namespace stormkeel
