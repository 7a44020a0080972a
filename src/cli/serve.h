// The commands around the ward's service: serve, token add, backup, verify.
#pragma once

#include "cli/call.h"

namespace stormkeel {

int serve(const Call& call);
int add_token(const Call& call);
int back_up(const Call& call);
int verify(const Call& call);

}  // namespace stormkeel
