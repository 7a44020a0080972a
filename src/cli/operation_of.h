// How a ward is operated, made of its settings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "cli/settings.h"
#include "server/operation.h"

namespace stormkeel {

// Fails with wrong_call when the keys of a CDS client cannot be used.
std::variant<Operation, Failure> operation_of(const Settings& settings);

// Who needs a second factor, and for which pages passkeys are made.
SecondFactorRule second_factor_of(const Settings& settings);

// Where the checkpoints of the audit are sent to; nullptr: nowhere. No call is made by this.
std::variant<std::shared_ptr<AuditSyslog>, Failure> audit_syslog_of(const Settings& settings);

// Whether the disk of a folder has so much room for the ward; true when it cannot be asked.
bool has_room(const std::string& folder, std::int64_t mib);

}  // namespace stormkeel
