// The names, kinds and words of the findings, written from the one list of them.
#include "core/condition.h"

#include "core/vocabulary.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, finding_count> names{
#define STORMKEEL_NAME(name, kind) #name,
    STORMKEEL_GRADING_FINDINGS(STORMKEEL_NAME) STORMKEEL_MANAGEMENT_FINDINGS(STORMKEEL_NAME)
        STORMKEEL_COMPARISON_FINDINGS(STORMKEEL_NAME)
#undef STORMKEEL_NAME
};

constexpr std::array<std::string_view, 4> oxygen_levels{"none", "low_flow", "high_flow", "positive_pressure"};
constexpr std::array<std::string_view, 4> courses{"none", "dexamethasone", "methylprednisolone", "other"};
constexpr std::array<std::string_view, 3> therapies{"none", "car_t", "bispecific"};

}  // namespace

std::string_view name_of(FindingId finding) { return names.at(static_cast<std::size_t>(finding)); }

std::span<const std::string_view> words_of(FindingId finding) {
    switch (finding) {
        case FindingId::oxygen_support:
            return oxygen_levels;
        case FindingId::consciousness:
            return words_of(Item::consciousness);
        case FindingId::seizure:
            return words_of(Item::seizure);
        case FindingId::cerebral_edema:
            return words_of(Item::cerebral_edema);
        case FindingId::corticosteroid_course:
            return courses;
        case FindingId::therapy:
            return therapies;
        default:
            return {};
    }
}

}  // namespace stormkeel
