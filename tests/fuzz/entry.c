#include "fuzz.h"

enum { MEMORY = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena) mem;

    arena_init(&mem, MEMORY);
    fuzz_one(&mem, (struct bytes){(const uint8_t *)arena_strndup(&mem, (const char *)data, n), n});
    return 0;
}
