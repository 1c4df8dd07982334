/* links_test - links in mails: what waits in the outbox, who may have it, and who wins a race. */
#include "people.h"
#include "place.h"
#include <pthread.h>
#include <string.h>

#define DAY INT64_C(86400000)
#define NEW_PASSWORD "quite another one"
enum { THREADS = 20 };

static struct outbox_since_reply outbox(struct people *p, int64_t after)
{
    struct outbox_since_reply page = {0};

    CHECK_OK(rpc_call_to(people_as(p, &p->courier), "usersvc", &service_outbox_since_method,
                         &(struct outbox_since_request){.after = after}, &page));
    return page;
}

/* The newest order. */
static const struct order *newest(struct people *p)
{
    struct outbox_since_reply page = outbox(p, 0);

    CHECK(page.items.n > 0);
    return page.items.v[page.items.n - 1].order;
}

static void sign_up(struct people *p, const char *email)
{
    CHECK_OK(usersvc_sign_up(people_as(p, &p->gateway), &(struct sign_up_request){.email = email},
                             &NOTHING));
}

static void forget(struct people *p, const char *username)
{
    CHECK_OK(usersvc_password_forgot(people_as(p, &p->gateway),
                                     &(struct password_forgot_request){.username = username},
                                     &NOTHING));
}

static void an_order_waits_until_the_courier_says_that_it_has_it(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    sign_up(p, "ada@example.org");
    sign_up(p, "bob@example.org");
    struct outbox_since_reply page = outbox(p, 0);
    CHECK_INT(page.items.n, 2);
    CHECK_INT(page.head, 2);
    CHECK_STR(page.items.v[0].order->mail->to, "ada@example.org");
    CHECK_STR(page.items.v[0].order->mail->template, "sign_up");
    people_reopen(p);
    CHECK_INT(outbox(p, 0).items.n, 2);
    CHECK_INT(outbox(p, 1).items.n, 1); /* the first is the courier's now */
    page = outbox(p, 0);
    CHECK_INT(page.items.n, 1);
    CHECK_INT(page.items.v[0].number, 2);
    CHECK_INT(outbox(p, 2).items.n, 0);
    sign_up(p, "eve@example.org");
    page = outbox(p, 2);
    CHECK_INT(page.items.n, 1);
    CHECK_INT(page.items.v[0].number, 3);
    people_close(p);
}

/* A courier that was restored from a backup, or is told of another service's numbers. */
static void a_number_that_never_was_removes_nothing(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    sign_up(p, "ada@example.org");
    CHECK_INT(outbox(p, 1000).items.n, 0);
    CHECK_INT(outbox(p, 0).items.n, 1);
    people_close(p);
}

static void nobody_but_the_courier_has_it(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct rpc_local *const others[] = {&p->admin, &p->gateway, &p->authsvc, &p->tokensvc};
    struct outbox_since_reply page = {0};

    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        CHECK_ERR(rpc_call_to(people_as(p, others[i]), "usersvc", &service_outbox_since_method,
                              &(struct outbox_since_request){0}, &page),
                  ERR_FORBIDDEN);
    people_close(p);
}

static void the_database_has_neither_links_nor_who_gets_them(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    forget(p, "ada");
    CHECK(!place_holds(check_dir(), "usersvc", newest(p)->mail->token));
    people_close(p);
}

/* What is done for a name that nobody has is what is done for one that somebody has. */
static void an_order_for_nobody_looks_like_any_other(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    forget(p, "nobody@example.org");
    CHECK(newest(p)->mail == NULL);
    CHECK(newest(p)->webhook == NULL);
    people_add(p, "ada");
    forget(p, "ada");
    CHECK_STR(newest(p)->mail->template, "password_reset");
    CHECK_INT(outbox(p, 0).items.n, 2);
    people_close(p);
}

static void sign_up_can_be_closed(void)
{
    static const struct usersvc_config closed = {.usersvc_sign_up = false};
    struct people *p = people_open(PEOPLE_INLINE);
    struct sign_up_terms terms = {0};

    CHECK_OK(usersvc_sign_up_open(people_as(p, &p->gateway), &NOTHING, &terms));
    CHECK(terms.open);
    p->svc->config = &closed;
    CHECK_OK(usersvc_sign_up_open(people_as(p, &p->gateway), &NOTHING, &terms));
    CHECK(!terms.open);
    CHECK_ERR(usersvc_sign_up(people_as(p, &p->gateway),
                              &(struct sign_up_request){.email = "ada@example.org"}, &NOTHING),
              ERR_DISABLED);
    people_close(p);
}

static void links_that_nobody_followed_are_removed(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    sign_up(p, "chrysanthemum@example.org");
    CHECK(place_holds(check_dir(), "usersvc", "chrysanthemum"));
    people_now += DAY;
    usersvc_service.idle(p->svc, people_as(p, &p->admin));
    const char *token = newest(p)->mail->token;
    struct link_view view;
    people_now -= DAY; /* had it only been kept, it would be good */
    CHECK_ERR(
        usersvc_sign_up_link(people_as(p, &p->gateway), &(struct link_ref){.token = token}, &view),
        ERR_EXPIRED);
    people_close(p);
}

/* -- at once ------------------------------------------------------------------------------------
 */

struct racer {
    pthread_t thread;
    struct people *people;
    struct arena mem;
    const char *token, *username; /* username NULL: a new password */
    enum err error;
};

static pthread_barrier_t together;

static void *race(void *arg)
{
    struct racer *self = arg;
    struct call c;

    call_begin(&c, &self->mem, &self->people->gateway.rpc, 30000);
    pthread_barrier_wait(&together);
    if (self->username)
        self->error = usersvc_sign_up_finish(
            &c,
            &(struct sign_up_completion){
                .token = self->token, .username = self->username, .password = NEW_PASSWORD},
            &NOTHING);
    else
        self->error = usersvc_password_reset(
            &c, &(struct password_reset_request){.token = self->token, .password = NEW_PASSWORD},
            &NOTHING);
    return NULL;
}

/* How many were let in; all others were told that the link is no longer good. */
static int winners(struct people *p, const char *token, bool names)
{
    static struct racer racers[THREADS];
    int won = 0;

    pthread_barrier_init(&together, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        racers[i] = (struct racer){.people = p, .token = token};
        if (names)
            racers[i].username = arena_printf(check_mem(), "name-%zu", i);
        arena_init(&racers[i].mem, ARENA_LIMIT);
        CHECK_INT(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(racers[i].thread, NULL);
        arena_done(&racers[i].mem);
    }
    pthread_barrier_destroy(&together);
    for (size_t i = 0; i < THREADS; i++) {
        won += racers[i].error == OK;
        CHECK(racers[i].error == OK || racers[i].error == ERR_EXPIRED);
    }
    return won;
}

static void of_many_with_one_link_one_gets_an_account(void)
{
    struct people *p = people_open(PEOPLE_THREADS);
    struct person_page page = {0};

    sign_up(p, "ada@example.org");
    CHECK_INT(winners(p, newest(p)->mail->token, true), 1);
    CHECK_OK(usersvc_person_list(people_as(p, &p->admin), &(struct person_page_request){0}, &page));
    CHECK_INT(page.people.n, 1);
    people_close(p);
}

static void of_many_with_one_link_one_sets_the_password(void)
{
    struct people *p = people_open(PEOPLE_THREADS);
    struct person ada = people_add(p, "ada");

    forget(p, "ada");
    CHECK_INT(winners(p, newest(p)->mail->token, false), 1);
    CHECK_INT(people_standing(p, ada.id).generation, 2);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_order_waits_until_the_courier_says_that_it_has_it),
        CASE(a_number_that_never_was_removes_nothing),
        CASE(nobody_but_the_courier_has_it),
        CASE(the_database_has_neither_links_nor_who_gets_them),
        CASE(an_order_for_nobody_looks_like_any_other),
        CASE(sign_up_can_be_closed),
        CASE(links_that_nobody_followed_are_removed),
        CASE(of_many_with_one_link_one_gets_an_account),
        CASE(of_many_with_one_link_one_sets_the_password),
        {0},
    });
}
