/* backup.c - ostiaryctl backup: copies of all data, while everything goes on. */
#include "clock.h"
#include "command.h"
#include "durable.h"
#include "keyfile.h"
#include "manifest.h"
#include "msg_json.h"
#include "program.h"
#include "random.h"
#include "text.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_BYTES = 4 };

static enum ctl_status refuse_path(struct ctl *ctl, const char *path)
{
    return ctl_complain(ctl, CTL_REFUSED, "STORAGE: %s: %s", path, strerrordesc_np(errno));
}

/* Its whole name, since the working folder is going to be another one. */
static enum ctl_status make_folder(struct ctl *ctl, const char *name, const char **out)
{
    if (!name)
        return CTL_OK;
    if (mkdir(name, 0700) != 0 && errno != EEXIST)
        return refuse_path(ctl, name);
    char *whole = realpath(name, NULL);
    if (!whole)
        return refuse_path(ctl, name);
    *out = arena_strdup(ctl->mem, whole);
    free(whole);
    if (access(arena_printf(ctl->mem, "%s/" MANIFEST_FILE, *out), F_OK) != 0)
        return CTL_OK;
    return ctl_complain(ctl, CTL_REFUSED, "EXISTS: %s has a backup already", name);
}

/* "20261121T120501Z-5f0c9a1e" */
static const char *new_batch(struct arena *mem)
{
    time_t now = (time_t)(clock_now() / 1000);
    uint8_t *odd = arena_alloc(mem, NAME_BYTES);
    char text[32];
    struct tm utc;

    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc);
    random_bytes(odd, NAME_BYTES);
    return arena_printf(mem, "%s-%s", text, text_hex(mem, (struct bytes){odd, NAME_BYTES}));
}

/* From the folder where the service has written it, which may be on another file system. */
static enum ctl_status fetch(struct ctl *ctl, const char *folder, struct backup_copy *copy)
{
    const char *to = manifest_copy(ctl->mem, folder, copy->service), *why = NULL;

    if (access(copy->path, R_OK) != 0)
        return ctl_complain(ctl, CTL_REFUSED,
                            "NOT_FOUND: %s has written %s, which cannot be reached from here: leave"
                            " out --to, and fetch it where that service runs",
                            copy->service, copy->path);
    unlink(to); /* of a backup that was not finished */
    if (durable_copy(ctl->mem, copy->path, to) != OK)
        return ctl_complain(ctl, CTL_REFUSED, "STORAGE: %s could not be written", to);
    enum err e = manifest_check(to, copy, ctl->mem, &why);
    if (e)
        return ctl_complain(ctl, CTL_REFUSED, "%s: %s", err_name(e), why);
    unlink(copy->path);
    copy->path = to;
    return CTL_OK;
}

/* Last: where it is, nothing is missing. */
static enum ctl_status write_manifest(struct ctl *ctl, const char *folder, const char *json)
{
    const char *path = arena_printf(ctl->mem, "%s/" MANIFEST_FILE, folder);
    const char *part = arena_printf(ctl->mem, "%s.part", path), *why = NULL;

    unlink(part);
    enum err e = keyfile_write(part, KEYFILE_PRIVATE, bytes_of(json), ctl->mem, &why);
    if (!e)
        e = durable_rename(ctl->mem, part, path);
    if (e)
        return ctl_complain(ctl, CTL_REFUSED, "%s: %s could not be written", err_name(e), path);
    return CTL_OK;
}

static enum ctl_status copy_all(struct ctl *ctl, const struct manifest_service *services, size_t n,
                                const char *folder)
{
    struct backup_copy *copies = arena_array(ctl->mem, n, sizeof *copies);
    const struct backup_manifest manifest = {
        .batch = new_batch(ctl->mem), .release = program_version(), .copies = {copies, n}};
    enum ctl_status status = CTL_OK;
    struct buf json;

    for (size_t i = 0; !status && i < n; i++) {
        status = ctl_ask(ctl, services[i].name, &service_backup_method,
                         &(struct backup_request){.batch = manifest.batch}, &copies[i]);
        if (!status && folder)
            status = fetch(ctl, folder, &copies[i]);
    }
    if (status)
        return status;
    buf_init(&json, ctl->mem, 2048);
    msg_to_json(&backup_manifest_desc, &manifest, &json);
    status = folder ? write_manifest(ctl, folder, buf_text(&json)) : CTL_OK;
    return status ? status : ctl_answer(ctl, buf_text(&json));
}

enum ctl_status backup_run(struct ctl *ctl, const struct command *self,
                           const struct option_line *line)
{
    struct backup_options q = {0};
    const struct manifest_service *services = NULL;
    const char *why = NULL, *folder = NULL;
    size_t n = 0;

    if (option_fill(ctl->mem, command_request(self), line->request, ctl->in, &q, &why) != OK ||
        manifest_choose(&q.service, ctl->mem, &services, &n, &why) != OK)
        return ctl_complain(ctl, CTL_USAGE, "backup: %s", why);
    enum ctl_status status = make_folder(ctl, q.to, &folder);
    return status ? status : copy_all(ctl, services, n, folder);
}
