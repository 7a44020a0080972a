// Tells the service manager that started the program how it is: the protocol of systemd's sd_notify(3).
#pragma once

#include <string_view>

namespace stormkeel {

// "READY=1", "WATCHDOG=1", "STOPPING=1", to the socket that NOTIFY_SOCKET names; nothing without one. Never waits.
void tell_service_manager(std::string_view state);

}  // namespace stormkeel
