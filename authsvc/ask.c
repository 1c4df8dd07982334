#include "ask.h"
#include "log.h"
#include "words.h"
#include <ctype.h>
#include <string.h>

enum answer { ON_PAGE, TO_CLIENT };

static const struct {
    enum answer answer;
    enum err (*check)(struct call *c, struct ask *self);
} steps[] = {
#define STEP(answer, name, doc) {answer, check_##name},
#include "steps.def"
#undef STEP
};

enum err ask_check(struct call *c, const struct authorize_request *q, struct ask *out)
{
    *out = (struct ask){.request = q};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        out->redirectable = steps[i].answer == TO_CLIENT;
        enum err e = steps[i].check(c, out);
        if (e)
            return e;
    }
    return OK;
}

const char *ask_value(const char *parameter)
{
    return parameter && *parameter ? parameter : NULL;
}

/* -- answers by redirect ----------------------------------------------------------------------- */

static void add_escaped(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (isalnum((unsigned char)*p) || strchr("-._~", *p))
            buf_char(out, *p);
        else
            buf_printf(out, "%%%02X", (unsigned)(uint8_t)*p);
    }
}

static void add_parameter(struct buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    char last = (char)out->p[out->n - 1];
    if (last != '?' && last != '&')
        buf_char(out, strchr(buf_text(out), '?') ? '&' : '?');
    buf_printf(out, "%s=", name);
    add_escaped(out, value);
}

/* The redirect URI keeps its own query.  state goes back if it is certain which one was meant. */
static const char *answer(const struct ask *self, struct buf *out)
{
    const struct authorize_request *q = self->request;
    bool twice = words_has(q->repeated, "state");

    add_parameter(out, "state", twice ? NULL : ask_value(q->state));
    add_parameter(out, "iss", q->issuer);
    return buf_text(out);
}

const char *ask_granted(const struct ask *self, struct arena *mem, const char *code)
{
    struct buf out;

    buf_init(&out, mem, 512);
    buf_str(&out, self->request->redirect_uri);
    add_parameter(&out, "code", code);
    return answer(self, &out);
}

enum err ask_refused(struct call *c, const struct ask *self, enum err e, struct interaction_step *a)
{
    struct buf out;

    if (!self->redirectable || err_is_fault(e))
        return e;
    log_info("refused id=%s client %s is told %s: %s", call_id(c), self->client.client_id,
             err_name(e), c->detail ? c->detail : err_text(e));
    buf_init(&out, c->mem, 512);
    buf_str(&out, self->request->redirect_uri);
    add_parameter(&out, "error", err_wire(e));
    add_parameter(&out, "error_description", c->text ? c->text : err_text(e));
    a->location = answer(self, &out);
    return OK;
}
