/* Who asks, by whatever they show, and how they are told that it is no good. */
#include "dialects/opencollective/opencollective_caller.h"
#include "front.h"
#include "gateway_inside.h"
#include "present.h"
#include <string.h>

static const struct route plain = {.method = "POST", .path = "/graphql/v2"};
static const struct route with_token = {.method = "POST", .path = "/graphql/v2/:personal_token"};

static enum err session_says, bearer_says;
static bool asked_for_key;

static enum err session(struct call *c, const void *request, void *reply)
{
    const struct api_session_ref *q = request;
    struct session_reply *a = reply;

    (void)c;
    CHECK_STR(q->dialect, "opencollective");
    a->ticket = bytes_of(FRONT_PERSON_TICKET);
    a->auth_time = 1;
    return session_says;
}

static enum err bearer(struct call *c, const void *request, void *reply)
{
    static const struct profile ada = {.sub = "s", .username = "ada", .email = "a@b", .number = 7};
    const struct bearer_request *q = request;
    struct bearer_reply *a = reply;

    (void)c;
    CHECK_STR(q->dialect, "opencollective");
    CHECK(!q->bare);
    asked_for_key = q->key;
    *a = (struct bearer_reply){
        .person = &ada, .scope = "email", .client_id = "app", .key_id = q->key ? "key" : NULL};
    return bearer_says;
}

static enum err profile(struct call *c, const void *request, void *reply)
{
    struct profile *a = reply;

    (void)request;
    CHECK_BYTES(c->ticket, bytes_of(FRONT_PERSON_TICKET));
    *a = (struct profile){.sub = "s", .username = "ada", .email = "a@b", .number = 7};
    return OK;
}

struct shown {
    const char *header, *value; /* NULL: none */
    const char *query, *path;   /* NULL: none, /graphql/v2 */
};

static struct oc_caller caller;
static struct exchange x;

static enum err show(const struct shown *what)
{
    struct request_header *header = ARENA_NEW(check_mem(), request_header);

    *header = (struct request_header){what->header, what->value};
    exchange_begin(&x, front_gateway(), check_mem());
    x.request = (struct request){
        .method = "POST",
        .path = what->path ? what->path : "/graphql/v2",
        .query = what->query,
        .headers = header,
        .n_headers = what->header ? 1 : 0,
    };
    x.route = what->path ? &with_token : &plain;
    return opencollective_caller(&x, &caller);
}

static void begin(enum err of_session, enum err of_bearer)
{
    front_reset();
    front_set("authsvc.api_session_get", session);
    front_set("tokensvc.bearer", bearer);
    front_set("usersvc.profile_get", profile);
    session_says = of_session;
    bearer_says = of_bearer;
}

static void who_shows_nothing_is_nobody(void)
{
    begin(OK, OK);
    CHECK_OK(show(&(struct shown){0}));
    CHECK_INT(caller.kind, OC_ANONYMOUS);
    CHECK_OK(show(&(struct shown){"Authorization", "Basic eDp5", NULL, NULL}));
    CHECK_INT(caller.kind, OC_ANONYMOUS);
    CHECK_INT(front_calls("authsvc.api_session_get"), 0);
}

static void a_session_acts_for_the_person(void)
{
    begin(OK, ERR_INVALID_TOKEN);
    CHECK_OK(show(&(struct shown){"Authorization", "Bearer a.b.c", NULL, NULL}));
    CHECK_INT(caller.kind, OC_SESSION);
    CHECK_STR(caller.person.username, "ada");
    CHECK_STR(caller.scope, NULL);
    CHECK_INT(front_calls("tokensvc.bearer"), 0);
}

static void a_token_of_an_app_has_bounds_and_no_ticket(void)
{
    begin(ERR_SIGNED_OUT, OK);
    CHECK_OK(show(&(struct shown){"Authorization", "bearer a.b.c", NULL, NULL}));
    CHECK_INT(caller.kind, OC_OAUTH);
    CHECK_STR(caller.scope, "email");
    CHECK_STR(caller.client_id, "app");
    CHECK_INT(caller.person.number, 7);
    CHECK(!asked_for_key && !x.call.ticket.p);
}

static void what_is_no_token_is_nobodys(void)
{
    begin(ERR_SIGNED_OUT, ERR_INVALID_TOKEN);
    CHECK_OK(show(&(struct shown){"Authorization", "Bearer nonsense", NULL, NULL}));
    CHECK_INT(caller.kind, OC_ANONYMOUS);
    CHECK_STR(x.call.text, NULL);
}

static void what_was_one_is_refused(void)
{
    static const struct {
        enum err session, bearer, is;
        const char *type, *message;
    } rows[] = {
        {ERR_EXPIRED, OK, ERR_TOKEN_EXPIRED, "jwt_expired", "jwt expired"},
        {ERR_SIGN_IN_AGAIN, OK, ERR_PERSON_RENEWED, "unauthorized", "This token is expired"},
        {ERR_SIGNED_OUT, ERR_TOKEN_EXPIRED, ERR_TOKEN_EXPIRED, "jwt_expired", "jwt expired"},
        {ERR_SIGNED_OUT, ERR_PERSON_MOVED, ERR_PERSON_MOVED, "unauthorized",
         "This token has expired"},
        {ERR_SIGNED_OUT, ERR_PERSON_RENEWED, ERR_PERSON_RENEWED, "unauthorized",
         "This token is expired"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        begin(rows[i].session, rows[i].bearer);
        CHECK_ERR(show(&(struct shown){"Authorization", "Bearer a.b.c", NULL, NULL}), rows[i].is);
        present_opencollective_api(&x, rows[i].is);
        CHECK_INT(x.reply.status, 401);
        CHECK_BYTES(
            x.reply.body,
            bytes_of(arena_printf(check_mem(),
                                  "{\"error\":{\"code\":401,\"type\":\"%s\",\"message\":\"%s\"}}",
                                  rows[i].type, rows[i].message)));
    }
}

static void a_personal_token_is_shown_in_many_places(void)
{
    static const struct shown rows[] = {
        {"Personal-Token", "k1", NULL, NULL},   {"Api-Key", "k1", NULL, NULL},
        {NULL, NULL, "personalToken=k1", NULL}, {NULL, NULL, "a=b&apiKey=k1", NULL},
        {NULL, NULL, NULL, "/graphql/v2/k1"},
    };

    begin(ERR_SIGNED_OUT, OK);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        asked_for_key = false;
        CHECK_OK(show(&rows[i]));
        CHECK(asked_for_key);
        CHECK_INT(caller.kind, OC_PERSONAL);
        CHECK_STR(caller.scope, "email");
        CHECK_STR(caller.token_id, "key");
        CHECK_STR(caller.client_id, NULL);
    }
}

static void a_personal_token_must_be_good(void)
{
    static const char *const says[] = {"Invalid Personal Token (Api Key): k1",
                                       "Expired Personal Token (Api Key)"};
    static const enum err errs[] = {ERR_INVALID_TOKEN, ERR_KEY_EXPIRED};

    for (size_t i = 0; i < ARRAY_LEN(errs); i++) {
        begin(ERR_SIGNED_OUT, errs[i]);
        CHECK_ERR(show(&(struct shown){"Personal-Token", "k1", NULL, NULL}), errs[i]);
        present_opencollective_api(&x, errs[i]);
        CHECK_INT(x.reply.status, 401);
        CHECK_BYTES(x.reply.body,
                    bytes_of(arena_printf(check_mem(),
                                          "{\"error\":{\"code\":401,\"type\":\"unauthorized\","
                                          "\"message\":\"%s\"}}",
                                          says[i])));
    }
}

int main(void)
{
    struct gateway_config config = front_config();

    front_open(&config);
    int status = check_run((struct check[]){
        CASE(who_shows_nothing_is_nobody),
        CASE(a_session_acts_for_the_person),
        CASE(a_token_of_an_app_has_bounds_and_no_ticket),
        CASE(what_is_no_token_is_nobodys),
        CASE(what_was_one_is_refused),
        CASE(a_personal_token_is_shown_in_many_places),
        CASE(a_personal_token_must_be_good),
        {0},
    });
    front_close();
    return status;
}
