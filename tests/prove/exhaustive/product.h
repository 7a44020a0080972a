// The product's answer to a state: its compiled packs, evaluated once for every part of a state that a rule can tell
// apart, and looked up from then on.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "properties/knowledge.h"
#include "prove/exhaustive/domain.h"
#include "prove/exhaustive/ledger.h"
#include "prove/exhaustive/output.h"

namespace prove {

// The parts of a state by which conditions are told apart. Hypotension goes with the boluses and fever with its days,
// since one finding rests on both.
enum Part : std::uint8_t {
    grading,
    pressure,
    neurology,
    dosing,
    course,
    age,
    hlh_part,
    fever_part,
    treatment,
    part_count
};

class Product {
public:
    explicit Product(const stormkeel::Knowledge& known);

    Answer answer(const Digits& digits);

    second::Range crs(std::uint32_t grading) const { return crs_[grading]; }
    second::Range crs_with(std::uint32_t grading, second::Answer hlh) const;  // evaluated anew, with organ toxicity
    // Rows of the tables that the states so far have reached, and all rows.
    std::uint64_t rows_reached() const;
    std::uint64_t rows() const;
    static bool is_key_item(std::string_view item);
    const stormkeel::Guideline& guideline() const { return guideline_; }

private:
    struct Telling {
        std::uint8_t part;
        const std::uint32_t* offsets;
    };
    struct Table {
        std::vector<const stormkeel::Condition*> conditions;
        std::vector<const stormkeel::Advice*> advice;  // empty for treat_as
        std::array<std::vector<std::uint32_t>, part_count> offsets;
        std::vector<Telling> telling;  // the parts that make a difference
        std::vector<std::uint8_t> outcome;
    };
    using Places = std::array<std::uint32_t, part_count>;

    void grade_everything();
    void lay_out(Table& table) const;
    void join_gradings();
    static void keep_telling_parts(Table& table);
    Places places_of(const Digits& digits, std::uint32_t place) const;
    std::uint8_t look_up(Table& table, const Places& places, const Digits& digits);
    std::uint8_t evaluate(const Table& table, const Digits& digits, std::uint32_t treat_as) const;
    stormkeel::FindingRanges findings_of(Part part, std::uint32_t place) const;
    stormkeel::FindingRanges findings_of(const Digits& digits, std::uint32_t treat_as) const;

    const stormkeel::Guideline& guideline_;
    Ledger ledger_;
    std::vector<second::Range> crs_;  // by grading
    std::array<second::Range, 6> icans_{};
    std::vector<std::uint8_t> hypotension_;  // by grading, what is left after attribution
    std::vector<std::uint8_t> fever_;
    std::vector<std::uint16_t> joint_;  // by grading, the class that all tables together can tell apart
    std::array<Table, second::item_count> tables_;
    Table treat_as_;
};

}  // namespace prove
