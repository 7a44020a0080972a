// Reads FHIR's Timing of draft orders; where two places tell of a repetition, the one that allows more is taken.
#include "adapters/cds_hooks_repetition.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "adapters/cds_hooks_repetition_words.h"
#include "adapters/fhir_values.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

void allow_as_well(std::optional<Repetition>& all, const std::optional<Repetition>& told) {
    if (!told) return;
    if (!all) all.emplace();
    if (told->every && (!all->every || *told->every < *all->every)) all->every = told->every;
    if (told->doses && (!all->doses || *told->doses > *all->doses)) all->doses = told->doses;
    if (told->in_all && (!all->in_all || *told->in_all > *all->in_all)) all->in_all = told->in_all;
}

std::optional<int> count_of_repeat(Json written) {
    constexpr Decimal most = Decimal::whole(1000);
    const auto count = parse_decimal(written.text());
    if (!count || *count < Decimal::whole(1)) return std::nullopt;
    return static_cast<int>(std::min(*count, most).billionths / Decimal::one);
}

std::optional<Duration> time_of_quantity(Json quantity) {
    const auto value = parse_decimal(quantity["value"].text());
    auto unit = unit_of_time(quantity["code"].string());
    if (!unit) unit = unit_of_time(folded_words(quantity["unit"].string()));
    return value && unit ? time_in_units(*value, *unit) : std::nullopt;
}

// How long it is repeated.
std::optional<Duration> bounds_of(Json repeat) {
    if (const auto time = time_of_quantity(repeat["boundsDuration"])) return time;
    if (const auto time = time_of_quantity(repeat["boundsRange"]["high"])) return time;
    const Json period = repeat["boundsPeriod"];
    const auto start = parse_instant(period["start"].string());
    const auto end = parse_instant(period["end"].string());
    return start && end && *start < *end ? std::optional<Duration>(*end - *start) : std::nullopt;
}

std::optional<Duration> interval_of(Json repeat) {
    const int often =
        std::max(count_of_repeat(repeat["frequency"]).value_or(1), count_of_repeat(repeat["frequencyMax"]).value_or(1));
    const auto period = parse_decimal(repeat["period"].text());
    const auto unit = unit_of_time(repeat["periodUnit"].string());
    if (period && unit) return time_in_units(*period, *unit, often);
    const std::size_t in_a_day = std::max(repeat["timeOfDay"].size(), repeat["when"].size());
    if (in_a_day == 0 || repeat["period"].exists()) return std::nullopt;
    return time_in_units(Decimal::whole(1), days(1), static_cast<int>(in_a_day));
}

std::optional<Repetition> repetition_by_repeat(Json repeat) {
    constexpr std::array<std::string_view, 8> signs{"frequency", "frequencyMax", "period", "periodMax",
                                                    "count",     "timeOfDay",    "when",   "dayOfWeek"};
    const bool told =
        std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) { return repeat[sign].exists(); });
    if (!told) return std::nullopt;
    Repetition repetition{interval_of(repeat), count_of_repeat(repeat["countMax"])};
    if (!repetition.doses) repetition.doses = count_of_repeat(repeat["count"]);
    const auto bounds = bounds_of(repeat);
    if (!repetition.doses && bounds && repetition.every) {
        repetition.doses = doses_within(*bounds, *repetition.every);
    }
    return repetition.doses == 1 ? std::nullopt : std::optional<Repetition>(repetition);
}

std::optional<Repetition> repetition_by_events(Json events) {
    if (events.size() < 2) return std::nullopt;
    Repetition repetition{std::nullopt, static_cast<int>(events.size())};
    std::vector<Instant> starts;
    for (const Json event : events) {
        if (const auto start = parse_instant(event.string())) starts.push_back(*start);
    }
    std::sort(starts.begin(), starts.end());
    for (std::size_t i = 1; i < starts.size(); ++i) {
        const Duration gap = starts[i] - starts[i - 1];
        if (gap > Duration{} && (!repetition.every || gap < *repetition.every)) repetition.every = gap;
    }
    return repetition;
}

// A code that nobody knows may mean any repetition.
std::optional<Repetition> repetition_by_code(const FhirConcept& code) {
    std::vector<std::string_view> names = code.names();
    for (const FhirCoding& coding : code.codings) names.push_back(coding.code);
    std::optional<Repetition> told;
    for (const std::string_view name : names) allow_as_well(told, repetition_in(name));
    const bool is_known = told || names.empty() || std::any_of(names.begin(), names.end(), says_once);
    return is_known ? told : Repetition{};
}

std::optional<Repetition> repetition_by_one(Json instruction) {
    const Json timing = instruction["timing"];
    std::optional<Repetition> told = repetition_by_repeat(timing["repeat"]);
    allow_as_well(told, repetition_by_events(timing["event"]));
    allow_as_well(told, repetition_by_code(concept_of(timing["code"])));
    allow_as_well(told, repetition_in(instruction["text"].string()));
    const bool as_needed =
        instruction["asNeededBoolean"].text() == "true" || instruction["asNeededCodeableConcept"].exists();
    if (as_needed && count_of_repeat(timing["repeat"]["count"]) != 1) allow_as_well(told, Repetition{});
    return told;
}

bool tells_a_dose(Json instruction) {
    for (const Json part : instruction["doseAndRate"]) {
        if (part["doseQuantity"].exists() || part["doseRange"].exists()) return true;
    }
    return false;
}

}  // namespace

std::optional<Repetition> repetition_of(Json dosage_instructions) {
    std::optional<Repetition> told;
    int doses = 0;
    for (const Json instruction : dosage_instructions) {
        allow_as_well(told, repetition_by_one(instruction));
        doses += tells_a_dose(instruction) ? 1 : 0;
    }
    if (doses > 1) allow_as_well(told, Repetition{std::nullopt, doses});
    return told;
}

}  // namespace stormkeel
