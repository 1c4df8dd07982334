/*
 * opencollective_page.c - asking for a code as a page.
 *
 * It is ours, with our sign-in and consent; what is wrong with a request is
 * shown on it and never told to the app, a no apart.
 */
#include "answer.h"
#include "dialects/endpoint.h"
#include "gateway_inside.h"
#include "interaction.h"
#include "opencollective.h"
#include "opencollective_scope.h"
#include <string.h>

/* -- the answer to the app ------------------------------------------------------------------------
 */

/* For answers.def.  Who answers is not told. */
void opencollective_adapt(struct exchange *x, struct authorization_response *answer)
{
    (void)x;
    answer->iss = NULL;
    if (answer->error && strcmp(answer->error, "access_denied") == 0)
        answer->error_description = "Access denied: user denied access to application";
}

enum err opencollective_refusal(struct exchange *x, const struct authorization_response *answer)
{
    enum err e = ERR_INTERNAL;

    if (!answer->error || strcmp(answer->error, "access_denied") == 0)
        return OK;
    if (!err_by_name(answer->reason, &e))
        return refuse(&x->call, e, "reason %s", answer->reason);
    x->call.text = answer->error_description;
    return e;
}

/* -- the request ---------------------------------------------------------------------------------
 */

/* What goes another way than as it stands in the form, or not at all. */
static bool set_aside(const struct param *p)
{
    if (strcmp(p->name, "state") == 0)
        return !opencollective_is_printable(p->value);
    return strcmp(p->name, "scope") == 0 || strcmp(p->name, "response_mode") == 0;
}

enum err opencollective_take(struct exchange *x, struct form *form, struct authorize_request *q)
{
    const char *scope = form_value(form, "scope");
    const char *repeated = form_repeated(x->call.mem, &authorize_request_desc, form);
    struct param *kept = arena_array(x->call.mem, form->n + 1, sizeof *kept);
    struct form rest = {kept, 0};

    for (size_t i = 0; i < form->n; i++) {
        if (!set_aside(&form->v[i]))
            kept[rest.n++] = form->v[i];
    }
    enum err e = exchange_take(x, &authorize_request_desc, &rest, q);
    if (e)
        return e;
    q->scope = scope ? opencollective_scope(x->call.mem, scope) : NULL;
    q->repeated = repeated;
    q->dialect = OPENCOLLECTIVE;
    q->issuer = x->gateway->issuer.url;
    return OK;
}

/* -- the page ------------------------------------------------------------------------------------
 */

static enum err check_parameters(struct exchange *x, const struct form *form)
{
    bool client = form_value(form, "client_id") != NULL;
    const char *type = form_value(form, "response_type");
    const char *scope = form_value(form, "scope");

    if (!client || !type)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, "Missing parameters: %s%s%s",
                             client ? "" : "client_id", client || type ? "" : ", ",
                             type ? "" : "response_type");
    if (strcmp(type, "code") != 0)
        return refuse_openly(&x->call, ERR_UNSUPPORTED_RESPONSE_TYPE, "response_type is not code");
    if (scope && !opencollective_scope(x->call.mem, scope))
        return refuse_openly(&x->call, ERR_INVALID_SCOPE, "scope is malformed");
    if (!opencollective_is_printable(form_get(form, "state")))
        return opencollective_invalid(x, "state");
    return OK;
}

enum err route_opencollective_page(struct exchange *x)
{
    struct authorize_request q;
    struct interaction_step step;
    struct form form;

    enum err e = exchange_query(x, &form);
    if (!e)
        e = check_parameters(x, &form);
    if (!e)
        e = opencollective_take(x, &form, &q);
    if (e)
        return e;
    e = endpoint_authorize(x, OPENCOLLECTIVE, &q, &step);
    if (e == ERR_UNKNOWN_CLIENT && !x->call.text)
        return refuse_openly(&x->call, e, "Application Not Found");
    if (!e && step.answer)
        e = opencollective_refusal(x, step.answer);
    if (e)
        return e;
    interaction_go_on(x, &step);
    return OK;
}
