// The texts and small readings that rows of a chart share.
#include "adapters/chart_csv_words.h"

#include <algorithm>
#include <array>
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
    if (const auto amount = parse_decimal(digits)) {
        number.amount = *amount;
        return number;
    }
    std::string why = "'" + clipped(text) + "' is no number";
    if (text.find(',') != std::string_view::npos) why += "; write a decimal point and no thousands mark";
    return Refusal{std::move(why)};
}

std::string why_no_instant(std::string_view text) {
    if (text.empty()) return "it has no time; write one such as 2026-03-01T09:00:00+01:00";
    const std::string as_utc = std::string{text} + "Z";
    if (parse_instant(as_utc)) {
        return "the time '" + std::string{text} + "' has no offset; write " + as_utc +
               " or the local offset, as in +01:00";
    }
    if (parse_date(text))
        return "'" + std::string{text} + "' is a day without a time of day; write one such as " + std::string{text} +
               "T09:00:00+01:00";
    return "'" + clipped(text) + "' is no time; write one such as 2026-03-01T09:00:00+01:00";
}

std::string why_unknown_item(const Terminology& terminology, std::string_view item) {
    if (item.empty()) return "it names no item";
    const std::size_t colon = item.find(':');
    if (colon != std::string_view::npos) {
        constexpr std::array<std::string_view, 4> groups{"give", "rate", "order", "ctcae"};
        const std::string group = folded_words(item.substr(0, colon));
        if (group == "ctcae") return "unknown item; ctcae takes liver, kidney, lung or heart";
        const std::array<std::string_view, 4> known = groups;
        if (const auto place = nearest_of(group, known)) {
            return "unknown item" + did_you_mean(std::string{groups[*place]} + clipped(item.substr(colon)));
        }
        if (group == "attributed") return "unknown item; attributed takes its cause as value, as in fever:infection";
    }
    if (const auto meant = item_meant_by(item)) return "unknown item" + did_you_mean(name_of(*meant));
    const std::string_view nearest = nearest_item(item);
    if (!nearest.empty()) return "unknown item" + did_you_mean(nearest);
    if (const auto drug = terminology.drug_of_name(item)) {
        return "unknown item" + did_you_mean("give:" + terminology.formulary().drugs[*drug]);
    }
    if (terminology.product_of_name(item)) return "unknown item; a product is the value of the item therapy";
    return "unknown item";
}

std::string why_unknown_drug(const Terminology& terminology, Item item, std::string_view name) {
    const std::string group{name_of(item)};
    if (trimmed(name).empty()) return "it names no drug; write the generic name, as in " + group + ":tocilizumab";
    if (const auto product = terminology.product_of_name(name)) {
        return "unknown drug; write the item therapy with the value " + terminology.formulary().products[*product].name;
    }
    // "Norepinephrine MAX 32 mg in dextrose" holds one name we know; it is asked about, not assumed.
    const auto held = terminology.drugs_in_text(name);
    if (held.size() == 1) return "unknown drug" + did_you_mean(terminology.formulary().drugs[held.front()]);
    const std::string_view nearest = terminology.nearest_drug(name);
    if (!nearest.empty()) return "unknown drug" + did_you_mean(nearest);
    return "unknown drug; write its generic name";
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
