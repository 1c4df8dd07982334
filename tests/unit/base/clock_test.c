#include "check.h"
#include "clock.h"

static int64_t stopped(void *self)
{
    return *(int64_t *)self;
}

static void a_test_may_choose_the_time(void)
{
    int64_t now = 1300819380000;
    struct clock_source source = {stopped, stopped, &now};

    clock_replace(&source);
    int64_t wall = clock_now();
    now += 5;
    int64_t steady = clock_steady();
    int64_t micros = clock_micros();
    clock_replace(NULL);
    CHECK_INT(wall, 1300819380000);
    CHECK_INT(steady, 1300819380005);
    CHECK(micros < now); /* not chosen: it counts from the start of this machine */
}

static void the_real_clocks_count_milliseconds(void)
{
    int64_t first = clock_steady();

    CHECK(clock_now() > 1700000000000); /* 2023, in ms */
    CHECK(clock_now() < 7258118400000); /* 2200 */
    CHECK(clock_steady() >= first);
    CHECK(clock_micros() / 1000 >= first);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_test_may_choose_the_time),
        CASE(the_real_clocks_count_milliseconds),
        {0},
    });
}
