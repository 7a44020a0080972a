// What ends one connection and what ends all.
#include "server/io/connections.h"

#include <new>

namespace stormkeel {

void end_connection(const std::exception_ptr& why) {
    try {
        if (why) std::rethrow_exception(why);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        return;
    }
}

}  // namespace stormkeel
