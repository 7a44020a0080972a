// Keeps what is in memory, patients and passwords among it, out of files and out of other programs.
#pragma once

namespace stormkeel {

// No core dump is written of this process, and none of the same account may attach to it.
void forbid_memory_images();

}  // namespace stormkeel
