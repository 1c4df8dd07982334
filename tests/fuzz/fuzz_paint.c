#include "fuzz.h"
#include "paint.h"
#include "picture.h"
#include <stdlib.h>

void fuzz_one(struct arena *mem, struct bytes in)
{
    struct painting out = {NULL, 0};

    (void)mem;
    enum painted is = paint(in, &out);
    assert(is == PAINTED || is == PAINTED_UNKNOWN || is == PAINTED_WIDE || is == PAINTED_BROKEN);
    assert((is == PAINTED) == (out.p != NULL));
    if (is == PAINTED)
        assert(!picture_fault((struct bytes){out.p, out.n}));
    free(out.p);
}
