// Answers a hook: reads the call, joins what was sent to what is stored, and lets the service make its cards.
#include "adapters/cds_hooks.h"

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
    Follower follower;
    Follower& following = known.stored.follower != nullptr ? *known.stored.follower : follower;
    CdsCase asked{knowledge, known, read, request.now,
                  following.walk_to(known.timeline(), knowledge.guideline, request.now)};
    asked.walk.doubt_clock(knowledge.clock_doubt);
    return {200, cards_json(read.service->hook == CdsHook::patient_view ? patient_cards(asked) : order_cards(asked),
                            known.timeline().patient())};
}

}  // namespace stormkeel
