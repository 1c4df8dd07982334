#include "issuer.h"
#include "text.h"
#include <string.h>
#include <strings.h>

static const char *default_port(bool secure)
{
    return secure ? ":443" : ":80";
}

static bool is_loopback(const char *host, size_t n)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strlen(names[i]) == n && strncmp(names[i], host, n) == 0)
            return true;
    }
    return false;
}

/* The host, without what follows it. */
static size_t host_len(const char *authority)
{
    if (authority[0] == '[') {
        size_t n = strcspn(authority, "]");
        return authority[n] ? n + 1 : 0;
    }
    return strcspn(authority, ":");
}

static const char *host_fault(const char *host, size_t n)
{
    static const char name[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    static const char address[] = "0123456789abcdef:.[]";

    if (n == 0)
        return "it names no host";
    if (strspn(host, host[0] == '[' ? address : name) < n)
        return "the host may have small letters, digits, '.' and '-' (other names in punycode)";
    return NULL;
}

static const char *port_fault(const char *port, bool secure)
{
    int64_t number;

    if (!*port)
        return NULL;
    if (*port != ':' || !text_int(port + 1, &number) || port[1] == '0' || number < 1 ||
        number > 65535)
        return "after the host there may be a port and nothing else, no path and no '/'";
    return strcmp(port, default_port(secure)) == 0 ? "the default port is not written" : NULL;
}

enum err issuer_parse(struct arena *mem, const char *url, struct issuer *out, const char **why)
{
    static const char https[] = "https://", http[] = "http://";

    bool secure = url && strncmp(url, https, sizeof https - 1) == 0;
    if (!url || (!secure && strncmp(url, http, sizeof http - 1) != 0)) {
        *why = "it is not an https address";
        return ERR_CONFIG;
    }
    const char *authority = url + (secure ? sizeof https : sizeof http) - 1;
    size_t n = host_len(authority);
    const char *fault = host_fault(authority, n);
    if (!fault)
        fault = port_fault(authority + n, secure);
    if (!fault && !secure && !is_loopback(authority, n))
        fault = "http is for development on this machine only: localhost, 127.0.0.1 or [::1]";
    if (fault) {
        *why = fault;
        return ERR_CONFIG;
    }
    *out = (struct issuer){arena_strdup(mem, url), arena_strdup(mem, authority), secure};
    return OK;
}

bool issuer_serves(const struct issuer *self, const char *host)
{
    size_t n = strlen(self->authority);

    if (strncasecmp(host, self->authority, n) != 0)
        return false;
    if (!host[n])
        return true;
    bool has_port = self->authority[host_len(self->authority)];
    return !has_port && strcmp(host + n, default_port(self->secure)) == 0;
}
