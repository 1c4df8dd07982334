/*
 * data.c - all that is kept about the person, as a file.
 *
 * Each service says what it holds, on the strength of the person's ticket, and
 * it is printed as the contract has it.  Lists come by pages, each in memory of
 * its own.  What does not fit into a reply is left out, and the file says that
 * it is not complete.
 */
#include "account.h"
#include "embed.h"
#include "gateway_inside.h"
#include "json.h"
#include "msg_json.h"
#include "picture.h"

EMBED(account_data_html, EMBED_DIR "/pages/account_data.html");

enum { FILE_MAX = 192 << 10, FRAME = 256, PAGE_LIMIT = 4 << 20 };

struct file {
    struct json json;
    struct buf text;
    bool whole;
};

enum err route_account_data(struct exchange *x)
{
    enum err e = account_enter(x);

    if (e)
        return account_refuse(x, e);
    account_answer(x, OK, &(struct page){.title = TEXT_data, .html = account_data_html});
    return OK;
}

static void add(struct file *file, struct arena *mem, const char *key, const struct msg_desc *desc,
                const void *msg)
{
    struct buf text;

    buf_init(&text, mem, 1024);
    msg_to_json(desc, msg, &text);
    if (file->text.n + text.n + FRAME > FILE_MAX)
        file->whole = false;
    else
        json_raw(&file->json, key, buf_text(&text));
}

/* -- lists by pages -----------------------------------------------------------------------------
 */

static enum err page_of_consents(struct call *c, const char *after, struct file *file,
                                 const char **next)
{
    struct consent_page page = {0};
    struct grant_uses_reply uses = {0};

    enum err e = authsvc_consent_list(c, &(struct consent_page_request){.after = after}, &page);
    if (!e)
        e = account_uses(c, &page, &uses);
    for (size_t i = 0; !e && i < page.consents.n; i++) {
        json_open(&file->json, NULL, '{');
        add(file, c->mem, "consent", &consent_view_desc, &page.consents.v[i]);
        add(file, c->mem, "tokens", &grant_use_desc, &uses.uses.v[i]);
        json_close(&file->json, '}');
    }
    *next = page.next;
    return e;
}

static enum err page_of_keys(struct call *c, const char *after, struct file *file,
                             const char **next)
{
    struct api_key_page page = {0};

    enum err e = tokensvc_api_key_list(c, &(struct api_key_page_request){.after = after}, &page);
    for (size_t i = 0; !e && i < page.keys.n; i++)
        add(file, c->mem, NULL, &api_key_desc, &page.keys.v[i]);
    *next = page.next;
    return e;
}

static enum err page_of_own_apps(struct call *c, const char *after, struct file *file,
                                 const char **next)
{
    struct app_page page = {0};

    enum err e = authsvc_app_list(c, &(struct client_page_request){.after = after}, &page);
    for (size_t i = 0; !e && i < page.apps.n; i++)
        add(file, c->mem, NULL, &own_app_desc, &page.apps.v[i]);
    *next = page.next;
    return e;
}

static const struct list {
    const char *key;
    enum err (*page)(struct call *c, const char *after, struct file *file, const char **next);
} lists[] = {
    {"apps_let_in", page_of_consents},
    {"api_keys", page_of_keys},
    {"own_apps", page_of_own_apps},
};

/* One page, in memory of its own; *after moves on, NULL at the end. */
static enum err add_page(struct exchange *x, const struct list *list, struct file *file,
                         const char **after)
{
    struct call c = x->call;
    const char *next = NULL;
    AUTO(arena) mem;

    arena_init(&mem, PAGE_LIMIT);
    c.mem = &mem;
    enum err e = list->page(&c, *after, file, &next);
    *after = e ? NULL : arena_strdup(x->call.mem, next);
    return e;
}

static enum err add_list(struct exchange *x, const struct list *list, struct file *file)
{
    const char *after = NULL;
    enum err e = OK;

    json_open(&file->json, list->key, '[');
    do {
        e = add_page(x, list, file, &after);
    } while (after && file->whole);
    json_close(&file->json, ']');
    return e;
}

/* -- the file -----------------------------------------------------------------------------------
 */

static enum err add_all(struct exchange *x, struct file *file)
{
    struct call *c = &x->call;
    struct profile person = {0};
    struct session_list_reply sessions = {0};
    struct second_factor factor = {0};
    enum err e = OK;

    if ((e = usersvc_profile_get(c, &NOTHING, &person)) ||
        (e = usersvc_second_factor_get(c, &NOTHING, &factor)) ||
        (e = authsvc_session_list(c, &NOTHING, &sessions)))
        return e;
    add(file, c->mem, "profile", &profile_desc, &person);
    json_str(&file->json, "picture",
             picture_address(c->mem, x->gateway->issuer.url, PICTURE_AVATARS, person.avatar));
    if (factor.since)
        add(file, c->mem, "second_factor", &second_factor_desc, &factor);
    add(file, c->mem, "signed_in", &session_list_reply_desc, &sessions);
    file->whole = file->whole && !sessions.more;
    for (size_t i = 0; !e && i < ARRAY_LEN(lists); i++)
        e = add_list(x, &lists[i], file);
    return e;
}

enum err route_account_data_file(struct exchange *x)
{
    struct file file = {.whole = true};

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    buf_init(&file.text, x->call.mem, FILE_MAX + 1);
    json_init(&file.json, &file.text);
    json_open(&file.json, NULL, '{');
    json_str(&file.json, "issuer", x->gateway->issuer.url);
    json_int(&file.json, "made_at", x->call.now);
    e = add_all(x, &file);
    if (e)
        return account_refuse(x, e);
    json_bool(&file.json, "complete", file.whole);
    json_close(&file.json, '}');
    reply_header(&x->reply, "Content-Disposition", "attachment; filename=\"account.json\"");
    reply_text(&x->reply, 200, "application/json", buf_bytes(&file.text));
    return OK;
}
