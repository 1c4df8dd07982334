/* Half a sign-in and a code of the second factor, in exchange for a session of Open Collective's.
 */
#include "front.h"
#include <string.h>

#define HALF "eyJ0eXAiOiJKV1QifQ.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static struct {
    enum err answer;          /* to a code */
    enum err session;         /* of whoever asks */
    char code[64], half[128]; /* as they came */
} world;

static void note(char *to, size_t room, const char *text)
{
    memset(to, 0, room);
    strncpy(to, text, room - 1);
}

static enum err sign_in_second(struct call *c, const void *request, void *reply)
{
    const struct api_sign_in_second_request *q = request;

    (void)c;
    CHECK_STR(q->dialect, "opencollective");
    note(world.code, sizeof world.code, q->code);
    note(world.half, sizeof world.half, q->half);
    *(struct api_sign_in_reply *)reply = (struct api_sign_in_reply){
        .token = "the.whole.session-the-whole-session-the-whole-session", .lifetime = 60};
    return world.answer;
}

static enum err session(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct session_reply *)reply =
        (struct session_reply){.ticket = bytes_of(FRONT_PERSON_TICKET), .auth_time = 1};
    return world.session;
}

static void begin(enum err answer, enum err of_session)
{
    front_reset();
    front_set("authsvc.api_sign_in_second", sign_in_second);
    front_set("authsvc.api_session_get", session);
    memset(&world, 0, sizeof world);
    world.answer = answer;
    world.session = of_session;
}

#define BEARER "Authorization: Bearer " HALF "\r\n"

static void a_code_is_changed_into_a_session(void)
{
    static const struct {
        const char *json, *code;
    } rows[] = {
        {"{\"twoFactorAuthenticatorCode\":\"123456\"}", "123456"},
        {"{\"twoFactorAuthenticatorCode\":\"123456\",\"twoFactorAuthenticationType\":\"totp\"}",
         "123456"},
        {"{\"twoFactorAuthenticationRecoveryCode\":\"ABCD-EFGH\"}", "ABCD-EFGH"},
        {"{\"twoFactorAuthenticatorCode\":\"abcdefgh\","
         "\"twoFactorAuthenticationType\":\"recovery_code\"}",
         "abcdefgh"},
    };
    static const char *const paths[] = {"/users/two-factor-auth", "/api/users/two-factor-auth"};

    begin(OK, OK);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *response = front_post_json(paths[i % 2], BEARER, rows[i].json);
        CHECK_INT(front_status(response), 200);
        CHECK_STR(front_body(response),
                  "{\"token\":\"the.whole.session-the-whole-session-the-whole-session\"}");
        CHECK_STR(world.code, rows[i].code);
        CHECK_STR(world.half, HALF);
    }
}

static void what_is_wrong_with_it_is_said_as_ever(void)
{
#define CODE "{\"twoFactorAuthenticatorCode\":\"123456\"}"
#define FAILED "Two-factor authentication code failed. Please try again"
    static const struct {
        const char *headers, *json;
        enum err answer, session;
        int status;
        const char *type, *message;
    } rows[] = {
        {"", CODE, OK, OK, 401, "unauthorized", "User is not authenticated"},
        {"Authorization: Basic eDp5\r\n", CODE, OK, OK, 401, "unauthorized",
         "User is not authenticated"},
        {BEARER, "{}", OK, OK, 400, "bad_request",
         "This endpoint requires you to provide a 2FA code or a recovery code"},
        {BEARER, "{\"twoFactorAuthenticatorCode\":\"12345\"}", OK, OK, 401, "unauthorized", FAILED},
        {BEARER, "{\"twoFactorAuthenticationRecoveryCode\":\"123456\"}", OK, OK, 401,
         "unauthorized", FAILED},
        {BEARER,
         "{\"twoFactorAuthenticatorCode\":\"123456\",\"twoFactorAuthenticationType\":\"webauthn\"}",
         OK, OK, 401, "unauthorized", FAILED},
        {BEARER, CODE, ERR_WRONG_CODE, OK, 401, "unauthorized", FAILED},
        {BEARER, CODE, ERR_THROTTLED, OK, 429, "too_many_requests",
         "Too many attempts. Please try again in an hour"},
        {BEARER, CODE, ERR_EXPIRED, ERR_SIGNED_OUT, 401, "jwt_expired", "jwt expired"},
        {BEARER, CODE, ERR_EXPIRED, OK, 400, "bad_request",
         "Cannot use this token on this route (scope: session, expected: twofactorauth)"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        begin(rows[i].answer, rows[i].session);
        const char *response =
            front_post_json("/users/two-factor-auth", rows[i].headers, rows[i].json);
        CHECK_INT(front_status(response), rows[i].status);
        CHECK_STR(front_body(response),
                  arena_printf(check_mem(),
                               "{\"error\":{\"code\":%d,\"type\":\"%s\",\"message\":\"%s\"}}",
                               rows[i].status, rows[i].type, rows[i].message));
    }
}

int main(void)
{
    const struct gateway_config config = front_config();

    front_open(&config);
    int status = check_run((struct check[]){
        CASE(a_code_is_changed_into_a_session),
        CASE(what_is_wrong_with_it_is_said_as_ever),
        {0},
    });

    front_close();
    return status;
}
