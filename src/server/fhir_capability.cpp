// Writes the CapabilityStatement from the lists of types.
#include "server/fhir_capability.h"

#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

using Out = nlohmann::ordered_json;

Out interactions(bool taken) {
    Out list = Out::array({{{"code", "read"}}, {{"code", "search-type"}}});
    if (taken) {
        list.push_back({{"code", "create"}});
        list.push_back({{"code", "update"}});
        list.push_back({{"code", "vread"}});
    }
    return list;
}

Out resource(std::string_view type, bool taken) {
    Out parameters = Out::array({{{"name", "_id"}, {"type", "token"}}});
    if (type == "Patient") {
        parameters.push_back({{"name", "identifier"}, {"type", "token"}});
    } else {
        parameters.push_back({{"name", "patient"}, {"type", "reference"}});
    }
    Out told{{"type", type}, {"interaction", interactions(taken)}};
    if (taken) {
        told["conditionalCreate"] = false;
        told["conditionalUpdate"] = false;
        told["conditionalDelete"] = "not-supported";
    }
    told["searchParam"] = std::move(parameters);
    return told;
}

}  // namespace

std::string fhir_capability(std::string_view version) {
    Out resources = Out::array();
    for (const std::string_view type : fhir_types_taken) resources.push_back(resource(type, true));
    for (const std::string_view type : fhir_types_told) resources.push_back(resource(type, false));
    const Out rest{{"mode", "server"},
                   {"security", {{"description", "Authorization: Bearer TOKEN, of the role integration"}}},
                   {"resource", std::move(resources)},
                   {"interaction", Out::array({{{"code", "transaction"}}, {{"code", "batch"}}})}};
    return Out{{"resourceType", "CapabilityStatement"},
               {"status", "active"},
               {"date", "2026-11-29"},
               {"kind", "instance"},
               {"software", {{"name", "Stormkeel"}, {"version", version}}},
               {"implementation",
                {{"description",
                  "The ward of this server. It supports clinicians, orders nothing, and is not cleared as a medical "
                  "device."}}},
               {"fhirVersion", "4.0.1"},
               {"format", Out::array({"json", "application/fhir+ndjson"})},
               {"rest", Out::array({rest})}}
        .dump();
}

}  // namespace stormkeel
