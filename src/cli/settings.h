// What the operator of a ward sets: in one TOML file, and by the words of the call, which win.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "adapters/hl7v2_read.h"
#include "cli/call.h"
#include "cli/oidc_settings.h"
#include "server/cds_fetches.h"
#include "server/hl7v2_senders.h"
#include "server/jwt.h"

namespace stormkeel {

// docs/stormkeel.toml says what each means; the values here are those that count when it is not set.
struct Settings {
    std::string data = "./data";
    std::string listen = "127.0.0.1:8080";
    std::string mllp;
    std::string site;
    std::string guidelines;
    std::string packs_sha256;
    std::string guideline_activation = "any";
    std::string tls_certificate;
    std::string tls_key;
    std::string mllp_client_ca;
    std::string time_zone;
    std::vector<std::string> intensive_care;
    std::string hl7v2_feed = "production";
    Hl7Senders hl7v2_senders;
    std::string log_level = "info";
    std::int64_t kept_events = 100'000;  // 0: all
    std::int64_t discharged_days = 30;   // 0: nobody leaves
    std::int64_t free_mib = 64;
    std::int64_t lock_after_seconds = 900;
    std::int64_t feed_a_second = 20'000;     // 0: as many as they like
    std::int64_t cds_client_a_second = 100;  // 0: as many as they like
    std::vector<std::string> alarm_command;
    std::vector<std::string> second_factor;  // roles that need one
    std::string sign_in_origin;
    std::string audit_syslog;
    std::string audit_syslog_ca;
    std::string audit_syslog_certificate;
    std::string audit_syslog_key;
    std::vector<std::string> fhir_servers;
    std::vector<std::string> cds_origins;
    std::string cds_base;
    std::vector<JwtIssuer> cds_issuers;
    std::vector<CdsFhirServer> cds_fhir_servers;  // of those issuers that have one
    OidcText oidc;
};

// From call.config, else from stormkeel.toml in the data folder when it is there. Fails with wrong_call and a line for
// each mistake: file, line, name, and what would be right.
std::variant<Settings, Failure> settings_of(const Call& call);

// What the settings say of HL7 v2 messages.
Hl7Site hl7v2_of(const Settings& settings);

// The call with what the settings say of its words.
Call call_with(const Settings& settings, Call call);

// Every setting as a line of TOML, in the order of docs/stormkeel.toml.
std::string to_toml(const Settings& settings);

}  // namespace stormkeel
