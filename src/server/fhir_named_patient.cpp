// Reads the parameters of a search that name its patient.
#include "server/fhir_named_patient.h"

#include <algorithm>

#include "adapters/chart_csv_words.h"
#include "server/fhir_responses.h"

namespace stormkeel {

namespace {

constexpr std::string_view patient_type = "Patient/";
const std::string one_patient_alone =
    "a comma names several, and a search here is of one patient; one search for each would be right";

// A reference taken apart; the server is empty when it names none.
struct PatientReference {
    std::string_view server;
    std::string_view id;
};

PatientReference reference_of(std::string_view text) {
    if (text.starts_with("http://") || text.starts_with("https://")) {
        const std::size_t at = text.find("/Patient/");
        if (at != std::string_view::npos) return {text.substr(0, at), text.substr(at + 1 + patient_type.size())};
    }
    return {{}, text.starts_with(patient_type) ? text.substr(patient_type.size()) : text};
}

bool is_server_of_ours(std::string_view server, const ServedWard& served, const HttpRequest& request) {
    const std::vector<std::string>& servers = served.operation.fhir_servers;
    return server.empty() || servers.empty() || server == own_fhir_base(request) ||
           std::find(servers.begin(), servers.end(), server) != servers.end();
}

Stored<FhirNamedPatient> patient_referred_to(ServedWard& served, const HttpRequest& request,
                                             const std::string& reference) {
    const PatientReference named = reference_of(reference);
    if (!is_server_of_ours(named.server, served, request)) {
        return FhirNamedPatient{
            {},
            quoted_clipped(reference) + " is of a server that is none of [fhir] servers; its patients may be others"};
    }
    std::string id(named.id);
    const auto several = [&] { return id.find(',') != std::string::npos && served.ward.patient(id) == nullptr; };
    const auto called = served.call_back(id);
    if (const auto* problem = std::get_if<StoreProblem>(&called)) return *problem;
    if (several()) return FhirNamedPatient{{}, one_patient_alone};
    const bool plain = !id.empty() && id.find('/') == std::string::npos;
    if (plain || served.ward.patient(id) != nullptr) return FhirNamedPatient{std::move(id)};
    return FhirNamedPatient{{},
                            quoted_clipped(reference) +
                                " is no patient here; ID, Patient/ID or an address that ends with /Patient/ID would be "
                                "right"};
}

// Of a search for Patients.
Stored<FhirNamedPatient> patient_searched_for(ServedWard& served, const HttpRequest& request) {
    const std::string id(request.parameter("_id"));
    const std::string token(request.parameter("identifier"));
    // Whoever searches every type by `patient` means by it what _id means here.
    if (const std::string reference(request.parameter("patient")); id.empty() && token.empty() && !reference.empty()) {
        return patient_referred_to(served, request, reference);
    }
    if (id.empty() && token.empty()) return FhirNamedPatient{};
    const bool several = id.find(',') != std::string::npos || token.find(',') != std::string::npos;
    if (several && served.ward.patient(id) == nullptr) return FhirNamedPatient{{}, one_patient_alone};
    const auto bar = token.find('|');
    const std::string value = bar == std::string::npos ? token : token.substr(bar + 1);
    const auto called = served.call_back(id.empty() ? value : id);
    if (const auto* problem = std::get_if<StoreProblem>(&called)) return *problem;
    if (!id.empty()) return FhirNamedPatient{id};
    const std::string system = bar == std::string::npos ? std::string() : token.substr(0, bar);
    const auto with = served.ward.record().patients_with(system, value);
    return FhirNamedPatient{with.empty() ? std::string() : with.front()};
}

}  // namespace

Stored<FhirNamedPatient> named_patient(ServedWard& served, const HttpRequest& request, std::string_view type) {
    if (type == "Patient") return patient_searched_for(served, request);
    for (const char* name : {"patient", "subject"}) {
        const std::string reference(request.parameter(name));
        if (!reference.empty()) return patient_referred_to(served, request, reference);
    }
    return FhirNamedPatient{};
}

std::string patient_parameter(const std::string& id) {
    return id.find('/') == std::string::npos ? id : std::string(patient_type) + id;
}

}  // namespace stormkeel
