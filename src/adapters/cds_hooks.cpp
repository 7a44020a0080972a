// Answers a hook: reads the call, joins what was sent to what is stored, and lets the service make its cards.
#include "adapters/cds_hooks.h"

#include <memory>

#include "adapters/cds_hooks_cards.h"
#include "adapters/cds_hooks_record.h"
#include "adapters/cds_hooks_request.h"

namespace stormkeel {

CdsAnswer answer_cds(const CdsRequest& request, const CdsKnowledge& knowledge) {
    const auto call = read_cds_call(request);
    if (const auto* refused = std::get_if<CdsAnswer>(&call)) return *refused;
    const CdsCall& read = std::get<CdsCall>(call);
    const auto record = read_cds_record(read, knowledge);
    if (const auto* refused = std::get_if<CdsAnswer>(&record)) return *refused;
    const CdsRecord& known = std::get<CdsRecord>(record);
    const auto own = known.stored.present == nullptr ? std::make_unique<CdsPresent>() : nullptr;
    const CdsCase asked{knowledge, known, read, request.now, own ? *own : *known.stored.present};
    return {200, cards_json(read.service->hook == CdsHook::patient_view ? patient_cards(asked) : order_cards(asked),
                            known.timeline().patient())};
}

}  // namespace stormkeel
