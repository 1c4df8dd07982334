/* pictures.c - the pictures of people and apps, to whoever has their names. */
#include "exchange.h"
#include "picture.h"
#include <string.h>

enum { YEAR = 365 * 86400 };

/* A name, which follows from the picture: what is said of it once holds for ever. */
static enum err find_name(struct exchange *x, const char **name)
{
    const char *file = NULL;

    enum err e = exchange_segment(x, "file", &file);
    if (e)
        return e;
    size_t n = strspn(file, "0123456789abcdef");
    if (n != PICTURE_NAME_LEN || strcmp(file + n, ".png") != 0)
        return refuse_openly(&x->call, ERR_BAD_FIELD, "the address names no picture");
    *name = arena_strndup(x->call.mem, file, n);
    return OK;
}

static enum err show(struct exchange *x,
                     enum err (*get)(struct call *c, const struct picture_ref *q,
                                     struct picture *a))
{
    struct picture_ref ref = {NULL};
    struct picture found = {0};

    enum err e = find_name(x, &ref.name);
    if (!e)
        e = get(&x->call, &ref, &found);
    if (e)
        return e;
    reply_text(&x->reply, 200, "image/png", found.png);
    x->reply.max_age = YEAR;
    return OK;
}

enum err route_avatar(struct exchange *x)
{
    return show(x, usersvc_avatar_get);
}

enum err route_app_icon(struct exchange *x)
{
    return show(x, authsvc_app_icon_get);
}
