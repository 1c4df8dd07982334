/*
 * portrait - the picture of a person or an app on a page, and in its stead a letter.
 *
 *   const struct portrait p = portrait_of(mem, PICTURE_ICONS, app.icon, app.client_name);
 *   const struct slot slots[] = {PORTRAIT_SLOTS(p), …};
 *
 * and in the template, by sizes of page.css (portrait, portrait large, portrait small):
 *
 *   {{#src}}<img class="portrait" src="{{src}}" alt="">{{/src}}{{^src}}<span class="portrait
 *   {{tint}}" aria-hidden="true">{{letter}}</span>{{/src}}
 *
 * The name stands beside it in any case, so that it says nothing to who cannot see it.
 */
#ifndef GATEWAY_PORTRAIT_H
#define GATEWAY_PORTRAIT_H
#include "arena.h"
#include "picture.h"

struct portrait {
    const char *src;    /* address of the picture; NULL: there is none */
    const char *letter; /* the first of the name */
    const char *tint;   /* the same for the same name */
};

/* folder: PICTURE_AVATARS or PICTURE_ICONS.  picture: its name; NULL: none. */
struct portrait portrait_of(struct arena *mem, const char *folder, const char *picture,
                            const char *name);

#define PORTRAIT_SLOTS(portrait)                                                                   \
    {"src", (portrait).src, NULL, 0}, {"letter", (portrait).letter, NULL, 0},                      \
    {                                                                                              \
        "tint", (portrait).tint, NULL, 0                                                           \
    }

#endif
