#include "fuzz.h"
#include "picture.h"
#include <string.h>

void fuzz_one(struct arena *mem, struct bytes in)
{
    (void)mem;
    if (picture_fault(in))
        return;
    assert(in.n <= PICTURE_MAX && memcmp(in.p + 12, "IHDR", 4) == 0);
    assert(memcmp(in.p + in.n - 8, "IEND", 4) == 0);
}
