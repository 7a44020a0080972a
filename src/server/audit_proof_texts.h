// Proofs of the audit as JSON, for whoever holds them against the checkpoint without this ward.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "adapters/json_out.h"
#include "storage/audit_proof.h"

namespace stormkeel {

// As a member "checkpoint"; `public_key` is whose signature it bears.
void put_checkpoint(JsonOut& json, const AuditCheckpoint& checkpoint, const std::string& public_key);

// {"proof":"inclusion","row":{...},"path":[...],"checkpoint":{...}}; the row's context is a text, byte for byte.
std::string to_json(const AuditProof& proof);
// {"proof":"growth","rows":N,"root":"...","path":[...],"checkpoint":{...}}
std::string to_json(const AuditConsistency& proof);

// Or what is wrong with the text. Whether it proves anything is asked by wrong_with().
std::variant<AuditProof, AuditConsistency, std::string> read_audit_proof(std::string_view text);

}  // namespace stormkeel
