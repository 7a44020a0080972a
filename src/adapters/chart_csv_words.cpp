// The texts and small readings that rows of a chart share.
#include "adapters/chart_csv_words.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "core/nearest.h"
#include "core/time.h"

namespace stormkeel {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string did_you_mean(std::string_view name) { return "; did you mean '" + std::string{name} + "'?"; }

// The item whose name is nearest; empty when none is near.
std::string_view nearest_item(std::string_view wrong) {
    std::vector<std::string> folded;
    std::vector<Item> items;
    for (std::size_t place = 0; place < item_count; ++place) {
        const Item item = static_cast<Item>(place);
        if (kind_of(item) == ItemKind::drug) continue;
        folded.push_back(folded_words(name_of(item)));
        items.push_back(item);
    }
    const std::vector<std::string_view> known(folded.begin(), folded.end());
    const auto place = nearest_of(folded_words(wrong), known);
    return place ? name_of(items[*place]) : std::string_view{};
}

constexpr std::array<std::pair<std::string_view, Item>, 38> short_names{{{"sbp", Item::systolic_bp},
                                                                         {"sys", Item::systolic_bp},
                                                                         {"systolic", Item::systolic_bp},
                                                                         {"dbp", Item::diastolic_bp},
                                                                         {"dia", Item::diastolic_bp},
                                                                         {"diastolic", Item::diastolic_bp},
                                                                         {"map", Item::mean_bp},
                                                                         {"mbp", Item::mean_bp},
                                                                         {"bp", Item::systolic_bp},
                                                                         {"nibp", Item::systolic_bp},
                                                                         {"blood pressure", Item::systolic_bp},
                                                                         {"hr", Item::heart_rate},
                                                                         {"pulse", Item::heart_rate},
                                                                         {"rr", Item::respiratory_rate},
                                                                         {"resp", Item::respiratory_rate},
                                                                         {"resp rate", Item::respiratory_rate},
                                                                         {"temp", Item::temperature},
                                                                         {"t", Item::temperature},
                                                                         {"bt", Item::temperature},
                                                                         {"sats", Item::spo2},
                                                                         {"sat", Item::spo2},
                                                                         {"spo2 pct", Item::spo2},
                                                                         {"sao2", Item::spo2},
                                                                         {"o2 sat", Item::spo2},
                                                                         {"saturation", Item::spo2},
                                                                         {"ice", Item::ice_score},
                                                                         {"o2 flow", Item::oxygen_flow},
                                                                         {"flow", Item::oxygen_flow},
                                                                         {"o2", Item::oxygen_device},
                                                                         {"o2 device", Item::oxygen_device},
                                                                         {"device", Item::oxygen_device},
                                                                         {"wt", Item::weight},
                                                                         {"ht", Item::height},
                                                                         {"dob", Item::birth_date},
                                                                         {"product", Item::therapy},
                                                                         {"loc", Item::consciousness},
                                                                         {"plt", Item::platelets},
                                                                         {"hb", Item::hemoglobin}}};

}  // namespace

std::optional<Item> item_meant_by(std::string_view short_name) {
    const std::string folded = folded_words(short_name);
    for (const auto& [name, item] : short_names) {
        if (name == folded) return item;
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string clipped(std::string_view text) {
    constexpr std::size_t longest = 100;
    if (text.size() <= longest) return std::string{text};
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string{text.substr(0, end)} + "…";
}

std::string quoted_clipped(std::string_view text) { return "'" + clipped(text) + "'"; }

bool is_plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const bool digits =
        all_digits(text.substr(0, point)) && (point == text.size() || all_digits(text.substr(point + 1)));
    return digits && parse_decimal(text).has_value();
}

std::string in_plain_digits(std::string_view number) {
    const auto amount = parse_decimal(number);
    const bool as_it_is = !amount || (is_plain_number(number) && (*amount != Decimal{} || number.front() != '-'));
    return as_it_is ? std::string{number} : to_text(*amount);
}

std::variant<ChartNumber, Refusal> chart_number(std::string_view text) {
    if (text.empty()) return Refusal{"it has no value"};
    constexpr std::array<std::pair<std::string_view, Comparator>, 6> signs{{{">=", Comparator::at_least},
                                                                            {"<=", Comparator::at_most},
                                                                            {"≥", Comparator::at_least},
                                                                            {"≤", Comparator::at_most},
                                                                            {">", Comparator::above},
                                                                            {"<", Comparator::below}}};
    ChartNumber number;
    std::string_view digits = text;
    for (const auto& [sign, comparator] : signs) {
        if (!text.starts_with(sign)) continue;
        number.comparator = comparator;
        digits = trimmed(text.substr(sign.size()));
        break;
    }
    const auto amount = parse_decimal(digits);
    const bool minus_nothing = digits.starts_with('-') && amount == Decimal{};
    if (amount && is_plain_number(digits) && !minus_nothing) {
        number.amount = *amount;
        return number;
    }
    if (amount) {
        return Refusal{"'" + clipped(text) + "' is a number in another form than a chart's; write " + to_text(*amount) +
                       " if that is meant"};
    }
    std::string why = "'" + clipped(text) + "' is no number";
    if (text.find(',') != std::string_view::npos) why += "; write a decimal point and no thousands mark";
    return Refusal{std::move(why)};
}

std::optional<Instant> with_seconds(std::string_view text) {
    if (const auto at = parse_instant(text)) return at;
    constexpr std::size_t minute_ends = 16;  // 2026-03-01T09:00
    if (text.size() <= minute_ends) return std::nullopt;
    return parse_instant(std::string{text.substr(0, minute_ends)} + ":00" + std::string{text.substr(minute_ends)});
}

std::optional<Instant> without_offset(std::string_view text) { return with_seconds(std::string{text} + "Z"); }

std::string why_no_instant(std::string_view text) {
    if (text.empty()) return "it has no time; write one such as 2026-03-01T09:00:00+01:00";
    if (const auto at = without_offset(text)) {
        const std::string as_utc = to_text(*at);
        return "the time '" + std::string{text} + "' has no offset; write " + as_utc +
               " or the local offset, as in +01:00";
    }
    if (with_seconds(text)) return "the time '" + std::string{text} + "' has no seconds; write them, as in 09:00:00";
    if (parse_date(text))
        return "'" + std::string{text} + "' is a day without a time of day; write one such as " + std::string{text} +
               "T09:00:00+01:00";
    return "'" + clipped(text) + "' is no time; write one such as 2026-03-01T09:00:00+01:00";
}

namespace {

// The drug that a wrong name may mean: "Norepinephrine MAX 32 mg in dextrose" holds one name we know.
std::string_view drug_suggested(const Terminology& terminology, std::string_view name) {
    if (terminology.product_of_name(name)) return {};
    const auto held = terminology.drugs_in_text(name);
    if (held.size() == 1) return terminology.formulary().drugs[held.front()];
    return terminology.nearest_drug(name);
}

bool is_per_time(std::string_view unit) {
    const std::size_t slash = unit.rfind('/');
    if (slash == std::string_view::npos) return false;
    const std::string time = folded_words(unit.substr(slash + 1));
    return time == "min" || time == "h" || time == "hr" || time == "hour" || time == "minute";
}

}  // namespace

std::string item_suggested(const Terminology& terminology, std::string_view item, std::string_view unit) {
    const std::size_t colon = item.find(':');
    if (colon != std::string_view::npos) {
        constexpr std::array<std::string_view, 3> groups{"give", "rate", "order"};
        const std::span<const std::string_view> known = groups;
        const auto place = nearest_of(folded_words(item.substr(0, colon)), known);
        if (!place) return {};
        const std::string_view name = item.substr(colon + 1);
        const auto drug = terminology.drug_of_name(name);
        const std::string_view meant = drug ? terminology.formulary().drugs[*drug] : drug_suggested(terminology, name);
        return meant.empty() ? std::string{} : std::string{groups[*place]} + ":" + std::string{meant};
    }
    if (const auto meant = item_meant_by(item)) return std::string{name_of(*meant)};
    if (const std::string_view nearest = nearest_item(item); !nearest.empty()) return std::string{nearest};
    const auto drug = terminology.drug_of_name(item);
    const std::string_view meant = drug ? terminology.formulary().drugs[*drug] : drug_suggested(terminology, item);
    return meant.empty() ? std::string{} : (is_per_time(unit) ? "rate:" : "give:") + std::string{meant};
}

std::string why_unknown_item(const Terminology& terminology, std::string_view item, std::string_view unit) {
    if (item.empty()) return "it names no item";
    if (const std::size_t colon = item.find(':'); colon != std::string_view::npos) {
        const std::string group = folded_words(item.substr(0, colon));
        if (group == "ctcae") return "unknown item; ctcae takes liver, kidney, lung or heart";
        if (group == "attributed") return "unknown item; attributed takes its cause as value, as in fever:infection";
    }
    const std::string meant = item_suggested(terminology, item, unit);
    if (!meant.empty()) return "unknown item" + did_you_mean(meant);
    if (terminology.product_of_name(item)) return "unknown item; a product is the value of the item therapy";
    return "unknown item";
}

std::string why_unknown_drug(const Terminology& terminology, Item item, std::string_view name) {
    const std::string group{name_of(item)};
    if (trimmed(name).empty()) return "it names no drug; write the generic name, as in " + group + ":tocilizumab";
    if (const auto product = terminology.product_of_name(name)) {
        return "unknown drug; write the item therapy with the value " + terminology.formulary().products[*product].name;
    }
    // It is asked about, not assumed.
    const std::string_view meant = drug_suggested(terminology, name);
    return "unknown drug" + (meant.empty() ? "; write its generic name" : did_you_mean(meant));
}

std::string why_unknown_product(const Terminology& terminology, std::string_view name) {
    if (name.empty()) return "it names no product";
    const std::string_view nearest = terminology.nearest_product(name);
    if (!nearest.empty()) return "unknown product" + did_you_mean(nearest);
    return "unknown product; write its generic name, or other_car_t or other_bispecific";
}

std::string why_unknown_word(const Terminology& terminology, Item item, std::string_view word) {
    if (word.empty()) return "it has no value";
    const bool is_device = item == Item::oxygen_device || item == Item::baseline_oxygen;
    std::string why = is_device ? "unknown device" : "unknown word";
    const std::string_view nearest = terminology.nearest_word(is_device ? Item::oxygen_device : item, word);
    if (!nearest.empty()) return why + did_you_mean(nearest);
    why += "; write one of";
    for (const std::string_view known : words_of(is_device ? Item::oxygen_device : item)) why.append(" ").append(known);
    return why;
}

}  // namespace stormkeel
