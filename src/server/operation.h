// How a ward is operated: where it logs, which CDS clients it knows, and who is told that it lives.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/time.h"
#include "server/audit_syslog.h"
#include "server/cds_clients.h"
#include "server/cds_fetches.h"
#include "server/guideline_library.h"
#include "server/hl7v2_senders.h"
#include "server/log.h"
#include "server/oidc.h"
#include "server/rate_limits.h"
#include "server/second_factors.h"

namespace stormkeel {

struct Operation {
    std::shared_ptr<Log> log{};                      // none: nothing is logged
    std::shared_ptr<CdsClients> cds_clients{};       // none: no client signs in with a token of its own making
    std::shared_ptr<CdsFetches> cds_fetches{};       // none: nothing is fetched for any client
    std::shared_ptr<Oidc> oidc{};                    // none: people sign in by a password alone
    std::shared_ptr<GuidelineLibrary> guidelines{};  // none: no version is staged, and none is asked for
    std::shared_ptr<AuditSyslog> audit_syslog{};     // none: checkpoints of the audit are sent nowhere
    SecondFactorRule second_factor{};
    Hl7Senders hl7v2_senders{};               // none: a sender's certificate may speak as anybody
    std::vector<std::string> fhir_servers{};  // whose addresses mean our patients; none: those of any server
    std::vector<std::string> cds_origins{};   // whose pages may ask CDS Hooks from a browser; none: no page may
    std::uint64_t kept_events = 0;            // the last ones that are kept at least; 0: all
    Duration discharged_stay{};               // how long who was discharged stays after the last that came; 0: always
    CallRates rates{};
    Duration lock_after = minutes(15);  // a session in which no person did anything for as long is locked
    std::function<bool()> has_room{};   // whether the disk takes more; none: not asked
    std::function<void()> alive{};      // called at each heartbeat
    int pace = 1;  // seconds of the ward's clock in one of the reader's; more than 1 in a demonstration alone
};

}  // namespace stormkeel
