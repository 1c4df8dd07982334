/* expiry_test - what has expired goes, and not before. */
#include "db.h"
#include "fixture.h"

static struct auth *auth;
static const char *client, *session;

static void begin(void)
{
    auth = auth_open();
    client = auth_client(auth, (struct client_add_request){0});
    session = auth_sign_in(auth, NULL, NULL);
}

static void idle(void)
{
    authsvc_service.idle(auth->svc, auth_call(auth));
}

/* -- rows -------------------------------------------------------------------------------------- */

struct count {
    const struct sql *sql;
    int64_t rows;
};

static enum err count(struct db *db, void *arg)
{
    struct count *n = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, n->sql, "");
    if (e || (e = db_row(&st)))
        return e;
    n->rows = stmt_int(&st, 0);
    return OK;
}

static int64_t rows(const struct sql *sql)
{
    struct count n = {.sql = sql};

    CHECK_OK(store_read(auth->svc->store, count, &n));
    return n.rows;
}

static const struct sql SESSIONS = {"sessions", "SELECT COUNT(*) FROM session"};
static const struct sql TRANSACTIONS = {"transactions", "SELECT COUNT(*) FROM auth_transaction"};
static const struct sql CODES = {"codes", "SELECT COUNT(*) FROM code"};
static const struct sql SECRETS = {"secrets", "SELECT COUNT(*) FROM client_secret"};
static const struct sql CONSENTS = {"consents", "SELECT COUNT(*) FROM consent"};
static const struct sql LEFTOVERS = {"leftovers", "SELECT COUNT(*) FROM client_leftover"};

/* -- cases ------------------------------------------------------------------------------------- */

static void nothing_goes_before_its_time(void)
{
    begin();
    struct authorize_request q = auth_request(client, NULL);
    auth_authorize(auth, &q);
    auth_code(auth, client, session, "openid");
    idle();
    CHECK_INT(rows(&SESSIONS), 1);
    CHECK_INT(rows(&TRANSACTIONS), 1);
    CHECK_INT(rows(&CODES), 1);
    CHECK_INT(rows(&SECRETS), 1);
    CHECK_INT(rows(&CONSENTS), 1);
}

static void transactions_go_after_ten_minutes(void)
{
    begin();
    struct authorize_request q = auth_request(client, NULL);
    auth_authorize(auth, &q);
    auth_pass(auth, 10 * AUTH_MINUTE - 1);
    idle();
    CHECK_INT(rows(&TRANSACTIONS), 1);
    auth_pass(auth, 1);
    idle();
    CHECK_INT(rows(&TRANSACTIONS), 0);
}

static void sessions_go_when_they_are_idle(void)
{
    begin();
    auth_pass(auth, 12 * AUTH_HOUR - 1);
    idle();
    CHECK_INT(rows(&SESSIONS), 1);
    auth_pass(auth, 1);
    idle();
    CHECK_INT(rows(&SESSIONS), 0);
}

static void codes_are_remembered_for_a_day_after_their_end(void)
{
    struct authorization a = {0};

    begin();
    struct code_take_request q =
        auth_redemption(client, auth_code(auth, client, session, "openid"));
    CHECK_OK(on_code_take(auth_call(auth), &q, &a));
    auth_pass(auth, AUTH_MINUTE + 24 * AUTH_HOUR - 1);
    idle();
    q.attempt = "attempt-000000002";
    CHECK_OK(on_code_take(auth_call(auth), &q, &a));
    CHECK(a.replayed);
    auth_pass(auth, 1);
    idle();
    CHECK_ERR(on_code_take(auth_call(auth), &q, &a), ERR_INVALID_GRANT);
    CHECK_INT(rows(&CODES), 0);
}

static void secrets_go_when_their_overlap_is_over(void)
{
    struct client_secret_reply reply;

    begin();
    CHECK_OK(on_client_secret_rotate(
        auth_call(auth), &(struct client_secret_rotate_request){.client_id = client, .overlap = 60},
        &reply));
    idle();
    CHECK_INT(rows(&SECRETS), 2);
    auth_pass(auth, AUTH_MINUTE);
    idle();
    CHECK_INT(rows(&SECRETS), 1);
}

static void a_withdrawal_drops_codes_that_wait_and_remembers_those_taken(void)
{
    struct authorization a;
    struct nothing done;

    begin();
    struct code_take_request taken =
        auth_redemption(client, auth_code(auth, client, session, "openid"));
    CHECK_OK(on_code_take(auth_call(auth), &taken, &a));
    auth_code(auth, client, session, "openid");
    CHECK_INT(rows(&CODES), 2);
    CHECK_OK(on_consent_withdraw(auth_call(auth),
                                 &(struct consent_ref){.client_id = client, .person = "person-ada"},
                                 &done));
    CHECK_INT(rows(&CODES), 1);
    taken.attempt = "attempt-000000002";
    CHECK_OK(on_code_take(auth_call(auth), &taken, &a));
    CHECK(a.replayed);
}

static const struct sql SQL_CONSENT = {
    "many_consents",
    "INSERT INTO consent (client_id, person, dialect, scope, withdrawn, generation,"
    " created_at, updated_at) VALUES ($1, $2, 'standard', 'openid', 0, 1, 1, 1)"};

struct many {
    const char *client_id;
    int n;
};

static enum err put_many(struct db *db, void *arg)
{
    const struct many *m = arg;
    enum err e = OK;

    for (int i = 0; i < m->n && !e; i++)
        e = db_exec(db, &SQL_CONSENT, "tt", m->client_id,
                    arena_printf(check_mem(), "person-%d", i));
    return e;
}

static void consents_of_a_deleted_client_go_in_batches(void)
{
    struct nothing done;
    struct many m = {.n = 12000};

    begin();
    m.client_id = client;
    CHECK_OK(store_write(auth->svc->store, put_many, &m));
    const char *other = auth_client(auth, (struct client_add_request){0});
    auth_code(auth, other, session, "openid");
    CHECK_OK(on_client_delete(auth_call(auth), &(struct client_ref){client}, &done));
    CHECK_INT(rows(&CONSENTS), 12001);
    idle();
    CHECK(rows(&CONSENTS) > 1); /* too many for one sweep */
    idle();
    CHECK_INT(rows(&CONSENTS), 1);
    CHECK_INT(rows(&LEFTOVERS), 0);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(nothing_goes_before_its_time),
        CASE(transactions_go_after_ten_minutes),
        CASE(sessions_go_when_they_are_idle),
        CASE(codes_are_remembered_for_a_day_after_their_end),
        CASE(secrets_go_when_their_overlap_is_over),
        CASE(a_withdrawal_drops_codes_that_wait_and_remembers_those_taken),
        CASE(consents_of_a_deleted_client_go_in_batches),
        {0},
    });

    auth_close();
    return status;
}
