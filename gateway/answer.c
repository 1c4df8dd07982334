#include "answer.h"
#include "pages.h"
#include <ctype.h>
#include <string.h>

/* -- addresses ------------------------------------------------------------------------------------
 */

void address_begin(struct address *self, struct arena *mem,
                   const struct authorization_response *answer)
{
    self->start = strcmp(answer->mode, "fragment") == 0 ? '#' : '?';
    buf_init(&self->text, mem, 512);
    buf_str(&self->text, answer->action);
}

static void add_escaped(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (isalnum((unsigned char)*p) || strchr("-._~", *p))
            buf_char(out, *p);
        else
            buf_printf(out, "%%%02X", (unsigned)(uint8_t)*p);
    }
}

/* Between the redirect URI and the first parameter, or two of them. */
static void add_joint(struct buf *out, char start)
{
    if (strchr(buf_text(out), start))
        start = '&';
    buf_char(out, start);
}

void address_add(struct address *self, const char *name, const char *value)
{
    struct buf *out = &self->text;

    if (!value)
        return;
    char last = (char)out->p[out->n - 1];
    if (last != self->start && last != '&')
        add_joint(out, self->start);
    buf_printf(out, "%s=", name);
    add_escaped(out, value);
}

const char *address_text(struct address *self)
{
    return buf_text(&self->text);
}

const char *answer_standard_address(struct arena *mem, const struct authorization_response *answer)
{
    struct address out;

    address_begin(&out, mem, answer);
    address_add(&out, "code", answer->code);
    address_add(&out, "error", answer->error);
    address_add(&out, "error_description", answer->error_description);
    address_add(&out, "state", answer->state);
    address_add(&out, "iss", answer->iss);
    return address_text(&out);
}

/* -- dialects -------------------------------------------------------------------------------------
 */

void answer_unchanged(struct exchange *x, struct authorization_response *answer)
{
    (void)x, (void)answer;
}

struct custom {
    const char *dialect;
    void (*adapt)(struct exchange *x, struct authorization_response *answer);
    const char *(*address)(struct arena *mem, const struct authorization_response *answer);
};

static const struct custom *custom_of(const char *dialect)
{
    static const struct custom customs[] = {
#define ANSWER(dialect, adapt, address) {#dialect, (adapt), (address)},
#include "answers.def"
#undef ANSWER
        {NULL, answer_unchanged, answer_standard_address},
    };
    const struct custom *row = customs;

    while (row->dialect && (!dialect || strcmp(row->dialect, dialect) != 0))
        row++;
    return row;
}

static struct authorization_response adapted(struct exchange *x,
                                             const struct interaction_step *step)
{
    struct authorization_response answer = *step->answer;

    custom_of(step->dialect)->adapt(x, &answer);
    return answer;
}

const char *answer_address(struct exchange *x, const struct interaction_step *step)
{
    struct authorization_response answer = adapted(x, step);

    return custom_of(step->dialect)->address(x->call.mem, &answer);
}

void answer_give(struct exchange *x, const struct interaction_step *step)
{
    if (strcmp(step->answer->mode, "form_post") != 0) {
        reply_see_other(&x->reply, answer_address(x, step));
        return;
    }
    struct authorization_response answer = adapted(x, step);
    pages_post(x, &answer, step->client_name);
}
