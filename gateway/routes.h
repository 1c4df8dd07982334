/*
 * routes - which handler answers which address (routes.def).
 */
#ifndef GATEWAY_ROUTES_H
#define GATEWAY_ROUTES_H
#include "buf.h"

struct exchange;

#define MANNER(name, present) ROUTE_##name,
enum route_manner {
#include "manners.def"
};
#undef MANNER

enum route_flag {
    ROUTE_FORM = 1,
    ROUTE_CORS = 2,
    ROUTE_COOKIE = 4,
    ROUTE_POPUP = 8,
    ROUTE_ANYHOST = 16,
    ROUTE_WATCH = 32,
    ROUTE_JSON = 64,
    ROUTE_LAX = 128,
    ROUTE_UPLOAD = 256,
    ROUTE_LINES = 512,
};

/* What pages of other sites may send beside what they always may. */
#define ROUTES_CORS_HEADERS                                                                        \
    "Authorization, Content-Type, X-Token, X-User-Intent, Personal-Token, Api-Key, "               \
    "X-Two-Factor-Authentication"

struct route {
    const char *method, *path;
    enum err (*serve)(struct exchange *x);
    enum route_manner manner;
    unsigned flags;
};

/* The path without a slash at its end, where that means nothing: below /api/, as whoever asked the
 * servers that were there before is used to. */
const char *routes_plain(struct arena *mem, const char *path);

/* ERR_NOT_FOUND: no such path; ERR_NOT_ALLOWED: not with this method, and *allow lists those that
 * there are ("GET, HEAD").  OPTIONS finds the answer to a CORS preflight where CORS is allowed. */
enum err routes_find(struct arena *mem, const char *method, const char *path,
                     const struct route **out, const char **allow) MUST_CHECK;

/* In what manner is told that there is no route?  html: who asks would read a page. */
enum route_manner routes_manner_of_none(const char *path, bool html);

/* Is there a page that is asked for by this path of n bytes? */
bool routes_is_page(const char *path, size_t n);

/* For whoever walks the table. */
extern const struct route routes[];
extern const size_t routes_count;

/* Their handlers.  An error is shown in the manner of the route. */
#define UNDER(...)
#define ROUTE(method, path, handler, ...) enum err route_##handler(struct exchange *x) MUST_CHECK;
#include "routes.def"
#undef ROUTE
#undef UNDER

#endif
