#include "new_password.h"
#include "page.h"
#include <string.h>

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 1024 };

/* Of UTF-8, each of which has one byte that does not go on. */
static size_t characters(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += (*text & 0xc0) != 0x80;
    return n;
}

const char *new_password_take(struct exchange *x, const char **out)
{
    const char *first = form_get(&x->form, "new_password");
    const char *again = form_get(&x->form, "repeated");

    if (!first || characters(first) < PASSWORD_MIN)
        return page_text(x, TEXT_password_short);
    if (strlen(first) > PASSWORD_MAX)
        return page_text(x, TEXT_cannot_be_saved);
    if (!again || strcmp(first, again) != 0)
        return page_text(x, TEXT_password_differs);
    *out = first;
    return NULL;
}
