// Reads each record by itself, by the adapter of its form.
#include "service/facts_json.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <utility>

#include "adapters/fhir.h"
#include "adapters/fhir_observation.h"
#include "adapters/hl7v2_message.h"
#include "adapters/json.h"
#include "core/explain.h"
#include "service/corrections.h"
#include "service/taking_back.h"

namespace stormkeel {

namespace {

using JsonTree = nlohmann::ordered_json;

constexpr std::string_view of_patient = "Patient/";
constexpr std::string_view birth_date = "birth_date";

struct Told {
    std::string time;
    std::string item;
    std::string value;
    std::string unit;
    std::string source;
    bool unused = false;  // the record holds it, and no fact came of it
};

// What a fact is that cannot be read, as the answers word it.
constexpr std::string_view unreadable = "unreadable";

std::string unit_as_sent(Json quantity) {
    const std::string_view code = quantity["code"].string();
    return std::string(code.empty() ? quantity["unit"].string() : code);
}

void write_as_sent(Json quantity, Told& told) {
    if (!quantity["value"].is_number()) return;
    told.value = std::string(quantity["comparator"].string()) + std::string(quantity["value"].text());
    told.unit = unit_as_sent(quantity);
}

// Where it is the very number of a fact, which was not converted, or what could not be read.
void write_if_same(std::string_view value, std::string_view unit, Told& told) {
    const auto number = parse_decimal(value);
    if (told.value != unreadable && (!number || to_text(*number) != told.value)) return;
    told.unused = told.unused || told.value == unreadable;
    told.value = value;
    if (!unit.empty()) told.unit = unit;
}

// The value of an Observation or of a component of it, in its characters. One that became no fact is told all the same.
void write_part_as_sent(const Terminology& terminology, Json observation, Json part, std::vector<Told>& all) {
    const MeaningOrNone meaning = item_meant(terminology, concept_of(part["code"]));
    const auto* meant = std::get_if<ItemMeaning>(&meaning);
    if (meant == nullptr) return;
    const ValueOrRefusal read = value_for(terminology, *meant, part);
    const auto* value = std::get_if<RowValue>(&read);
    auto told = std::find_if(all.begin(), all.end(), [&](const Told& one) { return one.item == meant->row_item; });
    if (told == all.end()) {
        const auto at = span_of(observation, "effective").start.at;
        if (value == nullptr || !at) return;
        all.push_back({to_text(*at), meant->row_item, value->value, value->unit, {}, true});
        told = all.end() - 1;
    } else if (told->value == unreadable && value != nullptr) {
        told->value = value->value;
        told->unit = value->unit;
        told->unused = true;
    }
    write_as_sent(part["valueQuantity"], *told);
}

// The quantities of a resource with the characters they were written with: those of an Observation and its components,
// and what a MedicationAdministration says was given or ran.
void write_as_sent(const Terminology& terminology, std::string_view text, std::vector<Told>& all) {
    const auto read = read_json(text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return;
    Json resource = (*document)->root();
    if (resource["resourceType"].string() == "Bundle") resource = resource["entry"][std::size_t{0}]["resource"];
    if (resource["resourceType"].string() == "Observation" && resource["status"].string() != "entered-in-error") {
        write_part_as_sent(terminology, resource, resource, all);
        for (const Json component : resource["component"]) write_part_as_sent(terminology, resource, component, all);
    }
    for (const auto& [amount, item] : {std::pair{"dose", "give:"}, std::pair{"rateQuantity", "rate:"}}) {
        const Json quantity = resource["dosage"][amount];
        if (!quantity["value"].is_number()) continue;
        for (Told& told : all) {
            if (told.item.starts_with(item)) write_if_same(quantity["value"].text(), unit_as_sent(quantity), told);
        }
    }
}

// The same of what an RXA says was given or ran: "640.0 mg".
void write_as_sent(const Administration& given, Told& told) {
    for (const Amount* amount : {&given.dose, &given.rate}) {
        const auto* quantity = *amount ? std::get_if<FhirQuantity>(&**amount) : nullptr;
        if (quantity == nullptr) continue;
        const std::string_view written = std::string_view(quantity->written).substr(0, quantity->written.find(' '));
        if (parse_decimal(written) == quantity->amount) write_if_same(written, quantity->unit, told);
    }
}

std::vector<Told> told_by(const Timeline& timeline, const Formulary& formulary) {
    std::vector<Told> all;
    for (std::uint32_t i = 0; i < timeline.facts().size(); ++i) {
        const Evidence fact = evidence_of(i, timeline, formulary);
        all.push_back({to_text(fact.at), fact.item, fact.value, std::string(ucum(fact.unit)), fact.source});
    }
    return all;
}

// Those of the patient, and the messages that came for them under another id, as while the two were joined; by number.
std::vector<const Record*> records_for(const WardRecord& ward, const std::string& id) {
    std::vector<const Record*> records = ward.records_of(id);
    const std::set<const Record*> own(records.begin(), records.end());
    for (const std::string& name : ward.named_with(id)) {
        const PatientRecord* other = ward.patient(name);
        if (other == nullptr) continue;
        for (const Record& record : other->records()) {
            if (record.form == RecordForm::hl7v2 && !own.contains(&record)) records.push_back(&record);
        }
    }
    std::sort(records.begin(), records.end(), [](const Record* a, const Record* b) { return a->number < b->number; });
    return records;
}

class FactReading {
public:
    FactReading(const LiveWard& ward, const WardPatient& patient, const std::vector<const Record*>& records)
        : ward_(ward), id_(patient.record->patient()), formulary_(ward.knowledge().guideline.latest().formulary) {
        const Timeline& timeline = patient.timeline();
        for (const Told& told : told_by(timeline, formulary_)) {
            sources_.insert(told.source);
            if (is_stop(told)) units_of_stops_[key_of(told)] = told.unit;
        }
        for (const Rejection& rejection : timeline.rejected()) rejected_.insert(rejection.where);
        if (const auto born = timeline.birth_date_as_told()) born_ = to_text(*born);
        for (const Record* record : records) {
            if (record->form == RecordForm::fhir && record->source.starts_with(of_patient)) persons_.push_back(record);
            if (record->form == RecordForm::hl7v2) read_message(*record);
        }
    }

    std::vector<Told> facts_of(const Record& record) const {
        switch (record.form) {
            case RecordForm::chart_row:
                return of_row(record);
            case RecordForm::fhir:
                return of_fhir(record);
            case RecordForm::hl7v2:
                return of_message(record);
            case RecordForm::dead_letter:
                break;
        }
        return {};
    }

    // Whether anything in the patient's timeline comes from it.
    bool counts(const std::string& source) const {
        return sources_.contains(source) || sources_.contains(source + " (preliminary)");
    }

    // Kept, and of no use; the assessment's `rejected` says why.
    bool is_rejected(const std::string& source) const { return has_rejected(source) && !counts(source); }

    // Whether anything of it is of no use.
    bool has_rejected(const std::string& source) const {
        return rejected_.contains(source) || rejected_.contains(source + " (preliminary)");
    }

    // Whether it is the date of birth that the messages come to.
    bool is_born(const std::string& date) const { return born_ == date; }

    // Whether a message that does not count was taken back by a later one.
    bool is_taken_back(const std::string& source) const {
        const auto named = names_.find(source);
        return named != names_.end() && std::any_of(named->second.begin(), named->second.end(),
                                                    [&](const auto& name) { return taken_back_.contains(name); });
    }

private:
    static std::string key_of(const Told& told) { return told.source + '|' + told.time + '|' + told.item; }
    static bool is_stop(const Told& told) { return told.item.starts_with("rate:") && told.value == "0"; }

    // A record by itself does not say in which unit what it stops ran.
    std::vector<Told> told_of(const Timeline& timeline) const {
        std::vector<Told> all = told_by(timeline, formulary_);
        for (Told& told : all) {
            const auto stop = is_stop(told) ? units_of_stops_.find(key_of(told)) : units_of_stops_.end();
            if (stop != units_of_stops_.end()) told.unit = stop->second;
        }
        return all;
    }

    void read_message(const Record& record) {
        const WardKnowledge& knowledge = ward_.knowledge();
        Hl7Reading& reading = messages_[&record];
        reading = read_hl7v2(Hl7Message(record.text), knowledge.terminology, knowledge.hl7v2);
        ward_.record().name_as_kept(reading);
        for (const Hl7Person& person : reading.persons) {
            for (const Hl7Entry& entry : person.entries) {
                names_.emplace(entry.where, entry.names);
                if (retracts(entry.effect)) taken_back_.insert(entry.names.begin(), entry.names.end());
            }
        }
    }

    static std::vector<Told> of_row(const Record& record) {
        const auto fact = charted_fact(record.text);
        if (!fact || fact->amendment.kind == Amendment::Kind::retracted) return {};
        return {{fact->time, fact->item, fact->value, fact->unit, record.source}};
    }

    // Read with the Patient, whom it may name by the address in their Bundle or by an identifier.
    std::vector<Told> of_fhir(const Record& record) const {
        FhirReader reader(ward_.knowledge().terminology);
        for (const Record* shared : ward_.record().referred_to_in(record.text)) {
            reader.received_at(shared->received);
            reader.add_document(shared->text);
        }
        const bool is_person = record.source.starts_with(of_patient);
        for (const Record* each : persons_) {
            if (!is_person && each->patient == record.patient) reader.add_document(each->text);
        }
        reader.received_at(record.received);
        reader.add_document(record.text);
        const FhirPatients read = reader.finish();
        const auto timeline = read.patients.find(record.patient);
        if (timeline == read.patients.end()) return {};
        std::vector<Told> all = told_of(timeline->second);
        std::erase_if(all, [&](const Told& told) { return !told.source.starts_with(record.source); });
        write_as_sent(ward_.knowledge().terminology, record.text, all);
        for (Told& told : all) {
            if (told.source.empty()) told.source = record.source;
        }
        const auto born = timeline->second.birth_date_as_told();
        if (is_person && born) all.push_back({to_text(*born), std::string(birth_date), "", "", record.source});
        return all;
    }

    std::vector<Told> of_message(const Record& record) const {
        std::vector<Told> all;
        std::map<std::string, Administration> amounts;
        Hl7Record others(ward_.knowledge().terminology);
        Hl7Reading other = messages_.at(&record);
        for (Hl7Person& person : other.persons) {
            if (!is_theirs(person.patient)) person.entries.clear();
            if (is_theirs(person.patient) && person.birth_date) {
                all.push_back(
                    {to_text(*person.birth_date), std::string(birth_date), "", "", other.header.place() + " PID 1"});
            }
            for (const Hl7Entry& entry : person.entries) {
                const auto* row = std::get_if<Hl7Row>(&entry.says);
                if (row != nullptr) all.push_back({to_text(row->at), row->item, row->value, row->unit, entry.where});
                if (const auto* given = std::get_if<Administration>(&entry.says)) amounts.emplace(entry.where, *given);
            }
            std::erase_if(person.entries,
                          [](const Hl7Entry& entry) { return std::holds_alternative<Hl7Row>(entry.says); });
        }
        for (const std::string& patient : others.add(std::move(other)).patients) {
            for (Told& told : told_of(others.timeline({patient}))) {
                const auto amount = amounts.find(told.source);
                if (amount != amounts.end()) write_as_sent(amount->second, told);
                all.push_back(std::move(told));
            }
        }
        return all;
    }

    // What is of several, or of nobody known, is told with each of them.
    bool is_theirs(const std::string& identifier) const {
        const auto whose = ward_.record().patient_of_identifier(identifier);
        return !whose || *whose == id_;
    }

    const LiveWard& ward_;
    const std::string& id_;
    const Formulary& formulary_;
    std::set<std::string> sources_;
    std::set<std::string> rejected_;
    std::map<std::string, std::string> units_of_stops_;  // by source, time and item
    std::string born_;
    std::unordered_map<const Record*, Hl7Reading> messages_;
    std::unordered_map<std::string, std::vector<std::string>> names_;  // of the entries of messages, by source
    std::set<std::string> taken_back_;                                 // of those names
    std::vector<const Record*> persons_;                               // the Patient resources of all joined into one
};

// What became of the versions of each row by hand: the record that took it back or corrected it, by the one before it.
using Amended = std::unordered_map<const Record*, const Record*>;
Amended amended_in(const std::vector<const Record*>& records) {
    std::unordered_map<std::string_view, const Record*> last;
    Amended amended;
    for (const Record* record : records) {
        if (record->form != RecordForm::chart_row) continue;
        const Record*& before = last[record->source];
        if (before != nullptr) amended.emplace(before, record);
        before = record;
    }
    return amended;
}

// {"by", "at", "agrees", "words"} of the pharmacist who looked at it; null: none has.
JsonTree told_of_verification(const LiveWard& ward, const Record& amending) {
    const Cosign* cosign = verification_of(ward, amending);
    if (cosign == nullptr || cosign->state == CosignState::open) return nullptr;
    return {{"by", cosign->second},
            {"at", to_text(cosign->changed_at)},
            {"agrees", cosign->state == CosignState::approved},
            {"words", cosign->answer}};
}

// {"status", "changed"} of a row that a later one of its source took back or corrected; none of another.
JsonTree told_of_amendment(const LiveWard& ward, const Record& by) {
    const auto fact = charted_fact(by.text);
    if (!fact || fact->amendment.kind == Amendment::Kind::none) return JsonTree::object();
    return {{"status", name_of(fact->amendment.kind)},
            {"changed",
             {{"by", fact->amendment.by},
              {"at", to_text(by.received)},
              {"reason", fact->amendment.reason},
              {"verified", told_of_verification(ward, by)}}}};
}

// The record that counts of those with its source.
const Record* counting_of(const LiveWard& ward, const Record& record,
                          const std::unordered_map<std::string_view, const Record*>& last) {
    return record.form == RecordForm::fhir ? ward.record().resource(record.source) : last.at(record.source);
}

std::string_view status_of(const FactReading& reading, const Record& record, const Told& fact, const Record* counting) {
    const bool is_message = record.form == RecordForm::hl7v2;
    const bool is_born = is_message && fact.item == birth_date && reading.is_born(fact.time);
    const bool current = is_message ? is_born || reading.counts(fact.source) : counting == &record;
    const bool rejected = reading.is_rejected(fact.source) ||
                          (reading.has_rejected(fact.source) && (fact.unused || fact.value == unreadable));
    const bool is_resource = record.form == RecordForm::fhir;
    // A version that takes back shows what it takes back, as a cancelled Observation does.
    if (is_resource && current && retracts(record)) return name_of(Amendment::Kind::retracted);
    if ((current || is_message) && !is_born && rejected) return "rejected";
    const bool taken_back = !current && (is_message ? reading.is_taken_back(fact.source)
                                                    : is_resource && counting != nullptr && retracts(*counting));
    if (taken_back) return name_of(Amendment::Kind::retracted);
    return name_of(current ? RecordStatus::current : RecordStatus::superseded);
}

}  // namespace

std::string facts_json(const LiveWard& ward, const WardPatient& patient) {
    const std::vector<const Record*> records = records_for(ward.record(), patient.record->patient());
    std::unordered_map<std::string_view, const Record*> last;
    for (const Record* record : records) last[record->source] = record;
    const FactReading reading(ward, patient, records);
    const Amended amended = amended_in(records);
    JsonTree facts = JsonTree::array();
    std::string born;  // as the last message told it: each tells it anew
    for (const Record* record : records) {
        for (const Told& fact : reading.facts_of(*record)) {
            const bool is_message = record->form == RecordForm::hl7v2;
            if (is_message && fact.item == birth_date && std::exchange(born, fact.time) == fact.time) continue;
            facts.push_back({{"time", fact.time},
                             {"item", fact.item},
                             {"value", fact.value},
                             {"unit", fact.unit},
                             {"source", fact.source},
                             {"received", to_text(record->received)},
                             {"status", status_of(reading, *record, fact, counting_of(ward, *record, last))}});
            const auto amendment = amended.find(record);
            if (amendment != amended.end()) facts.back().update(told_of_amendment(ward, *amendment->second));
        }
    }
    return JsonTree{{"facts", facts}}.dump(-1, ' ', false, JsonTree::error_handler_t::replace);
}

}  // namespace stormkeel
