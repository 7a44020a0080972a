// The commands around accounts of people: user add, user remove, user list, user reset-factors.
#pragma once

#include "cli/call.h"

namespace stormkeel {

int add_user(const Call& call);
int remove_user(const Call& call);
int list_users(const Call& call);
int reset_factors(const Call& call);

}  // namespace stormkeel
