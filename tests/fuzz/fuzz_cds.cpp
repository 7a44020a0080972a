// Any bytes as a call of each CDS service and as feedback: answered without a crash, always in JSON.
#include <cstdint>
#include <nlohmann/json.hpp>

#include "../properties/knowledge.h"
#include "adapters/cds_feedback.h"
#include "adapters/cds_hooks.h"
#include "answers.h"

namespace {

using namespace stormkeel;

void demand_cards(const CdsAnswer& answer) {
    const nlohmann::json json = nlohmann::json::parse(answer.body);
    fuzz::demand(answer.status == 200 ? json["cards"].is_array() : json["error"].is_string());
    if (answer.status != 200) return;
    for (const auto& card : json["cards"]) {
        // A character takes up to four bytes.
        fuzz::demand(card["summary"].get<std::string>().size() < 4 * 140 && !card.contains("systemActions"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size > 32'768) return 0;
    static const GuidelineCalendar calendar{knowledge().guideline};
    const std::string text(bytes, bytes + size);
    const CdsKnowledge known{knowledge().terminology, calendar, "1.2.3", nullptr};
    const Instant now = *parse_instant("2026-03-03T12:00:00Z");
    for (const char* service : {"stormkeel-patient-view", "stormkeel-order-select", "stormkeel-order-sign"}) {
        demand_cards(answer_cds({service, text, now}, known));
    }
    const auto feedback = read_cds_feedback("stormkeel-order-sign", text);
    if (const auto* refused = std::get_if<CdsAnswer>(&feedback)) fuzz::demand(refused->status == 400);
    return 0;
}
