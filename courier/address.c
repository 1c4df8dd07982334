#include "address.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

struct network {
    const char *address;
    unsigned bits;
};

static const struct network closed_v4[] = {
    {"0.0.0.0", 8},        {"10.0.0.0", 8},    {"100.64.0.0", 10},   {"127.0.0.0", 8},
    {"169.254.0.0", 16},   /* clouds: metadata */
    {"168.63.129.16", 32}, /* one cloud's own, and public by its looks */
    {"172.16.0.0", 12},    {"192.0.0.0", 24},  {"192.0.2.0", 24},    {"192.88.99.0", 24},
    {"192.168.0.0", 16},   {"198.18.0.0", 15}, {"198.51.100.0", 24}, {"203.0.113.0", 24},
    {"224.0.0.0", 4},      {"240.0.0.0", 4},
};

static const struct network open_v6[] = {{"2000::", 3}};
static const struct network closed_v6[] = {
    {"2001::", 23}, /* Teredo, ORCHID and the like */
    {"2001:db8::", 32},
    {"2002::", 16}, /* 6to4: an IPv4 address inside */
    {"3fff::", 20},
};

static bool begins_alike(const uint8_t *a, const uint8_t *b, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;

    return memcmp(a, b, whole) == 0 && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

static bool among(const struct network *networks, size_t n, int family, const void *address)
{
    uint8_t network[16];

    for (size_t i = 0; i < n; i++) {
        if (inet_pton(family, networks[i].address, network) != 1)
            return true; /* our own table: cannot be */
        if (begins_alike(address, network, networks[i].bits))
            return true;
    }
    return false;
}

/* The 4 or 16 bytes; NULL: neither. */
static const void *bytes_in(const struct sockaddr *address)
{
    const void *p = address;

    if (address->sa_family == AF_INET)
        return &((const struct sockaddr_in *)p)->sin_addr;
    if (address->sa_family == AF_INET6)
        return &((const struct sockaddr_in6 *)p)->sin6_addr;
    return NULL;
}

bool address_public(const struct sockaddr *address)
{
    const void *bytes = bytes_in(address);

    if (!bytes)
        return false;
    if (address->sa_family == AF_INET)
        return !among(closed_v4, ARRAY_LEN(closed_v4), AF_INET, bytes);
    return among(open_v6, ARRAY_LEN(open_v6), AF_INET6, bytes) &&
           !among(closed_v6, ARRAY_LEN(closed_v6), AF_INET6, bytes);
}

bool address_same(const struct sockaddr *a, const struct sockaddr *b)
{
    const void *x = bytes_in(a), *y = bytes_in(b);

    return x && y && a->sa_family == b->sa_family &&
           memcmp(x, y, a->sa_family == AF_INET ? 4 : 16) == 0;
}

const char *address_text(struct arena *mem, const struct sockaddr *address)
{
    const void *bytes = bytes_in(address);
    char text[INET6_ADDRSTRLEN];

    if (!bytes || !inet_ntop(address->sa_family, bytes, text, sizeof text))
        return "?";
    return arena_strdup(mem, text);
}

bool addresses_add(struct addresses *self, const char *text)
{
    struct sockaddr_storage *room = &self->v[self->n];

    if (self->n == ADDRESSES_MAX)
        return false;
    memset(room, 0, sizeof *room);
    struct sockaddr_in *four = (void *)room;
    struct sockaddr_in6 *six = (void *)room;
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1)
        four->sin_family = AF_INET;
    else if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1)
        six->sin6_family = AF_INET6;
    else
        return false;
    self->n++;
    return true;
}

/* -- lists in settings --------------------------------------------------------------------------
 */

/* The next part between commas, without blanks around it; *list moves on.  False: the end. */
static bool next_part(const char **list, char *part, size_t room)
{
    const char *from = *list + strspn(*list, ", ");
    size_t n = strcspn(from, ", ");

    *list = from + n;
    if (n >= room)
        n = room - 1; /* too long for an address, and so it stays none */
    memcpy(part, from, n);
    part[n] = '\0';
    return n > 0;
}

bool address_listed(const char *list, const struct sockaddr *address)
{
    char part[INET6_ADDRSTRLEN + 1];

    while (list && next_part(&list, part, sizeof part)) {
        struct addresses one = {.n = 0};
        if (addresses_add(&one, part) && address_same((const void *)&one.v[0], address))
            return true;
    }
    return false;
}

const char *address_list_fault(struct arena *mem, const char *list)
{
    char part[INET6_ADDRSTRLEN + 1];

    while (list && next_part(&list, part, sizeof part)) {
        struct addresses one = {.n = 0};
        if (!addresses_add(&one, part))
            return arena_strdup(mem, part);
    }
    return NULL;
}

/* -- names ---------------------------------------------------------------------------------------
 */

enum err addresses_of(void *unused, const char *host, struct addresses *out)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    struct addrinfo *found = NULL;

    (void)unused;
    out->n = 0;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return ERR_NOT_FOUND;
    for (const struct addrinfo *a = found; a && out->n < ADDRESSES_MAX; a = a->ai_next) {
        if (bytes_in(a->ai_addr))
            memcpy(&out->v[out->n++], a->ai_addr, a->ai_addrlen);
    }
    freeaddrinfo(found);
    return out->n ? OK : ERR_NOT_FOUND;
}
