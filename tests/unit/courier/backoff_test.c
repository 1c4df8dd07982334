/* backoff_test - later and later, not too late, and not all at once. */
#include "backoff.h"
#include "check.h"

static const struct backoff rule = {1000, 60000};

static void each_wait_is_about_twice_the_one_before(void)
{
    static const int64_t middle[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};

    for (size_t i = 0; i < ARRAY_LEN(middle); i++) {
        for (int n = 0; n < 50; n++) {
            int64_t ms = backoff_ms(&rule, (int64_t)i + 1);
            CHECK(ms >= middle[i] * 3 / 4 && ms <= middle[i] * 5 / 4);
        }
    }
    CHECK(backoff_ms(&rule, INT64_MAX) <= 75000);
    CHECK(backoff_ms(&rule, 0) <= 1250);
}

static void chance_spreads_them(void)
{
    int64_t low = INT64_MAX, high = 0;

    for (int n = 0; n < 200; n++) {
        int64_t ms = backoff_ms(&rule, 1);
        low = ms < low ? ms : low;
        high = ms > high ? ms : high;
    }
    CHECK(low < 900);
    CHECK(high > 1100);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_wait_is_about_twice_the_one_before),
        CASE(chance_spreads_them),
        {0},
    });
}
