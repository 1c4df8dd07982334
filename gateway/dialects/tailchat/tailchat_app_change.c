/* tailchat_app_change.c - Tailchat's apps: changed by their owners, a field at a time. */
#include "gateway_inside.h"
#include "tailchat_change.h"
#include "text.h"
#include "words.h"
#include <string.h>

static const struct tailchat_failure not_allowed = {500, "Error", "Not allowed fields", NULL};

const char *tailchat_icon(struct exchange *x, const char *icon)
{
    static const char here[] = "{BACKEND}";
    size_t n = sizeof here - 1;

    if (strncmp(icon, here, n) != 0)
        return icon;
    return arena_printf(x->call.mem, "%s%s", x->gateway->issuer.url, icon + n);
}

enum err tailchat_fits(struct exchange *x, const struct msg_desc *desc, const char *field,
                       const char *text)
{
    const struct msg_field *f = msg_field_by_name(desc, field, strlen(field));
    const char *fault = text && *text ? msg_text_fault(f, text, strlen(text), x->call.mem) : NULL;

    return fault ? refuse_openly(&x->call, ERR_BAD_FIELD, "%s is %s", field, fault) : OK;
}

/* ERR_NOT_FOUND: there is none of theirs. */
static enum err change(struct exchange *x, const struct app_update_request *q, struct own_app *out)
{
    enum err e = tailchat_fits(x, &app_update_request_desc, "client_id", q->client_id);

    return e ? ERR_NOT_FOUND : authsvc_app_update(&x->call, q, out);
}

/* -- name, description, picture ---------------------------------------------------------------- */

/* False: there is no such field. */
static bool set_info(struct exchange *x, const char *field, const char *value,
                     struct app_update_request *q, enum err *e)
{
    const struct {
        const char *name, *ours;
        const char **to;
        const char *value;
    } fields[] = {
        {"appName", "client_name", &q->client_name, value},
        {"appDesc", "description", &q->description, value},
        {"appIcon", "logo_uri", &q->logo_uri, tailchat_icon(x, value)},
    };

    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (strcmp(fields[i].name, field) != 0)
            continue;
        *fields[i].to = fields[i].value;
        *e = tailchat_fits(x, &app_update_request_desc, fields[i].ours, fields[i].value);
        return true;
    }
    return false;
}

enum err route_tailchat_app_info(struct exchange *x)
{
    static const char *const names[] = {"appId", "fieldName", "fieldValue"};
    const char *said[ARRAY_LEN(names)];
    struct app_update_request q = {0};
    struct own_app own = {0};
    enum err e = tailchat_caller(x);

    if (e)
        return e;
    if (!tailchat_take(x, names, ARRAY_LEN(names), said))
        return OK;
    q.client_id = said[0];
    if (!set_info(x, said[1], said[2], &q, &e))
        return refuse_openly(&x->call, ERR_BAD_FIELD, "This data may not be changed: %.64s",
                             text_printable(x->call.mem, said[1]));
    if (q.client_name && !*q.client_name)
        return refuse_openly(&x->call, ERR_BAD_FIELD, "Form error");
    if (!e)
        e = change(x, &q, &own);
    if (e == ERR_NOT_FOUND) {
        tailchat_ok_raw(x, "null");
        return OK;
    }
    return e ? e : tailchat_answer_own(x, &own);
}

/* -- capabilities ------------------------------------------------------------------------------ */

/* Each once, and those alone that there are. */
static const char *known(struct exchange *x, const struct strs *names)
{
    static const char all[] = "bot webpage oauth";
    const char *out = "";

    for (size_t i = 0; i < names->n; i++) {
        if (words_valid(names->v[i], strlen(names->v[i])))
            out = words_union(x->call.mem, out, words_common(x->call.mem, names->v[i], all));
    }
    return out;
}

enum err route_tailchat_app_capability(struct exchange *x)
{
    static const struct tailchat_param params[] = {{"appId", TAILCHAT_TEXT, false},
                                                   {"capability", TAILCHAT_LIST, false}};
    static const struct tailchat_failure nothing = {500, "Error", "Not found openapp", NULL};
    struct app_update_request q = {0};
    struct own_app own = {0};
    struct strs list = {0};
    enum err e = tailchat_caller(x);

    if (e)
        return e;
    if (!tailchat_check(x, params, ARRAY_LEN(params)))
        return OK;
    (void)tailchat_list(x, "capability", &list);
    q.client_id = tailchat_text(x, "appId");
    q.capabilities = known(x, &list);
    e = change(x, &q, &own);
    if (e == ERR_NOT_FOUND)
        return tailchat_fail(x, e, &nothing, NULL);
    if (e)
        return e;
    tailchat_ok_raw(x, "true");
    return OK;
}

/* -- one side of it: OAuth, bot ---------------------------------------------------------------- */

/* Which app, and in out the value of its field, which has to be this one.  False: it is answered.
 */
static bool takes(struct exchange *x, const char *field, struct app_update_request *out,
                  enum err *e)
{
    static const struct tailchat_param params[] = {{"appId", TAILCHAT_TEXT, false},
                                                   {"fieldName", TAILCHAT_TEXT, false},
                                                   {"fieldValue", TAILCHAT_ANY, false}};

    if ((*e = tailchat_caller(x)) || !tailchat_check(x, params, ARRAY_LEN(params)))
        return false;
    out->client_id = tailchat_text(x, "appId");
    if (strcmp(tailchat_text(x, "fieldName"), field) == 0)
        return true;
    *e = tailchat_fail(x, ERR_BAD_FIELD, &not_allowed, NULL);
    return false;
}

/* Who does not own it is told nothing, and changes nothing. */
static enum err change_silently(struct exchange *x, const struct app_update_request *q)
{
    struct own_app own = {0};
    enum err e = change(x, q, &own);

    if (e && e != ERR_NOT_FOUND)
        return e;
    tailchat_ok_raw(x, NULL);
    return OK;
}

/* As far as the contract can carry them; authsvc says what an address has to be. */
static enum err check_addresses(struct exchange *x, const struct strs *uris)
{
    enum { MOST = 16 };

    if (uris->n > MOST)
        return refuse_openly(&x->call, ERR_BAD_FIELD, "redirect_uris: more than %d", MOST);
    for (size_t i = 0; i < uris->n; i++) {
        const char *uri = uris->v[i];
        if (!*uri || tailchat_fits(x, &app_update_request_desc, "client_uri", uri))
            return refuse_openly(&x->call, ERR_BAD_FIELD,
                                 "redirect_uris: number %zu is not an address", i + 1);
    }
    return OK;
}

enum err route_tailchat_app_oauth(struct exchange *x)
{
    static const struct tailchat_failure no_list = {500, "Error",
                                                    "`redirectUrls` should be an array", NULL};
    struct app_update_request q = {0};
    enum err e = OK;

    if (!takes(x, "redirectUrls", &q, &e))
        return e;
    if (!tailchat_list(x, "fieldValue", &q.redirect_uris))
        return tailchat_fail(x, ERR_BAD_FIELD, &no_list, NULL);
    if ((e = check_addresses(x, &q.redirect_uris)))
        return e;
    q.no_redirect_uris = q.redirect_uris.n == 0;
    return change_silently(x, &q);
}

enum err route_tailchat_app_bot(struct exchange *x)
{
    static const struct tailchat_failure no_text = {500, "Error",
                                                    "`callbackUrl` should be a string", NULL};
    struct app_update_request q = {0};
    enum err e = OK;

    if (!takes(x, "callbackUrl", &q, &e))
        return e;
    q.webhook_uri = tailchat_text(x, "fieldValue");
    if (!q.webhook_uri)
        return tailchat_fail(x, ERR_BAD_FIELD, &no_text, NULL);
    if ((e = tailchat_fits(x, &app_update_request_desc, "webhook_uri", q.webhook_uri)))
        return e;
    return change_silently(x, &q);
}
