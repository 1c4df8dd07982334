#include "language.h"
#include <string.h>
#include <strings.h>

enum { WEIGHT_MAX = 1000 }; /* q is counted in thousandths */

bool language_lookup(const char *tag, size_t n, enum language *out)
{
    const char *end = memchr(tag, '-', n);
    size_t primary = end ? (size_t)(end - tag) : n;

    for (size_t i = 0; i < LANGUAGES; i++) {
        if (strlen(languages[i].id) == primary && strncasecmp(languages[i].id, tag, primary) == 0) {
            *out = (enum language)i;
            return true;
        }
    }
    return false;
}

static bool by_locales(const char *locales, enum language *out)
{
    while (*locales) {
        size_t n = strcspn(locales, " ");
        if (language_lookup(locales, n, out))
            return true;
        locales += n + strspn(locales + n, " ");
    }
    return false;
}

/* What stands behind a language range: nothing, or ";q=" and 0 to 1 with at most three decimals
 * (RFC 9110 12.4.2).  -1: something else. */
static int weight(const char *at, const char *end)
{
    int q = 0, place = WEIGHT_MAX;

    at += strspn(at, " \t");
    if (at >= end)
        return WEIGHT_MAX;
    if (*at++ != ';')
        return -1;
    at += strspn(at, " \t");
    if (end - at < 3 || (*at != 'q' && *at != 'Q') || at[1] != '=' ||
        (at[2] != '0' && at[2] != '1'))
        return -1;
    q = (at[2] - '0') * WEIGHT_MAX;
    at += 3;
    if (at < end && *at == '.')
        for (at++; at < end && *at >= '0' && *at <= '9' && place > 1; at++)
            q += (*at - '0') * (place /= 10);
    at += strspn(at, " \t");
    return at >= end && q <= WEIGHT_MAX ? q : -1;
}

/* The first of those that weigh most; what weighs nothing is not wanted. */
static bool by_header(const char *accept, enum language *out)
{
    int best = 0;

    while (*accept) {
        enum language found;
        accept += strspn(accept, ", \t");
        const char *end = accept + strcspn(accept, ",");
        size_t n = strcspn(accept, ",; \t");
        int q = weight(accept + n, end);
        if (q > best && language_lookup(accept, n, &found)) {
            *out = found;
            best = q;
        }
        accept = end;
    }
    return best > 0;
}

enum language language_choose(const struct language_wishes *wishes)
{
    enum language out = wishes->otherwise;
    const char *chosen = wishes->chosen;

    if (wishes->ui_locales && by_locales(wishes->ui_locales, &out))
        return out;
    if (chosen && language_lookup(chosen, strlen(chosen), &out))
        return out;
    if (wishes->accept && by_header(wishes->accept, &out))
        return out;
    return wishes->otherwise;
}
