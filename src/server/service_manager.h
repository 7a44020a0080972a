// Tells the service manager that started the program how it is: the protocol of systemd's sd_notify(3).
#pragma once

#include <string_view>

namespace stormkeel {

// "READY=1", "WATCHDOG=1", "STOPPING=1", "STATUS=" with words for people, to the socket that NOTIFY_SOCKET names;
// nothing without one. Never waits.
void tell_service_manager(std::string_view state);

// While this is there the service manager waits a quarter of an hour for the next sign of life: what takes long by
// order of the operator is no stall. Nothing when it waits for none.
class LongerPatience {
public:
    LongerPatience();
    ~LongerPatience();
    LongerPatience(const LongerPatience&) = delete;
    LongerPatience& operator=(const LongerPatience&) = delete;
};

}  // namespace stormkeel
