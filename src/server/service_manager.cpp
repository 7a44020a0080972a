// One datagram to the socket of the service manager.
#include "server/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace stormkeel {

void tell_service_manager(std::string_view state) {
    const char* place = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (place == nullptr || *place == '\0' || std::strlen(place) >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    const std::size_t length = std::strlen(place);
    std::memcpy(address.sun_path, place, length);
    // A name that begins with @ lies in no folder: its first byte is zero.
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    const int door = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (door < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    ::sendto(door, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
    ::close(door);
}

LongerPatience::LongerPatience() {
    if (std::getenv("WATCHDOG_USEC") != nullptr) tell_service_manager("WATCHDOG_USEC=900000000");
}

LongerPatience::~LongerPatience() {
    const char* before = std::getenv("WATCHDOG_USEC");
    if (before != nullptr) tell_service_manager(std::string("WATCHDOG_USEC=") + before);
}

}  // namespace stormkeel
