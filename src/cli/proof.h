// stormkeel verify for one row of the audit: a proof for others, and what they check it with.
#pragma once

#include "cli/call.h"

namespace stormkeel {

int prove_audit_row(const Call& call);    // --proof NUMBER
int check_audit_proof(const Call& call);  // --proof-file FILE

}  // namespace stormkeel
