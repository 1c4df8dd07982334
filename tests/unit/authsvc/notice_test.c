/* notice_test - what people are told of apps that they let in: once for each thing that is new. */
#include "fixture.h"
#include "outbox_store.h"
#include "own_app_scene.h"
#include "place.h"
#include <string.h>

static struct auth *auth;
static const char *session;
static struct app_secret_reply app;

static void begin(void)
{
    struct app_add_request q = own_app_request("opencollective");

    auth = own_app_auth = auth_open();
    auth->person.locale = "ja";
    q.scope = "account email host";
    app = own_app_make(&q);
    session = auth_sign_in(auth, NULL, NULL);
}

/* The mails that wait for the courier. */
static const struct mail_order *mails[8];
static size_t n_mails;

static void look(void)
{
    struct outbox_since_reply a = {0};

    CHECK_OK(outbox_store_since(auth->svc->store, auth_call(auth),
                                (struct bytes){auth->svc->kek, SECRET_KEY_LEN},
                                &(struct outbox_since_request){.after = 0}, &a));
    n_mails = 0;
    for (size_t i = 0; i < a.items.n && n_mails < ARRAY_LEN(mails); i++) {
        if (a.items.v[i].order->mail)
            mails[n_mails++] = a.items.v[i].order->mail;
    }
}

static struct interaction_step ask(const char *scope)
{
    struct authorize_request q = auth_request(app.app->client_id, session);

    q.dialect = "opencollective";
    q.scope = scope;
    return auth_authorize(auth, &q);
}

static void answer(const char *scope, const char *decision)
{
    struct interaction_step step = ask(scope);

    CHECK(step.consent);
    CHECK_OK(auth_decide(auth, &step, session, decision, &step));
}

static void a_new_consent_is_told(void)
{
    begin();
    answer("account email", "allow");
    look();
    CHECK_INT(n_mails, 1);
    CHECK_STR(mails[0]->template, "app_allowed");
    CHECK_STR(mails[0]->to, "ada@example.org");
    CHECK_STR(mails[0]->locale, "ja");
    CHECK_STR(mails[0]->app, app.app->client_name);
    CHECK_STR(mails[0]->scope, "account email");
    CHECK_STR(mails[0]->token, NULL);
}

static void a_wider_one_is_told_and_what_is_covered_is_not(void)
{
    begin();
    answer("account email", "allow");
    CHECK(ask("email").answer); /* without a question */
    look();
    CHECK_INT(n_mails, 1);
    answer("host", "allow");
    look();
    CHECK_INT(n_mails, 2);
    CHECK_STR(mails[1]->scope, "account email host");
}

static void a_no_is_not_told(void)
{
    begin();
    answer("email", "deny");
    look();
    CHECK_INT(n_mails, 0);
}

static void what_was_taken_back_is_new_again(void)
{
    struct nothing done;

    begin();
    answer("email", "allow");
    CHECK_OK(on_consent_withdraw(
        auth_call(auth),
        &(struct consent_ref){.client_id = app.app->client_id, .person = "person-ada"}, &done));
    answer("email", "allow");
    look();
    CHECK_INT(n_mails, 2);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(a_new_consent_is_told),
        CASE(a_wider_one_is_told_and_what_is_covered_is_not),
        CASE(a_no_is_not_told),
        CASE(what_was_taken_back_is_new_again),
        {0},
    });

    auth_close();
    return status;
}
