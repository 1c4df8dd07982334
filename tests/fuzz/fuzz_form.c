#include "form.h"
#include "fuzz.h"
#include "messages.h"
#include "text.h"
#include "words.h"
#include <string.h>

/* What was read can be written and read again. */
static void form_survives(struct arena *mem, const struct form *form)
{
    struct form again;
    const char *why = NULL;
    struct buf text;

    buf_init(&text, mem, 256);
    for (size_t i = 0; i < form->n; i++)
        form_add(&text, form->v[i].name, form->v[i].value);
    assert(form_parse(mem, buf_text(&text), text.n, &again, &why) == OK);
    assert(again.n == form->n);
    for (size_t i = 0; i < form->n; i++) {
        assert(strcmp(again.v[i].name, form->v[i].name) == 0);
        assert(strcmp(again.v[i].value, form->v[i].value) == 0);
    }
}

void fuzz_one(struct arena *mem, struct bytes in)
{
    struct form form;
    struct authorize_request q;
    const char *why = NULL;

    if (form_parse(mem, (const char *)in.p, in.n, &form, &why) != OK) {
        assert(why && text_valid(why, strlen(why)));
        return;
    }
    assert(form.n <= FORM_PARAMS_MAX);
    for (size_t i = 0; i < form.n; i++) {
        assert(text_valid(form.v[i].name, strlen(form.v[i].name)));
        assert(text_valid(form.v[i].value, strlen(form.v[i].value)));
    }
    form_survives(mem, &form);
    const char *repeated = form_repeated(mem, &authorize_request_desc, &form);
    assert(!repeated || words_valid(repeated, strlen(repeated)));
    why = NULL;
    if (msg_from_form(&authorize_request_desc, form.v, form.n, mem, &q, &why) != OK)
        assert(why && !strstr(why, "repeated")); /* none is left */
}
