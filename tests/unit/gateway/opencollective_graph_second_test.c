/* Codes of a second factor beside a change in Open Collective's API, where it takes one. */
#include "clock.h"
#include "front.h"
#include <string.h>
#include <time.h>

#define HALF "eyJ0eXAiOiJKV1QifQ.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define URI "https://a.example/"
#define MINUTE INT64_C(60000)
#define DAY (INT64_C(24) * 60 * MINUTE)

static struct {
    enum err answer; /* to a code */
    bool has;        /* a second factor */
    int64_t ago;     /* ms since a code was given; 0: never */
    char code[64];   /* as it came */
} world;

static void note(char *to, size_t room, const char *text)
{
    memset(to, 0, room);
    strncpy(to, text, room - 1);
}

/* -- services -------------------------------------------------------------------------------------
 */

static enum err check_code(struct call *c, const void *request, void *reply)
{
    (void)c, (void)reply;
    note(world.code, sizeof world.code, ((const struct second_factor_code *)request)->code);
    return world.answer;
}

static enum err session(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct session_reply *)reply =
        (struct session_reply){.ticket = bytes_of(FRONT_PERSON_TICKET),
                               .auth_time = 1,
                               .second_at = world.ago ? clock_now() - world.ago : 0};
    return OK;
}

static enum err profile(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct profile *)reply = (struct profile){.sub = "s",
                                                .username = "ada",
                                                .email = "a@b",
                                                .number = 7,
                                                .second_factor_at = world.has ? 1 : 0};
    return OK;
}

static struct own_app the_app(struct call *c)
{
    const char **uris = arena_array(c->mem, 1, sizeof *uris);

    uris[0] = URI;
    return (struct own_app){.client_id = "app",
                            .client_name = "App",
                            .redirect_uris = {uris, 1},
                            .dialects = "opencollective",
                            .created_at = 1,
                            .updated_at = 1};
}

static enum err app_list(struct call *c, const void *request, void *reply)
{
    struct own_app *app = ARENA_NEW(c->mem, own_app);

    (void)request;
    *app = the_app(c);
    ((struct app_page *)reply)->apps.v = app;
    ((struct app_page *)reply)->apps.n = 1;
    return OK;
}

static enum err app_add(struct call *c, const void *request, void *reply)
{
    struct own_app *app = ARENA_NEW(c->mem, own_app);

    (void)request;
    *app = the_app(c);
    *(struct app_secret_reply *)reply = (struct app_secret_reply){.app = app};
    return OK;
}

static enum err app_update(struct call *c, const void *request, void *reply)
{
    (void)request;
    *(struct own_app *)reply = the_app(c);
    return OK;
}

/* A day to come, in ms and as it is written. */
enum { KEPT = 365, MOVED = 400 };

static int64_t day_ms(int ahead)
{
    return (clock_now() / DAY + ahead) * DAY;
}

static const char *day(int ahead)
{
    const time_t t = day_ms(ahead) / 1000;
    char text[16];
    struct tm tm;

    (void)strftime(text, sizeof text, "%Y-%m-%d", gmtime_r(&t, &tm));
    return arena_strdup(check_mem(), text);
}

static struct api_key the_key = {
    .id = "k", .name = "key", .scope = "email", .dialect = "opencollective", .created_at = 1};

static enum err key_list(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    ((struct api_key_page *)reply)->keys.v = &the_key;
    ((struct api_key_page *)reply)->keys.n = 1;
    return OK;
}

static enum err key_secret(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct api_key_secret_reply *)reply =
        (struct api_key_secret_reply){&the_key, "0123456789abcdef0123456789abcdef01234567"};
    return OK;
}

static enum err key_update(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct api_key *)reply = the_key;
    return OK;
}

static enum err fine(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request, (void)reply;
    return OK;
}

static void begin(enum err answer, bool has, int64_t ago)
{
    static const struct {
        const char *method;
        front_answer *answer;
    } all[] = {
        {"authsvc.second_factor_check", check_code},
        {"authsvc.api_session_get", session},
        {"usersvc.profile_get", profile},
        {"authsvc.app_list", app_list},
        {"authsvc.app_add", app_add},
        {"authsvc.app_update", app_update},
        {"authsvc.app_delete", fine},
        {"tokensvc.api_key_list", key_list},
        {"tokensvc.api_key_add", key_secret},
        {"tokensvc.api_key_reveal", key_secret},
        {"tokensvc.api_key_update", key_update},
        {"tokensvc.api_key_revoke", fine},
    };

    front_reset();
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        front_set(all[i].method, all[i].answer);
    memset(&world, 0, sizeof world);
    the_key.expires_at = day_ms(KEPT);
    world.answer = answer;
    world.has = has;
    world.ago = ago;
}

#define BEARER "Authorization: Bearer " HALF "\r\n"

/* -- beside a change ------------------------------------------------------------------------------
 */

static const char *ask(const char *headers, const char *document)
{
    return front_body(front_post_json("/graphql/v2",
                                      arena_printf(check_mem(), BEARER "%s", headers),
                                      arena_printf(check_mem(),
                                                   "{\"query\":\"%s\",\"variables\":"
                                                   "{\"kept\":\"%s\",\"moved\":\"%s\"}}",
                                                   document, day(KEPT), day(MOVED))));
}

#define CREATE "mutation{createApplication(application:{name:\\\"a\\\"}){id}}"
#define RENAME "mutation{updateApplication(application:{id:\\\"app\\\",name:\\\"b\\\"}){id}}"
#define SAME                                                                                       \
    "mutation{updateApplication(application:{id:\\\"app\\\",redirectUri:\\\"" URI "\\\"}){id}}"
#define MOVE                                                                                       \
    "mutation{updateApplication(application:{id:\\\"app\\\",redirectUri:\\\"https://"              \
    "b.example\\\"}"                                                                               \
    "){id}}"
#define DELETE "mutation{deleteApplication(application:{id:\\\"app\\\"}){id}}"
#define KEY_CREATE "mutation{createPersonalToken(personalToken:{name:\\\"a\\\"}){id}}"
#define KEY_UPDATE(what) "{updatePersonalToken(personalToken:{id:\\\"k\\\"," what "}){id}}"
#define KEY_CHANGE(what) "mutation" KEY_UPDATE(what)
#define KEY_END(when) "mutation($" when ":DateTime)" KEY_UPDATE("expiresAt:$" when)
#define KEY_DELETE "mutation{deletePersonalToken(personalToken:{id:\\\"k\\\"}){id}}"
#define KEY_SEE "{personalToken(id:\\\"k\\\"){token}}"
#define REQUIRED_SAID "\"2FA_REQUIRED\""

/* How old a code may be, in minutes: -1: none is asked for. */
static const struct {
    const char *document;
    int minutes;
} changes[] = {
    {CREATE, 24 * 60},
    {RENAME, -1},
    {SAME, -1},
    {MOVE, 0},
    {DELETE, -1},
    {KEY_CREATE, 5},
    {KEY_CHANGE("name:\\\"b\\\""), 5},
    {KEY_CHANGE("scope:[email]"), 5},
    {KEY_CHANGE("scope:[email,account]"), 0},
    {KEY_END("kept"), 5},
    {KEY_END("moved"), 0},
    {KEY_CHANGE("expiresAt:null"), 0},
    {KEY_CHANGE("preAuthorize2FA:false"), 5},
    {KEY_CHANGE("preAuthorize2FA:true"), 0},
    {KEY_DELETE, 5},
    {KEY_SEE, 5},
    {"{personalToken(id:\\\"k\\\"){name}}", -1},
};

static void it_is_asked_for_where_the_original_asks(void)
{
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        const char *document = changes[i].document;
        const int64_t most = changes[i].minutes * MINUTE;
        begin(OK, false, 0);
        CHECK(!strstr(ask("", document), "errors"));
        begin(OK, true, 0);
        CHECK_INT(strstr(ask("", document), REQUIRED_SAID) != NULL, most >= 0);
        CHECK(!strstr(ask("X-Two-Factor-Authentication: totp 123456\r\n", document), "errors"));
        CHECK_STR(world.code, most >= 0 ? "123456" : "");
        begin(OK, true, most - 5000);
        CHECK_INT(strstr(ask("", document), REQUIRED_SAID) != NULL, most == 0);
        begin(OK, true, most + 5000);
        CHECK_INT(strstr(ask("", document), REQUIRED_SAID) != NULL, most >= 0);
        CHECK_INT(front_calls("authsvc.second_factor_check"), 0);
    }
}

static void one_code_is_good_for_all_of_a_request(void)
{
    begin(OK, true, 0);
    const char *body = ask("X-Two-Factor-Authentication: recovery_code ABCD-EFGH\r\n",
                           "mutation{a:createPersonalToken(personalToken:{name:\\\"a\\\"}){token}"
                           "b:updateApplication(application:{id:\\\"app\\\",redirectUri:"
                           "\\\"https://b.example\\\"}){id}}");
    CHECK(!strstr(body, "errors"));
    CHECK_STR(world.code, "ABCD-EFGH");
    CHECK_INT(front_calls("authsvc.second_factor_check"), 1);
}

/* However many changes it was for: nobody is made to wait for one slip. */
static void a_wrong_one_is_wrong_once(void)
{
    begin(ERR_WRONG_CODE, true, 0);
    const char *body = ask("X-Two-Factor-Authentication: totp 123456\r\n",
                           "mutation{a:createApplication(application:{name:\\\"a\\\"}){id}"
                           "b:createApplication(application:{name:\\\"b\\\"}){id}}");
    const char *first = strstr(body, "INVALID_2FA_CODE");
    CHECK(first && strstr(first + 1, "INVALID_2FA_CODE"));
    CHECK_INT(front_calls("authsvc.second_factor_check"), 1);
    CHECK_INT(front_calls("authsvc.app_add"), 0);
}

static void what_a_header_lacks_is_told(void)
{
    static const struct {
        const char *header;
        enum err answer;
        const char *message, *extensions;
    } rows[] = {
        {"", OK, "Two-factor authentication required", "\"code\":\"2FA_REQUIRED\""},
        {"", OK, "Two-factor authentication required",
         "\"supportedMethods\":[\"totp\",\"recovery_code\"],\"authenticationOptions\":{}}"},
        {"totp", OK, "Malformed 2FA token header", "\"code\":\"BadRequest\""},
        {"yubikey_otp abc", OK, "Unsupported 2FA type yubikey_otp", "\"code\":\"BadRequest\""},
        {"totp 12345", OK, "Two-factor authentication code is invalid",
         "\"code\":\"INVALID_2FA_CODE\""},
        {"recovery_code 123456", OK, "Two-factor authentication code is invalid",
         "\"code\":\"INVALID_2FA_CODE\""},
        {"totp 123456", ERR_WRONG_CODE, "Two-factor authentication code is invalid",
         "\"code\":\"INVALID_2FA_CODE\""},
        {"totp 123456", ERR_THROTTLED, "Rate limit exceeded", "\"code\":\"RateLimitExceeded\""},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        begin(rows[i].answer, true, 0);
        const char *header =
            *rows[i].header
                ? arena_printf(check_mem(), "X-Two-Factor-Authentication: %s\r\n", rows[i].header)
                : "";
        const char *body = ask(header, CREATE);
        CHECK_HAS(body, arena_printf(check_mem(), "\"message\":\"%s\"", rows[i].message));
        CHECK_HAS(body, rows[i].extensions);
        CHECK_INT(front_calls("authsvc.app_add"), 0);
    }
}

static void people_see_whether_they_have_one(void)
{
    begin(OK, true, 0);
    CHECK_STR(ask("", "{me{hasTwoFactorAuth}}"), "{\"data\":{\"me\":{\"hasTwoFactorAuth\":true}}}");
    begin(OK, false, 0);
    CHECK_STR(ask("", "{me{hasTwoFactorAuth}}"),
              "{\"data\":{\"me\":{\"hasTwoFactorAuth\":false}}}");
}

int main(void)
{
    struct gateway_config config = front_config();

    config.rates_opencollective = 0;
    front_open(&config);
    int status = check_run((struct check[]){
        CASE(it_is_asked_for_where_the_original_asks),
        CASE(one_code_is_good_for_all_of_a_request),
        CASE(a_wrong_one_is_wrong_once),
        CASE(what_a_header_lacks_is_told),
        CASE(people_see_whether_they_have_one),
        {0},
    });

    front_close();
    return status;
}
