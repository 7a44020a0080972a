// What was a secret leaves nothing behind in memory that is free again.
#pragma once

namespace stormkeel {

// From here on every block of memory of this process is overwritten before it is given back, OpenSSL's too: passwords,
// tokens and keys stand in requests, buffers and texts of many kinds, and each of them ends so. Call it first of all.
void wipe_freed_memory();

}  // namespace stormkeel
