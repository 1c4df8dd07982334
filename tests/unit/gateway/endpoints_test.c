/* endpoints_test - what programs meet: tokens, userinfo, introspection, revocation, keys,
 * discovery. */
#include "front.h"
#include <string.h>

#define BASIC_APP "Authorization: Basic YXBwOnNlY3JldA==\r\n" /* app:secret */

static struct {
    char client_id[64], client_secret[64], method[32], dialect[32], issuer[64], attempt[64];
    char access_token[64], source[64];
    enum err error;
    const char *text;
} seen;

static void keep(char *to, size_t room, const char *text)
{
    memset(to, 0, room);
    strncpy(to, text ? text : "-", room - 1);
}
#define KEEP(field, text) keep(seen.field, sizeof seen.field, (text))

static enum err outcome(struct call *c)
{
    if (seen.error && seen.text)
        return refuse_openly(c, seen.error, "%s", seen.text);
    return seen.error ? refuse(c, seen.error, "a private reason") : OK;
}

static enum err give_token(struct call *c, const void *request, void *reply)
{
    const struct token_request *q = request;
    struct token_reply *a = reply;

    KEEP(client_id, q->client_id);
    KEEP(client_secret, q->client_secret);
    KEEP(method, q->auth_method);
    KEEP(dialect, q->dialect);
    KEEP(issuer, q->issuer);
    KEEP(attempt, q->attempt);
    KEEP(source, c->source);
    *a = (struct token_reply){.access_token = "at",
                              .token_type = "Bearer",
                              .expires_in = 300,
                              .refresh_token = "rt",
                              .scope = "openid email"};
    return outcome(c);
}

static enum err give_userinfo(struct call *c, const void *request, void *reply)
{
    const struct userinfo_request *q = request;
    struct userinfo_reply *a = reply;

    KEEP(access_token, q->access_token);
    KEEP(issuer, q->issuer);
    *a = (struct userinfo_reply){
        .sub = "s", .name = "</script>", .email = "a@example.org", .email_verified = {true, false}};
    return outcome(c);
}

static enum err give_introspect(struct call *c, const void *request, void *reply)
{
    const struct introspect_request *q = request;

    KEEP(method, q->auth_method);
    KEEP(access_token, q->token);
    ((struct introspect_reply *)reply)->active = false;
    return outcome(c);
}

static enum err give_revoke(struct call *c, const void *request, void *reply)
{
    const struct revoke_request *q = request;

    (void)reply;
    KEEP(method, q->auth_method);
    KEEP(access_token, q->token);
    return outcome(c);
}

static void begin(enum err e, const char *text)
{
    front_reset();
    seen.error = e;
    seen.text = text;
    front_set("tokensvc.token", give_token);
    front_set("tokensvc.userinfo", give_userinfo);
    front_set("tokensvc.introspect", give_introspect);
    front_set("tokensvc.revoke", give_revoke);
}

static void a_client_gets_its_tokens(void)
{
    begin(OK, NULL);
    const char *r = front_post("/oauth2/token", BASIC_APP, "grant_type=client_credentials");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_header(r, "Content-Type"), "application/json");
    CHECK_STR(front_header(r, "Cache-Control"), "no-store");
    CHECK_STR(front_header(r, "Pragma"), "no-cache");
    CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), "*");
    CHECK_STR(front_header(r, "Set-Cookie"), NULL);
    CHECK_STR(front_body(r),
              "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":300,"
              "\"refresh_token\":\"rt\",\"scope\":\"openid email\"}");
    CHECK_STR(seen.client_id, "app");
    CHECK_STR(seen.client_secret, "secret");
    CHECK_STR(seen.method, "client_secret_basic");
    CHECK_STR(seen.dialect, "standard");
    CHECK_STR(seen.issuer, FRONT_ISSUER);
    CHECK_STR(seen.source, "127.0.0.1");
    CHECK_INT(strlen(seen.attempt), 22);
}

static void each_request_is_an_attempt_of_its_own(void)
{
    begin(OK, NULL);
    front_post("/oauth2/token", BASIC_APP, "grant_type=x");
    const char *first = arena_strdup(check_mem(), seen.attempt);
    front_post("/oauth2/token", BASIC_APP, "grant_type=x");
    CHECK(strcmp(first, seen.attempt) != 0);
}

/* Our own fields cannot be set from outside. */
static void internal_fields_are_ignored_in_forms(void)
{
    begin(OK, NULL);
    front_post("/oauth2/token", "",
               "grant_type=x&client_id=app&auth_method=client_secret_basic&dialect=lax&"
               "issuer=https%3A%2F%2Fevil.example&attempt=AAAAAAAAAAAAAAAAAAAAAA&unknown=x");
    CHECK_STR(seen.method, "none");
    CHECK_STR(seen.dialect, "standard");
    CHECK_STR(seen.issuer, FRONT_ISSUER);
    CHECK(strcmp(seen.attempt, "AAAAAAAAAAAAAAAAAAAAAA") != 0);
}

static void refusals_speak_oauth(void)
{
    static const struct {
        enum err e;
        int status;
        const char *text, *body, *challenge, *retry;
    } cases[] = {
        {ERR_INVALID_GRANT, 400, NULL,
         "{\"error\":\"invalid_grant\",\"error_description\":\"the code or refresh token is not "
         "valid, or no longer\"}",
         NULL, NULL},
        {ERR_INVALID_CLIENT, 401, NULL,
         "{\"error\":\"invalid_client\",\"error_description\":\"client authentication failed\"}",
         "Basic realm=\"Ostiary\", charset=\"UTF-8\"", NULL},
        {ERR_INVALID_SCOPE, 400, "scope \"a\\b\" is é", /* only what RFC 6749 5.2 allows */
         "{\"error\":\"invalid_scope\",\"error_description\":\"scope 'a?b' is ??\"}", NULL, NULL},
        {ERR_UNSUPPORTED_GRANT_TYPE, 400, NULL,
         "{\"error\":\"unsupported_grant_type\",\"error_description\":\"there is no such grant "
         "here\"}",
         NULL, NULL},
        {ERR_STORAGE, 500, "the disk of host 7 is full", /* nobody's business */
         "{\"error\":\"server_error\",\"error_description\":\"the data could not be read or "
         "written\"}",
         NULL, NULL},
        {ERR_BUSY, 503, NULL,
         "{\"error\":\"temporarily_unavailable\",\"error_description\":\"too much is going on; "
         "please try again\"}",
         NULL, "1"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        begin(cases[i].e, cases[i].text);
        const char *r = front_post("/oauth2/token", BASIC_APP, "grant_type=x");
        CHECK_INT(front_status(r), cases[i].status);
        CHECK_STR(front_body(r), cases[i].body);
        CHECK_STR(front_header(r, "WWW-Authenticate"), cases[i].challenge);
        CHECK_STR(front_header(r, "Retry-After"), cases[i].retry);
        CHECK_STR(front_header(r, "Cache-Control"), "no-store");
        CHECK_INT(strlen(front_header(r, "X-Request-Id")), 32);
    }
}

static void a_service_that_is_away_is_said_so(void)
{
    front_reset();
    const char *r = front_post("/oauth2/token", BASIC_APP, "grant_type=x");
    CHECK_INT(front_status(r), 503);
    CHECK_HAS(front_body(r), "\"error\":\"temporarily_unavailable\"");
    CHECK_STR(front_header(r, "Retry-After"), "1");
}

static void two_ways_of_authentication_are_refused(void)
{
    begin(OK, NULL);
    const char *r =
        front_post("/oauth2/token", BASIC_APP, "grant_type=x&client_id=app&client_secret=secret");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "\"error\":\"invalid_request\"");
    r = front_post("/oauth2/token", "Authorization: Basic !\r\n", "grant_type=x");
    CHECK_INT(front_status(r), 401);
    CHECK_HAS(front_header(r, "WWW-Authenticate"), "Basic ");
    CHECK_INT(front_calls("tokensvc.token"), 0);
}

static void credentials_in_the_address_are_not_read(void)
{
    begin(OK, NULL);
    front_post("/oauth2/token?client_id=app&client_secret=secret", "", "grant_type=x");
    CHECK_STR(seen.client_id, "-");
    CHECK_STR(seen.method, "none");
}

static void userinfo_takes_a_bearer_token(void)
{
    begin(OK, NULL);
    const char *r = front_get("/oauth2/userinfo", "Authorization: Bearer tok\r\n");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(seen.access_token, "tok");
    CHECK_STR(front_body(r), "{\"sub\":\"s\",\"name\":\"\\u003c/script\\u003e\",\"email\":"
                             "\"a@example.org\",\"email_verified\":false}");
    front_post("/oauth2/userinfo", "Authorization: bearer  tok2\r\n", "");
    CHECK_STR(seen.access_token, "tok2");
    front_post("/oauth2/userinfo", "", "access_token=tok3");
    CHECK_STR(seen.access_token, "tok3");
    CHECK_STR(seen.issuer, FRONT_ISSUER);
}

static void bearer_errors_are_challenges(void)
{
    static const struct {
        const char *headers, *form;
        enum err e;
        int status;
        const char *challenge;
    } cases[] = {
        {"", NULL, OK, 401, "Bearer realm=\"Ostiary\""},
        {"", "access_token=", OK, 401, "Bearer realm=\"Ostiary\""},
        {"Authorization: Bearer \r\n", NULL, OK, 401,
         "Bearer realm=\"Ostiary\", error=\"invalid_token\", error_description=\"the access token "
         "is shorter than 1 bytes\""},
        {"Authorization: Basic YTpi\r\n", NULL, OK, 400,
         "Bearer realm=\"Ostiary\", error=\"invalid_request\", error_description=\"the "
         "Authorization header is not of the scheme Bearer\""},
        {"Authorization: Bearer a\r\n", "access_token=a", OK, 400,
         "Bearer realm=\"Ostiary\", error=\"invalid_request\", error_description=\"the token comes "
         "in the Authorization header and in the body\""},
        {"", "access_token=a&access_token=b", OK, 400,
         "Bearer realm=\"Ostiary\", error=\"invalid_request\", error_description=\"access_token "
         "came twice\""},
        {"Authorization: Bearer a\r\n", NULL, ERR_INVALID_TOKEN, 401,
         "Bearer realm=\"Ostiary\", error=\"invalid_token\", error_description=\"the access token "
         "is not valid, or no longer\""},
        {"Authorization: Bearer a\r\n", NULL, ERR_INSUFFICIENT_SCOPE, 403,
         "Bearer realm=\"Ostiary\", error=\"insufficient_scope\", error_description=\"the access "
         "token does not allow this\", scope=\"openid\""},
        {"Authorization: Bearer a\r\n", NULL, ERR_UNAVAILABLE, 503, NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        begin(cases[i].e, NULL);
        const char *r = cases[i].form
                            ? front_post("/oauth2/userinfo", cases[i].headers, cases[i].form)
                            : front_get("/oauth2/userinfo", cases[i].headers);
        CHECK_INT(front_status(r), cases[i].status);
        CHECK_STR(front_header(r, "WWW-Authenticate"), cases[i].challenge);
        CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), "*");
    }
}

static void a_token_in_the_address_counts_as_none(void)
{
    begin(OK, NULL);
    CHECK_INT(front_status(front_get("/oauth2/userinfo?access_token=tok", "")), 401);
    CHECK_INT(front_status(front_post("/oauth2/userinfo?access_token=tok", "", "")), 401);
    CHECK_INT(front_calls("tokensvc.userinfo"), 0);
}

static void tokens_are_looked_at_and_ended(void)
{
    begin(OK, NULL);
    const char *r = front_post("/oauth2/introspect", BASIC_APP, "token=tok");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_body(r), "{\"active\":false}");
    CHECK_STR(seen.access_token, "tok");
    CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), NULL);
    r = front_post("/oauth2/revoke", "", "token=tok4&client_id=app");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_header(r, "Content-Length"), "0");
    CHECK_STR(seen.access_token, "tok4");
    CHECK_STR(seen.method, "none");
    r = front_post("/oauth2/revoke", BASIC_APP, "");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "token is missing");
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(a_client_gets_its_tokens),
        CASE(each_request_is_an_attempt_of_its_own),
        CASE(internal_fields_are_ignored_in_forms),
        CASE(refusals_speak_oauth),
        CASE(a_service_that_is_away_is_said_so),
        CASE(two_ways_of_authentication_are_refused),
        CASE(credentials_in_the_address_are_not_read),
        CASE(userinfo_takes_a_bearer_token),
        CASE(bearer_errors_are_challenges),
        CASE(a_token_in_the_address_counts_as_none),
        CASE(tokens_are_looked_at_and_ended),
        {NULL, NULL},
    });
    front_close();
    return status;
}
