// Reads one row of a chart (time, item, value, unit) into a timeline: a fact, a birth date, or a named rejection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "adapters/chart_csv_time.h"
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

// The code of an oxygen_device that could not be read, beside ValueState::unreadable.
constexpr std::uint16_t unreadable_device = 0xFFFF;

// Reads rows by one terminology, which must outlive it. It remembers the items it has met, so keep one for many rows;
// one thread at a time.
class ChartRowReader {
public:
    explicit ChartRowReader(const Terminology& terminology) : terminology_(terminology) {}

    // Adds the fact of a row to the timeline, or its rejection to Timeline::rejected(). A rejected oxygen_device,
    // oxygen_flow, rate:..., give:... or allergy also adds a fact with ValueState::unreadable (a device with code
    // 0xFFFF), because it ends what it would have replaced, or may have been: also when its item or drug is misspelt
    // and one known name is near, and when its time lacks only the offset or the seconds. The caller settles the
    // timeline.
    RowOutcome read(const ChartRow& row, RowPlace place, Timeline& timeline);

    // The same at a time that was read elsewhere; `row.time` then only tells it.
    RowOutcome read_at(Instant at, const ChartRow& row, RowPlace place, Timeline& timeline);

    // Rejects a row for a reason that is not in its columns (one column too many), with the same consequence.
    void refuse(const ChartRow& row, RowPlace place, Timeline& timeline, std::string why);
    // The same of a row whose time lies too far after `received`: a dose of it may have been given by then.
    void refuse_ahead(const ChartRow& row, RowPlace place, Timeline& timeline, Instant received);

private:
    // What the text of the column `item` names.
    struct Meaning {
        Item item = Item::count_of_items;
        DrugId drug = unknown_drug;
        std::string drug_name;  // folded, for a drug that is not known
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using FactOrRefusal = std::variant<Fact, Refusal>;

    const Meaning& meaning_of(std::string_view item);
    Meaning look_up(std::string_view item) const;
    std::string why_unknown(const Meaning& meaning, const ChartRow& row) const;

    RowOutcome read_birth_date(const ChartRow& row, RowPlace place, Timeline& timeline) const;
    FactOrRefusal fact_of(const Meaning& meaning, const ChartRow& row, Timeline& timeline) const;
    FactOrRefusal measured(Item item, const ChartRow& row) const;
    FactOrRefusal score(Item item, const ChartRow& row) const;
    FactOrRefusal word(Item item, const ChartRow& row) const;
    FactOrRefusal therapy(const ChartRow& row) const;
    FactOrRefusal substance(Item item, const ChartRow& row) const;
    FactOrRefusal attributed(const ChartRow& row, Timeline& timeline) const;
    FactOrRefusal baseline_oxygen(const ChartRow& row) const;
    FactOrRefusal drug(const Meaning& meaning, const ChartRow& row) const;
    struct TimedRow {
        Instant at;
        const ChartRow& row;
    };
    RowOutcome take(const Meaning& meaning, TimedRow timed, RowPlace place, Timeline& timeline);
    Meaning probable(const Meaning& meaning, const ChartRow& row) const;  // what a misspelt item was meant to be
    std::vector<DrugId> allergens_meant(std::string_view words) const;
    DrugId drug_told(const Meaning& written, const ChartRow& row) const;  // of a dose or a rate
    void end_what_it_replaced(const Meaning& written, const ChartRow& row, RowPlace place, Timeline& timeline) const;

    const Terminology& terminology_;
    std::unordered_map<std::string, Meaning, TextHash, std::equal_to<>> meanings_;
    Meaning not_kept_;
    DayMemory days_;
};

}  // namespace stormkeel
