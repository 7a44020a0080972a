// Reads one row of a chart (time, item, value, unit) into a timeline: a fact, a birth date, or a named rejection.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "adapters/terminology.h"
#include "core/timeline.h"

namespace stormkeel {

// The columns of contract section 3 without the patient, as they are written. Outer blanks do not matter.
struct ChartRow {
    std::string_view time;
    std::string_view item;
    std::string_view value;
    std::string_view unit;
};

// Where a row stands. Without a name it is a line of the one chart ("line 12"); a name comes before it ("chart2.csv
// line 12"), or stands alone when the line is 0 ("entry 3 of a request").
struct RowPlace {
    std::uint32_t line = 0;
    std::string_view name;
};
std::string to_text(RowPlace place);

// What became of a row.
enum class RowOutcome : std::uint8_t { taken, rejected };

// Reads rows by one terminology, which must outlive it. It remembers the items it has met, so keep one for many rows;
// one thread at a time.
class ChartRowReader {
public:
    explicit ChartRowReader(const Terminology& terminology) : terminology_(terminology) {}

    // Adds the fact of a row to the timeline, or its rejection to Timeline::rejected(). A rejected oxygen_device,
    // oxygen_flow, rate:... or give:... whose time is good also adds a fact with ValueState::unreadable (a device with
    // code 0xFFFF), because it ends what it would have replaced. The caller settles the timeline.
    RowOutcome read(const ChartRow& row, RowPlace place, Timeline& timeline);

private:
    // What the text of the column `item` names.
    struct Meaning {
        Item item = Item::count_of_items;
        DrugId drug = unknown_drug;
        std::string drug_name;  // as written, for a drug that is not known
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using MeaningOrRefusal = std::variant<const Meaning*, Refusal>;

    MeaningOrRefusal meaning_of(std::string_view item);
    std::variant<Meaning, Refusal> look_up(std::string_view item) const;

    const Terminology& terminology_;
    std::unordered_map<std::string, Meaning, TextHash, std::equal_to<>> meanings_;
};

constexpr std::uint16_t unreadable_device = 0xFFFF;

}  // namespace stormkeel
