// The chart's names and words, held against the words typed from the chart's description.
#include "core/vocabulary.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace stormkeel {
namespace {

std::vector<std::string> words(Item item) { return {words_of(item).begin(), words_of(item).end()}; }

TEST(Vocabulary, EveryNameIsItsOwnAndReadsBack) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < item_count; ++i) {
        const Item item = static_cast<Item>(i);
        EXPECT_TRUE(seen.insert(name_of(item)).second) << name_of(item);
        EXPECT_EQ(item_named(name_of(item)), item) << name_of(item);
    }
    EXPECT_EQ(seen.size(), 71U);
}

TEST(Vocabulary, NamesAreTheCharts) {
    EXPECT_EQ(item_named("systolic_bp"), Item::systolic_bp);
    EXPECT_EQ(item_named("ctcae:liver"), Item::ctcae_liver);
    EXPECT_EQ(item_named("ctcae:heart"), Item::ctcae_heart);
    EXPECT_EQ(item_named("give"), Item::give);
    EXPECT_EQ(item_named("soluble_il2r"), Item::soluble_il2r);
    EXPECT_FALSE(item_named("Systolic_bp"));
    EXPECT_FALSE(item_named("give:tocilizumab"));
    EXPECT_FALSE(item_named("ctcae_liver"));
    EXPECT_FALSE(item_named(""));
}

TEST(Vocabulary, KindsAreTheCharts) {
    EXPECT_EQ(kind_of(Item::birth_date), ItemKind::date);
    EXPECT_EQ(kind_of(Item::temperature), ItemKind::measured);
    EXPECT_EQ(kind_of(Item::weight), ItemKind::measured);
    EXPECT_EQ(kind_of(Item::oxygen_device), ItemKind::word);
    EXPECT_EQ(kind_of(Item::sedated), ItemKind::word);
    EXPECT_EQ(kind_of(Item::death), ItemKind::word);
    EXPECT_EQ(kind_of(Item::ice_score), ItemKind::score);
    EXPECT_EQ(kind_of(Item::capd), ItemKind::score);
    EXPECT_EQ(kind_of(Item::ctcae_lung), ItemKind::score);
    for (const Item item :
         {Item::blood_culture, Item::urine_culture, Item::chest_radiograph, Item::echocardiogram, Item::icu_admission,
          Item::telemetry, Item::hemophagocytosis, Item::splenomegaly, Item::hepatomegaly, Item::lymphodepletion}) {
        EXPECT_EQ(kind_of(item), ItemKind::done) << name_of(item);
        EXPECT_EQ(words(item), (std::vector<std::string>{"no", "yes"}));
    }
    EXPECT_EQ(kind_of(Item::therapy), ItemKind::therapy);
    EXPECT_EQ(kind_of(Item::attributed), ItemKind::text);
    EXPECT_EQ(kind_of(Item::protocol), ItemKind::text);
    EXPECT_EQ(kind_of(Item::baseline_oxygen), ItemKind::measured);
    for (const Item item : {Item::give, Item::rate, Item::order}) EXPECT_EQ(kind_of(item), ItemKind::drug);
}

TEST(Vocabulary, WordsStandFromTheLeastToTheMostWorrying) {
    EXPECT_EQ(words(Item::consciousness),
              (std::vector<std::string>{"awake", "wakes_to_voice", "wakes_to_touch", "unarousable"}));
    EXPECT_EQ(words(Item::seizure),
              (std::vector<std::string>{"none", "brief", "nonconvulsive_resolved", "prolonged", "repetitive"}));
    EXPECT_EQ(words(Item::motor_weakness), (std::vector<std::string>{"none", "focal_deep"}));
    EXPECT_EQ(words(Item::cerebral_edema), (std::vector<std::string>{"none", "focal", "diffuse", "herniation_signs"}));
    EXPECT_EQ(words(Item::sedated), (std::vector<std::string>{"no", "yes"}));
    EXPECT_TRUE(words_of(Item::temperature).empty());
}

TEST(Vocabulary, TheNamedPlacesAreThePlacesOfTheWords) {
    EXPECT_EQ(word_named(Item::oxygen_device, "room_air"), device::room_air);
    EXPECT_EQ(word_named(Item::oxygen_device, "nasal_cannula"), device::nasal_cannula);
    EXPECT_EQ(word_named(Item::oxygen_device, "blow_by"), device::blow_by);
    EXPECT_EQ(word_named(Item::oxygen_device, "simple_mask"), device::simple_mask);
    EXPECT_EQ(word_named(Item::oxygen_device, "venturi_mask"), device::venturi_mask);
    EXPECT_EQ(word_named(Item::oxygen_device, "high_flow_nasal_cannula"), device::high_flow_nasal_cannula);
    EXPECT_EQ(word_named(Item::oxygen_device, "non_rebreather"), device::non_rebreather);
    EXPECT_EQ(word_named(Item::oxygen_device, "tracheostomy_mask"), device::tracheostomy_mask);
    EXPECT_EQ(word_named(Item::oxygen_device, "cpap"), device::cpap);
    EXPECT_EQ(word_named(Item::oxygen_device, "bipap"), device::bipap);
    EXPECT_EQ(word_named(Item::oxygen_device, "invasive_ventilation"), device::invasive_ventilation);
    EXPECT_EQ(word_named(Item::oxygen_device, "ecmo"), device::ecmo);
    EXPECT_EQ(word_named(Item::oxygen_reason, "hypoxia"), oxygen_reason::hypoxia);
    EXPECT_EQ(word_named(Item::oxygen_reason, "home_baseline"), oxygen_reason::home_baseline);
    EXPECT_EQ(word_named(Item::oxygen_reason, "comfort"), oxygen_reason::comfort);
    EXPECT_EQ(word_named(Item::death, "crs"), death::crs);
    EXPECT_EQ(word_named(Item::death, "icans"), death::icans);
    EXPECT_EQ(word_named(Item::death, "unknown"), death::unknown);
    EXPECT_EQ(word_named(Item::seizure, "repetitive"), seizure::repetitive);
    EXPECT_EQ(word_named(Item::cerebral_edema, "herniation_signs"), cerebral_edema::herniation_signs);
    EXPECT_EQ(word_named(Item::telemetry, "yes"), answer::yes);
    EXPECT_FALSE(word_named(Item::oxygen_device, "oxigen_mask"));
    EXPECT_FALSE(word_named(Item::temperature, "none"));
}

TEST(Vocabulary, OfTwoValuesTheMoreWorryingIsKnown) {
    for (const Item item :
         {Item::systolic_bp, Item::diastolic_bp, Item::mean_bp, Item::spo2, Item::ice_score, Item::anc, Item::platelets,
          Item::hemoglobin, Item::wbc, Item::fibrinogen, Item::weight, Item::sodium, Item::baseline_oxygen}) {
        EXPECT_EQ(worrying_direction(item), Worry::lower) << name_of(item);
    }
    for (const Item item : {Item::temperature, Item::oxygen_flow, Item::capd, Item::ferritin, Item::heart_rate,
                            Item::fio2, Item::ctcae_liver, Item::baseline_systolic_bp, Item::rate}) {
        EXPECT_EQ(worrying_direction(item), Worry::higher) << name_of(item);
    }
}

TEST(Vocabulary, ComponentsHaveNames) {
    EXPECT_EQ(component_named("hypotension"), Component::hypotension);
    EXPECT_EQ(name_of(Component::hypoxia), "hypoxia");
    EXPECT_EQ(name_of(Component::fever), "fever");
    EXPECT_FALSE(component_named("pain"));
}

}  // namespace
}  // namespace stormkeel
