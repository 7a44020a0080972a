// Reads what was given (RXA) and what was ordered (RXE).
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_reading.h"

namespace stormkeel {
namespace {

bool is_empty_or_null(Hl7Part field) { return field.empty() || field.is_null(); }

// Table 0322: complete, partially administered, refused, not administered. Without it an RXA says that it was given.
Giving giving_of_completion(std::string_view completion) {
    if (completion.empty() || completion == "CP" || completion == "PA") return Giving::completed;
    if (completion == "RE" || completion == "NA") return Giving::none;
    return Giving::refused;
}

// Table 0323.
std::optional<Hl7Effect> effect_of(std::string_view action) {
    if (action.empty() || action == "A") return Hl7Effect::adds;
    if (action == "U") return Hl7Effect::corrects;
    if (action == "D") return Hl7Effect::retracts;
    return std::nullopt;
}

std::string why_refused(std::string_view completion, std::string_view action) {
    if (giving_of_completion(completion) == Giving::refused) {
        return "RXA-20 '" + clipped(completion) + "' does not say whether it was given; CP, PA, RE or NA would";
    }
    if (!effect_of(action)) {
        return "RXA-21 '" + clipped(action) + "' does not say what to do with it; A, U or D would";
    }
    return "";
}

// How long the amount took that RXA-12 speaks of: "M1" is a minute, "H8" eight hours.
struct TimeUnit {
    std::string_view unit;  // "min"
    std::int64_t count = 1;
};
std::optional<TimeUnit> time_unit(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> names{
        {{"m", "min"}, {"min", "min"}, {"minute", "min"}, {"h", "h"}, {"hr", "h"}, {"hour", "h"}, {"d", "d"}}};
    const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
    const std::string_view digits = text.substr(letters);
    const auto count = digits.empty() ? Decimal::whole(1) : parse_decimal(digits).value_or(Decimal{});
    const std::string name = folded_words(text.substr(0, letters));
    const bool whole = count > Decimal{} && count.billionths % Decimal::one == 0;
    for (const auto& [spelling, unit] : names) {
        if (spelling == name && whole) return TimeUnit{unit, count.billionths / Decimal::one};
    }
    return std::nullopt;
}

Amount amount_of(const Hl7Segment& rxa) {
    const Hl7Part amount = rxa.field(6);
    const bool not_recorded = amount.text() == "999" && is_empty_or_null(rxa.field(7));  // the standard's word for it
    if (is_empty_or_null(amount) || not_recorded) return std::nullopt;
    return Hl7Reader::quantity(amount, rxa.field(7));
}

// RXA-12 makes a rate of the amount, unless the unit of the amount is one already.
void read_amounts(const Hl7Reader& reader, const Hl7Segment& rxa, Administration& given) {
    given.dose = amount_of(rxa);
    const std::string per = rxa.field(12).text();
    if (per.empty() || !given.dose) return;
    given.rate = std::exchange(given.dose, std::nullopt);
    auto* quantity = std::get_if<FhirQuantity>(&*given.rate);
    if (quantity == nullptr) return;
    if (std::holds_alternative<Quantity>(reader.terminology.rate(quantity->amount, quantity->unit))) return;
    const auto unit = time_unit(per);
    if (!unit) {
        given.rate = Refusal{"RXA-12 '" + clipped(per) + "' is no time unit of a rate; M1 or H1 would be right"};
        return;
    }
    const auto amount = scale(quantity->amount, 1, unit->count);
    quantity->amount = amount.value_or(quantity->amount);
    quantity->unit += "/" + std::string(unit->unit);
    quantity->written += " in " + per;
}

FhirSpan span_of(const Hl7Reader& reader, const Hl7Segment& rxa) {
    FhirSpan span;
    const Hl7Time start = reader.time_in(rxa.field(3), "RXA-3");
    span.start = {start.at, start.why, start.at_latest};
    if (is_empty_or_null(rxa.field(4))) return span;
    const Hl7Time end = reader.time_in(rxa.field(4), "RXA-4");
    // Without an end, or with one at its start, it tells of an instant.
    if (start.at && end.at == start.at) return span;
    span.is_period = true;
    span.end = {end.at, end.why};
    if (start.at && end.at && *end.at < *start.at) span.end = {std::nullopt, "RXA-4 is before RXA-3"};
    return span;
}

// Table 0162, for routes that are told by their code alone.
std::vector<std::string> routes_of(const Hl7Segment* rxr) {
    if (rxr == nullptr) return {};
    constexpr std::array<std::pair<std::string_view, std::string_view>, 20> words{{
        {"AP", "topical"},       {"B", "buccal"},        {"BU", "buccal"},      {"EP", "epidural"},
        {"EO", "ophthalmic"},    {"GTT", "gastrostomy"}, {"ID", "intradermal"}, {"IH", "inhalation"},
        {"IM", "intramuscular"}, {"IT", "intrathecal"},  {"NB", "nebulized"},   {"NG", "nasogastric"},
        {"NS", "nasal"},         {"OP", "ophthalmic"},   {"OT", "otic"},        {"PO", "oral"},
        {"PR", "rectal"},        {"SC", "subcutaneous"}, {"SL", "sublingual"},  {"TP", "topical"},
    }};
    const Hl7Concept route(rxr->field(1));
    std::vector<std::string> names = route_names(route.value());
    for (const FhirCoding& coding : route.value().codings) {
        for (const auto& [code, name] : words) {
            if (coding.code == code) names.emplace_back(name);
        }
    }
    return names;
}

FhirMedication medication_in(const Hl7Reader& reader, Hl7Part code, std::string_view field) {
    const Hl7Concept medication(code);
    FhirMedication found = medication_named(reader.terminology, with_bare_names(medication.value()));
    if (found.label == nothing_named) {
        found.nameless = true;
        found.label = field;
        found.unknown = "neither a code nor a name says which drug it is; not used";
    }
    return found;
}

// The same administration in another message has the same order, counter, start and drug. One whose start is corrected
// has the same order and counter.
std::vector<std::string> names_of_administration(const Hl7Order& order, const Hl7Segment& rxa,
                                                 std::optional<Instant> start) {
    const Hl7Part code = rxa.field(5);
    const std::string drug = code.component(1).empty() ? code.component(2).text() : code.component(1).text();
    const std::string instant = start ? to_text(*start) : rxa.field(3).text();
    const std::string tail = "|" + rxa.field(2).text() + "|" + drug + "|" + instant;
    std::vector<std::string> names;
    if (const std::string filler = order.filler(); !filler.empty()) names.push_back("RXA|filler|" + filler + tail);
    if (const std::string placer = order.placer(); !placer.empty()) names.push_back("RXA|placer|" + placer + tail);
    if (names.empty()) names.push_back("RXA" + tail);
    return names;
}

std::string series_of(const Hl7Order& order, const Hl7Segment& rxa) {
    const std::string filler = order.filler();
    const std::string number = filler.empty() ? order.placer() : filler;
    const std::string counter = rxa.field(2).text();
    return number.empty() || counter.empty() ? "" : number + "|" + counter;
}

// What ORC-1 does to an order; nothing for what leaves it as it is.
std::optional<Hl7Effect> effect_of_control(std::string_view control) {
    constexpr std::array<std::string_view, 4> begins{"NW", "RO", "RU", "SN"};
    constexpr std::array<std::string_view, 3> changes{"XO", "XX", "XR"};
    constexpr std::array<std::string_view, 3> ends{"CA", "OC", "CR"};
    const auto is_one_of = [&](const auto& list) { return std::find(list.begin(), list.end(), control) != list.end(); };
    if (is_one_of(begins)) return Hl7Effect::adds;
    if (is_one_of(changes)) return Hl7Effect::corrects;
    if (is_one_of(ends)) return Hl7Effect::retracts;
    return std::nullopt;
}

}  // namespace

void read_rxa(const Hl7Reader& reader, const Hl7Order& order, const Hl7Place& rxa, Hl7Person& person) {
    const Hl7Segment& segment = rxa.segment;
    const std::string completion = segment.field(20).text();
    const std::string action = segment.field(21).text();
    const Hl7Time start = reader.time_in(segment.field(3), "RXA-3");
    Administration given;
    given.giving = giving_of_completion(completion);
    given.span = span_of(reader, segment);
    read_amounts(reader, segment, given);
    given.medication = medication_in(reader, segment.field(5), "RXA-5");
    given.routes = routes_of(rxa.route);
    given.recorded = reader.header.sent;
    given.where = reader.where("RXA", rxa.number);
    given.order = order.filler().empty() ? order.placer() : order.filler();
    given.refusal = why_refused(completion, action);
    Hl7Entry entry;
    entry.where = given.where;
    entry.names = names_of_administration(order, segment, start.at);
    entry.names_one = true;
    entry.effect = effect_of(action).value_or(Hl7Effect::adds);
    entry.offset_minutes = start.offset_minutes;
    entry.series = series_of(order, segment);
    const bool taken_back = entry.effect == Hl7Effect::retracts;
    if (taken_back || given.giving == Giving::none) {
        entry.says = Hl7Nothing{given.medication.label};
    } else {
        entry.says = std::move(given);
    }
    person.entries.push_back(std::move(entry));
}

void read_rxe(const Hl7Reader& reader, const Hl7Order& order, const Hl7Place& rxe, Hl7Person& person) {
    const std::string control = order.common == nullptr ? "" : order.common->field(1).text();
    const auto effect = effect_of_control(control);
    Hl7Entry entry;
    entry.where = reader.where("RXE", rxe.number);
    if (const std::string filler = order.filler(); !filler.empty()) entry.names.push_back("RXE|filler|" + filler);
    if (const std::string placer = order.placer(); !placer.empty()) entry.names.push_back("RXE|placer|" + placer);
    FhirMedication medication = medication_in(reader, rxe.segment.field(2), "RXE-2");
    const Hl7Part ordered = order.common == nullptr ? Hl7Part() : order.common->field(9);
    const Hl7Time time = reader.time_in(ordered, "ORC-9");
    if (control.empty()) {
        entry.says = Hl7Refused{medication.label, "ORC-1 does not say that it is an order; NW would", {}};
    } else if (!effect) {
        return;  // held, released, discontinued: it was ordered all the same
    } else if (effect == Hl7Effect::retracts) {
        entry.effect = *effect;
        entry.says = Hl7Nothing{medication.label};
    } else if (medication.drugs.empty()) {
        if (medication.product) return;  // a therapy counts when it is given
        entry.says = Hl7Unmapped{medication.label, std::string(medication.unknown)};
    } else if (!time.at) {
        entry.says = Hl7Refused{medication.label, time.why, {}};
    } else {
        entry.effect = *effect;
        DrugOrder ordering{*time.at, std::move(medication), {}, entry.where};
        if (!is_empty_or_null(rxe.segment.field(3))) {
            ordering.dose = Hl7Reader::quantity(rxe.segment.field(3), rxe.segment.field(5));
        }
        entry.offset_minutes = time.offset_minutes;
        entry.says = std::move(ordering);
    }
    person.entries.push_back(std::move(entry));
}

}  // namespace stormkeel
