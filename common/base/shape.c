#include "shape.h"
#include "random.h"
#include "text.h"
#include <string.h>

static const char *digits_of[] = {
    [SHAPE_B64URL] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    [SHAPE_HEX] = "0123456789abcdef",
};

/* A digit of either kind takes less than a byte. */
const char *shape_draw(struct arena *mem, const struct shape *shape)
{
    const char *digits = NULL;

    if (shape->digits == SHAPE_HEX) {
        uint8_t *raw = arena_alloc(mem, shape->n);
        random_bytes(raw, shape->n);
        digits = text_hex(mem, (struct bytes){raw, shape->n});
    } else {
        digits = random_token(mem, shape->n);
    }
    return arena_printf(mem, "%s%.*s", shape->prefix, (int)shape->n, digits);
}

bool shape_fits(const struct shape *shape, const char *text)
{
    size_t prefix = strlen(shape->prefix);

    if (strncmp(text, shape->prefix, prefix) != 0)
        return false;
    text += prefix;
    return strlen(text) == shape->n && strspn(text, digits_of[shape->digits]) == shape->n;
}
