// A patient's timeline: every usable fact in order of the time it was true, whatever order it arrived in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"

namespace stormkeel {

// Whether the absence of a drug record means that the drug was not given.
enum class MedicationRecord : std::uint8_t {
    complete,  // a chart, or a feed the site declares complete: what is not written was not given
    partial    // anything else: none is running only when other drugs were recorded in the last 24 h
};

// A value: copy it, compare it, pass it on. Facts go in by add() in any order; settle() before the first look.
class Timeline {
public:
    explicit Timeline(std::string patient = {}) : patient_(std::move(patient)) {}

    const std::string& patient() const { return patient_; }

    // None while none is told, and none once two were told that differ: neither is more likely to be right.
    // Nor when it is not before the day of the first fact: nobody is treated on the day of birth.
    std::optional<Date> birth_date() const {
        return birth_dates_differ_ || born_too_late() ? std::nullopt : birth_date_;
    }
    bool born_too_late() const { return birth_date_ && !facts_.empty() && *birth_date_ >= date_of(facts_.front().at); }
    std::optional<Date> birth_date_as_told() const { return birth_date_; }
    // False when the date differs from one told before.
    bool set_birth_date(Date date) {
        birth_dates_differ_ = birth_dates_differ_ || (birth_date_ && *birth_date_ != date);
        birth_date_ = date;
        return !birth_dates_differ_;
    }
    bool birth_dates_differ() const { return birth_dates_differ_; }

    MedicationRecord medication_record() const { return medication_record_; }
    void set_medication_record(MedicationRecord record) { medication_record_ = record; }

    void add(const Fact& fact);
    void settle();  // order by time and content; identical facts become one. O(1) when facts came in order.

    // Ordered by time, then item, then content: the same for every order of arrival. Call settle() first.
    std::span<const Fact> facts() const { return facts_; }

    // Short texts (causes of attribution, names of unknown drugs, sources). The number for one text is always the same.
    std::uint32_t number_of_text(std::string_view text);
    std::string_view text(std::uint32_t number) const { return texts_.at(number); }

    // Where a fact came from. A source below `named_sources` is a line number of the one chart that was read;
    // others are texts: "Observation/o2".
    static constexpr std::uint32_t named_sources = 0x8000'0000;
    std::uint32_t number_of_source(std::string_view text) { return named_sources + number_of_text(text); }
    std::string source_text(std::uint32_t source) const;  // "line 12", "Observation/o2"

    std::vector<Rejection>& rejected() { return rejected_; }
    const std::vector<Rejection>& rejected() const { return rejected_; }

private:
    bool before(const Fact& a, const Fact& b) const;

    std::string patient_;
    std::optional<Date> birth_date_;
    bool birth_dates_differ_ = false;
    MedicationRecord medication_record_ = MedicationRecord::complete;
    std::vector<Fact> facts_;
    std::size_t settled_ = 0;  // facts_[0, settled_) are in order
    std::vector<std::string> texts_{std::string{}};
    std::map<std::string, std::uint32_t, std::less<>> text_numbers_;
    std::vector<Rejection> rejected_;
};

}  // namespace stormkeel
