// The body of a call of a CDS service, read and found complete, or the answer that says what is wrong with it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/cds_hooks.h"
#include "adapters/cds_hooks_services.h"
#include "adapters/json.h"

namespace stormkeel {

// What of a call its service needs. Keys of the context that no service knows are left alone: older and newer clients
// send others.
struct CdsCall {
    const CdsService* service = nullptr;
    std::shared_ptr<const JsonDocument> document;  // keeps the rest valid
    Instant now{};                                 // the instant that is answered for
    std::string patient;                           // Patient.id
    Json prefetch;                                 // an object, or absent
    Json draft_orders;                             // a Bundle; absent at patient-view
    std::vector<std::string> selections;           // of order-select: "MedicationRequest/r1"
    std::vector<CdsNotFetched> not_fetched;
};
std::variant<CdsCall, CdsAnswer> read_cds_call(const CdsRequest& request);

// {"error": ..., "needed": [...]}; without "needed" when nothing is.
CdsAnswer cds_refusal(int status, std::string_view why, const std::vector<std::string>& needed = {});
CdsAnswer no_cds_service(std::string_view id);  // 404, naming those there are

// Whether the list goes on elsewhere, which it may do without saying where.
bool has_next_page(Json bundle);

}  // namespace stormkeel
