/* tachi_users.c - who somebody is, and how the server is. */
#include "tachi_users.h"
#include "gateway_inside.h"
#include "text.h"
#include "words.h"
#include <string.h>

/* Numbers as Tachi has them. */
enum { LEVEL_USER = 1, LEVEL_ADMIN = 3 };

bool tachi_is(struct exchange *x, const struct tachi_caller *who, const char *user)
{
    struct arena *mem = x->call.mem;
    int64_t number = 0;

    if (who->kind == TACHI_GUEST)
        return false;
    if (strcmp(user, "me") == 0)
        return true;
    if (text_int(user, &number))
        return number == who->number;
    return strcmp(text_lower(mem, user), text_lower(mem, who->username)) == 0;
}

static void print_nothing_yet(struct json *json)
{
    json_str(json, "about", "");
    tachi_text(json, "status", NULL);
    json_open(json, "socialMedia", '{');
    json_close(json, '}');
    json_open(json, "badges", '[');
    json_close(json, ']');
    tachi_text(json, "customPfpLocation", NULL);
    tachi_text(json, "customBannerLocation", NULL);
}

/* The members that an account has; of the others that there is nothing. */
static enum err answer_user(struct exchange *x, const struct tachi_caller *who)
{
    struct tachi_body body;
    struct json *json = tachi_begin(x, &body, '{');

    tachi_number(json, "id", who->number);
    json_str(json, "username", who->username);
    json_str(json, "usernameLowercase", text_lower(x->call.mem, who->username));
    json_int(json, "joinDate", who->created_at);
    json_int(json, "lastSeen", x->call.now);
    json_int(json, "authLevel", who->admin ? LEVEL_ADMIN : LEVEL_USER);
    print_nothing_yet(json);
    return tachi_ok(x, &body, arena_printf(x->call.mem, "Found user %s.", who->username));
}

/* Of others nothing is told: who they are is theirs to say, to the apps that they let in. */
enum err route_tachi_user(struct exchange *x)
{
    const char *user = NULL;
    struct tachi_caller who;
    enum err e = tachi_caller(x, &who);

    if (!e)
        e = exchange_segment(x, "userID", &user);
    if (e)
        return e;
    if (strcmp(user, "me") == 0 && who.kind == TACHI_GUEST)
        return tachi_no(x, ERR_SIGNED_OUT, 401, "Cannot use 'me' userID with no authentication.");
    if (who.kind == TACHI_GUEST)
        return tachi_no(x, ERR_SIGNED_OUT, 401, "You are not authorised to perform this action.");
    if (!tachi_is(x, &who, user))
        return tachi_no(x, ERR_NOT_FOUND, 404,
                        arena_printf(x->call.mem, "The user %s does not exist.", user));
    return answer_user(x, &who);
}

/* -- status ------------------------------------------------------------------------------------ */

static const char *echo(struct exchange *x)
{
    const struct form query = exchange_peek(x);

    return strcmp(x->request.method, "POST") == 0 ? tachi_member(x, "echo")
                                                  : form_get(&query, "echo");
}

static void print_permissions(struct exchange *x, struct json *json, const char *words)
{
    const char *word = NULL;

    json_open(json, "permissions", '[');
    while ((word = words_next(x->call.mem, &words)))
        json_str(json, NULL, word);
    json_close(json, ']');
}

enum err route_tachi_status(struct exchange *x)
{
    struct tachi_caller who;
    struct tachi_body body;
    enum err e = tachi_caller(x, &who);

    if (e)
        return e;
    struct json *json = tachi_begin(x, &body, '{');
    json_int(json, "serverTime", x->call.now);
    json_int(json, "startTime", x->gateway->started_at);
    json_str(json, "version", OSTIARY_VERSION);
    tachi_number(json, "whoami", who.number);
    print_permissions(x, json, who.permissions);
    json_str(json, "echo", echo(x));
    return tachi_ok(x, &body, "Status check successful.");
}
