#include "client_identity.h"
#include "cookies.h"
#include "fuzz.h"
#include "issuer.h"
#include "origin.h"
#include "request.h"
#include "source.h"
#include "text.h"
#include <string.h>

enum { HEADERS_MAX = 64 };

/* Lines of "Name: value"; what has no colon is a name without a value. */
static struct request request_of(struct arena *mem, const char *text)
{
    struct request_header *headers = arena_array(mem, HEADERS_MAX, sizeof *headers);
    struct request r = {.method = "GET", .path = "/", .peer = "10.0.0.1", .headers = headers};

    while (*text && r.n_headers < HEADERS_MAX) {
        size_t line = strcspn(text, "\n");
        const char *colon = memchr(text, ':', line);
        size_t name = colon ? (size_t)(colon - text) : line;
        size_t skip = name + (colon ? 1 : 0);
        headers[r.n_headers++] = (struct request_header){
            arena_strndup(mem, text, name), arena_strndup(mem, text + skip, line - skip)};
        text += line + (text[line] ? 1 : 0);
    }
    return r;
}

static void judge_source(struct arena *mem, const struct request *r)
{
    const struct proxies *proxies = NULL;
    const char *why = NULL;
    struct issuer issuer;
    struct source source;

    assert(source_proxies(mem, "10.0.0.0/8", &proxies, &why) == OK);
    assert(issuer_parse(mem, "https://id.example", &issuer, &why) == OK);
    enum err e = source_judge(
        mem, proxies, true, r->peer,
        &(struct source_headers){request_header_list(r, mem, "X-Forwarded-For"),
                                 request_header(r, "X-Forwarded-Host"),
                                 request_header(r, "X-Forwarded-Proto"), request_header(r, "Host")},
        &source);
    if (e)
        return;
    assert(strlen(source.address) <= 64); /* what the contract can carry */
    assert(strspn(source.address, "0123456789abcdefABCDEF.:") == strlen(source.address));
    if (source.host)
        (void)issuer_serves(&issuer, source.host);
}

void fuzz_one(struct arena *mem, struct bytes in)
{
    struct request r = request_of(mem, (const char *)in.p);
    struct client_identity client;
    struct form form = {0};
    const char *why = NULL;

    if (request_check(&r, mem, &why) != OK) {
        assert(why && *why);
        return;
    }
    assert(r.content_length >= 0);
    (void)request_wants_html(&r);
    judge_source(mem, &r);
    const char *cookie = cookies_get(mem, request_header(&r, "Cookie"), COOKIE_SESSION, true);
    assert(!cookie || strlen(cookie) == COOKIE_TOKEN_LEN);
    if (client_identity_read(mem, request_header(&r, "Authorization"), &form, &client, &why) == OK)
        assert(client.method && (!client.id || text_valid(client.id, strlen(client.id))));
    const char *origin = origin_source(mem, request_header(&r, "Origin") ? r.headers[0].value : "");
    assert(!origin || !strpbrk(origin, " ;,'\"\r\n"));
}
