/* crowd_test - however many requests strangers begin, few are kept, and nobody else's are lost. */
#include "db.h"
#include "fixture.h"
#include "transaction_store.h"
#include <string.h>

static struct auth *auth;
static const char *client;

static void begin(void)
{
    auth = auth_open();
    client = auth_client(auth, (struct client_add_request){0});
}

static const char *numbered(const char *what, int n)
{
    return arena_printf(check_mem(), "%s-of-this-browser-%d", what, n);
}

/* A request of a stranger; the handle. */
static const char *ask(const char *browser, const char *source)
{
    struct authorize_request q = auth_request(client, NULL);
    struct interaction_step step = {0};
    struct call *c = auth_call(auth);

    q.browser = browser;
    c->source = source;
    CHECK_OK(on_authorize(c, &q, &step));
    CHECK(step.sign_in);
    return step.handle;
}

static bool waits(const char *handle, const char *browser)
{
    struct interaction_step step = {0};
    enum err e =
        on_interaction(auth_call(auth),
                       &(struct interaction_request){.handle = handle, .browser = browser}, &step);

    CHECK(e == OK || e == ERR_EXPIRED);
    return !e;
}

enum { HASH_LEN = 32 };

/* -- rows -------------------------------------------------------------------------------------- */

static const struct sql SQL_COUNT = {"test_count", "SELECT COUNT(*) FROM auth_transaction"};

static enum err count(struct db *db, void *arg)
{
    int64_t *n = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_COUNT, "");
    if (e || (e = db_row(&st)))
        return e;
    *n = stmt_int(&st, 0);
    return OK;
}

static int64_t rows(void)
{
    int64_t n = 0;

    CHECK_OK(store_read(auth->svc->store, count, &n));
    return n;
}

/* Many at once, each of a browser of its own; they are older than what is asked for now. */
static const struct sql SQL_FILL = {
    "test_fill", "INSERT INTO auth_transaction (hash, browser, source, ticket_key, expires_at,"
                 " client_id, redirect_uri, response_type, dialect, issuer)"
                 " VALUES ($1, $1, $2, $1, $3, 'c', 'r', 'code', 'standard', 'i')"};

struct fill {
    const char *source;
    int n;
};

static enum err fill_unit(struct db *db, void *arg)
{
    const struct fill *f = arg;
    uint8_t hash[HASH_LEN] = {1};
    enum err e = OK;

    for (int i = 0; i < f->n && !e; i++) {
        memcpy(hash + 1, &i, sizeof i);
        e = db_exec(db, &SQL_FILL, "bti", (struct bytes){hash, sizeof hash}, f->source,
                    auth->now + AUTH_MINUTE + i / 1000);
    }
    return e;
}

static void fill(const char *source, int n)
{
    CHECK_OK(store_write(auth->svc->store, fill_unit, &(struct fill){source, n}));
    CHECK(rows() >= n);
}

/* -- cases ------------------------------------------------------------------------------------- */

static void of_one_browser_the_newest_stay(void)
{
    begin();
    const char *other = ask("the-cookie-of-another-browser", "192.0.2.1");
    const char *first = ask(AUTH_BROWSER, "192.0.2.1");
    auth_pass(auth, 1);
    const char *second = ask(AUTH_BROWSER, "192.0.2.1");
    auth_pass(auth, 1);
    for (int i = 2; i < TRANSACTIONS_OF_A_BROWSER; i++)
        ask(AUTH_BROWSER, "192.0.2.1");
    CHECK(waits(first, AUTH_BROWSER));

    const char *newest = ask(AUTH_BROWSER, "198.51.100.7"); /* wherever it is now */
    CHECK(!waits(first, AUTH_BROWSER));
    CHECK(waits(second, AUTH_BROWSER));
    CHECK(waits(newest, AUTH_BROWSER));
    CHECK(waits(other, "the-cookie-of-another-browser"));
    CHECK_INT(rows(), TRANSACTIONS_OF_A_BROWSER + 1);
}

static void of_one_moment_the_last_stays_too(void)
{
    begin();
    for (int i = 0; i < TRANSACTIONS_OF_A_BROWSER + 20; i++) {
        const char *handle = ask(AUTH_BROWSER, NULL);
        if (i >= TRANSACTIONS_OF_A_BROWSER)
            CHECK(waits(handle, AUTH_BROWSER));
    }
    CHECK_INT(rows(), TRANSACTIONS_OF_A_BROWSER);
}

static void a_source_pushes_out_only_its_own(void)
{
    begin();
    const char *victim = ask("the-cookie-of-a-victim", "198.51.100.7");
    const char *unknown = ask("the-cookie-of-who-knows", NULL);
    fill("192.0.2.1", TRANSACTIONS_OF_A_SOURCE - 1);
    const char *early = ask("the-cookie-of-a-neighbour", "192.0.2.1");
    CHECK_INT(rows(), TRANSACTIONS_OF_A_SOURCE + 2);

    for (int i = 0; i < 300; i++)
        ask(numbered("cookie", i), "192.0.2.1");
    CHECK_INT(rows(), TRANSACTIONS_OF_A_SOURCE + 2);
    CHECK(waits(victim, "the-cookie-of-a-victim"));
    CHECK(waits(unknown, "the-cookie-of-who-knows"));
    CHECK(waits(early, "the-cookie-of-a-neighbour")); /* younger than those that went */
}

static void addresses_of_one_subscriber_are_one_source(void)
{
    begin();
    fill("2001:db8:0:1::/64", TRANSACTIONS_OF_A_SOURCE);
    const char *next = ask("the-cookie-of-a-victim", "2001:db8:0:2::1");
    for (int i = 0; i < 50; i++)
        ask(numbered("cookie", i), arena_printf(check_mem(), "2001:db8:0:1::%x", i));
    CHECK_INT(rows(), TRANSACTIONS_OF_A_SOURCE + 1);
    CHECK(waits(next, "the-cookie-of-a-victim"));
}

static void put(uint8_t first, int n)
{
    uint8_t hash[HASH_LEN] = {first};
    const struct bytes key = {hash, sizeof hash};

    memcpy(hash + 1, &n, sizeof n);
    CHECK_OK(transaction_store_put(
        auth->svc->store, &(struct transaction){
                              .hash = key,
                              .browser = key,
                              .ticket_key = key,
                              .expires_at = auth->now + TRANSACTION_LIFE_MS,
                              .request = *(struct authorize_request[]){auth_request(client, NULL)},
                          }));
}

static void all_together_are_bounded(void)
{
    begin();
    fill(NULL, TRANSACTIONS_IN_ALL + 700);
    put(1, -1); /* most do not count */
    CHECK_INT(rows(), TRANSACTIONS_IN_ALL + 701);
    put(0, -2);
    CHECK_INT(rows(), TRANSACTIONS_IN_ALL);
    put(0, -3);
    CHECK_INT(rows(), TRANSACTIONS_IN_ALL);
    const char *handle = ask(AUTH_BROWSER, "192.0.2.1");
    CHECK(waits(handle, AUTH_BROWSER));
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(of_one_browser_the_newest_stay),
        CASE(of_one_moment_the_last_stays_too),
        CASE(a_source_pushes_out_only_its_own),
        CASE(addresses_of_one_subscriber_are_one_source),
        CASE(all_together_are_bounded),
        {0},
    });

    auth_close();
    return status;
}
