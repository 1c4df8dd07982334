#include "fuzz.h"
#include "template.h"
#include <string.h>

static const char html[] = "<i title=\"{{a}}\" id='{{a}}'>{{#a}}{{a}}{{/a}}{{^b}}{{/b}}</i>"
                           "{{#rows}}<b>{{a}}</b>{{/rows}}{{@scope_other s}}";

static size_t count(const char *text, char c)
{
    size_t n = 0;

    for (; *text; text++)
        n += *text == c;
    return n;
}

/* Whatever stands in the slots, the markup is the template's alone. */
void fuzz_one(struct arena *mem, struct bytes in)
{
    const char *text = (const char *)in.p;
    const struct slot row[] = {{"a", text, NULL, 0}};
    const struct slots rows[] = {{row, 1}, {row, 1}};
    const struct slot slots[] = {
        {"a", text, NULL, 0}, {"rows", NULL, rows, 2}, {"scope", text, NULL, 0}};
    struct buf out;

    buf_init(&out, mem, 256);
    template_render(&out, html, &(struct slots){slots, 3}, LANGUAGE_de);
    assert(count(buf_text(&out), '<') == 6 + 2 * (*text != 0));
    assert(count(buf_text(&out), '>') == 6 + 2 * (*text != 0));
    assert(count(buf_text(&out), '"') == 2);
    assert(count(buf_text(&out), '\'') == 2);
}
