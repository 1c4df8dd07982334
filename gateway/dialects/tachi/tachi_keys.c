/* tachi_keys.c - a person's API keys: listed, made and ended by them alone, never by a key. */
#include "tachi_users.h"
#include "words.h"
#include <string.h>

#define ADDED "Successfully created new API Token."

enum { KEYS_MAX = 1000 };

/* -- who asks ---------------------------------------------------------------------------------- */

static enum err turn_away(struct exchange *x, const struct tachi_caller *who, const char *user)
{
    if (who->kind != TACHI_GUEST)
        return tachi_no(x, ERR_FORBIDDEN, 403,
                        "This request cannot be performed by an API key, and requires "
                        "authentication.");
    if (strcmp(user, "me") == 0)
        return tachi_no(x, ERR_SIGNED_OUT, 401, "Cannot use 'me' userID with no authentication.");
    return tachi_no(x, ERR_SIGNED_OUT, 401, "This endpoint requires session-level authentication.");
}

/* Whose keys they are, at a session of their own.  false in *in: somebody else, who has the answer.
 */
static enum err enter(struct exchange *x, struct tachi_caller *who, bool *in)
{
    const char *user = NULL;
    enum err e = tachi_caller(x, who);

    if (!e)
        e = exchange_segment(x, "userID", &user);
    if (e)
        return e;
    *in = who->kind == TACHI_SESSION && tachi_is(x, who, user);
    return *in ? OK : turn_away(x, who, user);
}

/* -- looking ----------------------------------------------------------------------------------- */

static void print_key(struct exchange *x, struct json *json, const struct tachi_caller *who,
                      const struct api_key *key, const char *value)
{
    tachi_number(json, "userID", who->number);
    tachi_text(json, "token", value);
    json_str(json, "identifier", key->name);
    tachi_permissions(x, json, "permissions", key->scope);
    tachi_text(json, "fromAPIClient", key->client_id);
}

static void print_page(struct exchange *x, struct json *json, const struct tachi_caller *who,
                       const struct api_key_page *page)
{
    for (size_t i = 0; i < page->keys.n; i++) {
        const struct api_key *key = &page->keys.v[i];
        json_open(json, NULL, '{');
        print_key(x, json, who, key, key->secret);
        json_close(json, '}');
    }
}

enum err route_tachi_keys(struct exchange *x)
{
    struct api_key_page_request q = {.dialect = TACHI};
    struct tachi_caller who;
    struct tachi_body body;
    size_t n = 0;
    bool in = false;
    enum err e = enter(x, &who, &in);

    if (e || !in)
        return e;
    struct json *json = tachi_begin(x, &body, '[');
    do {
        struct api_key_page page = {0};
        e = tokensvc_api_key_list(&x->call, &q, &page);
        print_page(x, json, &who, &page);
        n += page.keys.n;
        q.after = page.next;
    } while (!e && q.after && n < KEYS_MAX);
    return e ? e : tachi_ok(x, &body, arena_printf(x->call.mem, "Returned %zu keys.", n));
}

/* -- making ------------------------------------------------------------------------------------ */

static enum err answer_key(struct exchange *x, const struct tachi_caller *who,
                           const struct api_key *key, const char *value, const char *text)
{
    struct tachi_body body;

    print_key(x, tachi_begin(x, &body, '{'), who, key, value);
    return tachi_ok(x, &body, text);
}

static enum err add_own(struct exchange *x, const struct tachi_caller *who)
{
    const char *name = tachi_member(x, "identifier");
    const struct api_key_add_request q = {.name = name && *name ? name : "Custom Token",
                                          .scope = tachi_words(x, "permissions"),
                                          .dialect = TACHI};
    struct api_key_secret_reply a = {0};
    enum err e = tachi_check(x, &api_key_add_request_desc, &q);

    if (!e)
        e = tokensvc_api_key_add(&x->call, &q, &a);
    if (e == ERR_TOO_MANY)
        return tachi_no(x, e, 400, "You have created too many API keys. The current cap is 100.");
    return e ? e : answer_key(x, who, a.key, a.secret, ADDED);
}

/* Within consent that was given on our page, as a code would be. */
static enum err add_for_client(struct exchange *x, const struct tachi_caller *who)
{
    const struct api_key_client_request q = {.client_id = tachi_member(x, "clientID"),
                                             .dialect = TACHI};
    struct app_look_reply app = {0};
    struct api_key_client_reply a = {0};
    enum err e = tachi_look(x, q.client_id, &app);

    if (!e)
        e = tokensvc_api_key_client(&x->call, &q, &a);
    if (e == ERR_CONSENT_REQUIRED)
        return tachi_no(x, e, 403,
                        arena_printf(x->call.mem,
                                     "You have not authorized this client. Open "
                                     "/client-file-flow/%s first.",
                                     app.client_id));
    if (e)
        return e;
    return answer_key(x, who, a.key, a.secret, a.was_there ? "Returned existing key" : ADDED);
}

enum err route_tachi_key_add(struct exchange *x)
{
    static const struct tachi_member members[] = {{"permissions", WANT_PERMISSIONS, true},
                                                  {"identifier", WANT_TEXT_IF_ANY, true},
                                                  {"clientID", WANT_TEXT_IF_ANY, true}};
    bool by_client = tachi_has(x, "clientID"), by_hand = tachi_has(x, "permissions");
    struct tachi_caller who;
    bool in = false;
    enum err e = enter(x, &who, &in);

    if (e || !in)
        return e;
    const char *fault = tachi_fault(x, members, ARRAY_LEN(members));
    if (!fault && by_client && by_hand)
        fault = "Cannot use ClientID creation and permissions creation at the same time!";
    if (!fault && !by_client && !by_hand)
        fault = "Invalid request, must specify either clientID or permissions.";
    if (fault)
        return tachi_no(x, ERR_BAD_FIELD, 400, fault);
    return by_client ? add_for_client(x, &who) : add_own(x, &who);
}

/* -- ending ------------------------------------------------------------------------------------ */

enum err route_tachi_key_delete(struct exchange *x)
{
    struct api_key_ref q = {0};
    struct tachi_caller who;
    bool in = false;
    enum err e = enter(x, &who, &in);

    if (e || !in)
        return e;
    e = exchange_segment(x, "token", &q.secret);
    if (!e)
        e = tachi_check(x, &api_key_ref_desc, &q);
    if (!e)
        e = tokensvc_api_key_revoke(&x->call, &q, &NOTHING);
    if (e == ERR_NOT_FOUND || e == ERR_BAD_FIELD)
        return tachi_no(x, e, 404, "This key does not exist.");
    return e ? e : tachi_done(x, "Removed Token.");
}
