/* keys.c - the keys with which programs act for the person. */
#include "embed.h"
#include "key.h"
#include <string.h>

EMBED(account_keys_html, EMBED_DIR "/pages/account_keys.html");

enum { KEYS = 10, CELLS = 9 };

static const char HERE[] = "/account/keys";

static struct slots row(struct exchange *x, const struct api_key *key)
{
    struct slot *cells = arena_array(x->call.mem, CELLS, sizeof *cells);

    cells[0] = (struct slot){"id", key->id, NULL, 0};
    cells[1] = (struct slot){"name", key->name, NULL, 0};
    cells[2] = (struct slot){"client_id", key->client_id, NULL, 0};
    cells[3] = (struct slot){"kind", key_kind(x, key->dialect), NULL, 0};
    cells[4] = (struct slot){"since", account_when(x, key->created_at), NULL, 0};
    cells[5] = (struct slot){"used", key->used_at ? account_when(x, key->used_at) : NULL, NULL, 0};
    cells[6] =
        (struct slot){"until", key->expires_at ? account_when(x, key->expires_at) : NULL, NULL, 0};
    cells[7] = (struct slot){"kept", key->secret_kept ? "kept" : NULL, NULL, 0};
    cells[8] = account_permissions(x, key->scope);
    return (struct slots){cells, CELLS};
}

/* after: of the address; NULL: the first page. */
static enum err show(struct exchange *x, enum err e, const char *after, const char *message)
{
    const struct api_key_page_request q = {.after = after, .limit = KEYS};
    struct api_key_page page = {0};

    enum err lost = tokensvc_api_key_list(&x->call, &q, &page);
    if (lost)
        return account_refuse(x, lost);
    struct slots *rows = arena_array(x->call.mem, page.keys.n + 1, sizeof *rows);
    for (size_t i = 0; i < page.keys.n; i++)
        rows[i] = row(x, &page.keys.v[i]);
    const struct slot slots[] = {
        {"keys", NULL, rows, page.keys.n},
        {"some", page.keys.n > 0 ? "some" : NULL, NULL, 0},
        {"next", page.next, NULL, 0},
        {"message", message, NULL, 0},
    };
    account_answer(x, e,
                   &(struct page){.title = TEXT_keys,
                                  .html = account_keys_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

enum err route_account_keys(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    const char *after = page_fitting(x, &query, &api_key_page_request_desc, "after");

    enum err e = account_enter(x);
    return e ? account_refuse(x, e) : show(x, OK, after, NULL);
}

/* -- what is done with one ---------------------------------------------------------------------
 */

/* Whoever sat down where the person is still signed in has to sign in as them first. */
static enum err reveal(struct exchange *x, const char *id)
{
    struct api_key_secret_reply key = {0};

    enum err e =
        tokensvc_api_key_reveal(&x->call, &(struct api_key_secret_request){.id = id}, &key);
    if (e == ERR_SIGN_IN_AGAIN)
        account_sign_in_again(x, HERE);
    else if (!e)
        key_show(x, &key);
    return e == ERR_SIGN_IN_AGAIN ? OK : e;
}

static enum err revoke(struct exchange *x, const char *id)
{
    enum err e = tokensvc_api_key_revoke(&x->call, &(struct api_key_ref){.id = id}, &NOTHING);

    if (!e)
        account_saved(x, HERE);
    return e;
}

static const char *chosen(struct exchange *x, const char *what)
{
    const struct msg_field *field = msg_field_by_name(&api_key_ref_desc, "id", strlen("id"));
    const char *id = form_value(&x->form, what);

    return id && !msg_text_fault(field, id, strlen(id), x->call.mem) ? id : NULL;
}

enum err route_account_keys_change(struct exchange *x)
{
    const char *shown = chosen(x, "show"), *revoked = chosen(x, "revoke");

    enum err e = account_enter(x);
    if (!e && !shown && !revoked)
        e = refuse_openly(&x->call, ERR_BAD_FIELD, "neither show nor revoke is there");
    if (!e)
        e = shown ? reveal(x, shown) : revoke(x, revoked);
    if (e == ERR_NOT_FOUND) {
        return show(x, e, NULL, page_text(x, TEXT_key_gone));
    }
    return account_refuse(x, e);
}
