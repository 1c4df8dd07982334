/* totp_test - codes are those of the standard, and count for their own time. */
#include "check.h"
#include "totp.h"
#include <string.h>

/* "12345678901234567890", and the last six digits of what RFC 6238 B lists for SHA-1. */
static const char SECRET[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
static const struct {
    int64_t seconds;
    const char *code;
} vectors[] = {
    {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
    {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
};

static enum err check(const char *code, int64_t seconds, int64_t *step)
{
    return totp_check(check_mem(), SECRET, code, seconds * 1000, step);
}

static void codes_are_those_of_the_standard(void)
{
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        int64_t step = -1;
        CHECK_OK(check(vectors[i].code, vectors[i].seconds, &step));
        CHECK_INT(step, vectors[i].seconds / 30);
    }
}

static void a_clock_may_be_one_step_off(void)
{
    int64_t step = -1;

    for (int64_t off = -30; off <= 30; off += 30) { /* 1111111111 is in the middle of its step */
        CHECK_OK(check("050471", 1111111111 + off, &step));
        CHECK_INT(step, 1111111111 / 30);
    }
    CHECK_ERR(check("050471", 1111111111 + 60, &step), ERR_WRONG_CODE);
    CHECK_ERR(check("050471", 1111111111 - 60, &step), ERR_WRONG_CODE);
}

static void anything_else_is_wrong(void)
{
    static const char *const codes[] = {"",        "50471",   "0050471", "050472",
                                        "05047\n", "05047１", "050471 ", "14050471"};
    int64_t step = -1;

    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        CHECK_ERR(check(codes[i], 1111111111, &step), ERR_WRONG_CODE);
    CHECK_INT(step, -1);
    CHECK_ERR(totp_check(check_mem(), "no base32!", "050471", 0, &step), ERR_CRYPTO);
}

static void no_two_secrets_are_alike(void)
{
    const char *one = totp_secret(check_mem()), *other = totp_secret(check_mem());

    CHECK_INT(strlen(one), 32);
    CHECK(strcmp(one, other) != 0);
    CHECK(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == 32);
}

int main(void)
{
    CHECK_OK(totp_init());
    return check_run((struct check[]){
        CASE(codes_are_those_of_the_standard),
        CASE(a_clock_may_be_one_step_off),
        CASE(anything_else_is_wrong),
        CASE(no_two_secrets_are_alike),
        {0},
    });
}
