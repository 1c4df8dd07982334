#include "check.h"
#include "shape.h"
#include <string.h>

static const struct shape code = {"", SHAPE_B64URL, 43};
static const struct shape key = {"", SHAPE_HEX, 40};
static const struct shape id = {"tc_", SHAPE_HEX, 24};
static const struct shape odd = {"oauth__", SHAPE_HEX, 57};

static void what_is_drawn_fits(void)
{
    const struct shape *const shapes[] = {&code, &key, &id, &odd};

    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        const char *a = shape_draw(check_mem(), shapes[i]), *b = shape_draw(check_mem(), shapes[i]);
        CHECK(shape_fits(shapes[i], a));
        CHECK(shape_fits(shapes[i], b));
        CHECK_INT(strlen(a), strlen(shapes[i]->prefix) + shapes[i]->n);
        CHECK(strcmp(a, b) != 0);
    }
}

static void what_differs_does_not_fit(void)
{
    CHECK(shape_fits(&id, "tc_0123456789abcdef01234567"));
    CHECK(!shape_fits(&id, "tc_0123456789abcdef0123456"));
    CHECK(!shape_fits(&id, "tc_0123456789abcdef012345678"));
    CHECK(!shape_fits(&id, "tc_0123456789ABCDEF01234567"));
    CHECK(!shape_fits(&id, "tx_0123456789abcdef01234567"));
    CHECK(!shape_fits(&id, "0123456789abcdef01234567"));
    CHECK(!shape_fits(&id, "tc_"));
    CHECK(!shape_fits(&id, ""));
    CHECK(!shape_fits(&code, "0123456789012345678901234567890123456789 12"));
}

/* Every digit comes, and none that does not belong. */
static void all_digits_come(void)
{
    char seen[128] = {0};
    int n = 0;

    for (int i = 0; i < 100; i++) {
        for (const char *p = shape_draw(check_mem(), &code); *p; p++)
            seen[(unsigned char)*p & 127] = 1;
    }
    for (size_t i = 0; i < sizeof seen; i++)
        n += seen[i];
    CHECK_INT(n, 64);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_drawn_fits),
        CASE(what_differs_does_not_fit),
        CASE(all_digits_come),
        {0},
    });
}
