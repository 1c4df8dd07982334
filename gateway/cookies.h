/*
 * cookies - the cookies of the pages: which browser this is, who is signed in with it, which app
 * waits for a person who reads a mail meanwhile, which trial of an app of theirs they began, and
 * that their password was right and a code is wanted, which language they chose; and, for programs
 * that go through our pages, the ticket of the consent page that was seen.
 *
 * They are 256 random bits in base64url, the language two letters.  All are
 * HttpOnly and SameSite=Lax; under https they bear the prefix __Host- (RFC 6265bis
 * 4.1.3), so that no other host can set them; the ticket, which goes to one path
 * alone, __Secure-.  A value of any other
 * shape counts as absent, and so does a cookie that comes twice with different
 * values.
 */
#ifndef GATEWAY_COOKIES_H
#define GATEWAY_COOKIES_H
#include "arena.h"

enum { COOKIE_TOKEN_LEN = 43 };
/* COOKIE_TACHI: the session of a program of Tachi. */
enum cookie {
    COOKIE_BROWSER,
    COOKIE_SESSION,
    COOKIE_WAITING,
    COOKIE_TRIAL,
    COOKIE_LANGUAGE,
    COOKIE_TICKET,
    COOKIE_HALF,
    COOKIE_TACHI,
};

/* header: of Cookie, or NULL.  NULL: no such cookie. */
const char *cookies_get(struct arena *mem, const char *header, enum cookie which, bool secure);

/* Has the value the shape of that cookie? */
bool cookies_fits(struct arena *mem, enum cookie which, const char *value);

/* The value of Set-Cookie, for a value of the right shape.  max_age in seconds; 0 removes the
 * cookie. */
const char *cookies_set(struct arena *mem, enum cookie which, const char *value, int64_t max_age,
                        bool secure);
const char *cookies_set_at(struct arena *mem, enum cookie which, const char *value,
                           const char *path, int64_t max_age, bool secure);

#endif
