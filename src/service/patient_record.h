// One patient's records as they came, and the timeline that follows from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminology.h"
#include "core/timeline.h"
#include "storage/store.h"

namespace stormkeel {

// A fact in the chart's vocabulary, as it was written.
struct ChartedFact {
    std::string time;
    std::string item;
    std::string value;
    std::string unit;
};

// The text under which a fact is kept, and back. Nothing for a text that is no such object.
std::string text_of(const ChartedFact& fact);
std::optional<ChartedFact> charted_fact(std::string_view text);

// What became of a record: a later version of its source supersedes it.
enum class RecordStatus : std::uint8_t { current, superseded };
std::string_view name_of(RecordStatus status);

class PatientRecord {
public:
    explicit PatientRecord(std::string patient) : patient_(std::move(patient)) {}

    const std::string& patient() const { return patient_; }
    const std::vector<Record>& records() const { return records_; }

    void add(Record record) { records_.push_back(std::move(record)); }  // later in number than those before
    void take_back(std::size_t count) { records_.resize(records_.size() - count); }  // the last so many

    std::vector<RecordStatus> statuses() const;  // one a record

    // The current records read by their adapters. A fact more than five minutes after its record was received is
    // rejected. The record of drugs is complete when every record is a chart's row, as a chart is taken to be.
    Timeline timeline(const Terminology& terminology) const;

private:
    std::string patient_;
    std::vector<Record> records_;
};

}  // namespace stormkeel
