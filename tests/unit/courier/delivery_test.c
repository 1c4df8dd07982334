/* delivery_test - the queue: what is sent once, again, never, and who may say so. */
#include "desk.h"
#include "order.h"
#include "place.h"
#include <string.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* A courier that has a mail server where nobody listens. */
static struct desk *without_server(void)
{
    struct desk *desk = desk_new();

    desk->config.courier_smtp_url = "smtp://127.0.0.1:1";
    CHECK_OK(desk_start(desk));
    return desk;
}

static struct delivery only(struct desk *desk)
{
    struct delivery_page page = desk_list(desk, NULL);

    CHECK_INT(page.deliveries.n, 1);
    return page.deliveries.v[0];
}

static void what_is_ordered_is_sent_once(void)
{
    struct desk *desk = desk_open();
    struct delivery made = desk_mail(desk, "ada@example.org");

    CHECK_STR(made.state, DELIVERY_WAITING);
    CHECK_STR(made.to, "ada@example.org");
    for (int i = 0; i < 3; i++)
        desk_send(desk);
    CHECK_INT(desk_files(desk), 1);
    CHECK_STR(only(desk).id, made.id);
    CHECK_STR(only(desk).state, DELIVERY_DONE);
    CHECK_STR(only(desk).to, NULL); /* forgotten */
    CHECK_INT(only(desk).tries, 1);
    desk_close(desk);
}

static void what_fails_is_tried_later_and_later_and_then_given_up(void)
{
    struct desk *desk = without_server();
    int64_t began = desk_now, waited = 0;

    desk_mail(desk, "ada@example.org");
    for (int tries = 1; tries <= 400; tries++) {
        desk_send(desk);
        struct delivery d = only(desk);
        if (strcmp(d.state, DELIVERY_GIVEN_UP) == 0)
            break;
        CHECK_INT(d.tries, tries);
        CHECK_HAS(d.error, "mail server: ");
        CHECK(d.next_at > desk_now);
        waited = d.next_at - desk_now;
        desk_now = d.next_at;
    }
    CHECK_STR(only(desk).state, DELIVERY_GIVEN_UP);
    CHECK(waited > 10 * MINUTE && waited < 20 * MINUTE);
    CHECK(desk_now - began > 47 * HOUR && desk_now - began <= 48 * HOUR);
    CHECK_INT(desk_list(desk, DELIVERY_GIVEN_UP).given_up, 1);
    CHECK_STR(desk->host.service->note(desk->svc, check_mem()), "0 waiting, 1 given up");
    desk_close(desk);
}

static void what_was_given_up_can_be_tried_again_or_dropped(void)
{
    struct desk *desk = without_server();
    struct delivery d = desk_mail(desk, "ada@example.org");
    const struct delivery_ref ref = {.id = d.id};
    struct nothing none;

    desk_now += 48 * HOUR;
    desk_send(desk);
    CHECK_STR(only(desk).state, DELIVERY_GIVEN_UP);
    CHECK_OK(courier_delivery_retry(desk_call(desk), &ref, &d));
    CHECK_STR(d.state, DELIVERY_WAITING);
    desk->config.courier_smtp_url = NULL; /* into the folder */
    desk_reopen(desk);
    desk_send(desk);
    CHECK_INT(desk_files(desk), 1);
    CHECK_ERR(courier_delivery_retry(desk_call(desk), &ref, &d), ERR_NOT_FOUND); /* done */
    CHECK_OK(courier_delivery_drop(desk_call(desk), &ref, &none));
    CHECK_ERR(courier_delivery_drop(desk_call(desk), &ref, &none), ERR_NOT_FOUND);
    CHECK_INT(desk_list(desk, NULL).deliveries.n, 0);
    desk_close(desk);
}

static void without_a_mail_server_mails_wait_and_it_says_why(void)
{
    struct desk *desk = desk_new();

    desk->issuer = "https://id.example";
    CHECK_OK(desk_start(desk));
    desk_mail(desk, "ada@example.org");
    desk_send(desk);
    CHECK_STR(only(desk).state, DELIVERY_WAITING);
    CHECK_INT(only(desk).tries, 0);
    CHECK_STR(only(desk).error, "no mail server is set (courier/smtp_url)");
    CHECK_HAS(desk->host.service->note(desk->svc, check_mem()), "1 waiting, 0 given up; no mail");
    desk_now += 48 * HOUR;
    desk_send(desk);
    CHECK_STR(only(desk).state, DELIVERY_GIVEN_UP);
    CHECK_STR(only(desk).error, "it could not be sent in time");
    desk_close(desk);
}

static void take(struct desk *desk, enum err expected, struct delivery_row *out)
{
    CHECK_ERR(delivery_store_take(desk->svc->store, check_mem(), ORDER_MAIL, desk_now,
                                  desk_now + MINUTE, out),
              expected);
}

static void one_who_dies_while_he_sends_costs_a_minute(void)
{
    struct desk *desk = desk_open();
    struct delivery_row row;

    desk_mail(desk, "ada@example.org");
    take(desk, OK, &row);
    take(desk, ERR_NOT_FOUND, &row);
    desk_reopen(desk);
    take(desk, ERR_NOT_FOUND, &row);
    desk_now += MINUTE;
    take(desk, OK, &row);
    CHECK_INT(row.tries, 2);
    desk_close(desk);
}

static void one_who_was_too_slow_changes_nothing(void)
{
    struct desk *desk = desk_open();
    struct delivery_row slow, fast;
    const struct delivery_end failed = {.state = DELIVERY_GIVEN_UP, .error = "late"};

    desk_mail(desk, "ada@example.org");
    take(desk, OK, &slow);
    desk_now += MINUTE;
    take(desk, OK, &fast);
    CHECK_OK(delivery_store_end(desk->svc->store, &slow, &failed));
    CHECK_STR(only(desk).state, DELIVERY_WAITING);
    CHECK_OK(delivery_store_end(desk->svc->store, &fast,
                                &(struct delivery_end){.state = DELIVERY_DONE}));
    CHECK_STR(only(desk).state, DELIVERY_DONE);
    desk_close(desk);
}

static void a_mailbox_gets_one_at_a_time_and_others_do_not_wait(void)
{
    struct desk *desk = desk_open();
    struct delivery_row first, other;

    desk_mail(desk, "ada@example.org");
    desk_mail(desk, "ADA@example.org");
    desk_mail(desk, "bob@example.org");
    take(desk, OK, &first);
    take(desk, OK, &other);
    CHECK(strcmp(first.destination, other.destination) != 0);
    take(desk, ERR_NOT_FOUND, &other);
    CHECK_OK(delivery_store_end(
        desk->svc->store, &first,
        &(struct delivery_end){.state = DELIVERY_DONE, .open_at = desk_now + SECOND}));
    take(desk, ERR_NOT_FOUND, &other);
    int64_t next = 0;
    CHECK_OK(delivery_store_next(desk->svc->store, ORDER_MAIL, &next));
    CHECK_INT(next, desk_now + SECOND);
    desk_close(desk);
}

static void rows_go_in_time(void)
{
    struct desk *desk = desk_open();

    desk_mail(desk, "ada@example.org");
    desk_send(desk);
    desk_now += 7 * DAY - 1;
    desk_send(desk);
    CHECK_INT(desk_list(desk, NULL).deliveries.n, 1);
    desk_now += 1;
    desk_send(desk);
    CHECK_INT(desk_list(desk, NULL).deliveries.n, 0);
    desk_close(desk);
}

static void a_link_that_has_expired_is_not_sent(void)
{
    struct desk *desk = desk_open();
    const struct mail_order mail = {.template = "password_reset",
                                    .to = "ada@example.org",
                                    .token = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                                    .expires_at = desk_now + 30 * MINUTE};
    struct delivery_row row;

    CHECK_OK(order_row(check_mem(), desk->svc->kek, order_new_id(check_mem()),
                       &(struct order){.mail = &mail}, &(struct order_times){desk_now, 48 * HOUR},
                       &row));
    CHECK_INT(row.end_at, desk_now + 30 * MINUTE);
    CHECK_OK(delivery_store_add(desk->svc->store, &row));
    CHECK_OK(delivery_store_add(desk->svc->store, &row)); /* twice is once */
    desk_now += 30 * MINUTE;
    desk_send(desk);
    CHECK_STR(only(desk).state, DELIVERY_GIVEN_UP);
    CHECK_INT(desk_files(desk), 0);
    desk_close(desk);
}

static void the_database_shows_neither_addresses_nor_links(void)
{
    struct desk *desk = desk_open();

    desk_mail(desk, "chrysanthemum@example.org");
    CHECK(!place_holds(check_dir(), "courier", "chrysanthemum"));
    desk_close(desk);
}

static void another_key_opens_nothing(void)
{
    struct desk *desk = desk_open();

    desk_mail(desk, "ada@example.org");
    desk->kek[0] ^= 1;
    desk_reopen(desk);
    desk_send(desk);
    CHECK_STR(only(desk).state, DELIVERY_GIVEN_UP);
    CHECK_HAS(only(desk).error, "another key");
    desk_close(desk);
}

static void lists_have_pages_and_refuse_nonsense(void)
{
    struct desk *desk = desk_open();
    struct delivery_page page = {0};

    for (int i = 0; i < 5; i++)
        desk_mail(desk, arena_printf(check_mem(), "p%d@example.org", i));
    CHECK_OK(
        courier_delivery_list(desk_call(desk), &(struct delivery_page_request){.limit = 3}, &page));
    CHECK_INT(page.deliveries.n, 3);
    CHECK_INT(page.waiting, 5);
    CHECK_OK(courier_delivery_list(desk_call(desk),
                                   &(struct delivery_page_request){.after = page.next}, &page));
    CHECK_INT(page.deliveries.n, 2);
    CHECK_STR(page.next, NULL);
    CHECK_ERR(courier_delivery_list(desk_call(desk),
                                    &(struct delivery_page_request){.state = "lost"}, &page),
              ERR_BAD_FIELD);
    struct delivery made;
    CHECK_ERR(
        courier_mail_try(desk_call(desk), &(struct mail_try_request){.to = "no mailbox"}, &made),
        ERR_BAD_FIELD);
    desk_close(desk);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_ordered_is_sent_once),
        CASE(what_fails_is_tried_later_and_later_and_then_given_up),
        CASE(what_was_given_up_can_be_tried_again_or_dropped),
        CASE(without_a_mail_server_mails_wait_and_it_says_why),
        CASE(one_who_dies_while_he_sends_costs_a_minute),
        CASE(one_who_was_too_slow_changes_nothing),
        CASE(a_mailbox_gets_one_at_a_time_and_others_do_not_wait),
        CASE(rows_go_in_time),
        CASE(a_link_that_has_expired_is_not_sent),
        CASE(the_database_shows_neither_addresses_nor_links),
        CASE(another_key_opens_nothing),
        CASE(lists_have_pages_and_refuse_nonsense),
        {0},
    });
}
