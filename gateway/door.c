#include "door.h"
#include "embed.h"
#include "interaction.h"
#include "present.h"
#include <string.h>

EMBED(link_void_html, EMBED_DIR "/pages/link_void.html");

enum { WAIT_S = 10 * 60 }; /* as long as a transaction lives at most */

const char *door_handle(struct exchange *x, const struct form *form)
{
    return page_fitting(x, form, &sign_in_request_desc, "handle");
}

const char *door_onward(struct exchange *x, const char *handle)
{
    const char *locales = page_ui_locales(x);
    struct buf query;

    buf_init(&query, x->call.mem, 128);
    if (handle)
        form_add(&query, "handle", handle);
    if (locales)
        form_add(&query, "ui_locales", locales);
    return query.n ? arena_printf(x->call.mem, "?%s", buf_text(&query)) : "";
}

static const char *asked_with(struct arena *mem, const char *path, const char *name,
                              const char *value)
{
    struct buf query;

    buf_init(&query, mem, 128);
    form_add(&query, name, value);
    return arena_printf(mem, "%s?%s", path, buf_text(&query));
}

const char *door_back(struct exchange *x, const char *path, const char *handle)
{
    return handle ? asked_with(x->call.mem, path, "handle", handle) : path;
}

const char *door_back_by(struct exchange *x, const char *path, const struct link_ref *link)
{
    return asked_with(x->call.mem, path, "token", link->token);
}

const char *door_sign_up(struct exchange *x)
{
    struct sign_up_terms terms = {0};

    enum err e = usersvc_sign_up_open(&x->call, &NOTHING, &terms);
    return !e && terms.open ? "/sign-up" : NULL;
}

void door_wait(struct exchange *x)
{
    const char *handle = door_handle(x, &x->form);

    if (handle && cookies_fits(x->call.mem, COOKIE_WAITING, handle))
        exchange_set_cookie(x, COOKIE_WAITING, handle, WAIT_S);
}

const char *door_waiting(struct exchange *x)
{
    return exchange_cookie(x, COOKIE_WAITING);
}

enum err door_link(struct exchange *x, const struct form *form, struct link_ref *out)
{
    out->token = page_fitting(x, form, &link_ref_desc, "token");
    return out->token ? OK : refuse(&x->call, ERR_EXPIRED, "a link without a token of ours");
}

enum err door_refuse(struct exchange *x, enum err e, const char *again)
{
    const struct slot slots[] = {{"again", again, NULL, 0}};

    if (e != ERR_EXPIRED)
        return e;
    present_note(x, e);
    page_show(x, err_status(e),
              &(struct page){.title = TEXT_link_void,
                             .html = link_void_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

bool door_is_about(const struct exchange *x, const char *field)
{
    const char *text = x->call.text;
    size_t n = strlen(field);

    return text && strncmp(text, field, n) == 0 && text[n] == ' ';
}
