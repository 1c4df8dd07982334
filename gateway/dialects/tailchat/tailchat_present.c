/* tailchat_present.c - how errors look at Tailchat's endpoints for OAuth (manners.def). */
#include "gateway_inside.h"
#include "json.h"
#include "present.h"
#include "tailchat_page.h"
#include "words.h"
#include <string.h>

static void show_json(struct exchange *x, const struct tailchat_words *words, const char *scope)
{
    struct buf body;
    struct json json;

    buf_init(&body, x->call.mem, 256);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_str(&json, "error", words->error);
    json_str(&json, "error_description", words->text);
    json_str(&json, "scope", scope);
    json_close(&json, '}');
    reply_text(&x->reply, words->status, "application/json; charset=utf-8", buf_bytes(&body));
}

/* A challenge says no more than which realm this is, where nothing was shown. */
static void challenge(struct exchange *x, const char *scheme, const struct tailchat_words *words,
                      const char *scope)
{
    struct buf line;

    buf_init(&line, x->call.mem, 256);
    buf_printf(&line, "%s realm=\"%s\"", scheme, x->gateway->issuer.url);
    if (words)
        buf_printf(&line, ", error=\"%s\", error_description=\"%s\"", words->error, words->text);
    if (scope)
        buf_printf(&line, ", scope=\"%s\"", scope);
    reply_header(&x->reply, "WWW-Authenticate", buf_text(&line));
}

/* To a person at the authorization endpoint. */
void tailchat_present_page(struct exchange *x, enum err e)
{
    const struct tailchat_words words = tailchat_says_of(x, e);

    tailchat_page(x, e, &words);
}

/* Whatever goes wrong at a step: the wire has 500 for all of it. */
void tailchat_present_step(struct exchange *x, enum err e)
{
    bool lost = e == ERR_EXPIRED || e == ERR_OTHER_BROWSER;

    tailchat_page_line(x, e, 500,
                       lost ? "SessionNotFound: invalid_request"
                            : arena_printf(x->call.mem, "EntityError: %s", present_text(x, e)));
}

/* A program may be asked by a browser. */
static bool prefers_html(const struct exchange *x)
{
    const char *accept = request_header(&x->request, "Accept");

    return request_wants_html(&x->request) && !strstr(accept, "json");
}

void tailchat_present_oauth(struct exchange *x, enum err e)
{
    const struct tailchat_words words = tailchat_says_of(x, e);

    if (words.status == 401 && request_header(&x->request, "Authorization"))
        challenge(x, "Basic", &words, NULL);
    if (prefers_html(x))
        tailchat_page(x, e, &words);
    else
        show_json(x, &words, NULL);
}

/* The scope that would be needed. */
static const char *needed(const struct exchange *x, enum err e)
{
    const struct form query = exchange_peek(x);

    if (e == ERR_INSUFFICIENT_SCOPE)
        return "openid";
    if (e != ERR_SCOPE_NOT_GRANTED)
        return NULL;
    const char *asked = form_get(&x->form, "scope");
    if (!asked)
        asked = form_get(&query, "scope");
    return asked && words_valid(asked, strlen(asked)) ? asked : NULL;
}

void tailchat_present_bearer(struct exchange *x, enum err e)
{
    const struct tailchat_words words = tailchat_says_of(x, e);
    const char *scope = needed(x, e);

    if (words.status < 500)
        challenge(x, "Bearer", e == ERR_NO_TOKEN ? NULL : &words, scope);
    show_json(x, &words, scope);
}

/* There is nothing more below /open/. */
void tailchat_present_none(struct exchange *x, enum err e)
{
    static const char body[] = "{\"name\":\"NotFoundError\",\"message\":\"Not found\","
                               "\"code\":404,\"type\":\"NOT_FOUND\"}";

    (void)e;
    reply_text(&x->reply, 404, "application/json; charset=utf-8", bytes_of(body));
}
