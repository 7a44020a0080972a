// The commands around the ward's service: serve, watch, token add, backup, verify.
#pragma once

#include "cli/call.h"

namespace stormkeel {

int serve(const Call& call);
int watch(const Call& call);
int serve_demonstration(const Call& call);
int add_token(const Call& call);
int back_up(const Call& call);
int verify(const Call& call);

}  // namespace stormkeel
