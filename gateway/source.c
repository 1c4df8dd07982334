#include "source.h"
#include "text.h"
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* Every address as 16 bytes; IPv4 mapped (RFC 4291 2.5.5.2), so that both are compared alike. */
struct address {
    uint8_t byte[16];
};

struct network {
    struct address base;
    int64_t bits;
};

struct proxies {
    struct network *v;
    size_t n;
};

enum { PROXIES_MAX = 64, MAPPED_BITS = 96 };

static bool read_address(const char *text, struct address *out, bool *v4)
{
    *out = (struct address){{[10] = 0xff, [11] = 0xff}};
    *v4 = inet_pton(AF_INET, text, out->byte + 12) == 1;
    return *v4 || inet_pton(AF_INET6, text, out->byte) == 1;
}

static bool inside(const struct network *net, const struct address *a)
{
    size_t whole = (size_t)net->bits / 8;
    unsigned rest = (unsigned)net->bits % 8;

    if (memcmp(net->base.byte, a->byte, whole) != 0)
        return false;
    return rest == 0 || ((net->base.byte[whole] ^ a->byte[whole]) >> (8 - rest)) == 0;
}

static bool read_network(struct arena *mem, const char *text, struct network *out)
{
    const char *slash = strchr(text, '/');
    const char *base = slash ? arena_strndup(mem, text, (size_t)(slash - text)) : text;
    int64_t bits;
    bool v4;

    if (!read_address(base, &out->base, &v4))
        return false;
    int64_t widest = v4 ? 32 : 128;
    bits = widest;
    if (slash && (!text_int(slash + 1, &bits) || bits < 0 || bits > widest))
        return false;
    out->bits = v4 ? bits + MAPPED_BITS : bits;
    return true;
}

enum err source_proxies(struct arena *mem, const char *text, const struct proxies **out,
                        const char **why)
{
    struct proxies *self = ARENA_NEW(mem, proxies);

    self->v = arena_array(mem, PROXIES_MAX, sizeof *self->v);
    for (const char *at = text; at && *(at += strspn(at, ", ")) != '\0';) {
        size_t n = strcspn(at, ", ");
        const char *one = arena_strndup(mem, at, n);
        if (self->n == PROXIES_MAX) {
            *why = "there are too many";
            return ERR_CONFIG;
        }
        if (!read_network(mem, one, &self->v[self->n++])) {
            *why = arena_printf(mem, "\"%s\" is neither an address nor a network", one);
            return ERR_CONFIG;
        }
        at += n;
    }
    *out = self;
    return OK;
}

bool source_is_proxy(const struct proxies *proxies, const char *address)
{
    struct address a;
    bool v4;

    if (!read_address(address, &a, &v4))
        return false;
    for (size_t i = 0; i < proxies->n; i++) {
        if (inside(&proxies->v[i], &a))
            return true;
    }
    return false;
}

bool source_is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
           strncmp(address, "::ffff:127.", 11) == 0;
}

/* The last element of a list with commas that ends at n, without blanks; *n: where the rest ends.
 */
static const char *last_of(struct arena *mem, const char *list, size_t *n)
{
    size_t end = *n, begin;

    while (end > 0 && list[end - 1] == ' ')
        end--;
    for (begin = end; begin > 0 && list[begin - 1] != ',';)
        begin--;
    *n = begin > 0 ? begin - 1 : 0;
    const char *text = list + begin;
    size_t blanks = strspn(text, " ");
    return blanks < end - begin ? arena_strndup(mem, text + blanks, end - begin - blanks) : "";
}

/* From the right: our own proxies are passed over.  What is no address ends the search, for whoever
 * stands to the left of it could have written it. */
static const char *forwarded_source(struct arena *mem, const struct proxies *proxies,
                                    const char *peer, const char *list)
{
    const char *nearest = peer;

    for (size_t n = list ? strlen(list) : 0; n > 0;) {
        const char *one = last_of(mem, list, &n);
        struct address a;
        bool v4;
        if (!read_address(one, &a, &v4))
            return nearest;
        nearest = one;
        if (!source_is_proxy(proxies, one))
            return one;
    }
    return nearest;
}

enum err source_judge(struct arena *mem, const struct proxies *proxies, bool secure,
                      const char *peer, const struct source_headers *headers, struct source *out)
{
    if (!source_is_proxy(proxies, peer)) {
        if (secure && !source_is_loopback(peer))
            return ERR_MISDIRECTED;
        *out = (struct source){peer, headers->host};
        return OK;
    }
    if (secure && headers->forwarded_proto && strcasecmp(headers->forwarded_proto, "https") != 0)
        return ERR_MISDIRECTED;
    *out = (struct source){
        .address = forwarded_source(mem, proxies, peer, headers->forwarded_for),
        .host = headers->forwarded_host ? headers->forwarded_host : headers->host,
    };
    return OK;
}
