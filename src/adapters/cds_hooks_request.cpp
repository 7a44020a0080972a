// Reads the body of a call; each refusal names the field and what it should be.
#include "adapters/cds_hooks_request.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

// Why a text that must stand there does not; nothing when it does.
std::optional<std::string> no_text(Json field, std::string_view name, std::string_view right) {
    if (!field.string().empty()) return std::nullopt;
    return std::string(name) + (field.exists() ? " is no text" : " is missing") + "; right would be " +
           std::string(right);
}

std::optional<std::string> wrong_hook(Json root, const CdsService& service) {
    const std::string_view right = name_of(service.hook);
    if (auto why = no_text(root["hook"], "hook", "\"" + std::string(right) + "\"")) return why;
    if (root["hook"].string() == right) return std::nullopt;
    return "hook " + quoted_clipped(root["hook"].string()) + " does not fit the service " + std::string(service.id) +
           "; right would be '" + std::string(right) + "'";
}

std::optional<std::string> wrong_selections(Json selections, CdsCall& call) {
    if (!selections.is_array()) {
        return "context.selections is " + std::string(selections.exists() ? "no list" : "missing") +
               "; right would be the ids of the selected orders, as [\"MedicationRequest/r1\"]";
    }
    for (const Json one : selections) {
        if (one.string().empty()) {
            return "context.selections holds something that is no text; right would be ids such as "
                   "\"MedicationRequest/r1\"";
        }
        call.selections.emplace_back(one.string());
    }
    return std::nullopt;
}

std::optional<std::string> wrong_orders(Json context, CdsCall& call) {
    call.draft_orders = context["draftOrders"];
    if (call.draft_orders["resourceType"].string() != "Bundle") {
        return "context.draftOrders is " + std::string(call.draft_orders.exists() ? "no Bundle" : "missing") +
               "; right would be a FHIR Bundle of the orders that are not signed yet";
    }
    if (call.service->hook != CdsHook::order_select) return std::nullopt;
    return wrong_selections(context["selections"], call);
}

std::optional<std::string> wrong_context(Json context, CdsCall& call) {
    if (!context.is_object()) {
        return "context is " + std::string(context.exists() ? "no object" : "missing") +
               "; right would be an object with userId and patientId";
    }
    if (auto why = no_text(context["patientId"], "context.patientId", "the Patient.id of the patient in view")) {
        return why;
    }
    // Some clients send a reference where an id belongs.
    constexpr std::string_view type = "Patient/";
    std::string_view patient = context["patientId"].string();
    if (patient.starts_with(type)) patient.remove_prefix(type.size());
    call.patient = patient;
    return call.service->hook == CdsHook::patient_view ? std::nullopt : wrong_orders(context, call);
}

}  // namespace

CdsAnswer cds_refusal(int status, std::string_view why, const std::vector<std::string>& needed) {
    nlohmann::ordered_json json{{"error", why}};
    if (!needed.empty()) json["needed"] = needed;
    return {status, json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)};
}

CdsAnswer no_cds_service(std::string_view id) {
    std::string why = "there is no service " + quoted_clipped(id) + "; there are";
    const char* before = " ";
    for (const CdsService& service : cds_services()) why += std::exchange(before, ", ") + std::string(service.id);
    return cds_refusal(404, why);
}

std::variant<CdsCall, CdsAnswer> read_cds_call(const CdsRequest& request) {
    CdsCall call;
    call.now = request.now;
    call.service = cds_service_named(request.service);
    if (call.service == nullptr) return no_cds_service(request.service);
    auto read = read_json(request.body);
    if (const auto* error = std::get_if<JsonError>(&read)) {
        return cds_refusal(400, "the body is no JSON: " + to_text(*error));
    }
    call.document = std::get<std::shared_ptr<const JsonDocument>>(read);
    const Json root = call.document->root();
    if (!root.is_object()) return cds_refusal(400, "the body is no JSON object; hook, hookInstance and context belong");
    auto why = wrong_hook(root, *call.service);
    if (!why) why = no_text(root["hookInstance"], "hookInstance", "the UUID of this call");
    if (!why) why = wrong_context(root["context"], call);
    if (why) return cds_refusal(400, *why);
    call.not_fetched = request.not_fetched;
    call.prefetch = root["prefetch"];
    const bool usable =
        call.prefetch.is_object() || call.prefetch.kind() == Json::Kind::null || !call.prefetch.exists();
    if (!usable) return cds_refusal(400, "prefetch is no object; right would be one FHIR resource a key");
    return call;
}

bool has_next_page(Json bundle) {
    for (const Json link : bundle["link"]) {
        if (link["relation"].string() == "next") return true;
    }
    return false;
}

}  // namespace stormkeel
