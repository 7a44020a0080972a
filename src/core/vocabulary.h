// The items a chart can hold and the words they can take, in the names of the chart CSV.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace stormkeel {

// Everything that can be recorded of a patient. `give`, `rate` and `order` name their drug in Fact::code.
enum class Item : std::uint8_t {
    // person
    birth_date,
    weight,
    height,
    death,
    // therapy
    therapy,
    lymphodepletion,
    // vital signs
    temperature,
    systolic_bp,
    diastolic_bp,
    mean_bp,
    heart_rate,
    respiratory_rate,
    spo2,
    // oxygen
    oxygen_device,
    oxygen_flow,
    fio2,
    oxygen_reason,
    // neurology
    ice_score,
    capd,
    consciousness,
    seizure,
    motor_weakness,
    cerebral_edema,
    sedated,
    // laboratory
    crp,
    ferritin,
    ldh,
    uric_acid,
    fibrinogen,
    pt,
    inr,
    aptt,
    d_dimer,
    triglycerides,
    il6,
    soluble_il2r,
    wbc,
    anc,
    hemoglobin,
    platelets,
    creatinine,
    bilirubin,
    ast,
    alt,
    sodium,
    potassium,
    magnesium,
    phosphate,
    // done
    blood_culture,
    urine_culture,
    chest_radiograph,
    echocardiogram,
    icu_admission,
    telemetry,
    hemophagocytosis,
    splenomegaly,
    hepatomegaly,
    ctcae_liver,
    ctcae_kidney,
    ctcae_lung,
    ctcae_heart,
    // judgement
    attributed,
    baseline_oxygen,
    baseline_systolic_bp,
    protocol,
    // what others charted
    allergy,
    charted_crs,
    charted_icans,
    // drugs
    give,
    rate,
    order,
    count_of_items  // marks the end of the list; no item
};

constexpr std::size_t item_count = static_cast<std::size_t>(Item::count_of_items);

// What the value of an item is.
enum class ItemKind : std::uint8_t {
    date,       // birth_date: the value is in the time column
    measured,   // a decimal with a unit of the item's dimension
    score,      // a whole number without a unit
    word,       // one of words_of(item)
    done,       // done then; yes/no or nothing
    therapy,    // a product
    text,       // attributed, protocol
    substance,  // allergy: a drug
    drug        // give, rate, order
};

ItemKind kind_of(Item item);
std::string_view name_of(Item item);                    // "systolic_bp", "ctcae:liver", "give"
std::optional<Item> item_named(std::string_view name);  // the exact name; "give:..." is split by the reader

// The words of a word or done item, from the least to the most worrying; Fact::code is the place in this list.
std::span<const std::string_view> words_of(Item item);
std::optional<std::uint16_t> word_named(Item item, std::string_view word);

// For one item at one instant: which of two numbers worries more.
enum class Worry : std::uint8_t { higher, lower };
Worry worrying_direction(Item item);

// Places in words_of(...), so that findings can be written with names.
namespace device {
enum : std::uint16_t {
    room_air,
    blow_by,
    nasal_cannula,
    simple_mask,
    venturi_mask,
    high_flow_nasal_cannula,
    non_rebreather,
    tracheostomy_mask,
    cpap,
    bipap,
    invasive_ventilation,
    ecmo
};
}
namespace oxygen_reason {
enum : std::uint16_t { comfort, procedure, airway_protection, home_baseline, hypoxia };
}
namespace consciousness {
enum : std::uint16_t { awake, wakes_to_voice, wakes_to_touch, unarousable };
}
namespace seizure {
enum : std::uint16_t { none, brief, nonconvulsive_resolved, prolonged, repetitive };
}
namespace cerebral_edema {
enum : std::uint16_t { none, focal, diffuse, herniation_signs };
}
namespace death {
enum : std::uint16_t { other, hlh, unknown, icans, crs };
}
namespace answer {  // every yes/no item
enum : std::uint16_t { no, yes };
}

// What `attributed` can explain. Fact::code is one of these; `all` occurs only with `clear`.
enum class Component : std::uint16_t { fever, hypotension, hypoxia, all };
std::string_view name_of(Component component);
std::optional<Component> component_named(std::string_view name);

}  // namespace stormkeel
