// The texts and small readings that rows of a chart share: numbers as written, and why something is not understood.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/terminology.h"

namespace stormkeel {

// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

// At most about 100 bytes, cut between characters of UTF-8 and then marked by "…".
std::string clipped(std::string_view text);
std::string quoted_clipped(std::string_view text);  // between single quotation marks

// A number as a chart writes it: ">40000", "<0.3", ">=8", "38.6".
struct ChartNumber {
    Decimal amount;
    Comparator comparator = Comparator::equal;
};
std::variant<ChartNumber, Refusal> chart_number(std::string_view text);
// Whether a text is digits, with a point between them or none, behind a minus sign or none: nothing that a slip or a
// spreadsheet makes of a number ("1e2", "+38", ".5", "-0").
bool is_plain_number(std::string_view text);
// A number that JSON or HL7's NM may write otherwise, as a chart would; as it is where it is none.
std::string in_plain_digits(std::string_view number);

// A time that may lack its seconds, and one that lacks its offset besides, read as if it were UTC.
std::optional<Instant> with_seconds(std::string_view text);
std::optional<Instant> without_offset(std::string_view text);
// Why a text is no time with an offset, with what would be right.
std::string why_no_instant(std::string_view text);

// What a short name from the ward most likely means: "sbp" is systolic_bp. For suggestions and for naming what was not
// used; a row that says "sbp" is rejected all the same.
std::optional<Item> item_meant_by(std::string_view short_name);

// Why a name is not known, with the nearest known one.
std::string why_unknown_item(const Terminology& terminology, std::string_view item, std::string_view unit);
// The item that a wrong one may mean: "oxygen_device", "give:tocilizumab"; by its unit "norepinephrine" is a rate.
std::string item_suggested(const Terminology& terminology, std::string_view item, std::string_view unit);
std::string why_unknown_drug(const Terminology& terminology, Item item, std::string_view name);
std::string why_unknown_product(const Terminology& terminology, std::string_view name);
std::string why_unknown_word(const Terminology& terminology, Item item, std::string_view word);

}  // namespace stormkeel
