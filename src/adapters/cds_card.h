// What a card of CDS Hooks says, before it is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stormkeel {

enum class CdsIndicator : std::uint8_t { info, warning, critical };
std::string_view name_of(CdsIndicator indicator);

struct CdsCard {
    std::string summary;  // of any length; the written one is below 140 characters and marked where it is cut
    CdsIndicator indicator = CdsIndicator::info;
    std::string detail;  // GitHub's Markdown
    enum class Topic : std::uint8_t { assessment, order } topic = Topic::assessment;
    bool may_be_overridden = false;  // then it names the reasons one can choose from
    std::string draft{};             // of an order that has an id: "MedicationRequest/r1"
    std::string draft_label{};       // what it orders
    bool suggests_removal = false;
};

}  // namespace stormkeel
