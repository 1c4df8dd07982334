#include "origin.h"
#include <string.h>

bool origin_allowed(const char *own, const char *origin, const char *sec_fetch_site)
{
    if (origin)
        return strcmp(origin, own) == 0;
    return !sec_fetch_site;
}

/* Nothing that could end the directive, or the header. */
static bool harmless(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] <= ' ' || text[i] > '~' || strchr(";,'\"*", text[i]))
            return false;
    }
    return n > 0;
}

const char *origin_source(struct arena *mem, const char *uri)
{
    size_t scheme = strcspn(uri, ":/?#");

    if (uri[scheme] != ':' || !harmless(uri, scheme))
        return NULL;
    size_t n = scheme + 1;
    if (strncmp(uri, "http:", n) != 0 && strncmp(uri, "https:", n) != 0)
        return arena_strndup(mem, uri, n);
    if (strncmp(uri + n, "//", 2) != 0)
        return NULL;
    size_t host = strcspn(uri + n + 2, "/?#");
    if (uri[n + 2] == '[') /* a policy has no words for IPv6 addresses */
        return arena_strndup(mem, uri, n);
    if (!harmless(uri + n + 2, host))
        return NULL;
    return arena_strndup(mem, uri, n + 2 + host);
}

const char *origin_chain(struct arena *mem, const char *uri)
{
    const char *source = origin_source(mem, uri);

    if (!source)
        return NULL;
    size_t scheme = strcspn(source, ":");
    if (strncmp(source, "https:", scheme + 1) == 0)
        return "https:";
    return arena_printf(mem, "https: %.*s:", (int)scheme, source);
}
