#include "backoff.h"
#include "check.h"

static void a_rare_end_waits_the_short_time(void)
{
    struct backoff b = {0};

    for (int64_t now = 0; now < 60000; now += 3000)
        CHECK_INT(backoff_pause(&b, now), BACKOFF_SHORT);
}

static void the_fifth_end_within_ten_seconds_waits_long(void)
{
    struct backoff b = {0};

    for (int64_t now = 0; now < 10000; now += 2500)
        CHECK_INT(backoff_pause(&b, now), BACKOFF_SHORT);
    CHECK_INT(backoff_pause(&b, 10000), BACKOFF_LONG);
}

static void one_millisecond_later_it_does_not(void)
{
    struct backoff b = {0};

    for (int64_t now = 0; now < 10000; now += 2500)
        CHECK_INT(backoff_pause(&b, now), BACKOFF_SHORT);
    CHECK_INT(backoff_pause(&b, 10001), BACKOFF_SHORT);
}

static void after_the_long_pause_come_five_new_chances(void)
{
    struct backoff b = {0};

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 4; i++)
            CHECK_INT(backoff_pause(&b, i), BACKOFF_SHORT);
        CHECK_INT(backoff_pause(&b, 4), BACKOFF_LONG);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_rare_end_waits_the_short_time),
        CASE(the_fifth_end_within_ten_seconds_waits_long),
        CASE(one_millisecond_later_it_does_not),
        CASE(after_the_long_pause_come_five_new_chances),
        {0},
    });
}
