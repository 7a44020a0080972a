// Folds records into a timeline: rows of a chart first, then FHIR, then HL7 v2, each by its adapter.
#include "service/patient_record.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/json.h"
#include "adapters/timeline_merge.h"
#include "service/fhir_record.h"

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 2> status_names{"current", "superseded"};
constexpr std::array<std::string_view, 3> amendment_names{"", "retracted", "corrected"};

ChartRow row_of(const ChartedFact& fact) { return {fact.time, fact.item, fact.value, fact.unit}; }

void read_chart_row(const Record& record, ChartRowReader& rows, Timeline& timeline) {
    const auto fact = charted_fact(record.text);
    if (!fact) {
        timeline.rejected().push_back({record.source, "a record", "it is no fact of a chart"});
        return;
    }
    if (fact->amendment.kind == Amendment::Kind::retracted) return;
    const RowPlace place{0, record.source};
    const auto at = parse_instant(fact->time);
    if (at && *at > record.received && trimmed(fact->item) == name_of(Item::allergy)) {
        // Whoever is allergic was so when that came to us, whatever time was written down.
        rows.read_at(record.received, row_of(*fact), place, timeline);
        return;
    }
    if (at && *at - record.received > ahead_at_most) {
        rows.refuse_ahead(row_of(*fact), place, timeline, record.received);
        return;
    }
    rows.read(row_of(*fact), place, timeline);
}

// The last version of each source, of rows of a chart.
std::vector<const Record*> current_rows(const std::vector<const Record*>& records) {
    std::unordered_map<std::string_view, const Record*> last;
    for (const Record* record : records) last[record->source] = record;
    std::vector<const Record*> found;
    for (const Record* record : records) {
        if (record->form == RecordForm::chart_row && last[record->source] == record) found.push_back(record);
    }
    return found;
}

void read_chart_rows(const FoldingAids& aids, Timeline& timeline) {
    ChartRowReader rows(aids.terminology);
    for (const Record* record : current_rows(aids.records)) read_chart_row(*record, rows, timeline);
    timeline.settle();
}

void read_fhir(const FoldingAids& aids, Timeline& timeline) {
    FhirReader reader(aids.terminology);
    std::map<std::string, Timeline> beside;
    for (const Record* record : aids.referred_to) {
        reader.received_at(record->received);
        reader.add_document(record->text);
    }
    for (const Record* record : aids.records) {
        if (record->form != RecordForm::fhir) continue;
        reader.received_at(record->received);
        reader.add_document(record->text);
        beside.try_emplace(record->patient, timeline);
    }
    for (auto& [id, told] : reader.finish(beside).patients) merge_timeline(timeline, told);
}

// Of two weights of which one may be another's, none counts until a later one is charted.
void ask_for_weight(const JoinedCharts& joined, Timeline& timeline) {
    constexpr std::string_view where = "the join of two charts";
    Fact fact;
    fact.at = joined.last_of_weights + seconds(1);
    fact.item = Item::weight;
    fact.state = ValueState::unreadable;
    fact.source = timeline.number_of_source(where);
    timeline.add(fact);
    timeline.settle();
    timeline.rejected().push_back({std::string(where), "weight",
                                   "the two charts that became one at " + to_text(joined.at) +
                                       " tell weights that differ by more than 10 %; none is used until a "
                                       "later one is charted",
                                   fact.at, Item::weight});
}

// What ties records together: an oxygen device that took over, a drug that ran on, a death.
bool ties(const Fact& fact) {
    constexpr std::array tying{Item::oxygen_device, Item::give, Item::rate, Item::order, Item::death};
    return std::find(tying.begin(), tying.end(), fact.item) != tying.end();
}

}  // namespace

std::string text_of(const ChartedFact& fact) {
    nlohmann::ordered_json json{{"time", fact.time}, {"item", fact.item}, {"value", fact.value}, {"unit", fact.unit}};
    const Amendment& amendment = fact.amendment;
    if (amendment.kind != Amendment::Kind::none) {
        json[std::string(name_of(amendment.kind))] = {{"by", amendment.by}, {"reason", amendment.reason}};
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<ChartedFact> charted_fact(std::string_view text) {
    const auto read = read_json(text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr || !(*document)->root().is_object()) return std::nullopt;
    const Json root = (*document)->root();
    const auto field = [&](std::string_view key) { return std::string(root[key].text()); };
    ChartedFact fact{field("time"), field("item"), field("value"), field("unit")};
    for (const auto kind : {Amendment::Kind::retracted, Amendment::Kind::corrected}) {
        const Json told = root[name_of(kind)];
        if (told.is_object()) {
            fact.amendment = {kind, std::string(told["by"].string()), std::string(told["reason"].string())};
        }
    }
    return fact;
}

std::string_view name_of(Amendment::Kind kind) { return amendment_names.at(static_cast<std::size_t>(kind)); }

std::string_view name_of(RecordStatus status) { return status_names.at(static_cast<std::size_t>(status)); }

Timeline facts_of_row(const Record& row, ChartRowReader& reader) {
    Timeline timeline(row.patient);
    read_chart_row(row, reader, timeline);
    timeline.settle();
    return timeline;
}

const Record& PatientRecord::add(Record record) {
    const Record& kept = records_.emplace_back(std::move(record));
    if (kept.form == RecordForm::fhir) place_resource(kept);
    const auto [place, is_new] = last_of_source_.try_emplace(kept.source, records_.size() - 1);
    if (is_new) return kept;
    // The key is to be a view into the record that counts.
    last_of_source_.erase(place);
    last_of_source_.emplace(kept.source, records_.size() - 1);
    fold_anew();
    return kept;
}

void PatientRecord::add_late(Record record) {
    const Record& kept = records_.emplace_back(std::move(record));
    last_of_source_.try_emplace(kept.source, records_.size() - 1);
}

void PatientRecord::take_back_from(std::uint64_t number) {
    while (!records_.empty() && records_.back().number >= number) {
        last_of_source_.erase(records_.back().source);
        records_.pop_back();
    }
    for (std::size_t i = 0; i < records_.size(); ++i) {
        if (records_[i].form == RecordForm::fhir) continue;
        last_of_source_.erase(records_[i].source);
        last_of_source_.emplace(records_[i].source, i);
    }
    fold_anew();
}

void PatientRecord::place_resource(const Record& record) {
    if (deletes_resource(record.text)) return forget_resource(record.source);
    auto& same_type = resources_[std::string(type_of_reference(record.source))];
    const bool is_new = !last_of_source_.contains(record.source);
    const auto before =
        is_new ? same_type.end() : std::find_if(same_type.begin(), same_type.end(), [&](const Resource& each) {
            return each.record->source == record.source;
        });
    const Resource resource{&record, stands_alone(record.text)};
    if (before == same_type.end()) {
        same_type.push_back(resource);
    } else {
        *before = resource;
    }
}

void PatientRecord::forget_resource(std::string_view reference) {
    const auto same_type = resources_.find(type_of_reference(reference));
    if (same_type == resources_.end()) return;
    std::erase_if(same_type->second, [&](const Resource& each) { return each.record->source == reference; });
}

std::span<const PatientRecord::Resource> PatientRecord::resources(std::string_view type) const {
    const auto found = resources_.find(type);
    if (found == resources_.end()) return {};
    return found->second;
}

std::vector<RecordStatus> PatientRecord::statuses() const {
    std::vector<RecordStatus> found;
    for (std::size_t i = 0; i < records_.size(); ++i) {
        const bool last = last_of_source_.at(records_[i].source) == i;
        found.push_back(last ? RecordStatus::current : RecordStatus::superseded);
    }
    return found;
}

void PatientRecord::fold(const FoldingAids& aids) {
    timeline_ = Timeline(patient_);
    timeline_.look_ahead(ahead_at_most);
    read_chart_rows(aids, timeline_);
    const auto has = [&](RecordForm form) {
        return std::any_of(aids.records.begin(), aids.records.end(),
                           [&](const Record* record) { return record->form == form; });
    };
    if (has(RecordForm::fhir)) read_fhir(aids, timeline_);
    const bool in_messages = aids.hl7v2.knows(aids.ids) && !aids.hl7v2.knows_by_joins_alone(aids.ids);
    if (in_messages) merge_timeline(timeline_, aids.hl7v2.timeline(aids.ids, &timeline_));
    only_chart_rows_ = !has(RecordForm::fhir) && !in_messages;
    // What no chart wrote down may have been given.
    if (!only_chart_rows_) timeline_.set_medication_record(MedicationRecord::partial);
    charts_joined_at_ = aids.joined.at;
    if (aids.joined.last_of_weights != never) ask_for_weight(aids.joined, timeline_);
    follower_.changed(never);
    current_ = true;
}

bool PatientRecord::may_take(const Timeline& facts, RecordForm form) const {
    // Rejections stand in the order of the doors, and with them may stand a time whose offset others tell.
    if (!current_ || facts.birth_date_as_told() || !facts.rejected().empty()) return false;
    if (!timeline_.rejected().empty() && timeline_.utc_offset_minutes() != facts.utc_offset_minutes()) return false;
    if (only_chart_rows_ && form == RecordForm::chart_row) return true;
    if (only_chart_rows_ || facts.facts().empty() || timeline_.facts().empty()) return false;
    return !timeline_.has_death_without_time() && timeline_.facts().front().at <= facts.facts().front().at &&
           std::none_of(facts.facts().begin(), facts.facts().end(), ties);
}

void PatientRecord::take(const Timeline& facts, RecordForm form) {
    if (!may_take(facts, form)) return fold_anew();
    if (facts.facts().empty()) return;
    const Instant from = facts.facts().front().at;
    const bool is_first = timeline_.facts().empty() || from < timeline_.facts().front().at;
    follower_.changed(is_first ? never : from);
    merge_timeline(timeline_, facts);
}

}  // namespace stormkeel
