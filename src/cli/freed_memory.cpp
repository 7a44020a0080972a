// Takes the place of the allocation functions of the whole program; the other commands free as ever.
#include "cli/freed_memory.h"

#include <malloc.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace stormkeel {
namespace {

bool wipes = false;  // written once, before there is a second thread

// glibc gives larger ones back to the kernel at once, and nobody reads them any more.
constexpr std::size_t large = std::size_t{32} << 20U;

void wipe_and_free(void* block) {
    if (wipes && block != nullptr) {
        const std::size_t size = malloc_usable_size(block);
        if (size <= large) OPENSSL_cleanse(block, size);
    }
    std::free(block);
}

void* openssl_allocates(std::size_t size, const char*, int) { return std::malloc(size); }
void openssl_frees(void* block, const char*, int) { wipe_and_free(block); }
void* openssl_resizes(void* block, std::size_t size, const char*, int) {
    if (block == nullptr) return std::malloc(size);
    void* other = size == 0 ? nullptr : std::malloc(size);
    if (size != 0 && other == nullptr) return nullptr;
    if (other != nullptr) std::memcpy(other, block, std::min(size, malloc_usable_size(block)));
    wipe_and_free(block);
    return other;
}

}  // namespace

void wipe_freed_memory() {
    wipes = true;
    CRYPTO_set_mem_functions(openssl_allocates, openssl_resizes, openssl_frees);
}

}  // namespace stormkeel

// The sanitizers bring their own, and find more with them.
#if defined(__has_feature)
#define STORMKEEL_SANITIZED_BY_CLANG \
    (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer))
#else
#define STORMKEEL_SANITIZED_BY_CLANG 0
#endif
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !STORMKEEL_SANITIZED_BY_CLANG
void* operator new(std::size_t size) {
    for (;;) {
        if (void* block = std::malloc(std::max<std::size_t>(size, 1))) return block;
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}
void operator delete(void* block) noexcept { stormkeel::wipe_and_free(block); }
void operator delete(void* block, std::size_t) noexcept { stormkeel::wipe_and_free(block); }
#endif
