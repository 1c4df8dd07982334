/*
 * language - which of our languages a person gets.
 *
 * In this order: what the app that sent them asks for (ui_locales, OIDC Core
 * 3.1.2.1), what they have chosen here before, what their browser asks for
 * (Accept-Language, RFC 9110 12.5.4), what the operator has set.
 *
 * A wish is matched by lookup (RFC 4647 3.4): its subtags are taken away from
 * the end until something of ours is left.  All of ours are single subtags, so
 * that the first one decides.
 */
#ifndef GATEWAY_LANGUAGE_H
#define GATEWAY_LANGUAGE_H
#include "texts.h"

struct language_wishes {
    const char *ui_locales; /* tags with blanks between; NULL: none, and so below */
    const char *chosen;     /* id of one of ours */
    const char *accept;     /* value of Accept-Language */
    enum language otherwise;
};

enum language language_choose(const struct language_wishes *wishes);

/* By a tag of n bytes such as fr-CA.  false: it is none of ours. */
bool language_lookup(const char *tag, size_t n, enum language *out);

#endif
