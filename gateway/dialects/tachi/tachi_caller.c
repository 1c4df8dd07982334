/* tachi_caller.c - who asks: nobody, a person by their session, or a program by a key. */
#include "tachi.h"
#include "whoami.h"
#include "words.h"
#include <string.h>

/* tokensvc has the last word (api_key_policy.def). */
#define SCOPE(name) " " #name
static const char scopes[] =
#include "tachi_scopes.def"
    ;
#undef SCOPE

const char *const tachi_all_permissions = scopes + 1;

/* An empty header counts as none: the official bot sends one. */
static const char *authorization(const struct exchange *x)
{
    const char *header = request_header(&x->request, "Authorization");

    return header && *header ? header : NULL;
}

static enum err by_key(struct exchange *x, const char *header, struct tachi_caller *out)
{
    static const char scheme[] = "Bearer";
    const size_t n = sizeof scheme - 1;
    struct api_key_whose_request q = {.dialect = TACHI};
    struct api_key_holder a = {0};
    const struct msg_field *field = msg_field_by_name(&api_key_whose_request_desc, "secret", 6);

    if (strncmp(header, scheme, n) != 0 || (header[n] && header[n] != ' '))
        return refuse(&x->call, ERR_NO_TOKEN, "the header is not of the scheme Bearer");
    q.secret = header + n + strspn(header + n, " ");
    if (msg_text_fault(field, q.secret, strlen(q.secret), x->call.mem))
        return refuse(&x->call, ERR_INVALID_TOKEN, "it cannot be a key");
    enum err e = tokensvc_api_key_whose(&x->call, &q, &a);
    if (e)
        return e;
    *out = (struct tachi_caller){.kind = TACHI_KEY,
                                 .number = a.number,
                                 .username = a.username,
                                 .created_at = a.created_at,
                                 .permissions = a.scope ? a.scope : ""};
    return OK;
}

/* A session at our pages counts too; the Origin rule keeps other sites from using either. */
static enum err find_session(struct exchange *x, struct profile *out)
{
    const char *token = exchange_cookie(x, COOKIE_TACHI);
    const struct api_session_ref q = {.token = token, .dialect = TACHI};
    struct session_reply who = {0};
    enum err e = token ? authsvc_api_session_get(&x->call, &q, &who) : ERR_SIGNED_OUT;

    if (e == ERR_SIGNED_OUT)
        return whoami(x, out);
    x->call.ticket = who.ticket;
    return e ? e : usersvc_profile_get(&x->call, &NOTHING, out);
}

static enum err by_session(struct exchange *x, struct tachi_caller *out)
{
    struct profile person = {0};
    enum err e = find_session(x, &person);

    *out = (struct tachi_caller){.permissions = ""};
    if (e)
        return e == ERR_SIGNED_OUT ? OK : e;
    *out = (struct tachi_caller){.kind = TACHI_SESSION,
                                 .number = person.number,
                                 .username = person.username,
                                 .created_at = person.created_at,
                                 .admin = words_has(person.groups, "admin"),
                                 .permissions = tachi_all_permissions};
    return OK;
}

enum err tachi_caller(struct exchange *x, struct tachi_caller *out)
{
    const char *header = authorization(x);

    return header ? by_key(x, header, out) : by_session(x, out);
}

enum err tachi_person(struct exchange *x, struct tachi_caller *out)
{
    enum err e = tachi_caller(x, out);

    if (!e && out->kind != TACHI_SESSION)
        return refuse(&x->call, ERR_SIGNED_OUT, "there is no session");
    return e;
}
