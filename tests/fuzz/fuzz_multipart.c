#include "fuzz.h"
#include "multipart.h"
#include "text.h"
#include <string.h>

static void check(const struct multipart *form, struct bytes body)
{
    const uint8_t *end = body.p + body.n;

    assert(form->fields.n <= MULTIPART_PARTS_MAX);
    for (size_t i = 0; i < form->fields.n; i++)
        assert(text_valid(form->fields.v[i].value, strlen(form->fields.v[i].value)));
    if (form->file_name) {
        assert(form->file.n > 0);
        assert(form->file.p >= body.p && form->file.p + form->file.n <= end);
    }
}

/* The first line is the content type, what follows the body. */
void fuzz_one(struct arena *mem, struct bytes in)
{
    const uint8_t *line = memchr(in.p, '\n', in.n);
    size_t n = line ? (size_t)(line - in.p) : 0;
    const char *type = arena_strndup(mem, (const char *)in.p, n), *why = NULL;
    struct bytes body = line ? (struct bytes){line + 1, in.n - n - 1} : in;
    struct multipart form;

    if (multipart_parse(mem, type, body, &form, &why) != OK)
        assert(why && text_valid(why, strlen(why)));
    else
        check(&form, body);
}
