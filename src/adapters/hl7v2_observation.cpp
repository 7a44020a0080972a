// Reads OBX and OBR: which item a code means, its value as a chart would write it, its time, and what its status says.
#include <algorithm>
#include <array>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_reading.h"

namespace stormkeel {
namespace {

// Table 0085, from the reader's side.
struct Status {
    std::string_view code;
    Hl7Effect effect = Hl7Effect::adds;
    bool has_value = true;
};
constexpr std::array<Status, 7> statuses{{{"F", Hl7Effect::adds, true},
                                          {"C", Hl7Effect::corrects, true},
                                          {"P", Hl7Effect::may_change, true},
                                          {"U", Hl7Effect::makes_final, false},
                                          {"D", Hl7Effect::retracts, false},
                                          {"X", Hl7Effect::retracts, false},
                                          {"W", Hl7Effect::moves_away, false}}};
constexpr std::array<std::string_view, 5> without_result{"I", "R", "S", "N", "O"};

const Status* status_named(std::string_view code) {
    const auto found =
        std::find_if(statuses.begin(), statuses.end(), [&](const Status& each) { return each.code == code; });
    return found == statuses.end() ? nullptr : &*found;
}

std::string why_status(std::string_view field, std::string_view status) {
    if (status.empty()) return std::string(field) + " is empty; F, C or P would say that there is a result";
    return "its status '" + clipped(status) + "' in " + std::string(field) +
           " does not say that there is a result that holds; F, C or P would";
}

// More than any observation has; a flood of them is no observation.
constexpr std::size_t most_values = 100;

// One OBX on its way into entries.
struct Observation {
    const Hl7Reader& reader;
    const Hl7Order& order;
    const Hl7Place& place;
    const FhirConcept& code;
    ItemMeaning meaning;
    Hl7Time time;

    const Hl7Segment& obx() const { return place.segment; }
    Absence absence() const { return {time.at.value_or(never), meaning.item, meaning.drug}; }
};

// The same observation in another message has the same order, code, sub-id and time, or the same instance number.
std::vector<std::string> names_of_observation(const Hl7Order& order, const Hl7Segment& obx, std::optional<Instant> at) {
    std::vector<std::string> names;
    if (const std::string instance = obx.field(21).component(1).text(); !instance.empty()) {
        names.push_back("OBX-21|" + instance + "|" + obx.field(21).component(2).text());
    }
    if (!at) return names;
    const Hl7Part code = obx.field(3);
    const std::string label = code.component(1).text();
    std::string tail = "|" + (label.empty() ? code.component(2).text() : label) + "|" + code.component(3).text();
    tail += "|" + obx.field(4).text() + "|" + to_text(*at);
    const std::string filler = order.filler();
    const std::string placer = order.placer();
    if (!filler.empty()) names.push_back("filler|" + filler + tail);
    if (!placer.empty()) names.push_back("placer|" + placer + tail);
    if (filler.empty() && placer.empty()) names.push_back("OBX" + tail);
    return names;
}

// SN: comparator, number, separator, second number.
std::variant<FhirQuantity, Refusal> structured_number(Hl7Part value, Hl7Part unit) {
    const std::string comparator = value.component(1).text();
    const bool more = !value.component(3).empty() || !value.component(4).empty();
    if (more || comparator == "<>") {
        return Refusal{"'" + clipped(value.text()) + "' is no single number; one such as >^40000 would be right"};
    }
    auto read = Hl7Reader::quantity(value.component(2), unit);
    auto* quantity = std::get_if<FhirQuantity>(&read);
    if (quantity == nullptr || comparator.empty() || comparator == "=") return read;
    const auto sign = chart_number(comparator + to_text(quantity->amount));
    if (const auto* refusal = std::get_if<Refusal>(&sign)) return *refusal;
    quantity->comparator = std::get<ChartNumber>(sign).comparator;
    return read;
}

bool is_number(Item item) {
    const ItemKind kind = kind_of(item);
    return kind == ItemKind::measured || kind == ItemKind::score || kind == ItemKind::drug;
}

// A number keeps its comparator; what is none goes on as it is, so that the row says why it is rejected.
ValueOrRefusal written_value(const Observation& found, Hl7Part value) {
    const Terminology& terminology = found.reader.terminology;
    if (!is_number(found.meaning.item)) return text_value(terminology, found.meaning.item, value.text());
    const bool is_text = found.obx().field(2).text() != "NM";
    const std::string written = value.text();
    const bool is_numeric = !is_text && written.find_first_of("eE") == std::string::npos;
    const RowValue as_written{is_numeric ? in_plain_digits(written) : written, hl7v2_unit(found.obx().field(6))};
    if (is_text) {
        const auto plain = chart_number(written);
        if (std::holds_alternative<Refusal>(plain)) return as_written;
    }
    const auto read = Hl7Reader::quantity(value, found.obx().field(6));
    const auto* quantity = std::get_if<FhirQuantity>(&read);
    if (quantity == nullptr || found.meaning.settles == Unit::none) return as_written;
    return quantity_value(terminology, found.meaning, *quantity);
}

ValueOrRefusal value_of(const Observation& found, Hl7Part value) {
    const std::string type = found.obx().field(2).text();
    constexpr std::array<std::string_view, 6> texts{"NM", "ST", "TX", "FT", "IS", "ID"};
    constexpr std::array<std::string_view, 4> coded{"CWE", "CE", "CNE", "CF"};
    const auto is_one_of = [&](const auto& list) { return std::find(list.begin(), list.end(), type) != list.end(); };
    if (is_one_of(texts)) return written_value(found, value);
    if (is_one_of(coded)) return concept_value(found.reader.terminology, found.meaning.item, Hl7Concept(value).value());
    if (type == "SN") {
        const auto read = structured_number(value, found.obx().field(6));
        if (const auto* refusal = std::get_if<Refusal>(&read)) return *refusal;
        return quantity_value(found.reader.terminology, found.meaning, std::get<FhirQuantity>(read));
    }
    return Refusal{"a value of type '" + clipped(type) + "' (OBX-2) cannot be read as " + found.meaning.row_item +
                   "; NM, SN, ST, TX or CWE would be right"};
}

Hl7Entry entry_of(const Observation& found, const Status& status) {
    Hl7Entry entry;
    entry.where = found.reader.where("OBX", found.place.number);
    entry.names = names_of_observation(found.order, found.obx(), found.time.at);
    entry.names_one = true;
    entry.effect = status.effect;
    entry.offset_minutes = found.time.offset_minutes;
    return entry;
}

Hl7Refused refused(const Observation& found, std::string why) {
    return {found.meaning.row_item, std::move(why), {found.absence()}};
}

void write_values(const Observation& found, const Status& status, Hl7Person& person) {
    const Hl7Part values = found.obx().field(5);
    const auto add = [&](auto says) {
        Hl7Entry entry = entry_of(found, status);
        entry.says = std::move(says);
        person.entries.push_back(std::move(entry));
    };
    const auto row = [&](RowValue value) {
        add(Hl7Row{*found.time.at, found.meaning.row_item, std::move(value.value), std::move(value.unit)});
    };
    if (values.is_null()) return add(found.absence());
    if (is_result_of_doing(found.meaning.item)) return row({"yes", ""});
    if (values.empty()) {
        if (kind_of(found.meaning.item) == ItemKind::done) return row({});  // to record it is to say that it was done
        return add(refused(found, "OBX-5 is empty; a value, or X in OBX-11, would be right"));
    }
    const std::vector<Hl7Part> each = values.repetitions();
    if (each.empty() || each.size() > most_values) {
        return add(refused(found, "OBX-5 has " + std::to_string(each.size()) + " values; 1 to " +
                                      std::to_string(most_values) + " can be read"));
    }
    for (const Hl7Part one : each) {
        ValueOrRefusal value = value_of(found, one);
        if (auto* refusal = std::get_if<Refusal>(&value)) {
            add(refused(found, std::move(refusal->why)));
        } else {
            row(std::move(std::get<RowValue>(value)));
        }
    }
}

// What is taken back, or could not be found out: without a value.
void write_without_value(const Observation& found, const Status& status, Hl7Person& person) {
    Hl7Entry entry = entry_of(found, status);
    entry.says = Hl7Nothing{found.meaning.row_item};
    if (status.code == "X" && found.time.at) entry.says = found.absence();
    person.entries.push_back(std::move(entry));
}

void read_meant(const Observation& found, Hl7Person& person) {
    const std::string code = found.obx().field(11).text();
    const Status* status = status_named(code);
    if (status != nullptr && !status->has_value) return write_without_value(found, *status, person);
    const bool awaited = std::find(without_result.begin(), without_result.end(), code) != without_result.end();
    if (awaited && found.obx().field(5).empty()) return;
    Hl7Entry entry = entry_of(found, status == nullptr ? statuses.front() : *status);
    if (!found.time.at) {
        entry.says = Hl7Refused{label_of(found.code), found.time.why, {}};
    } else if (status == nullptr) {
        // What does not say that it holds takes nothing's place.
        entry.names.clear();
        entry.says = refused(found, why_status("OBX-11", code));
    } else {
        return write_values(found, *status, person);
    }
    person.entries.push_back(std::move(entry));
}

Hl7Time time_of(const Hl7Reader& reader, const Hl7Order& order, const Hl7Segment& obx) {
    if (!obx.field(14).empty()) return reader.time_in(obx.field(14), "OBX-14");
    if (order.request != nullptr && !order.request->field(7).empty())
        return reader.time_in(order.request->field(7), "OBR-7");
    return {{}, {}, Hl7Precision::none, "OBX-14 and OBR-7 are empty; the time it was true is needed"};
}

// Laboratories by OBR-24, and whatever was sent a specimen.
bool is_of_a_specimen(const Hl7Order& order) {
    if (order.request == nullptr) return false;
    constexpr std::array<std::string_view, 6> laboratories{"LAB", "CH", "HM", "BG", "IMM", "MB"};
    const std::string section = order.request->field(24).text();
    return order.of_a_specimen || !order.request->field(15).empty() ||
           std::find(laboratories.begin(), laboratories.end(), section) != laboratories.end();
}

// Codes that mean nothing of ours, or contradict each other, are told; the latter end what each may have told of.
void read_not_meant(const Hl7Reader& reader, Observation found, const MeaningOrNone& meaning, Hl7Person& person) {
    const Status* status = status_named(found.obx().field(11).text());
    Hl7Entry entry = entry_of(found, status == nullptr ? statuses.front() : *status);
    if (status != nullptr && !status->has_value) return;
    if (const auto* refusal = std::get_if<Refusal>(&meaning)) {
        Hl7Refused says{label_of(found.code), refusal->why, {}};
        for (const ItemMeaning& each : meanings_one_by_one(reader.terminology, found.code)) {
            found.meaning = each;
            if (found.time.at) says.ends.push_back(found.absence());
        }
        entry.says = std::move(says);
    } else {
        const bool any_blood = std::holds_alternative<ItemMeaning>(meaning);
        entry.says =
            Hl7Unmapped{label_of(found.code), std::string(any_blood ? saturation_of_any_blood : code_of_no_item)};
    }
    person.entries.push_back(std::move(entry));
}

bool is_own_grade(const FhirConcept& code) {
    return std::any_of(code.codings.begin(), code.codings.end(),
                       [](const FhirCoding& coding) { return coding.system == own_grade_system; });
}

}  // namespace

void read_obx(const Hl7Reader& reader, const Hl7Order& order, const Hl7Place& obx, Hl7Person& person) {
    const Hl7Concept code(obx.segment.field(3));
    if (is_own_grade(code.value())) return;
    const MeaningOrNone meaning = item_meant(reader.terminology, code.value());
    Observation found{reader, order, obx, code.value(), {}, time_of(reader, order, obx.segment)};
    const auto* meant = std::get_if<ItemMeaning>(&meaning);
    const bool any_blood =
        meant != nullptr && meant->item == Item::spo2 && meant->by == MeantBy::name && is_of_a_specimen(order);
    if (meant == nullptr || any_blood) return read_not_meant(reader, std::move(found), meaning, person);
    found.meaning = *meant;
    read_meant(found, person);
}

// A request groups observations, which are read for themselves; only examinations that are items count as done.
void read_obr(const Hl7Reader& reader, const Hl7Order& order, std::size_t number, Hl7Person& person) {
    const Hl7Segment& obr = *order.request;
    const Hl7Concept code(obr.field(4));
    const MeaningOrNone meaning = item_meant(reader.terminology, code.value());
    const auto* meant = std::get_if<ItemMeaning>(&meaning);
    if (meant == nullptr || !is_result_of_doing(meant->item)) return;
    constexpr std::array<std::string_view, 4> reported{"F", "C", "P", "A"};
    constexpr std::array<std::string_view, 6> not_yet{"I", "O", "S", "R", "Y", "Z"};
    const std::string status = obr.field(25).text();
    if (std::find(not_yet.begin(), not_yet.end(), status) != not_yet.end()) return;
    Hl7Entry entry;
    entry.where = reader.where("OBR", number);
    if (const std::string filler = order.filler(); !filler.empty()) entry.names.push_back("OBR|filler|" + filler);
    if (const std::string placer = order.placer(); !placer.empty()) entry.names.push_back("OBR|placer|" + placer);
    const Hl7Time time = reader.time_in(obr.field(7), "OBR-7");
    entry.offset_minutes = time.offset_minutes;
    if (status == "X") {
        entry.effect = Hl7Effect::retracts;
    } else if (std::find(reported.begin(), reported.end(), status) == reported.end()) {
        entry.says = Hl7Refused{label_of(code.value()), why_status("OBR-25", status), {}};
    } else if (!time.at) {
        entry.says = Hl7Refused{label_of(code.value()), time.why, {}};
    } else {
        entry.effect = Hl7Effect::corrects;
        entry.says = Hl7Row{*time.at, meant->row_item, "yes", ""};
    }
    person.entries.push_back(std::move(entry));
}

}  // namespace stormkeel
