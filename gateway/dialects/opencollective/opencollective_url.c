/* opencollective_url.c - addresses as browsers write them (WHATWG URL 4.4). */
#include "buf.h"
#include "opencollective_scalars.h"
#include "text.h"
#include <string.h>
#include <strings.h>

struct url {
    const char *scheme;        /* lower case */
    const char *host, *port;   /* NULL: none */
    const char *path, *behind; /* behind: with its '?' or '#' */
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Without blanks around it and line ends in it. */
static const char *bare(struct arena *mem, const char *text)
{
    char *out = arena_alloc(mem, strlen(text) + 1), *end = out;

    while (*text && (unsigned char)*text <= ' ')
        text++;
    for (; *text; text++) {
        if (!strchr("\t\r\n", *text))
            *end++ = *text;
    }
    while (end > out && (unsigned char)end[-1] <= ' ')
        end--;
    *end = '\0';
    return out;
}

static bool is_web(const char *scheme)
{
    return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

/* What may not stand for itself becomes %XX. */
static void add_encoded(struct buf *out, const char *p, size_t n, const char *encoded)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c <= ' ' || c > '~' || strchr(encoded, c))
            buf_printf(out, "%%%02X", c);
        else
            buf_char(out, (char)c);
    }
}

/* -- paths ----------------------------------------------------------------------------------------
 */

/* Is the segment n dots, some of them perhaps written %2e? */
static bool is_dots(const char *p, size_t n, size_t dots)
{
    const char *end = p + n;

    for (; p < end && dots > 0; dots--) {
        if (*p == '.')
            p++;
        else if (end - p >= 3 && strncasecmp(p, "%2e", 3) == 0)
            p += 3;
        else
            return false;
    }
    return p == end && dots == 0;
}

static void drop_segment(struct buf *out)
{
    while (out->n > 0 && out->p[--out->n] != '/')
        continue;
}

/* begins with '/', or is empty. */
static const char *clean_path(struct arena *mem, const char *path)
{
    struct buf out;

    buf_init(&out, mem, strlen(path) + 2);
    for (const char *p = path; *p;) {
        size_t n = strcspn(++p, "/");
        bool last = !p[n];
        if (is_dots(p, n, 2)) {
            drop_segment(&out);
        } else if (!is_dots(p, n, 1)) {
            buf_char(&out, '/');
            add_encoded(&out, p, n, "\"#<>?`{}");
            last = false;
        }
        if (last) /* dots at the end leave the folder */
            buf_char(&out, '/');
        p += n;
    }
    if (out.n == 0)
        buf_char(&out, '/');
    return arena_strndup(mem, (const char *)out.p, out.n);
}

/* -- parts ----------------------------------------------------------------------------------------
 */

/* NULL: text has none. */
static const char *take_scheme(struct arena *mem, const char **text)
{
    const char *p = *text;

    if (!is_letter(*p))
        return NULL;
    while (is_letter(*p) || (*p && strchr("0123456789+-.", *p)))
        p++;
    if (*p != ':')
        return NULL;
    const char *scheme = text_lower(mem, arena_strndup(mem, *text, (size_t)(p - *text)));
    *text = p + 1;
    return scheme;
}

/* The port without zeros before it; NULL: the usual one; *fine: it is one at all. */
static const char *clean_port(struct arena *mem, const char *scheme, const char *port, bool *fine)
{
    int64_t n = 0;

    *fine = true;
    if (!*port)
        return NULL;
    *fine = strspn(port, "0123456789") == strlen(port) && text_int(port, &n) && n <= 65535;
    if (n == (strcmp(scheme, "https") == 0 ? 443 : 80))
        return NULL;
    return arena_printf(mem, "%lld", (long long)n);
}

/* host[:port]; false: something else, or nothing. */
static bool take_authority(struct arena *mem, const char *text, struct url *out)
{
    const char *colon = strrchr(text, ':'), *bracket = strrchr(text, ']');
    bool fine = true;

    if (bracket && colon < bracket)
        colon = NULL;
    out->host = text_lower(mem, colon ? arena_strndup(mem, text, (size_t)(colon - text))
                                      : arena_strdup(mem, text));
    if (colon)
        out->port = clean_port(mem, out->scheme, colon + 1, &fine);
    size_t ipv6 = strspn(out->host, "[]:.0123456789abcdef");
    size_t name = strspn(out->host, "-._~!$&'()*+,;=0123456789abcdefghijklmnopqrstuvwxyz");
    return fine && *out->host && (out->host[0] == '[' ? ipv6 : name) == strlen(out->host);
}

static bool take_web(struct arena *mem, const char *text, struct url *out)
{
    text += strspn(text, "/\\");
    size_t n = strcspn(text, "/\\?#");
    if (!take_authority(mem, arena_strndup(mem, text, n), out))
        return false;
    text += n;
    char *path = arena_strndup(mem, text, strcspn(text, "?#"));
    out->behind = text + strlen(path);
    for (char *p = path; *p; p++) {
        if (*p == '\\')
            *p = '/';
    }
    out->path = clean_path(mem, path);
    return true;
}

const char *oc_url_accept(struct arena *mem, const char *text, const char **why)
{
    struct url url = {0};
    struct buf out;

    text = bare(mem, text);
    url.scheme = take_scheme(mem, &text);
    bool fine = url.scheme && *text;
    if (fine && is_web(url.scheme)) {
        fine = take_web(mem, text, &url);
    } else if (fine) {
        url.path = arena_strndup(mem, text, strcspn(text, "?#"));
        url.behind = text + strlen(url.path);
        if (url.path[0] == '/' && url.path[1] != '/')
            url.path = clean_path(mem, url.path);
    }
    if (!fine) {
        *why = "must be a URL, with a host in ASCII";
        return NULL;
    }
    buf_init(&out, mem, 256);
    buf_printf(&out, "%s:", url.scheme);
    if (url.host)
        buf_printf(&out, "//%s%s%s", url.host, url.port ? ":" : "", url.port ? url.port : "");
    add_encoded(&out, url.path, strlen(url.path), "");
    add_encoded(&out, url.behind, strlen(url.behind), "\"<>'");
    return buf_text(&out);
}
