/*
 * opencollective_graph - one request to Open Collective's API in GraphQL, and what it has read.
 *
 * The resolvers that opencollective_schema.def names get a struct oc_graph as
 * their ctx.  What a request needs more than once is read once and kept here;
 * memory is that of the request (ask->mem, which is x->call.mem meanwhile).
 */
#ifndef GATEWAY_OPENCOLLECTIVE_GRAPH_H
#define GATEWAY_OPENCOLLECTIVE_GRAPH_H
#include "gql_schema.h"
#include "opencollective_caller.h"

#define OC_DIALECT "opencollective"

/* The objects of the schema. */

struct oc_account {
    const char *id, *slug, *name, *email, *website, *picture;
    int64_t number, created_at, updated_at;
    bool own; /* that of whoever asks */
};

struct oc_app {
    const char *client_id, *name, *description, *redirect_uri;
    const struct oc_account *account; /* NULL: not known */
    int64_t created_at, updated_at;
    bool own, secret_kept;
    const char *secret; /* of one that was made just now; else NULL */
};

struct oc_authorization {
    const char *client_id, *client_name, *scope;
    int64_t created_at, updated_at, expires_at, used_at;
};

struct oc_token {
    const char *id, *name, *scope;
    int64_t created_at, updated_at, expires_at, used_at;
    const char *value; /* of one that was made just now; else NULL */
    bool preauthorized, ended;
};

/* Part of a list. */
struct oc_list {
    int64_t offset, limit, total;
    const struct gql_given *nodes;
    size_t n;
};

/* Lists of whoever asks, as they were read; NULL in v: not yet. */
struct oc_apps {
    const struct oc_app *v;
    size_t n;
};
struct oc_authorizations {
    const struct oc_authorization *v;
    size_t n;
};
struct oc_tokens {
    const struct oc_token *v;
    size_t n;
};

struct oc_graph {
    struct exchange *x;
    struct oc_caller caller;
    const struct oc_account *me; /* NULL: anonymous */
    struct oc_apps apps;
    struct oc_authorizations authorizations;
    struct oc_tokens tokens;
    int calls;           /* of other services */
    bool second_now;     /* a code of the second factor came with this request, and was right */
    enum err second_was; /* or it was not; OK: none was tried */
};

/* Each call of a service is counted: ERR_TOO_MANY when one document makes too many. */
enum err oc_graph_call(struct oc_graph *self) MUST_CHECK;

/* Whoever asks does not do so by a token; ERR_FORBIDDEN otherwise. */
enum err oc_graph_no_token(struct oc_graph *self) MUST_CHECK;

/* May whoever asks manage these ("applications", "account")?  A session may; others are told why
 * not.
 */
enum err oc_graph_managing(struct oc_graph *self, const char *what) MUST_CHECK;

/* The same for a list of an account, which others, and tokens without the scope, see as null. */
enum err oc_graph_listing(struct oc_graph *self, const struct oc_account *of, const char *what,
                          bool *shown) MUST_CHECK;

/* How long a code counts for a change: for a day of the session, for five minutes, not at all. */
enum oc_second { OC_SECOND_DAY, OC_SECOND_MINUTES, OC_SECOND_NOW };

/* OK: whoever asks, by a session, has no second factor, or has proved it.  ERR_SECOND_FACTOR: a
 * code is missing; ERR_WRONG_CODE, ERR_THROTTLED, ERR_BAD_FIELD: it is no good. */
enum err oc_graph_second(struct oc_graph *self, enum oc_second how) MUST_CHECK;

bool oc_graph_has_scope(const struct oc_graph *self, const char *scope);

/* The items of a collection that limit and offset ask for.  items: `total` objects of `size` bytes
 * each. */
enum err oc_graph_list(const struct gql_ask *ask, const void *items, size_t size, size_t total,
                       struct gql_given *out) MUST_CHECK;

/* p: NULL gives null. */
enum err oc_give(const void *p, struct gql_given *out);

/* The account that a reference means: NULL if it is not that of whoever asks, the only one that is
 * shown.  ERR_BAD_FIELD: it says nothing. */
enum err oc_account_find(struct oc_graph *self, const struct gql_value *reference,
                         const struct oc_account **out) MUST_CHECK;

/* Anybody's app; one's own has more to show.  ERR_NOT_FOUND. */
enum err oc_apps_find(struct oc_graph *self, const char *client_id,
                      const struct oc_app **out) MUST_CHECK;
enum err oc_apps_refer(struct oc_graph *self, const struct gql_value *reference,
                       const struct oc_app **out) MUST_CHECK; /* by id or clientId */
struct oc_app oc_apps_own(const struct oc_graph *self, const struct own_app *app);

enum err oc_authorizations_read(struct oc_graph *self) MUST_CHECK;
const struct oc_authorization *oc_authorizations_find(const struct oc_graph *self,
                                                      const char *client_id);

/* The resolvers. */
/* clang-format off */
#define TYPE(...)
#define FIELD(type, name, ref, from, doc) from
#define BY(resolver) enum err resolver(const struct gql_ask *ask, struct gql_given *out) MUST_CHECK;
#define AT(...)
#define ARG(...)
#define INPUT(...)
#define VALUE(...)
#include "opencollective_schema.def"
#undef TYPE
#undef FIELD
#undef BY
#undef AT
#undef ARG
#undef INPUT
#undef VALUE
/* clang-format on */

#endif
