/*
 * tailchat_says - what Tailchat's endpoints for OAuth say of an error (tailchat_says.def).
 */
#ifndef GATEWAY_DIALECTS_TAILCHAT_SAYS_H
#define GATEWAY_DIALECTS_TAILCHAT_SAYS_H
#include "exchange.h"

struct tailchat_words {
    int status;
    const char *error, *text; /* text NULL: nothing more */
};

/* our: what we would say. */
struct tailchat_words tailchat_says(struct arena *mem, enum err e, const char *our,
                                    const char *path);

/* Of the exchange. */
struct tailchat_words tailchat_says_of(const struct exchange *x, enum err e);

#endif
