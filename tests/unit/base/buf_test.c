#include "buf.h"
#include "check.h"
#include <string.h>

static struct buf buf;

static void a_new_buffer_is_an_empty_text(void)
{
    buf_init(&buf, check_mem(), 0);
    CHECK_STR(buf_text(&buf), "");
    CHECK_INT(buf_bytes(&buf).n, 0);
}

static void what_is_added_stands_in_order(void)
{
    buf_init(&buf, check_mem(), 4);
    buf_str(&buf, "ab");
    buf_char(&buf, 'c');
    buf_printf(&buf, "%d-%s", 42, "d");
    buf_add(&buf, "efg", 2);
    buf_add(&buf, NULL, 0);
    buf_str(&buf, "");
    CHECK_STR(buf_text(&buf), "abc42-def");
    CHECK_BYTES(buf_bytes(&buf), bytes_of("abc42-def"));
}

static void it_grows_by_any_step_and_stays_terminated(void)
{
    for (size_t step = 1; step < 70; step += 3) {
        char piece[70];
        memset(piece, 'x', sizeof piece);
        buf_init(&buf, check_mem(), 3);
        for (size_t total = step; total < 1000; total += step) {
            buf_add(&buf, piece, step);
            CHECK_INT(buf.n, total);
            CHECK_INT(strlen(buf_text(&buf)), total);
        }
    }
}

static void bytes_may_hold_zeros(void)
{
    buf_init(&buf, check_mem(), 1);
    buf_add(&buf, "a\0b", 3);
    CHECK_BYTES(buf_bytes(&buf), ((struct bytes){(const uint8_t *)"a\0b", 3}));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_new_buffer_is_an_empty_text),
        CASE(what_is_added_stands_in_order),
        CASE(it_grows_by_any_step_and_stays_terminated),
        CASE(bytes_may_hold_zeros),
        {0},
    });
}
