#include "redirect_uri.h"
#include <ctype.h>
#include <string.h>

#define REDIRECT_FAULT(name, text) {#name, text},
#define REDIRECT_ANSWERED(name)                                                                    \
    {#name, "has " #name " in its query, which is for the answer alone"},
static const struct {
    const char *name, *text;
} faults[REDIRECT_FAULTS] = {
    {"fine", NULL},
#include "redirect_fault.def"
};
#undef REDIRECT_ANSWERED
#undef REDIRECT_FAULT

static const char DIGITS[] = "0123456789";
static const char SCHEME[] = "abcdefghijklmnopqrstuvwxyz0123456789+-.";
static const char HOST[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
static const char *const loopback[] = {"http://127.0.0.1", "http://[::1]"};

/* What follows the prefix, or NULL. */
static const char *after(const char *text, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

/* -- what may be registered -------------------------------------------------------------------- */

/* RFC 3986 2: nothing else can stand in a URI. */
static bool uri_characters(const char *uri)
{
    for (const char *p = uri; *p; p++) {
        if (*p == '%' && (!isxdigit((unsigned char)p[1]) || !isxdigit((unsigned char)p[2])))
            return false;
        if (!isalnum((unsigned char)*p) && !strchr("-._~:/?#[]@!$&'()*+,;=%", *p))
            return false;
    }
    return true;
}

static bool port_valid(const char *p, size_t n)
{
    int64_t port = 0;

    if (n == 0 || n > 5 || strspn(p, DIGITS) < n)
        return false;
    for (size_t i = 0; i < n; i++)
        port = port * 10 + (p[i] - '0');
    return port >= 1 && port <= 65535;
}

/* Length of the host at the start of an authority; 0: there is none. */
static size_t host_length(const char *authority)
{
    if (*authority != '[')
        return isalnum((unsigned char)*authority) ? strspn(authority, HOST) : 0;
    size_t n = 1 + strspn(authority + 1, "0123456789abcdefABCDEF:.");
    return n >= 3 && authority[n] == ']' ? n + 1 : 0;
}

/* host and, perhaps, port */
static enum redirect_fault authority_fault(const char *authority)
{
    size_t n = strcspn(authority, "/?");

    if (memchr(authority, '@', n))
        return REDIRECT_user;
    size_t host = host_length(authority);
    if (host == 0)
        return REDIRECT_host;
    if (host == n)
        return REDIRECT_FINE;
    if (authority[host] != ':' || !port_valid(authority + host + 1, n - host - 1))
        return REDIRECT_authority;
    return REDIRECT_FINE;
}

static bool is_local(const char *uri)
{
    static const char *const local[] = {"http://localhost", "http://127.0.0.1", "http://[::1]"};

    for (size_t i = 0; i < ARRAY_LEN(local); i++) {
        const char *rest = after(uri, local[i]);
        if (rest && (*rest == '\0' || strchr(":/?", *rest)))
            return true;
    }
    return false;
}

static enum redirect_fault private_scheme_fault(const char *uri, size_t scheme)
{
    if (!memchr(uri, '.', scheme))
        return REDIRECT_private_scheme;
    return uri[scheme + 1] == '/' ? REDIRECT_FINE : REDIRECT_private_slash;
}

static enum redirect_fault address_fault(const char *uri)
{
    const char *rest = NULL;

    if (!uri_characters(uri))
        return REDIRECT_characters;
    if (strchr(uri, '#'))
        return REDIRECT_fragment;
    size_t scheme = strspn(uri, SCHEME);
    if (scheme == 0 || uri[scheme] != ':' || !islower((unsigned char)*uri))
        return REDIRECT_scheme;
    if ((rest = after(uri, "https://")))
        return authority_fault(rest);
    if (!(rest = after(uri, "http://")))
        return private_scheme_fault(uri, scheme);
    enum redirect_fault fault = authority_fault(rest);
    if (fault)
        return fault;
    return is_local(uri) ? REDIRECT_FINE : REDIRECT_insecure;
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Do these n bytes, which uri_characters has seen, spell name once they are decoded? */
static bool spells(const char *p, size_t n, const char *name)
{
    const char *end = p + n;

    for (; p < end && *name; name++) {
        int c = *p == '%' ? hex_digit(p[1]) * 16 + hex_digit(p[2]) : *p;
        if (c != *name)
            return false;
        p += *p == '%' ? 3 : 1;
    }
    return p == end && !*name;
}

static enum redirect_fault answered_fault(const char *p, size_t n)
{
    static const struct {
        const char *name;
        enum redirect_fault fault;
    } answered[] = {
#define REDIRECT_FAULT(...)
#define REDIRECT_ANSWERED(name) {#name, REDIRECT_##name},
#include "redirect_fault.def"
#undef REDIRECT_ANSWERED
#undef REDIRECT_FAULT
    };

    for (size_t i = 0; i < ARRAY_LEN(answered); i++) {
        if (spells(p, n, answered[i].name))
            return answered[i].fault;
    }
    return REDIRECT_FINE;
}

/* Some frameworks take ';' for '&'. */
static enum redirect_fault query_fault(const char *uri)
{
    enum redirect_fault fault = REDIRECT_FINE;
    const char *at = strchr(uri, '?');

    while (at && !fault) {
        fault = answered_fault(at + 1, strcspn(at + 1, "=&;"));
        at = strpbrk(at + 1, "&;");
    }
    return fault;
}

enum redirect_fault redirect_uri_judge(const char *uri)
{
    enum redirect_fault fault = address_fault(uri);

    return fault ? fault : query_fault(uri);
}

/* Of an app's own without a dot in it. */
static bool is_own_scheme(const char *uri, const char *prefix)
{
    const char *rest = prefix ? after(uri, prefix) : NULL;
    size_t n = rest ? strspn(rest, "abcdefghijklmnopqrstuvwxyz0123456789") : 0;

    return n > 0 && rest[n] == ':';
}

enum redirect_fault redirect_uri_judge_with(const char *uri, const char *prefix)
{
    if (!is_own_scheme(uri, prefix))
        return redirect_uri_judge(uri);
    if (!uri_characters(uri))
        return REDIRECT_characters;
    return strchr(uri, '#') ? REDIRECT_fragment : query_fault(uri);
}

enum redirect_fault redirect_uri_judge_page(const char *uri)
{
    if (!after(uri, "https://") && !after(uri, "http://"))
        return REDIRECT_page;
    return address_fault(uri);
}

static bool stands_before(const struct strs *uris, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (strcmp(uris->v[i], uris->v[j]) == 0)
            return true;
    }
    return false;
}

enum redirect_fault redirect_uri_judge_of(const struct strs *uris, size_t i, const char *prefix)
{
    enum redirect_fault fault = redirect_uri_judge_with(uris->v[i], prefix);

    return !fault && stands_before(uris, i) ? REDIRECT_twice : fault;
}

const char *redirect_fault_name(enum redirect_fault fault)
{
    return faults[fault].name;
}

const char *redirect_fault_text(enum redirect_fault fault)
{
    return faults[fault].text;
}

/* -- what equals it ---------------------------------------------------------------------------- */

/* Without its port, a URI of a loopback address: host goes to *host, what follows the port is
 * returned.  NULL: it is none. */
static const char *split_loopback(const char *uri, const char **host)
{
    for (size_t i = 0; i < ARRAY_LEN(loopback); i++) {
        const char *rest = after(uri, loopback[i]);
        if (!rest)
            continue;
        *host = loopback[i];
        if (*rest != ':')
            return *rest == '\0' || strchr("/?", *rest) ? rest : NULL;
        size_t n = strspn(rest + 1, DIGITS);
        return port_valid(rest + 1, n) ? rest + 1 + n : NULL;
    }
    return NULL;
}

static bool equal_but_for_port(const char *a, const char *b)
{
    const char *host_a = NULL, *host_b = NULL;
    const char *rest_a = split_loopback(a, &host_a), *rest_b = split_loopback(b, &host_b);

    return rest_a && rest_b && host_a == host_b && strcmp(rest_a, rest_b) == 0;
}

bool redirect_uri_registered(const struct strs *registered, const char *asked, bool any_port)
{
    for (size_t i = 0; i < registered->n; i++) {
        if (strcmp(registered->v[i], asked) == 0)
            return true;
        if (any_port && equal_but_for_port(registered->v[i], asked))
            return true;
    }
    return false;
}

bool redirect_uri_is_contested(const char *uri)
{
    return !after(uri, "https://");
}
