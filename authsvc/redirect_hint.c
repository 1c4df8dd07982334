#include "redirect_hint.h"
#include <string.h>
#include <strings.h>

/* A URI as its parts, each a piece of it; what is not there is empty. */
enum part { SCHEME, HOST, PORT, PATH, QUERY, PARTS };

struct parts {
    struct piece {
        const char *p;
        size_t n;
    } v[PARTS];
};

static const enum mishap of_part[PARTS] = {
    [SCHEME] = MISHAP_redirect_scheme, [HOST] = MISHAP_redirect_host,
    [PORT] = MISHAP_redirect_port,     [PATH] = MISHAP_redirect_path,
    [QUERY] = MISHAP_redirect_query,
};

static struct parts split(const char *uri)
{
    struct parts out = {{{NULL, 0}}};
    const char *at = uri, *mark = strstr(uri, "://");

    if (mark) {
        out.v[SCHEME] = (struct piece){uri, (size_t)(mark - uri)};
        at = mark + 3;
        size_t host = *at == '[' ? strcspn(at, "]/?#") : strcspn(at, ":/?#");
        host += at[host] == ']' ? 1 : 0;
        out.v[HOST] = (struct piece){at, host};
        at += host;
        size_t port = strcspn(at, "/?#");
        out.v[PORT] = (struct piece){at, port};
        at += port;
    } else { /* of an app's own: the scheme is all there is before the path */
        size_t n = strcspn(uri, ":");
        out.v[SCHEME] = (struct piece){uri, n};
        at += n;
    }
    size_t path = strcspn(at, "?");
    out.v[PATH] = (struct piece){at, path};
    out.v[QUERY] = (struct piece){at + path, strlen(at + path)};
    return out;
}

static bool same(struct piece a, struct piece b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static struct piece without_slash(struct piece path)
{
    if (path.n && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

/* In how many parts they differ, and what to call it. */
static size_t distance(const char *registered, const char *asked, enum mishap *mishap)
{
    const struct parts a = split(registered), b = split(asked);
    size_t n = 0;

    for (int i = 0; i < PARTS; i++) {
        if (same(a.v[i], b.v[i]))
            continue;
        *mishap = of_part[i];
        n++;
    }
    if (n == 1 && *mishap == MISHAP_redirect_path &&
        same(without_slash(a.v[PATH]), without_slash(b.v[PATH])))
        *mishap = MISHAP_redirect_slash;
    if (n == 0 || strcasecmp(registered, asked) == 0) { /* 0: split elsewhere, but the same */
        *mishap = MISHAP_redirect_case;
        return 1;
    }
    return n;
}

struct redirect_hint redirect_hint(const struct strs *registered, const char *asked)
{
    struct redirect_hint out = {MISHAP_redirect_other, NULL};
    size_t least = 2; /* in two parts another is another one */

    if (registered->n == 0)
        out.mishap = MISHAP_redirect_none;
    for (size_t i = 0; i < registered->n; i++) {
        enum mishap mishap = MISHAP_none;
        size_t n = distance(registered->v[i], asked, &mishap);
        if (n >= least)
            continue;
        least = n;
        out = (struct redirect_hint){mishap, registered->v[i]};
    }
    return out;
}
