#include "routes.h"
#include "exchange.h"
#include "path.h"
#include <string.h>

/* clang-format off */
enum { FORM = ROUTE_FORM, CORS = ROUTE_CORS, COOKIE = ROUTE_COOKIE, POPUP = ROUTE_POPUP,
       ANYHOST = ROUTE_ANYHOST, WATCH = ROUTE_WATCH, JSON = ROUTE_JSON, LAX = ROUTE_LAX,
       UPLOAD = ROUTE_UPLOAD, LINES = ROUTE_LINES };

#define UNDER(...)
#define ROUTE(method, path, handler, manner, flags)                                                \
    {#method, (path), route_##handler, ROUTE_##manner, (flags)},
const struct route routes[] = {
#include "routes.def"
};
#undef ROUTE
#undef UNDER

#define ROUTE(...)
#define UNDER(prefix, manner) {(prefix), ROUTE_##manner},
static const struct territory {
    const char *prefix;
    enum route_manner manner;
} territories[] = {
#include "routes.def"
    {NULL, ROUTE_PAGE},
};
#undef UNDER
#undef ROUTE
/* clang-format on */

const size_t routes_count = ARRAY_LEN(routes);

enum route_manner routes_manner_of_none(const char *path, bool html)
{
    for (const struct territory *t = territories; path && t->prefix; t++) {
        if (strncmp(path, t->prefix, strlen(t->prefix)) == 0)
            return t->manner;
    }
    return html ? ROUTE_PAGE : ROUTE_OAUTH;
}

bool routes_is_page(const char *path, size_t n)
{
    char whole[256];

    if (n >= sizeof whole)
        return false;
    memcpy(whole, path, n);
    whole[n] = '\0';
    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];
        if (r->manner == ROUTE_PAGE && strcmp(r->method, "GET") == 0 && path_fits(r->path, whole))
            return true;
    }
    return false;
}

/* What a row's method is good for. */
static const char *methods_by(const char *method)
{
    if (strcmp(method, "GET") == 0)
        return "GET, HEAD";
    return strcmp(method, "ANY") == 0 ? "GET, HEAD, POST, PUT, PATCH, DELETE" : method;
}

static const char *methods_of(struct arena *mem, const char *path, bool *cors)
{
    struct buf methods;

    *cors = false;
    buf_init(&methods, mem, 32);
    for (size_t i = 0; i < routes_count; i++) {
        if (!path_fits(routes[i].path, path))
            continue;
        buf_printf(&methods, "%s%s", methods.n ? ", " : "", methods_by(routes[i].method));
        *cors = *cors || (routes[i].flags & ROUTE_CORS);
    }
    return methods.n ? buf_text(&methods) : NULL;
}

/* Nothing is asked of a service, and nothing depends on who asks (Fetch 3.2.2). */
static enum err serve_preflight(struct exchange *x)
{
    bool cors;
    const char *methods = methods_of(x->call.mem, x->request.path, &cors);

    if (strstr(methods, "ANY"))
        methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
    reply_header(&x->reply, "Access-Control-Allow-Methods", methods);
    reply_header(&x->reply, "Access-Control-Allow-Headers", ROUTES_CORS_HEADERS);
    reply_header(&x->reply, "Access-Control-Max-Age", "86400");
    x->reply.status = 204;
    return OK;
}

/* Without segments before with them, a method of its own before ANY. */
enum rank { NO_ROUTE, PATTERN_ANY, PATTERN_OWN, PATH_ANY, PATH_OWN };

static enum rank rank(const struct route *route, const char *method, const char *path)
{
    if (!path_fits(route->path, path))
        return NO_ROUTE;
    bool own = strcmp(route->method, method) == 0;
    if (!own && strcmp(route->method, "ANY") != 0)
        return NO_ROUTE;
    if (path_is_pattern(route->path))
        return own ? PATTERN_OWN : PATTERN_ANY;
    return own ? PATH_OWN : PATH_ANY;
}

/* Well below a microsecond for all rows: they need no order. */
static const struct route *best(const char *method, const char *path)
{
    const struct route *found = NULL;
    enum rank most = NO_ROUTE;

    for (size_t i = 0; i < routes_count && most < PATH_OWN; i++) {
        enum rank rank_of = rank(&routes[i], method, path);
        if (rank_of > most) {
            most = rank_of;
            found = &routes[i];
        }
    }
    return found;
}

const char *routes_plain(struct arena *mem, const char *path)
{
    static const char prefix[] = "/api/";
    size_t n = strlen(path);

    if (n > sizeof prefix && path[n - 1] == '/' && strncmp(path, prefix, sizeof prefix - 1) == 0)
        return arena_strndup(mem, path, n - 1);
    return path;
}

enum err routes_find(struct arena *mem, const char *method, const char *path,
                     const struct route **out, const char **allow)
{
    static const struct route preflight = {"OPTIONS", "(preflight)", serve_preflight, ROUTE_OAUTH,
                                           ROUTE_CORS};
    bool cors;
    const char *methods = NULL;

    if (strcmp(method, "OPTIONS") == 0)
        methods = methods_of(mem, path, &cors);
    if (methods && cors) {
        *out = &preflight;
        return OK;
    }
    const struct route *found = best(strcmp(method, "HEAD") == 0 ? "GET" : method, path);
    if (found) {
        *out = found;
        return OK;
    }
    methods = methods_of(mem, path, &cors);
    if (!methods)
        return ERR_NOT_FOUND;
    *allow = methods;
    return ERR_NOT_ALLOWED;
}
