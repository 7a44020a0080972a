// The assessment, and the verdict on an order, as one JSON object on one line.
#pragma once

#include <string>

#include "core/assess.h"
#include "core/assessment.h"

namespace stormkeel {

// Whether the answer lists the records that could not be used. A row of a timeline leaves the key `rejected` out.
enum class RejectedRecords : std::uint8_t { listed, left_out };

// One JSON object without a line end, keys in a fixed order. Times are UTC with Z, units UCUM ("" for words and
// scores). Numbers are JSON numbers: whole ones as integers, others in the shortest decimal; a value that was reported
// as
// ">40000" is a string, because it is no number. What there is not is null; a list is never left out.
// Beside the keys every answer has, these are added: `changes_at` (when mere time would change the answer, or null),
// `corticosteroid_plan` (dated doses, given and planned), `crs.treat_as_reasons`, and `verification` and `seed` on
// recommendations, `clock_doubt_minutes` where the true time may be before `as_of`, and `scales` when the answer holds
// a comparison. Text that is no valid UTF-8 has its bad bytes replaced.
std::string assessment_json(const Assessment& assessment, RejectedRecords rejected);

// {"patient", "as_of", "order": {"item", "value", "unit"}, "verdict", "not_before", "reasons"}.
struct CheckedOrder {
    std::string patient;
    std::optional<Date> birth_date;
    Instant as_of;
    Order order;
    OrderVerdict verdict;
};
std::string order_json(const CheckedOrder& checked);

}  // namespace stormkeel
