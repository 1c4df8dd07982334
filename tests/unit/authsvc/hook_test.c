/* hook_test - what apps are told, and that it is told with the change or not at all. */
#include "consent_store.h"
#include "fixture.h"
#include "hook.h"
#include "outbox_store.h"
#include "own_app_scene.h"
#include "place.h"
#include <string.h>

#define HOOK_URI "https://app.example/hook"

static struct auth *auth;
static const char *session;
static struct app_secret_reply app;

static void begin(const char *webhook_uri)
{
    struct app_add_request q = own_app_request("tachi");

    auth = own_app_auth = auth_open();
    auth->person.number = 7;
    q.scope = "submit_score";
    q.webhook_uri = webhook_uri;
    app = own_app_make(&q);
    session = auth_sign_in(auth, NULL, NULL);
}

/* The messages to apps that wait for the courier; what people are told is not looked at here. */
static struct outbox_since_reply waiting(void)
{
    struct outbox_since_reply a = {0};
    struct outbox_item *hooks = NULL;
    size_t n = 0;

    CHECK_OK(outbox_store_since(auth->svc->store, auth_call(auth),
                                (struct bytes){auth->svc->kek, SECRET_KEY_LEN},
                                &(struct outbox_since_request){.after = 0}, &a));
    hooks = arena_array(check_mem(), a.items.n + 1, sizeof *hooks);
    for (size_t i = 0; i < a.items.n; i++) {
        if (a.items.v[i].order->webhook)
            hooks[n++] = a.items.v[i];
    }
    a.items.v = hooks;
    a.items.n = n;
    return a;
}

static void expect(const struct outbox_item *item, const char *type, const char *user)
{
    const struct webhook_order *order = item->order->webhook;

    CHECK(order);
    CHECK_STR(order->url, HOOK_URI);
    CHECK_STR(order->bearer, app.client_secret);
    CHECK_STR(order->body,
              arena_printf(check_mem(), "{\"type\":\"%s\",\"content\":{\"clientID\":\"%s\"%s}}",
                           type, app.app->client_id, user));
}

static enum err answer(const char *decision)
{
    struct authorize_request q = auth_request(app.app->client_id, session);

    q.dialect = "tachi";
    struct interaction_step step = auth_authorize(auth, &q);
    return auth_decide(auth, &step, session, decision, &step);
}

static void withdraw(void)
{
    const struct consent_ref ref = {.client_id = app.app->client_id, .person = "person-ada"};
    struct nothing done;

    CHECK_OK(on_consent_withdraw(auth_call(auth), &ref, &done));
}

static void consent_is_told_once_and_so_is_its_end(void)
{
    begin(HOOK_URI);
    CHECK_OK(answer("deny"));
    CHECK_INT(waiting().items.n, 0);
    CHECK_OK(answer("allow"));
    withdraw();
    withdraw(); /* there is nothing left */
    const struct outbox_since_reply a = waiting();
    CHECK_INT(a.items.n, 2);
    expect(&a.items.v[0], "authorization-granted/v1", ",\"userID\":7");
    expect(&a.items.v[1], "authorization-withdrawn/v1", ",\"userID\":7");
}

static void who_did_not_ask_is_not_told(void)
{
    begin(NULL);
    CHECK_OK(answer("allow"));
    withdraw();
    CHECK_INT(waiting().items.n, 0);
}

struct all {
    struct call *c;
    enum hook what;
};

static enum err tell_all(struct db *db, void *arg)
{
    const struct all *a = arg;
    enum err e = consent_store_lock(db, app.app->client_id, "person-ada");

    return e ? e : hook_tell_all(db, a->c, "person-ada", a->what);
}

static void all_whom_a_person_let_in_hear_of_their_end(void)
{
    begin(HOOK_URI);
    CHECK_OK(answer("allow"));
    CHECK_OK(store_write(auth->svc->store, tell_all, &(struct all){auth_call(auth), HOOK_deleted}));
    withdraw();
    CHECK_OK(store_write(auth->svc->store, tell_all, &(struct all){auth_call(auth), HOOK_deleted}));
    const struct outbox_since_reply a = waiting();
    CHECK_INT(a.items.n, 3); /* nothing after the consent was withdrawn */
    expect(&a.items.v[1], "user-deleted/v1", ",\"userID\":7");
}

static void the_owner_may_try_it(void)
{
    struct nothing done;

    begin(HOOK_URI);
    const struct client_ref own = {app.app->client_id};
    CHECK_OK(on_app_webhook_try(own_app_ada(), &own, &done));
    CHECK_ERR(on_app_webhook_try(own_app_eve(), &own, &done), ERR_NOT_FOUND);
    const struct outbox_since_reply a = waiting();
    CHECK_INT(a.items.n, 1);
    expect(&a.items.v[0], "status/v1", "");
    begin(NULL);
    const struct client_ref quiet = {app.app->client_id};
    CHECK_ERR(on_app_webhook_try(own_app_ada(), &quiet, &done), ERR_BAD_FIELD);
}

/* The secret is in what waits; who has the database alone does not have it. */
static void what_waits_is_sealed(void)
{
    begin(HOOK_URI);
    CHECK_OK(answer("allow"));
    CHECK(!place_holds(check_dir(), "authsvc", app.client_secret));
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(consent_is_told_once_and_so_is_its_end),
        CASE(who_did_not_ask_is_not_told),
        CASE(all_whom_a_person_let_in_hear_of_their_end),
        CASE(the_owner_may_try_it),
        CASE(what_waits_is_sealed),
        {0},
    });

    auth_close();
    return status;
}
