// Turns settings into the log, the CDS clients, and what the service manager is told.
#include "cli/operation_of.h"

#include <sys/statvfs.h>

#include "cli/ward_data.h"
#include "server/service_manager.h"

namespace stormkeel {

bool has_room(const std::string& folder, std::int64_t mib) {
    struct statvfs disk{};
    if (::statvfs(folder.c_str(), &disk) != 0) return true;
    return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize >= static_cast<std::uint64_t>(mib) << 20U;
}

SecondFactorRule second_factor_of(const Settings& settings) {
    SecondFactorRule rule;
    for (const std::string& name : settings.second_factor) {
        if (const auto role = person_role_named(name)) rule.required.push_back(*role);
    }
    rule.origin = settings.sign_in_origin;
    return rule;
}

std::variant<std::shared_ptr<AuditSyslog>, Failure> audit_syslog_of(const Settings& settings) {
    if (settings.audit_syslog.empty()) return std::shared_ptr<AuditSyslog>();
    if (settings.audit_syslog_certificate.empty() != settings.audit_syslog_key.empty()) {
        return Failure{wrong_call, "[audit]: 'syslog_certificate' and 'syslog_key' belong together"};
    }
    auto made = AuditSyslog::to({settings.audit_syslog, settings.audit_syslog_ca, settings.audit_syslog_certificate,
                                 settings.audit_syslog_key});
    if (auto* why = std::get_if<std::string>(&made)) return Failure{not_secure, "[audit]: " + *why};
    return std::get<std::shared_ptr<AuditSyslog>>(std::move(made));
}

std::variant<std::shared_ptr<CdsFetches>, Failure> cds_fetches_of(const Settings& settings) {
    if (settings.cds_fhir_servers.empty()) return std::shared_ptr<CdsFetches>();
    auto made = CdsFetches::to(settings.cds_fhir_servers);
    if (auto* why = std::get_if<std::string>(&made)) return Failure{not_secure, "[[cds.issuer]]: " + *why};
    return std::get<std::shared_ptr<CdsFetches>>(std::move(made));
}

std::variant<Operation, Failure> operation_of(const Settings& settings) {
    Operation operation;
    operation.log = std::make_shared<Log>(*log_level_named(settings.log_level), system_now);
    if (!settings.cds_issuers.empty()) {
        auto check = JwtCheck::of(settings.cds_issuers);
        if (const auto* problems = std::get_if<std::vector<std::string>>(&check)) {
            return Failure{wrong_call, "[[cds.issuer]]: " + problems->front()};
        }
        operation.cds_clients =
            std::make_shared<CdsClients>(settings.cds_base, std::move(std::get<JwtCheck>(check)), operation.log);
    }
    auto fetches = cds_fetches_of(settings);
    if (const auto* failure = std::get_if<Failure>(&fetches)) return *failure;
    operation.cds_fetches = std::get<std::shared_ptr<CdsFetches>>(std::move(fetches));
    auto syslog = audit_syslog_of(settings);
    if (const auto* failure = std::get_if<Failure>(&syslog)) return *failure;
    operation.audit_syslog = std::get<std::shared_ptr<AuditSyslog>>(std::move(syslog));
    auto oidc = oidc_of(settings.oidc);
    if (const auto* failure = std::get_if<Failure>(&oidc)) return *failure;
    operation.oidc = std::get<std::shared_ptr<Oidc>>(std::move(oidc));
    operation.second_factor = second_factor_of(settings);
    operation.hl7v2_senders = settings.hl7v2_senders;
    operation.fhir_servers = settings.fhir_servers;
    operation.cds_origins = settings.cds_origins;
    operation.kept_events = static_cast<std::uint64_t>(settings.kept_events);
    operation.discharged_stay = hours(24 * settings.discharged_days);
    operation.rates.of_a_feed = static_cast<double>(settings.feed_a_second);
    operation.rates.of_a_cds_client = static_cast<double>(settings.cds_client_a_second);
    operation.lock_after = seconds(settings.lock_after_seconds);
    operation.has_room = [folder = settings.data, mib = settings.free_mib] { return has_room(folder, mib); };
    operation.alive = [] { tell_service_manager("WATCHDOG=1"); };
    return operation;
}

}  // namespace stormkeel
