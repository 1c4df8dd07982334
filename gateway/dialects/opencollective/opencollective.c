/* opencollective.c - how this dialect says no, and what its endpoints share. */
#include "opencollective.h"
#include "json.h"
#include "present.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* -- refusals ------------------------------------------------------------------------------------
 */

struct says {
    enum err err;
    int status;
    const char *error, *text;
};

/* The row of the error itself, else of what it is a shade of. */
static const struct says *says_of(enum err e)
{
    static const struct says rows[] = {
#define SAYS(err, status, error, text) {ERR_##err, (status), (error), (text)},
#include "opencollective_says.def"
#undef SAYS
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].err == e)
            return &rows[i];
    }
    return err_kin(e) == e ? NULL : says_of(err_kin(e));
}

/* Whoever tried with the Authorization header, whatever is in it, is told which one it should be.
 */
static int challenge(struct exchange *x, enum err e, int status)
{
    bool tried = request_header(&x->request, "Authorization") && e != ERR_NO_CREDENTIALS;

    if (err_kin(e) != ERR_INVALID_CLIENT || !tried)
        return status;
    reply_header(&x->reply, "WWW-Authenticate", "Basic realm=\"Service\"");
    return 401;
}

/* Without a body: nobody has signed in. */
static void ask_who(struct exchange *x)
{
    x->reply.status = 401;
    reply_header(&x->reply, "WWW-Authenticate", "Bearer realm=\"service\"");
}

void present_opencollective(struct exchange *x, enum err e)
{
    const struct says *says = says_of(e);
    struct buf body;
    struct json json;

    if (e == ERR_SIGNED_OUT) {
        ask_who(x);
        return;
    }
    buf_init(&body, x->call.mem, 256);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_str(&json, "error", says ? says->error : err_wire(e));
    json_str(&json, "error_description", says ? says->text : present_text(x, e));
    json_close(&json, '}');
    reply_text(&x->reply, challenge(x, e, says ? says->status : err_status(e)), "application/json",
               buf_bytes(&body));
}

/* -- what they share -----------------------------------------------------------------------------
 */

bool opencollective_is_uri(const char *text)
{
    const char *at = text;

    if (!isalpha((unsigned char)*at))
        return false;
    while (isalnum((unsigned char)*at) || (*at && strchr("+-.", *at)))
        at++;
    return *at == ':';
}

bool opencollective_is_printable(const char *text)
{
    for (; text && *text; text++) {
        if (*text < ' ' || *text > '~')
            return false;
    }
    return true;
}

enum err opencollective_invalid(struct exchange *x, const char *parameter)
{
    return refuse_openly(&x->call, ERR_INVALID_REQUEST, "Invalid parameter: `%s`", parameter);
}

bool opencollective_fits(struct exchange *x, const char *token)
{
    const struct msg_field *field = msg_field_by_name(&bearer_request_desc, "token", 5);

    return !msg_text_fault(field, token, strlen(token), x->call.mem);
}

const char *opencollective_bearer(struct exchange *x)
{
    static const char scheme[] = "Bearer ";
    const char *header = request_header(&x->request, "Authorization");

    if (!header || strncasecmp(header, scheme, sizeof scheme - 1) != 0)
        return NULL;
    header += sizeof scheme - 1;
    header += strspn(header, " ");
    return *header ? header : NULL;
}
