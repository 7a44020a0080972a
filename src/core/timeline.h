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

// A clock of a sender may be a little ahead of ours.
constexpr Duration ahead_at_most = minutes(5);

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
    // Takes over what another record of the patient tells, also that its own dates differ. False when dates now differ.
    bool join_birth_date(const Timeline& other);

    // The offset that all times had as they were written, in minutes east of Greenwich: wall time for people. None when
    // none was told, or when two differ. It changes no answer.
    std::optional<int> utc_offset_minutes() const {
        return utc_offset_ < offset_untold ? std::optional<int>(utc_offset_) : std::nullopt;
    }
    void note_utc_offset(int minutes);
    void join_utc_offset(const Timeline& other);  // of records that become one

    MedicationRecord medication_record() const { return medication_record_; }
    void set_medication_record(MedicationRecord record) { medication_record_ = record; }

    // How far ahead of the instant asked about a record may lie that holds a dose back: clocks of those who send differ
    // from ours. Zero where the facts after that instant are nobody's business yet, as of a chart that is looked back
    // on.
    Duration ahead() const { return ahead_; }
    void look_ahead(Duration ahead) { ahead_ = ahead; }
    // The facts after `now` that lie no further ahead, and the place of the first.
    std::span<const Fact> facts_ahead(Instant now) const;

    void add(const Fact& fact);
    // A fact whose time was written without an offset: settle() places it by the one that all other times had.
    void add_at_local_time(const Fact& fact) { local_.push_back(fact); }
    // A fact of which nobody tells when; its `at` does not count. settle() places an allergy with the first of the
    // other facts, wherever that comes from: whoever has one had it before it was written down. A death counts from the
    // last, and not at all beside one whose time is told. Where nothing else is recorded they stand nowhere.
    void add_without_time(const Fact& fact);
    std::span<const Fact> without_time() const { return without_time_; }
    bool has_death_without_time() const;
    bool has_no_time(const Fact& placed) const;  // whether it is one of them
    void settle();  // order by time and content; identical facts become one. O(1) when facts came in order.

    // Ordered by time, then item, then content: the same for every order of arrival. Call settle() first.
    std::span<const Fact> facts() const { return facts_; }

    // Short texts (causes of attribution, names of unknown drugs, sources). The number for one text is always the same.
    std::uint32_t number_of_text(std::string_view text);
    std::string_view text(std::uint32_t number) const { return texts_.at(number); }

    // Where a fact came from. A source below `named_sources` is a line, of the one chart that was read or of one of
    // several; others are texts: "Observation/o2".
    static constexpr std::uint32_t named_sources = 0x8000'0000;
    std::uint32_t number_of_source(std::string_view text) { return named_sources + number_of_text(text); }
    // A line of a chart; `file` is empty when it is the only one. A text is kept only beyond 64 files of one patient or
    // 16 million lines.
    std::uint32_t number_of_line(std::string_view file, std::uint32_t line);
    std::string source_text(std::uint32_t source) const;  // "line 12", "chart2.csv line 12", "Observation/o2"

    std::vector<Rejection>& rejected() { return rejected_; }
    const std::vector<Rejection>& rejected() const { return rejected_; }

private:
    // Below `named_sources` this bit says that a file's place and a line share the number.
    static constexpr std::uint32_t line_of_file = 0x4000'0000;
    static constexpr unsigned line_bits = 24;
    static constexpr std::int16_t offset_untold = 0x7000;
    static constexpr std::int16_t offsets_differ = 0x7001;

    void put_in_order();
    void place_without_time();
    bool before(const Fact& a, const Fact& b) const;
    bool source_before(std::uint32_t a, std::uint32_t b) const;
    std::string_view file_of(std::uint32_t source) const { return text(files_[(source & ~line_of_file) >> line_bits]); }

    std::string patient_;
    std::optional<Date> birth_date_;
    bool birth_dates_differ_ = false;
    std::int16_t utc_offset_ = offset_untold;
    MedicationRecord medication_record_ = MedicationRecord::complete;
    Duration ahead_{};
    std::vector<Fact> facts_;
    std::vector<Fact> local_;
    std::size_t settled_ = 0;  // facts_[0, settled_) are in order
    std::vector<Fact> without_time_;
    Instant placed_at_ = never;  // where the first of them was placed; never: they have to be placed
    std::vector<std::string> texts_{std::string{}};
    std::map<std::string, std::uint32_t, std::less<>> text_numbers_;
    std::vector<std::uint32_t> files_;  // numbers of their names as texts
    std::vector<Rejection> rejected_;
};

}  // namespace stormkeel
