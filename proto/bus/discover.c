#include "discover.h"
#include <dirent.h>
#include <string.h>

enum { SOCKETS_MAX = 64 };

/* "<service>.<digits>.sock" */
static bool is_socket_of(const char *service, const char *file)
{
    size_t n = strlen(service);

    if (strncmp(file, service, n) != 0 || file[n] != '.')
        return false;
    size_t digits = strspn(file + n + 1, "0123456789");
    return digits > 0 && strcmp(file + n + 1 + digits, ".sock") == 0;
}

void discover_sockets(const char *service, struct arena *mem, struct addresses *out)
{
    DIR *folder = opendir("bus");
    struct dirent *entry;

    *out = (struct addresses){arena_array(mem, SOCKETS_MAX, sizeof *out->v), 0};
    if (!folder)
        return;
    while (out->n < SOCKETS_MAX && (entry = readdir(folder))) { /* NOLINT: ours */
        if (is_socket_of(service, entry->d_name))
            out->v[out->n++] = arena_printf(mem, "ipc://bus/%s", entry->d_name);
    }
    closedir(folder);
}
