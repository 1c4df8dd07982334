/*
 * redirect_hint - how a redirect URI that is not registered misses the ones that are.
 *
 * For the app's owner alone: who asks is told that it is not registered, and no
 * more.  Pure.
 */
#ifndef AUTHSVC_REDIRECT_HINT_H
#define AUTHSVC_REDIRECT_HINT_H
#include "mishap.h"
#include "msg.h"

struct redirect_hint {
    enum mishap mishap;  /* redirect_none … redirect_other */
    const char *nearest; /* of those registered; NULL: none is near */
};

struct redirect_hint redirect_hint(const struct strs *registered, const char *asked);

#endif
