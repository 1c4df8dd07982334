#include "check.h"
#include "tally.h"

static void percentiles_are_exact(void)
{
    struct tally t = {.elapsed = 500000};

    for (int64_t micros = 10000; micros > 0; micros--)
        tally_round(&t, micros);
    CHECK_INT(tally_rate(&t), 20000);
    CHECK_INT(tally_millis(&t, 500) * 1000, 5000);
    CHECK_INT(tally_millis(&t, 990) * 1000, 9900);
    CHECK_INT(tally_millis(&t, 1000) * 1000, 10000);
    tally_done(&t);
}

static void nothing_is_no_rate(void)
{
    struct tally t = {0};

    CHECK_INT(tally_rate(&t), 0);
    CHECK_INT(tally_millis(&t, 500), 0);
    tally_done(&t);
}

static void the_first_failure_is_told(void)
{
    struct tally t = {0};

    tally_failure(&t, "redeem", "there is no access token");
    tally_failure(&t, "authorize", "the connection was closed");
    CHECK_INT(t.failures, 2);
    CHECK_STR(t.first_failure, "redeem: there is no access token");
    tally_done(&t);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(percentiles_are_exact),
        CASE(nothing_is_no_rate),
        CASE(the_first_failure_is_told),
        {0},
    });
}
