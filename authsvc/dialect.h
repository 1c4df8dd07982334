/*
 * dialect - the policies under which a request was made, as data.
 *
 * A request, code and consent carry the name of their dialect: nobody begins at
 * a lax door and ends at a strict one.
 */
#ifndef AUTHSVC_DIALECT_H
#define AUTHSVC_DIALECT_H
#include "shape.h"

/* The columns of dialect.def. */
enum dialect_pkce { PKCE_REQUIRED, PKCE_OPTIONAL };
enum dialect_method { METHOD_NAMED, METHOD_S256 };
enum dialect_redirect { REDIRECT_NAMED, REDIRECT_KNOWN };
enum dialect_scope { SCOPE_REGISTERED, SCOPE_KNOWN, SCOPE_SOME, SCOPE_ALL };
enum dialect_bare { CODE_NAMED, CODE_BARE };
enum dialect_rests { RESTS_ON_SESSION, RESTS_ON_CONSENT };
enum dialect_shown { SECRET_ONCE, SECRET_AGAIN };

struct dialect {
    const char *name;
    enum dialect_pkce pkce;
    enum dialect_method method;
    enum dialect_redirect redirect_uri;
    const char *scheme; /* NULL: none */
    enum dialect_scope scope;
    int64_t code_life; /* seconds */
    struct shape code;
    enum dialect_bare bare;
    enum dialect_rests rests;
    int64_t idle, life; /* seconds, of families, if the client does not say */
    struct shape client_id, secret, renewed;
    enum dialect_shown shown;
    int64_t apps;               /* that a person may have; 0: a setting says */
    const char *scopes, *usual; /* usual NULL: all of them */
};

extern const char *const dialect_names; /* words: all there are */
const struct dialect *
dialect_first(void); /* where apps are switched on unless they say otherwise */
const struct dialect *dialect_by_name(const char *name); /* NULL: there is no such dialect */

/* Of some dialects, as words: the first, which gives a client its shape (the first of all if that
 * is none); whether one of them shows secrets again; what apps of theirs may ask for; what of it is
 * registered for an app that does not say. */
const struct dialect *dialect_first_of(struct arena *mem, const char *names);
bool dialect_shows_again(const char *names);
/* What an app's own scheme may begin with there, instead of having a dot; NULL: it needs one. */
const char *dialect_scheme(const char *names);
const char *dialect_scopes(struct arena *mem, const char *names);
const char *dialect_usual_scopes(struct arena *mem, const char *names);

#endif
