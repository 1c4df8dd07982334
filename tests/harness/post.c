#include "post.h"
#include "check.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_LEN = 43 };

void post_deliver(struct world *world)
{
    world_follow(world);
    world_idle(world);
}

static int is_mail(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');

    return end && end != entry->d_name && strcmp(end, ".eml") == 0;
}

/* In the order of time, which their names begin with. */
static int scan(const char *folder, struct dirent ***out)
{
    int n = scandir(folder, out, is_mail, alphasort);

    return n < 0 ? 0 : n;
}

struct search {
    const char *to, *path;
    size_t n;
    const char *token; /* of the last that was found */
};

static void look_at(struct search *s, const char *file)
{
    struct bytes in = check_file(file);
    const char *text = arena_strndup(check_mem(), (const char *)in.p, in.n);
    const char *link = NULL;

    if (s->to && !strstr(text, arena_printf(check_mem(), "\r\nTo: <%s>\r\n", s->to)))
        return;
    if (s->path) {
        link = strstr(text, arena_printf(check_mem(), "\nhttp://localhost:8080%s", s->path));
        if (!link)
            return;
        link = strstr(link, "?token=");
    }
    s->n++;
    s->token = link ? arena_strndup(check_mem(), link + strlen("?token="), TOKEN_LEN) : NULL;
}

static struct search search(struct world *world, const char *to, const char *path)
{
    const char *folder = arena_printf(check_mem(), "%s/mail", world_dir(world));
    struct search s = {.to = to, .path = path};
    struct dirent **entries = NULL;
    int n = scan(folder, &entries);

    for (int i = 0; i < n; i++) {
        look_at(&s, arena_printf(check_mem(), "%s/%s", folder, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    return s;
}

size_t post_count(struct world *world, const char *to, const char *path)
{
    return search(world, to, path).n;
}

const char *post_token(struct world *world, const char *to, const char *path)
{
    return search(world, to, path).token;
}

const char *post_wait(struct world *world, const char *to, const char *path)
{
    post_deliver(world);
    const char *token = post_token(world, to, path);
    if (!token)
        check_failed(__FILE__, __LINE__, "no mail with %s came to %s", path, to);
    return token;
}
