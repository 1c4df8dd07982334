/* race_test - several couriers, with all their threads, on one queue. */
#include "clock.h"
#include "desk.h"
#include "order.h"
#include <string.h>
#include <unistd.h>

enum { COURIERS = 3, MAILS = 90, MAILBOXES = 30, WITHIN_MS = 60000 };

static struct desk *desks[COURIERS];

static void open_all(void)
{
    for (size_t i = 0; i < COURIERS; i++)
        desks[i] = desk_new();
    clock_replace(NULL); /* before there are threads that look at it */
    for (size_t i = 0; i < COURIERS; i++) {
        desks[i]->threads = true;
        CHECK_OK(desk_start(desks[i]));
    }
}

static void close_all(void)
{
    for (size_t i = 0; i < COURIERS; i++)
        desk_close(desks[i]);
}

static void until_nothing_waits(void)
{
    int64_t until = clock_steady() + WITHIN_MS;

    while (desk_list(desks[0], DELIVERY_WAITING).waiting > 0) {
        CHECK(clock_steady() < until);
        usleep(20000);
    }
}

static void each_mail_goes_once(void)
{
    open_all();
    for (int i = 0; i < MAILS; i++)
        desk_mail(desks[i % COURIERS], arena_printf(check_mem(), "p%d@example.org", i % MAILBOXES));
    until_nothing_waits();
    CHECK_INT(desk_files(desks[0]), MAILS);
    struct delivery_page page = desk_list(desks[0], DELIVERY_DONE);
    CHECK_INT(page.deliveries.n, MAILS);
    for (size_t i = 0; i < page.deliveries.n; i++)
        CHECK_INT(page.deliveries.v[i].tries, 1);
    close_all();
}

/* They end at once, however many wait, and lose none. */
static void an_end_in_the_middle_loses_nothing(void)
{
    open_all();
    for (int i = 0; i < MAILS; i++)
        desk_mail(desks[i % COURIERS], arena_printf(check_mem(), "q%d@example.org", i));
    close_all();
    open_all();
    until_nothing_waits();
    CHECK_INT(desk_files(desks[0]), MAILS);
    CHECK_INT(desk_list(desks[0], DELIVERY_DONE).deliveries.n, MAILS);
    close_all();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_mail_goes_once),
        CASE(an_end_in_the_middle_loses_nothing),
        {0},
    });
}
