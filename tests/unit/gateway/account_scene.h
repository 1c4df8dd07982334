/*
 * account_scene - services before which somebody is signed in, for the pages of an account.
 */
#ifndef UNIT_GATEWAY_ACCOUNT_SCENE_H
#define UNIT_GATEWAY_ACCOUNT_SCENE_H
#include "front.h"

#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define B43 "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define C43 "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA"
#define BROWSER "Cookie: ostiary-browser=" A43 "\r\n"
#define SIGNED_IN "Cookie: ostiary-browser=" A43 "; ostiary-session=" B43 "\r\n"
#define OURS "Origin: " FRONT_ISSUER "\r\n"
#define EVIL "\"><script>alert('x')</script>&"
#define EVIL_HTML "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"
#define MOMENT INT64_C(1772701679999)

extern struct account_scene {
    enum err session, answer; /* how asking who is there ends, and what is asked then */
    char actor[64];           /* on whose behalf it was asked */
    char fields[256];         /* what was asked, as "one|other" */
    size_t apps;
} asked;

void scene_begin(enum err answer);
const char *scene_post(const char *path, const char *form); /* from our own page, signed in */

#endif
