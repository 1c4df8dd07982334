/* effects_test - what is gone in one service goes from the others, durably and once. */
#include "app.h"
#include "check.h"
#include "db.h"
#include "streams.h"

static struct world *w;
static struct app app, other;
static struct browser ada, bob;
static const char *ada_id;

/* Ada and Bob have sessions, consents, unused codes, waiting requests and families with two apps.
 */
static void be_busy(struct browser *browser, struct app *with)
{
    struct token_reply t;
    struct interaction_step step;

    CHECK_OK(app_redeem(with, browser_code(browser, with, "openid"), NULL, &t));
    browser_code(browser, with, "openid");
    CHECK_OK(browser_begin(browser, with, "openid", "login", &step));
}

static void begin(void)
{
    world_close(&w);
    w = world_open();
    world_follow(w);
    app = app_add(w, NULL);
    other = app_add(w, NULL);
    ada_id = person_new(w, "ada");
    person_new(w, "bob");
    ada = browser_of(w, "ada");
    bob = browser_of(w, "bob");
    be_busy(&ada, &app);
    be_busy(&ada, &other);
    be_busy(&bob, &app);
}

struct count {
    const struct sql *sql;
    const char *id;
    int64_t n;
};

static enum err read_count(struct db *db, void *arg)
{
    struct count *count = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, count->sql, "t", count->id);
    if (e || (e = db_row(&st)))
        return e;
    count->n = stmt_int(&st, 0);
    return OK;
}

static int64_t count(const char *service, const struct sql *sql, const char *id)
{
    struct count c = {sql, id, 0};

    CHECK_OK(store_read(world_store(w, service), read_count, &c));
    return c.n;
}

static const struct sql SESSIONS = {"test_sessions",
                                    "SELECT count(*) FROM session WHERE person = $1"};
static const struct sql CONSENTS = {"test_consents",
                                    "SELECT count(*) FROM consent WHERE person = $1"};
static const struct sql CODES = {"test_codes", "SELECT count(*) FROM code WHERE person = $1"};
static const struct sql WAITING = {"test_waiting",
                                   "SELECT count(*) FROM auth_transaction WHERE person = $1"};
static const struct sql FAMILIES = {"test_families",
                                    "SELECT count(*) FROM family WHERE person = $1"};
static const struct sql OF_CLIENT = {"test_of_client",
                                     "SELECT count(*) FROM family WHERE client_id = $1"};
static const struct sql OTHERS = {"test_others",
                                  "SELECT (SELECT count(*) FROM session WHERE person <> $1)"
                                  " + (SELECT count(*) FROM consent WHERE person <> $1)"
                                  " + (SELECT count(*) FROM code WHERE person <> $1)"};

static int64_t kept_of(const char *person)
{
    return count("authsvc", &SESSIONS, person) + count("authsvc", &CONSENTS, person) +
           count("authsvc", &CODES, person) + count("authsvc", &WAITING, person) +
           count("tokensvc", &FAMILIES, person);
}

static void delete_ada(void)
{
    CHECK_OK(usersvc_person_delete(world_call(w, ROLE_ADMIN), &(struct person_ref){.id = ada_id},
                                   &NOTHING));
}

static void a_person_who_is_deleted_is_forgotten_everywhere(void)
{
    begin();
    int64_t others = count("authsvc", &OTHERS, ada_id);
    CHECK_INT(count("authsvc", &SESSIONS, ada_id), 1);
    CHECK_INT(count("authsvc", &CONSENTS, ada_id), 2);
    CHECK(count("authsvc", &CODES, ada_id) >= 4);
    CHECK(count("authsvc", &WAITING, ada_id) >= 2);
    CHECK_INT(count("tokensvc", &FAMILIES, ada_id), 2);
    delete_ada();
    world_follow(w);
    world_idle(w);
    CHECK_INT(kept_of(ada_id), 0);
    CHECK_INT(count("authsvc", &OTHERS, ada_id), others);
    CHECK_HAS(streams_text(w), "{\\\"why\\\":\\\"person\\\"}");
    CHECK_STR(streams_fault(w), NULL);
    world_close(&w);
}

/* The services end between any two steps. */
static void nothing_is_lost_with_a_process(void)
{
    begin();
    delete_ada();
    world_restart(w, NULL);
    world_follow(w);
    world_restart(w, NULL);
    world_idle(w);
    CHECK_INT(kept_of(ada_id), 0);
    world_close(&w);
}

static void what_was_done_is_not_done_again(void)
{
    struct streams streams;

    begin();
    delete_ada();
    world_follow(w);
    world_idle(w);
    streams = streams_of(w);
    world_restart(w, NULL); /* begins at the cursor */
    world_follow(w);
    world_idle(w);
    CHECK_STR(streams_news(&streams), "");
    world_close(&w);
}

static void a_client_that_is_deleted_is_forgotten_by_tokensvc(void)
{
    begin();
    CHECK_INT(count("tokensvc", &OF_CLIENT, app.client_id), 2);
    CHECK_OK(authsvc_client_delete(world_call(w, ROLE_ADMIN), &(struct client_ref){app.client_id},
                                   &NOTHING));
    world_follow(w);
    world_idle(w);
    CHECK_INT(count("tokensvc", &OF_CLIENT, app.client_id), 0);
    CHECK_INT(count("tokensvc", &OF_CLIENT, other.client_id), 1);
    world_close(&w);
}

/* More than a batch of each. */
static void very_many_go_in_batches(void)
{
    enum { MANY = 230 };

    begin();
    for (int i = 0; i < MANY; i++) {
        struct browser again = browser_of(w, "ada");
        CHECK_OK(browser_sign_in(&again, NULL, APP_PASSWORD));
        world_pass(w, 60000);
    }
    CHECK(count("authsvc", &SESSIONS, ada_id) > 200);
    delete_ada();
    world_follow(w);
    world_idle(w);
    CHECK_INT(kept_of(ada_id), 0);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_person_who_is_deleted_is_forgotten_everywhere),
        CASE(nothing_is_lost_with_a_process),
        CASE(what_was_done_is_not_done_again),
        CASE(a_client_that_is_deleted_is_forgotten_by_tokensvc),
        CASE(very_many_go_in_batches),
        {0},
    });
}
