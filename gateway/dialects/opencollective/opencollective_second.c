/* opencollective_second.c - codes of a second factor: in a header beside a request, and in exchange
 * for a session (POST /users/two-factor-auth). */
#include "opencollective_second.h"
#include "gateway_inside.h"
#include "json.h"
#include "opencollective.h"
#include "whoami.h"
#include <string.h>

enum { DIGITS = 6 };

/* -- kinds ----------------------------------------------------------------------------------------
 */

static const char TOTP[] = "totp", RECOVERY[] = "recovery_code";

bool opencollective_second_is_method(const char *method)
{
    return strcmp(method, TOTP) == 0 || strcmp(method, RECOVERY) == 0;
}

/* A recovery code is not used up by one who only thinks that it is of the app. */
bool opencollective_second_fits(const char *method, const char *code)
{
    const struct msg_field *field = msg_field_by_name(&second_factor_code_desc, "code", 4);
    bool of_app = strspn(code, "0123456789") == strlen(code) && strlen(code) == DIGITS;

    if (strlen(code) < (size_t)field->min || strlen(code) > (size_t)field->max)
        return false;
    return strcmp(method, TOTP) == 0 ? of_app : strcmp(method, RECOVERY) == 0 && !of_app;
}

/* -- beside a request -----------------------------------------------------------------------------
 */

enum err opencollective_second_header(struct exchange *x, const char **code)
{
    const char *header = request_header(&x->request, "x-two-factor-authentication");
    struct arena *mem = x->call.mem;

    *code = NULL;
    if (!header || !*header)
        return OK;
    size_t n = strcspn(header, " ");
    const char *method = arena_strndup(mem, header, n), *rest = header + n + (header[n] != '\0');
    const char *given = arena_strndup(mem, rest, strcspn(rest, " "));
    if (!*method || !*given)
        return refuse_openly(&x->call, ERR_BAD_FIELD, "Malformed 2FA token header");
    if (!opencollective_second_is_method(method))
        return refuse_openly(&x->call, ERR_BAD_FIELD, "Unsupported 2FA type %.32s", method);
    if (!opencollective_second_fits(method, given))
        return refuse(&x->call, ERR_WRONG_CODE, "that could be no %s", method);
    *code = given;
    return OK;
}

/* -- for a session --------------------------------------------------------------------------------
 */

struct given {
    const char *method, *code;
};

static const char *member(struct exchange *x, const char *name)
{
    const char *text = json_string_value(json_object_get(x->json, name));

    return text && *text ? arena_strdup(x->call.mem, text) : NULL;
}

static struct given read_given(struct exchange *x)
{
    const char *of_app = member(x, "twoFactorAuthenticatorCode");
    const char *method = member(x, "twoFactorAuthenticationType");

    return (struct given){
        .method = method   ? method
                  : of_app ? TOTP
                           : RECOVERY,
        .code = of_app ? of_app : member(x, "twoFactorAuthenticationRecoveryCode"),
    };
}

/* A half that is none: whoever shows a whole session is told so. */
static enum err tell_why(struct exchange *x, const char *half)
{
    const struct api_session_ref ref = {.token = half, .dialect = OPENCOLLECTIVE};
    struct session_reply who;
    enum err e = authsvc_api_session_get(&x->call, &ref, &who);

    if (err_is_fault(e))
        return e;
    return e ? ERR_TOKEN_EXPIRED
             : refuse_openly(&x->call, ERR_BAD_FIELD,
                             "Cannot use this token on this route (scope: session, expected: "
                             "twofactorauth)");
}

static enum err exchange_half(struct exchange *x, const char *half, const struct given *given)
{
    const struct api_sign_in_second_request q = {
        .half = half,
        .code = given->code,
        .dialect = OPENCOLLECTIVE,
        .issuer = x->gateway->issuer.url,
        .user_agent = whoami_browser(x),
    };
    struct api_sign_in_reply a;
    struct buf body;
    struct json json;

    enum err e = authsvc_api_sign_in_second(&x->call, &q, &a);
    if (e)
        return e == ERR_EXPIRED ? tell_why(x, half) : e;
    buf_init(&body, x->call.mem, 1024);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_str(&json, "token", a.token);
    json_close(&json, '}');
    reply_text(&x->reply, 200, "application/json", buf_bytes(&body));
    return OK;
}

enum err route_opencollective_second(struct exchange *x)
{
    const char *half = opencollective_bearer(x);
    const struct given given = read_given(x);

    if (!half || !opencollective_fits(x, half))
        return refuse(&x->call, ERR_SIGNED_OUT, "there is no token");
    if (!given.code)
        return refuse_openly(&x->call, ERR_BAD_FIELD,
                             "This endpoint requires you to provide a 2FA code or a recovery code");
    if (!opencollective_second_fits(given.method, given.code))
        return refuse(&x->call, ERR_WRONG_CODE, "that could be no %.32s", given.method);
    return exchange_half(x, half, &given);
}
