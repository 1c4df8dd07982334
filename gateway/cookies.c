#include "cookies.h"
#include "b64url.h"
#include <string.h>

static bool is_token(struct arena *mem, const char *value, size_t n)
{
    struct bytes raw;

    return n == COOKIE_TOKEN_LEN && b64url_decode(mem, value, n, &raw) == OK;
}

static bool is_language(struct arena *mem, const char *value, size_t n)
{
    (void)mem;
    return n == 2 && value[0] >= 'a' && value[0] <= 'z' && value[1] >= 'a' && value[1] <= 'z';
}

static const struct {
    const char *secure_name, *plain_name;
    bool (*well_formed)(struct arena *mem, const char *value, size_t n);
} cookies[] = {
    [COOKIE_BROWSER] = {"__Host-ostiary-browser", "ostiary-browser", is_token},
    [COOKIE_SESSION] = {"__Host-ostiary-session", "ostiary-session", is_token},
    [COOKIE_WAITING] = {"__Host-ostiary-waiting", "ostiary-waiting", is_token},
    [COOKIE_LANGUAGE] = {"__Host-ostiary-language", "ostiary-language", is_language},
    [COOKIE_TICKET] = {"__Secure-ostiary-ticket", "ostiary-ticket", is_token},
    [COOKIE_HALF] = {"__Host-ostiary-half", "ostiary-half", is_token},
    [COOKIE_TRIAL] = {"__Host-ostiary-trial", "ostiary-trial", is_token},
    [COOKIE_TACHI] = {"__Host-Ostiary_SESSION", "Ostiary_SESSION", is_token},
};

static const char *name_of(enum cookie which, bool secure)
{
    return secure ? cookies[which].secure_name : cookies[which].plain_name;
}

const char *cookies_get(struct arena *mem, const char *header, enum cookie which, bool secure)
{
    const char *name = name_of(which, secure);
    size_t name_len = strlen(name);
    const char *found = NULL;

    for (const char *at = header; at && *at;) {
        at += strspn(at, "; \t");
        size_t len = strcspn(at, ";");
        if (len > name_len && at[name_len] == '=' && strncmp(at, name, name_len) == 0) {
            const char *value = at + name_len + 1;
            size_t n = len - name_len - 1;
            if (!cookies[which].well_formed(mem, value, n) ||
                (found && strncmp(found, value, n) != 0))
                return NULL;
            found = arena_strndup(mem, value, n);
        }
        at += len;
    }
    return found;
}

bool cookies_fits(struct arena *mem, enum cookie which, const char *value)
{
    return cookies[which].well_formed(mem, value, strlen(value));
}

const char *cookies_set_at(struct arena *mem, enum cookie which, const char *value,
                           const char *path, int64_t max_age, bool secure)
{
    return arena_printf(mem, "%s=%s; Path=%s; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
                        name_of(which, secure), value, path, (long long)max_age,
                        secure ? "; Secure" : "");
}

const char *cookies_set(struct arena *mem, enum cookie which, const char *value, int64_t max_age,
                        bool secure)
{
    return cookies_set_at(mem, which, value, "/", max_age, secure);
}
