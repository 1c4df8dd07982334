#include "answer.h"
#include "log.h"
#include "words.h"
#include <ctype.h>
#include <string.h>

/* -- in the address ---------------------------------------------------------------------------- */

static void add_escaped(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (isalnum((unsigned char)*p) || strchr("-._~", *p))
            buf_char(out, *p);
        else
            buf_printf(out, "%%%02X", (unsigned)(uint8_t)*p);
    }
}

/* start: '?' or '#', before the first. */
static void add_parameter(struct buf *out, char start, const char *name, const char *value)
{
    if (!value)
        return;
    char last = (char)out->p[out->n - 1];
    if (last != start && last != '&')
        buf_str(out, strchr(buf_text(out), start) ? "&" : (const char[]){start, '\0'});
    buf_printf(out, "%s=", name);
    add_escaped(out, value);
}

/* The redirect URI keeps its own query; it has no fragment. */
static const char *address(struct arena *mem, char start, const struct answer_form *answer)
{
    struct buf out;

    buf_init(&out, mem, 512);
    buf_str(&out, answer->action);
    add_parameter(&out, start, "code", answer->code);
    add_parameter(&out, start, "error", answer->error);
    add_parameter(&out, start, "error_description", answer->error_description);
    add_parameter(&out, start, "state", answer->state);
    add_parameter(&out, start, "iss", answer->iss);
    return buf_text(&out);
}

/* -- either way -------------------------------------------------------------------------------- */

/* answer: in the call's arena.  state goes back if it is certain which one was meant. */
static void give(struct call *c, const struct ask *ask, struct answer_form *answer,
                 struct interaction_step *a)
{
    const struct authorize_request *q = ask->request;

    answer->action = ask->redirect_uri;
    answer->state = words_has(q->repeated, "state") ? NULL : ask_value(q->state);
    answer->iss = q->issuer;
    if (ask->mode == RESPONSE_FORM_POST) {
        a->post = answer;
        a->client_name = ask->client.client_name;
    } else {
        a->location = address(c->mem, ask->mode == RESPONSE_FRAGMENT ? '#' : '?', answer);
    }
}

void answer_code(struct call *c, const struct ask *ask, const char *code,
                 struct interaction_step *a)
{
    struct answer_form *answer = ARENA_NEW(c->mem, answer_form);

    answer->code = code;
    give(c, ask, answer, a);
}

enum err answer_refusal(struct call *c, const struct ask *ask, enum err e,
                        struct interaction_step *a)
{
    struct answer_form *answer = ARENA_NEW(c->mem, answer_form);

    if (!ask->redirectable || err_is_fault(e))
        return e;
    log_info("refused id=%s client %s is told %s: %s", call_id(c), ask->client.client_id,
             err_name(e), c->detail ? c->detail : err_text(e));
    answer->error = err_wire(e);
    answer->error_description = c->text ? c->text : err_text(e);
    give(c, ask, answer, a);
    return OK;
}

bool answer_is_in(const struct interaction_step *a)
{
    return a->location || a->post;
}
