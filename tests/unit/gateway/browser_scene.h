/*
 * browser_scene - services that note what they are asked for a browser, and answer as they are
 * told.
 */
#ifndef GATEWAY_BROWSER_SCENE_H
#define GATEWAY_BROWSER_SCENE_H
#include "front.h"

#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define B43 "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define BROWSER "Cookie: ostiary-browser=" A43 "\r\n"
#define SIGNED_IN "Cookie: ostiary-browser=" A43 "; ostiary-session=" B43 "\r\n"
#define OURS "Origin: " FRONT_ISSUER "\r\n"
#define HANDLE "handle-handle-handle"
#define EVIL "\"><script>alert('x')</script>&"
#define EVIL_HTML "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"

struct browser_seen {
    char browser[64], session[64], handle[64], decision[16], ticket[64];
    char username[64], password[64], agent[64], actor[64];
    enum err error;
    int64_t wait;
    struct interaction_step step;
    struct consent_question question;
};
extern struct browser_seen seen;

void begin(enum err e); /* what the services answer with */
void ask_to_sign_in(void);
void ask_for_consent(const char *redirect_uri);

#endif
