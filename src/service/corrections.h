// What a person took back or corrected in a chart, and whether a pharmacist has looked at it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "service/patient_record.h"
#include "storage/store.h"

namespace stormkeel {

class LiveWard;

// The kind of Cosign. Its object is the version of the record that says so.
inline constexpr std::string_view correction_kind = "correction";

struct CorrectedFact {
    ChartedFact was;
    ChartedFact is;  // what was taken back is as it was, and its amendment says so
};

// Nothing when the record is not here: the patient has left.
std::optional<CorrectedFact> corrected_fact(const LiveWard& ward, const Cosign& correction);

// The question of whether a record that takes back or corrects a fact is right; nullptr: none was asked, or it was
// answered more than 30 days before the start.
const Cosign* verification_of(const LiveWard& ward, const Record& amending);

// Those that a pharmacist found wrong, and nobody has changed since.
struct QuestionedCorrections {
    std::size_t count = 0;
    Instant oldest{forever};               // when it was found
    std::vector<std::uint64_t> numbers{};  // of the cosigns
};
QuestionedCorrections questioned_corrections(const LiveWard& ward);

}  // namespace stormkeel
