#include "tried.h"
#include "dialects/tailchat/tailchat_claims.h"
#include "embed.h"
#include "json.h"
#include "msg_json.h"
#include <string.h>

EMBED(console_tried_html, EMBED_DIR "/pages/console_tried.html");

static struct slots member(struct arena *mem, const char *name, const char *value)
{
    struct slot *cells = arena_array(mem, 2, sizeof *cells);

    cells[0] = (struct slot){"name", name, NULL, 0};
    cells[1] = (struct slot){"value", value, NULL, 0};
    return (struct slots){cells, 2};
}

/* -- the answer for a code: NULL where there is no such member -----------------------------------
 */

static const char *tell_access_token(struct exchange *x, const struct tried *tried)
{
    return page_text(x, tried->got->access_claims ? TEXT_tried_jwt : TEXT_tried_opaque);
}

static const char *tell_id_token(struct exchange *x, const struct tried *tried)
{
    return tried->got->id_claims ? page_text(x, TEXT_tried_jwt) : NULL;
}

static const char *tell_refresh_token(struct exchange *x, const struct tried *tried)
{
    return tried->got->refreshable ? page_text(x, TEXT_tried_hidden) : NULL;
}

static const char *tell_key(struct exchange *x, const struct tried *tried)
{
    return tried->got->key_name ? page_text(x, TEXT_tried_key) : NULL;
}

static const char *tell_key_name(struct exchange *x, const struct tried *tried)
{
    (void)x;
    return tried->got->key_name;
}

static const char *tell_token_type(struct exchange *x, const struct tried *tried)
{
    (void)x;
    return tried->got->token_type;
}

static const char *tell_scope(struct exchange *x, const struct tried *tried)
{
    (void)x;
    return tried->got->scope;
}

static const char *tell_client_id(struct exchange *x, const struct tried *tried)
{
    (void)x;
    return tried->app->client_id;
}

static const char *tell_expires_in(struct exchange *x, const struct tried *tried)
{
    return arena_printf(x->call.mem, "%lld", (long long)tried->got->expires_in);
}

static const char *tell_number(struct exchange *x, const struct tried *tried)
{
    const struct userinfo_reply *who = tried->got->userinfo;

    return who ? arena_printf(x->call.mem, "%lld", (long long)who->number) : NULL;
}

static void tried_claims(struct buf *out, const struct userinfo_reply *a)
{
    msg_to_json(&userinfo_reply_desc, a, out);
}

#define DIALECT(...)
#define ADDRESS(...)
#define LINK(...)
#define WHO(...)
#define MEMBER(dialect, name, what) {#dialect, name, tell_##what},
static const struct {
    const char *dialect, *name;
    const char *(*tell)(struct exchange *x, const struct tried *tried);
} members[] = {
#include "dialects.def"
};
#undef MEMBER
#undef WHO

#define MEMBER(...)
#define WHO(dialect, claims) {#dialect, claims},
static const struct {
    const char *dialect;
    void (*claims)(struct buf *out, const struct userinfo_reply *a);
} whos[] = {
#include "dialects.def"
};
#undef WHO
#undef MEMBER
#undef LINK
#undef ADDRESS
#undef DIALECT

static struct slot members_slot(struct exchange *x, const struct tried *tried)
{
    struct slots *rows = arena_array(x->call.mem, ARRAY_LEN(members), sizeof *rows);
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        if (strcmp(members[i].dialect, tried->dialect) != 0)
            continue;
        const char *value = members[i].tell(x, tried);
        if (value)
            rows[n++] = member(x->call.mem, members[i].name, value);
    }
    return (struct slot){"members", NULL, rows, n};
}

/* -- what tokens say, and who it is ---------------------------------------------------------------
 */

/* The members of a JSON object, as they stand there. */
static struct slot claims_slot(struct exchange *x, const char *name, const char *json)
{
    struct arena *mem = x->call.mem;
    json_t *object = json ? json_loads(json, 0, NULL) : NULL;
    struct slots *rows = arena_array(mem, json_object_size(object) + 1, sizeof *rows);
    const char *key = NULL;
    json_t *value = NULL;
    size_t n = 0;

    json_object_foreach(object, key, value)
    {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        const char *shown = json_is_string(value) ? json_string_value(value) : text;
        rows[n++] = member(mem, arena_strdup(mem, key), arena_strdup(mem, shown));
        free(text);
    }
    json_decref(object);
    return (struct slot){name, NULL, rows, n};
}

static struct slot who_slot(struct exchange *x, const struct tried *tried)
{
    struct buf json;

    buf_init(&json, x->call.mem, 512);
    for (size_t i = 0; tried->got->userinfo && i < ARRAY_LEN(whos); i++) {
        if (strcmp(whos[i].dialect, tried->dialect) == 0)
            whos[i].claims(&json, tried->got->userinfo);
    }
    return claims_slot(x, "userinfo", json.n ? buf_text(&json) : NULL);
}

/* -- the page ------------------------------------------------------------------------------------
 */

static void answer(struct exchange *x, const struct own_app *app, const struct slot *slots,
                   size_t n)
{
    console_answer(x, OK, app,
                   &(struct page){.title = TEXT_tried,
                                  .html = console_tried_html,
                                  .slots = {slots, n},
                                  .back = console_address(x, app, "/try")});
}

void tried_show(struct exchange *x, const struct tried *tried)
{
    const struct slot who = who_slot(x, tried);
    const struct slot slots[] = {
        {"dialect", tried->dialect, NULL, 0},
        {"dialect_title", console_dialect(x, tried->dialect), NULL, 0},
        {"with_access", tried->got->access_claims ? "with_access" : NULL, NULL, 0},
        {"with_id", tried->got->id_claims ? "with_id" : NULL, NULL, 0},
        {"with_userinfo", who.n_rows ? "with_userinfo" : NULL, NULL, 0},
        members_slot(x, tried),
        claims_slot(x, "access", tried->got->access_claims),
        claims_slot(x, "id", tried->got->id_claims),
        who,
    };

    answer(x, tried->app, slots, ARRAY_LEN(slots));
}

void tried_show_error(struct exchange *x, const struct own_app *app, const char *error,
                      const char *description)
{
    const struct slot slots[] = {
        {"error", error ? error : "-", NULL, 0},
        {"description", description, NULL, 0},
    };

    answer(x, app, slots, ARRAY_LEN(slots));
}
