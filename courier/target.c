#include "target.h"
#include "buf.h"
#include <string.h>

static const char *part_of(CURLU *url, CURLUPart part, unsigned flags, struct arena *mem)
{
    char *text = NULL;
    const char *copy = NULL;

    if (curl_url_get(url, part, &text, flags) == CURLUE_OK)
        copy = arena_strdup(mem, text);
    curl_free(text);
    return copy;
}

/* What is wrong with the address as such; NULL: nothing. */
static const char *take_apart(struct target *self, struct arena *mem, const char *text)
{
    self->url = curl_url();
    if (!self->url || curl_url_set(self->url, CURLUPART_URL, text, 0) != CURLUE_OK)
        return "it is not an address";
    const char *scheme = part_of(self->url, CURLUPART_SCHEME, 0, mem);
    if (!scheme || strcmp(scheme, "https") != 0)
        return "it does not begin with https://";
    if (part_of(self->url, CURLUPART_USER, 0, mem) ||
        part_of(self->url, CURLUPART_PASSWORD, 0, mem))
        return "there is a user name in it";
    const char *host = part_of(self->url, CURLUPART_HOST, 0, mem);
    self->port = part_of(self->url, CURLUPART_PORT, CURLU_DEFAULT_PORT, mem);
    if (!host || !self->port || strchr(host, '%') || part_of(self->url, CURLUPART_ZONEID, 0, mem))
        return "its host is not a name or an address";
    self->host = host[0] == '[' ? arena_strndup(mem, host + 1, strcspn(host + 1, "]")) : host;
    return NULL;
}

/* The first that may not be connected to; NULL: all may. */
static const struct sockaddr *closed(const struct addresses *addresses, const char *allow)
{
    for (size_t i = 0; i < addresses->n; i++) {
        const struct sockaddr *address = (const void *)&addresses->v[i];
        if (!address_public(address) && !address_listed(allow, address))
            return address;
    }
    return NULL;
}

enum outcome target_find(struct target *self, const struct webhook *webhook, struct arena *mem,
                         const char *url, const char **why)
{
    *self = (struct target){.url = NULL};
    *why = take_apart(self, mem, url);
    if (*why)
        return OUTCOME_REFUSED;
    if (!addresses_add(&self->addresses, self->host) &&
        webhook->resolve(webhook->resolve_self, self->host, &self->addresses) != OK) {
        *why = arena_printf(mem, "%s has no address", self->host);
        return OUTCOME_FAILED;
    }
    const struct sockaddr *address = closed(&self->addresses, webhook->allow);
    if (!address)
        return OUTCOME_SENT;
    *why = arena_printf(mem, "%s is at %s, which is not a public address", self->host,
                        address_text(mem, address));
    return OUTCOME_REFUSED;
}

void target_done(struct target *self)
{
    curl_url_cleanup(self->url);
    self->url = NULL;
}

const char *target_pinned(const struct target *self, struct arena *mem)
{
    struct buf out;

    buf_init(&out, mem, 128);
    buf_printf(&out, "%s:%s:", self->host, self->port);
    for (size_t i = 0; i < self->addresses.n; i++) {
        const struct sockaddr *address = (const void *)&self->addresses.v[i];
        bool six = address->sa_family == AF_INET6;
        buf_printf(&out, "%s%s%s%s", i ? "," : "", six ? "[" : "", address_text(mem, address),
                   six ? "]" : "");
    }
    return buf_text(&out);
}

bool target_allows(const struct target *self, const struct sockaddr *address)
{
    for (size_t i = 0; i < self->addresses.n; i++) {
        if (address_same((const void *)&self->addresses.v[i], address))
            return true;
    }
    return false;
}
