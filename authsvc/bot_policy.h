/*
 * bot_policy - how the bots of apps sign in in a dialect, as data (bot_policy.def).
 */
#ifndef AUTHSVC_BOT_POLICY_H
#define AUTHSVC_BOT_POLICY_H
#include "base.h"

enum bot_proof { BOT_MD5 };

struct bot_policy {
    const char *dialect;
    enum bot_proof proof;
};

const struct bot_policy *bot_policy_by_name(const char *dialect); /* NULL: it has no bots */

/* Of the first of these dialects, as words, that has bots; NULL: none has. */
const struct bot_policy *bot_policy_among(const char *dialects);

#endif
