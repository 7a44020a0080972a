// The CDS services: their ids, what each is for, and the prefetch it asks for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminology.h"

namespace stormkeel {

enum class CdsHook : std::uint8_t { patient_view, order_select, order_sign };
std::string_view name_of(CdsHook hook);  // "patient-view"

struct CdsService {
    std::string_view id;
    CdsHook hook = CdsHook::patient_view;
    std::string_view title;
    std::string_view description;
};
std::span<const CdsService> cds_services();
const CdsService* cds_service_named(std::string_view id);  // nullptr when there is none

// A FHIR search that the client runs before it calls; the same for every service, because each answer rests on the
// whole record. Only reads by id and searches by reference, token, _sort and _count: every client can run these.
struct CdsPrefetch {
    std::string_view key;
    std::string search;
};
std::vector<CdsPrefetch> cds_prefetch(const Terminology& terminology);
std::vector<std::string> cds_prefetch_keys();

// The keys whose searches tell which drugs and which therapy were given.
constexpr std::string_view given_key = "medication_administrations";
constexpr std::string_view therapies_key = "therapies_and_tocilizumab";

}  // namespace stormkeel
