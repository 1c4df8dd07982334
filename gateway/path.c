#include "path.h"
#include "form.h"
#include <string.h>

bool path_is_pattern(const char *path)
{
    return strstr(path, "/:") != NULL;
}

static size_t segment(const char *path)
{
    return strcspn(path, "/");
}

bool path_fits(const char *pattern, const char *path)
{
    while (*pattern && *path) {
        if (*pattern == ':' && pattern[-1] == '/') {
            size_t n = segment(path);
            if (n == 0)
                return false;
            path += n;
            pattern += segment(pattern);
            continue;
        }
        if (*pattern++ != *path++)
            return false;
    }
    return *pattern == *path;
}

/* In a path '+' is a plus. */
static const char *decode(struct arena *mem, const char *text, size_t n, const char **why)
{
    struct buf plain;

    buf_init(&plain, mem, n + 1);
    for (size_t i = 0; i < n; i++)
        buf_str(&plain, text[i] == '+' ? "%2B" : (const char[]){text[i], '\0'});
    return form_decode(mem, buf_text(&plain), plain.n, why);
}

const char *path_segment(struct arena *mem, const char *pattern, const char *path, const char *name,
                         const char **why)
{
    size_t n = strlen(name);

    while (*pattern) {
        if (*pattern != ':' || pattern[-1] != '/') {
            pattern++;
            path++;
            continue;
        }
        if (segment(pattern) == n + 1 && strncmp(pattern + 1, name, n) == 0)
            return decode(mem, path, segment(path), why);
        path += segment(path);
        pattern += segment(pattern);
    }
    assert(false && "the route has such a segment");
    return NULL;
}
