// Two settings of the kernel for this process.
#include "cli/memory_images.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace stormkeel {

void forbid_memory_images() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace stormkeel
