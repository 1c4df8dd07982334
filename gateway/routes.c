#include "routes.h"
#include "exchange.h"
#include <string.h>

/* clang-format off */
enum { FORM = ROUTE_FORM, CORS = ROUTE_CORS, COOKIE = ROUTE_COOKIE, POPUP = ROUTE_POPUP,
       ANYHOST = ROUTE_ANYHOST, WATCH = ROUTE_WATCH };

#define ROUTE(method, path, handler, manner, flags)                                                \
    {#method, (path), route_##handler, ROUTE_##manner, (flags)},
const struct route routes[] = {
#include "routes.def"
};
#undef ROUTE
/* clang-format on */

const size_t routes_count = ARRAY_LEN(routes);

bool routes_is_page(const char *path, size_t n)
{
    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];
        if (r->manner == ROUTE_PAGE && strcmp(r->method, "GET") == 0 && strlen(r->path) == n &&
            strncmp(r->path, path, n) == 0)
            return true;
    }
    return false;
}

static const char *methods_of(struct arena *mem, const char *path, bool *cors)
{
    struct buf methods;

    *cors = false;
    buf_init(&methods, mem, 32);
    for (size_t i = 0; i < routes_count; i++) {
        if (strcmp(routes[i].path, path) != 0)
            continue;
        buf_printf(&methods, "%s%s", methods.n ? ", " : "", routes[i].method);
        if (strcmp(routes[i].method, "GET") == 0)
            buf_str(&methods, ", HEAD");
        *cors = *cors || (routes[i].flags & ROUTE_CORS);
    }
    return methods.n ? buf_text(&methods) : NULL;
}

/* Nothing is asked of a service, and nothing depends on who asks (Fetch 3.2.2). */
static enum err serve_preflight(struct exchange *x)
{
    bool cors;

    reply_header(&x->reply, "Access-Control-Allow-Methods",
                 methods_of(x->call.mem, x->request.path, &cors));
    reply_header(&x->reply, "Access-Control-Allow-Headers", "Authorization, Content-Type");
    reply_header(&x->reply, "Access-Control-Max-Age", "86400");
    x->reply.status = 204;
    return OK;
}

enum err routes_find(struct arena *mem, const char *method, const char *path,
                     const struct route **out, const char **allow)
{
    static const struct route preflight = {"OPTIONS", "(preflight)", serve_preflight, ROUTE_OAUTH,
                                           ROUTE_CORS};
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    bool cors;

    for (size_t i = 0; i < routes_count; i++) {
        if (strcmp(routes[i].path, path) == 0 && strcmp(routes[i].method, wanted) == 0) {
            *out = &routes[i];
            return OK;
        }
    }
    const char *methods = methods_of(mem, path, &cors);
    if (!methods)
        return ERR_NOT_FOUND;
    if (cors && strcmp(method, "OPTIONS") == 0) {
        *out = &preflight;
        return OK;
    }
    *allow = methods;
    return ERR_NOT_ALLOWED;
}
