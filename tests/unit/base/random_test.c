#include "check.h"
#include "random.h"
#include <string.h>

static void fill_with(void *self, void *out, size_t n)
{
    memset(out, *(int *)self, n);
}

static void a_test_may_choose_what_is_drawn(void)
{
    int byte = 0xff;
    uint8_t out[3];

    random_replace(fill_with, &byte);
    random_bytes(out, sizeof out);
    const char *token = random_token(check_mem(), 3);
    random_replace(NULL, NULL);
    CHECK_BYTES(((struct bytes){out, 3}), bytes_of("\xff\xff\xff"));
    CHECK_STR(token, "____");
}

static void tokens_are_long_and_never_the_same(void)
{
    const char *a = random_token(check_mem(), 32), *b = random_token(check_mem(), 32);

    CHECK_INT(strlen(a), 43);
    CHECK_INT(strlen(b), 43);
    CHECK(strcmp(a, b) != 0);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_test_may_choose_what_is_drawn),
        CASE(tokens_are_long_and_never_the_same),
        {0},
    });
}
