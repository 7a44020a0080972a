// Folds records into a timeline: the last version of each source, read by the adapter of its form.
#include "service/patient_record.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "adapters/chart_csv_row.h"
#include "adapters/json.h"

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 2> status_names{"current", "superseded"};

// A clock of a sender may be a little ahead of ours.
constexpr Duration ahead_at_most = minutes(5);

ChartRow row_of(const ChartedFact& fact) { return {fact.time, fact.item, fact.value, fact.unit}; }

void read_chart_row(const Record& record, ChartRowReader& rows, Timeline& timeline) {
    const auto fact = charted_fact(record.text);
    if (!fact) {
        timeline.rejected().push_back({record.source, "a record", "it is no fact of a chart"});
        return;
    }
    const RowPlace place{0, record.source};
    const auto at = parse_instant(fact->time);
    if (at && *at - record.received > ahead_at_most) {
        rows.refuse(row_of(*fact), place, timeline,
                    "it lies more than 5 minutes after " + to_text(record.received) +
                        ", when it was received; correct its time, or send it when it has happened");
        return;
    }
    rows.read(row_of(*fact), place, timeline);
}

}  // namespace

std::string text_of(const ChartedFact& fact) {
    const nlohmann::ordered_json json{
        {"time", fact.time}, {"item", fact.item}, {"value", fact.value}, {"unit", fact.unit}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<ChartedFact> charted_fact(std::string_view text) {
    const auto read = read_json(text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr || !(*document)->root().is_object()) return std::nullopt;
    const Json root = (*document)->root();
    const auto field = [&](std::string_view key) { return std::string(root[key].text()); };
    return ChartedFact{field("time"), field("item"), field("value"), field("unit")};
}

std::string_view name_of(RecordStatus status) { return status_names.at(static_cast<std::size_t>(status)); }

std::vector<RecordStatus> PatientRecord::statuses() const {
    std::map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < records_.size(); ++i) last[records_[i].source] = i;
    std::vector<RecordStatus> found;
    found.reserve(records_.size());
    for (std::size_t i = 0; i < records_.size(); ++i) {
        found.push_back(last[records_[i].source] == i ? RecordStatus::current : RecordStatus::superseded);
    }
    return found;
}

Timeline PatientRecord::timeline(const Terminology& terminology) const {
    Timeline timeline(patient_);
    ChartRowReader rows(terminology);
    const std::vector<RecordStatus> status = statuses();
    for (std::size_t i = 0; i < records_.size(); ++i) {
        if (status[i] == RecordStatus::current) read_chart_row(records_[i], rows, timeline);
    }
    timeline.settle();
    return timeline;
}

}  // namespace stormkeel
