#include "tailchat_says.h"
#include "present.h"
#include <string.h>

static const struct row {
    enum err error;
    struct tailchat_words words;
} rows[] = {
#define SAYS(err, status, error, text) {ERR_##err, {(status), (error), (text)}},
#include "tailchat_says.def"
#undef SAYS
};

static const struct row *row_of(enum err e)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].error == e)
            return &rows[i];
    }
    return NULL;
}

/* Fills the holes of a text. */
static const char *filled(struct arena *mem, const char *text, const char *our, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct buf out;

    buf_init(&out, mem, 128);
    for (; *text; text++) {
        if (*text == '%')
            buf_add(&out, our, strcspn(our, " "));
        else if (*text == '^')
            buf_str(&out, slash ? slash + 1 : path);
        else
            buf_char(&out, *text);
    }
    return buf_text(&out);
}

struct tailchat_words tailchat_says(struct arena *mem, enum err e, const char *our,
                                    const char *path)
{
    const struct row *row = row_of(e);

    if (!row)
        row = row_of(err_kin(e));
    if (!row)
        return (struct tailchat_words){err_status(e), err_wire(e), our};
    struct tailchat_words words = row->words;
    if (words.text)
        words.text = filled(mem, words.text, our, path);
    return words;
}

struct tailchat_words tailchat_says_of(const struct exchange *x, enum err e)
{
    return tailchat_says(x->call.mem, e, present_text(x, e), x->request.path);
}
