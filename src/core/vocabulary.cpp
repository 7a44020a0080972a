// The names, kinds and words of the chart's items, as one table in the order of the enumeration.
#include "core/vocabulary.h"

#include <array>

namespace stormkeel {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 2> no_or_yes{"no", "yes"};
constexpr std::array<std::string_view, 5> deaths{"other", "hlh", "unknown", "icans", "crs"};
constexpr std::array<std::string_view, 12> devices{"room_air",
                                                   "blow_by",
                                                   "nasal_cannula",
                                                   "simple_mask",
                                                   "venturi_mask",
                                                   "high_flow_nasal_cannula",
                                                   "non_rebreather",
                                                   "tracheostomy_mask",
                                                   "cpap",
                                                   "bipap",
                                                   "invasive_ventilation",
                                                   "ecmo"};
constexpr std::array<std::string_view, 5> oxygen_reasons{"comfort", "procedure", "airway_protection", "home_baseline",
                                                         "hypoxia"};
constexpr std::array<std::string_view, 4> consciousness_levels{"awake", "wakes_to_voice", "wakes_to_touch",
                                                               "unarousable"};
constexpr std::array<std::string_view, 5> seizures{"none", "brief", "nonconvulsive_resolved", "prolonged",
                                                   "repetitive"};
constexpr std::array<std::string_view, 2> weaknesses{"none", "focal_deep"};
constexpr std::array<std::string_view, 4> edemas{"none", "focal", "diffuse", "herniation_signs"};
constexpr std::array<std::string_view, 4> components{"fever", "hypotension", "hypoxia", "all"};

struct Row {
    Item item;
    std::string_view name;
    ItemKind kind;
    Words words = {};
    Worry worry = Worry::higher;
};

constexpr Row measured(Item item, std::string_view name) { return {item, name, ItemKind::measured}; }
constexpr Row measured_low(Item item, std::string_view name) {
    return {item, name, ItemKind::measured, {}, Worry::lower};
}
constexpr Row score(Item item, std::string_view name) { return {item, name, ItemKind::score}; }
constexpr Row word(Item item, std::string_view name, Words words) { return {item, name, ItemKind::word, words}; }
constexpr Row done(Item item, std::string_view name) { return {item, name, ItemKind::done, no_or_yes}; }

// A smaller weight worries more because a smaller dose errs to safety, a smaller baseline of oxygen because more of
// today's oxygen is then new. Low sodium, not high, goes with capillary leak and precedes seizures.
constexpr std::array<Row, item_count> item_rows{{
    {Item::birth_date, "birth_date", ItemKind::date},
    measured_low(Item::weight, "weight"),
    measured(Item::height, "height"),
    word(Item::death, "death", deaths),
    {Item::therapy, "therapy", ItemKind::therapy},
    done(Item::lymphodepletion, "lymphodepletion"),
    measured(Item::temperature, "temperature"),
    measured_low(Item::systolic_bp, "systolic_bp"),
    measured_low(Item::diastolic_bp, "diastolic_bp"),
    measured_low(Item::mean_bp, "mean_bp"),
    measured(Item::heart_rate, "heart_rate"),
    measured(Item::respiratory_rate, "respiratory_rate"),
    measured_low(Item::spo2, "spo2"),
    word(Item::oxygen_device, "oxygen_device", devices),
    measured(Item::oxygen_flow, "oxygen_flow"),
    measured(Item::fio2, "fio2"),
    word(Item::oxygen_reason, "oxygen_reason", oxygen_reasons),
    {Item::ice_score, "ice_score", ItemKind::score, {}, Worry::lower},
    score(Item::capd, "capd"),
    word(Item::consciousness, "consciousness", consciousness_levels),
    word(Item::seizure, "seizure", seizures),
    word(Item::motor_weakness, "motor_weakness", weaknesses),
    word(Item::cerebral_edema, "cerebral_edema", edemas),
    word(Item::sedated, "sedated", no_or_yes),
    measured(Item::crp, "crp"),
    measured(Item::ferritin, "ferritin"),
    measured(Item::ldh, "ldh"),
    measured(Item::uric_acid, "uric_acid"),
    measured_low(Item::fibrinogen, "fibrinogen"),
    measured(Item::pt, "pt"),
    measured(Item::inr, "inr"),
    measured(Item::aptt, "aptt"),
    measured(Item::d_dimer, "d_dimer"),
    measured(Item::triglycerides, "triglycerides"),
    measured(Item::il6, "il6"),
    measured(Item::soluble_il2r, "soluble_il2r"),
    measured_low(Item::wbc, "wbc"),
    measured_low(Item::anc, "anc"),
    measured_low(Item::hemoglobin, "hemoglobin"),
    measured_low(Item::platelets, "platelets"),
    measured(Item::creatinine, "creatinine"),
    measured(Item::bilirubin, "bilirubin"),
    measured(Item::ast, "ast"),
    measured(Item::alt, "alt"),
    measured_low(Item::sodium, "sodium"),
    measured(Item::potassium, "potassium"),
    measured(Item::magnesium, "magnesium"),
    measured(Item::phosphate, "phosphate"),
    done(Item::blood_culture, "blood_culture"),
    done(Item::urine_culture, "urine_culture"),
    done(Item::chest_radiograph, "chest_radiograph"),
    done(Item::echocardiogram, "echocardiogram"),
    done(Item::icu_admission, "icu_admission"),
    done(Item::telemetry, "telemetry"),
    done(Item::hemophagocytosis, "hemophagocytosis"),
    done(Item::splenomegaly, "splenomegaly"),
    done(Item::hepatomegaly, "hepatomegaly"),
    score(Item::ctcae_liver, "ctcae:liver"),
    score(Item::ctcae_kidney, "ctcae:kidney"),
    score(Item::ctcae_lung, "ctcae:lung"),
    score(Item::ctcae_heart, "ctcae:heart"),
    {Item::attributed, "attributed", ItemKind::text},
    {Item::baseline_oxygen, "baseline_oxygen", ItemKind::measured, devices, Worry::lower},
    measured(Item::baseline_systolic_bp, "baseline_systolic_bp"),
    {Item::protocol, "protocol", ItemKind::text},
    {Item::allergy, "allergy", ItemKind::substance},
    score(Item::charted_crs, "charted_crs"),
    score(Item::charted_icans, "charted_icans"),
    {Item::give, "give", ItemKind::drug},
    {Item::rate, "rate", ItemKind::drug},
    {Item::order, "order", ItemKind::drug},
}};

constexpr bool rows_in_order() {
    for (std::size_t i = 0; i < item_rows.size(); ++i) {
        if (static_cast<std::size_t>(item_rows[i].item) != i) return false;
    }
    return true;
}
static_assert(rows_in_order(), "rows must follow enum Item");

const Row& row_of(Item item) { return item_rows.at(static_cast<std::size_t>(item)); }

}  // namespace

ItemKind kind_of(Item item) { return row_of(item).kind; }

std::string_view name_of(Item item) { return row_of(item).name; }

std::optional<Item> item_named(std::string_view name) {
    for (const Row& row : item_rows) {
        if (row.name == name) return row.item;
    }
    return std::nullopt;
}

std::span<const std::string_view> words_of(Item item) { return row_of(item).words; }

std::optional<std::uint16_t> word_named(Item item, std::string_view word) {
    const Words words = words_of(item);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) return static_cast<std::uint16_t>(i);
    }
    return std::nullopt;
}

Worry worrying_direction(Item item) { return row_of(item).worry; }

std::string_view name_of(Component component) { return components.at(static_cast<std::size_t>(component)); }

std::optional<Component> component_named(std::string_view name) {
    for (std::size_t i = 0; i < components.size(); ++i) {
        if (components[i] == name) return static_cast<Component>(i);
    }
    return std::nullopt;
}

}  // namespace stormkeel
