// Reads FHIR's data types out of JSON; what is malformed becomes a reason in plain words.
#include "adapters/fhir_values.h"

#include <array>
#include <cctype>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

std::optional<Comparator> comparator_of(std::string_view sign) {
    if (sign.empty()) return Comparator::equal;
    if (sign == "<") return Comparator::below;
    if (sign == "<=") return Comparator::at_most;
    if (sign == ">=") return Comparator::at_least;
    if (sign == ">") return Comparator::above;
    return std::nullopt;
}

// The code is meant for machines, but only UCUM's is a unit: others count tablets, or are SNOMED numbers.
std::string_view unit_of(Json quantity) {
    const std::string_view code = quantity["code"].string();
    const std::string_view system = quantity["system"].string();
    const bool is_ucum =
        system.empty() || system == "http://unitsofmeasure.org" || system == "urn:oid:2.16.840.1.113883.6.8";
    if (!code.empty() && is_ucum) return code;
    const std::string_view unit = quantity["unit"].string();
    return unit.empty() ? code : unit;
}

// "2026", "2026-03", "2026-03-01": FHIR lets a time stop at any of them.
bool is_date_without_time(std::string_view text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
    if (text.size() > 4 && text[4] != '-') return false;
    if (text.size() > 7 && text[7] != '-') return false;
    return all_digits(text.substr(0, 4)) && (text.size() < 7 || all_digits(text.substr(5, 2))) &&
           (text.size() < 10 || all_digits(text.substr(8, 2)));
}

// "2026-03-01T09:00:00", whose local time could be anywhere.
bool has_no_offset(std::string_view text) {
    if (text.size() < 16 || text[10] != 'T' || !is_date_without_time(text.substr(0, 10))) return false;
    return text.find_first_of("Zz+-", 10) == std::string_view::npos;
}

std::string_view known_system(std::string_view system) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> names{{
        {"http://loinc.org", "LOINC"},
        {"http://snomed.info/sct", "SNOMED CT"},
        {"http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm"},
        {"http://hl7.org/fhir/sid/ndc", "NDC"},
        {"http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM"},
        {"http://hl7.org/fhir/sid/cvx", "CVX"},
        {"http://www.whocc.no/atc", "ATC"},
        {"urn:iso:std:iso:11073:10101", "MDC"},
    }};
    for (const auto& [uri, name] : names) {
        if (uri == system) return name;
    }
    return system;
}

}  // namespace

std::vector<std::string_view> FhirConcept::names() const {
    std::vector<std::string_view> found;
    if (!text.empty()) found.push_back(text);
    for (const FhirCoding& coding : codings) {
        if (!coding.display.empty()) found.push_back(coding.display);
    }
    return found;
}

FhirConcept concept_of_coding(Json coding) {
    FhirConcept found;
    const FhirCoding only{coding["system"].string(), coding["code"].string(), coding["display"].string()};
    if (!only.code.empty() || !only.display.empty()) found.codings.push_back(only);
    return found;
}

FhirConcept concept_of(Json codeable_concept) {
    FhirConcept found;
    found.text = codeable_concept["text"].string();
    for (const Json coding : codeable_concept["coding"]) {
        for (const FhirCoding& each : concept_of_coding(coding).codings) found.codings.push_back(each);
    }
    return found;
}

std::string label_of(const FhirConcept& concept_) {
    const std::vector<std::string_view> names = concept_.names();
    const std::string name = names.empty() ? "" : quoted_clipped(names.front());
    for (const FhirCoding& coding : concept_.codings) {
        if (coding.code.empty()) continue;
        std::string label(known_system(coding.system));
        label += (label.empty() ? "" : " ") + std::string(coding.code);
        const std::string display = coding.display.empty() ? name : quoted_clipped(coding.display);
        return label + (display.empty() ? "" : " ") + display;
    }
    return name.empty() ? std::string(nothing_named) : name;
}

std::string FhirQuantity::number() const { return std::string(sign_of(comparator)) + to_text(amount); }

std::variant<FhirQuantity, Refusal> quantity_of(Json quantity, const Terminology& terminology) {
    const Json value = quantity["value"];
    if (!value.exists()) return Refusal{"the quantity has no value; a number is needed"};
    if (!value.is_number()) {
        return Refusal{"the value " + quoted_clipped(value.text()) +
                       " is no JSON number; write it without quotation marks"};
    }
    const std::optional<Decimal> amount = parse_decimal(value.text());
    if (!amount) return Refusal{std::string(value.text()) + " is outside the numbers we can hold"};
    const std::optional<Comparator> comparator = comparator_of(quantity["comparator"].string());
    if (!comparator) {
        return Refusal{"the comparator " + quoted_clipped(quantity["comparator"].string()) +
                       " is none of <, <=, >=, >"};
    }
    FhirQuantity found{*amount, *comparator, std::string(unit_of(quantity)), ""};
    const std::string_view shown = quantity["unit"].string();
    if (terminology.units_differ(found.unit, shown)) {
        return Refusal{"its code says " + quoted_clipped(found.unit) + " and its unit " + quoted_clipped(shown) +
                       "; one of them would be right"};
    }
    found.written = std::string(sign_of(*comparator)) + std::string(value.text());
    if (!found.unit.empty()) found.written += " " + found.unit;
    return found;
}

std::variant<FhirQuantity, Refusal> ratio_of(Json ratio, const Terminology& terminology) {
    const auto above = quantity_of(ratio["numerator"], terminology);
    const auto below = quantity_of(ratio["denominator"], terminology);
    if (const auto* refusal = std::get_if<Refusal>(&above)) return Refusal{"numerator: " + refusal->why};
    if (const auto* refusal = std::get_if<Refusal>(&below)) return Refusal{"denominator: " + refusal->why};
    const auto& numerator = std::get<FhirQuantity>(above);
    const auto& denominator = std::get<FhirQuantity>(below);
    if (denominator.amount <= Decimal{}) return Refusal{"the denominator is not above zero"};
    if (denominator.comparator != Comparator::equal) return Refusal{"the denominator is no exact number"};
    const auto amount = scale(numerator.amount, Decimal::one, denominator.amount.billionths);
    if (!amount) return Refusal{"the ratio is outside the numbers we can hold"};
    FhirQuantity found{*amount, numerator.comparator, numerator.unit, ""};
    if (!denominator.unit.empty() && denominator.unit != "1") found.unit += "/" + denominator.unit;
    found.written = numerator.written + " / " + denominator.written;
    return found;
}

std::optional<Refusal> more_than_one(Json resource, std::string_view field) {
    std::string_view first;
    for (const Json member : resource) {
        const std::string_view name = member.key();
        const bool is_choice = name.size() > field.size() && name.starts_with(field) &&
                               std::isupper(static_cast<unsigned char>(name[field.size()])) != 0;
        if (!is_choice || member.kind() == Json::Kind::null) continue;
        if (!first.empty()) {
            return Refusal{"it has both " + std::string(first) + " and " + clipped(name) +
                           "; one of them would be right"};
        }
        first = name;
    }
    return std::nullopt;
}

FhirTime time_of(Json date_time, std::string_view field) {
    const std::string_view text = date_time.string();
    const std::string name(field);
    if (text.empty()) return {std::nullopt, "there is no " + name + "; the time it was true is needed"};
    if (const std::optional<Instant> at = parse_instant(text)) return {at, ""};
    constexpr std::string_view right = "; right would be one such as 2026-03-01T09:00:00+01:00";
    if (is_date_without_time(text)) {
        return {std::nullopt, name + " " + clipped(text) + " is a date without a time of day" + std::string(right),
                end_of_written_date(text).value_or(forever)};
    }
    if (has_no_offset(text)) {
        return {std::nullopt, name + " " + clipped(text) + " has no offset from UTC" + std::string(right)};
    }
    return {std::nullopt,
            name + " " + quoted_clipped(text) + " is no date and time as FHIR writes them" + std::string(right)};
}

FhirSpan span_of(Json resource, std::string_view field) {
    const std::string name(field);
    FhirSpan span;
    if (const auto twice = more_than_one(resource, field)) {
        span.start.why = twice->why;
        return span;
    }
    for (const char* form : {"DateTime", "Instant"}) {
        const std::string full = name + form;
        if (!resource[full].exists()) continue;
        span.start = time_of(resource[full], full);
        return span;
    }
    if (const Json period = resource[name + "Period"]; period.exists()) {
        span.is_period = true;
        span.start = time_of(period["start"], name + "Period.start");
        if (period["end"].exists()) span.end = time_of(period["end"], name + "Period.end");
        if (span.start.at && span.end.at && *span.end.at < *span.start.at) {
            span.end = {std::nullopt, name + "Period.end is before its start"};
        }
        return span;
    }
    for (const char* form : {"Timing", "String", "Age", "Range"}) {
        if (!resource[name + form].exists()) continue;
        span.start.why = name + form + " is no instant; " + name + "DateTime or " + name + "Period would be right";
        return span;
    }
    span.start.why = "there is neither " + name + "DateTime nor " + name + "Period; the time it was true is needed";
    return span;
}

FhirTarget target_of(std::string_view reference) {
    if (const auto at = reference.find("/_history"); at != std::string_view::npos) reference = reference.substr(0, at);
    const auto last = reference.rfind('/');
    if (last == std::string_view::npos || last == 0 || last + 1 == reference.size()) return {};
    const std::string_view id = reference.substr(last + 1);
    std::string_view type = reference.substr(0, last);
    if (const auto at = type.rfind('/'); at != std::string_view::npos) type.remove_prefix(at + 1);
    if (type.empty() || std::isupper(static_cast<unsigned char>(type.front())) == 0) return {};
    return {type, id};
}

std::string_view server_of(std::string_view reference) {
    const FhirTarget target = target_of(reference);
    if (!reference.starts_with("http") || target.type.empty()) return {};
    const auto before_type = static_cast<std::size_t>(target.type.data() - reference.data());
    return reference.substr(0, before_type - 1);
}

}  // namespace stormkeel
