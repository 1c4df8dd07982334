/* restore.c - ostiaryctl restore: a backup in the place of the data, while nothing runs. */
#include "clock.h"
#include "command.h"
#include "json.h"
#include "manifest.h"
#include "program.h"
#include "put_back.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char NOTICE[] =
    "ostiaryctl: When the services start they end all sessions, codes, consents and tokens.\n"
    "ostiaryctl: As they were at the time of the backup are: accounts (also those erased or shut\n"
    "ostiaryctl: since), passwords, groups, apps, client secrets and signing keys. What was ended\n"
    "ostiaryctl: since has to be ended again: docs/OPERATIONS.md.\n";

struct restore {
    struct ctl *ctl;
    const char *folder;
    struct backup_manifest manifest;
    const struct manifest_service *services;
    size_t n;
    struct put_back *places[MANIFEST_SERVICES]; /* NULL: not open */
    const char *kept[MANIFEST_SERVICES];        /* names of what was there; NULL: nothing was */
};

static void restore_done(struct restore *self)
{
    for (size_t i = 0; i < MANIFEST_SERVICES; i++)
        put_back_close(&self->places[i]);
}

static enum ctl_status refuse_it(struct restore *self, enum err e, const char *why)
{
    return ctl_complain(self->ctl, CTL_REFUSED, "%s: %s", err_name(e), why);
}

/* --- which, from where, whereto --- */

static enum ctl_status enter(struct restore *self, const char *from)
{
    struct program program = {.name = "ctl", .about = "puts a backup back"};
    char *whole = realpath(from, NULL);
    const char *why = NULL;

    if (!whole)
        return ctl_complain(self->ctl, CTL_REFUSED, "NOT_FOUND: %s: %s", from,
                            strerrordesc_np(errno));
    self->folder = arena_strdup(self->ctl->mem, whole);
    free(whole);
    enum err e = program_enter(&program, self->ctl->data, self->ctl->mem, &why);
    if (e)
        return refuse_it(self, e, why);
    if (program.config.ostiary_store)
        return refuse_it(self, ERR_CONFIG,
                         "the data are on a database server: put them back there");
    e = manifest_read(self->folder, self->ctl->mem, &self->manifest, &why);
    return e ? refuse_it(self, e, why) : CTL_OK;
}

static const char *database(const struct restore *self, size_t i)
{
    return arena_printf(self->ctl->mem, "%s/%s.db", TENANT_DEFAULT, self->services[i].name);
}

/* --- looking at all before anything is changed --- */

static enum err check_mark(const struct restore *self, const struct manifest_service *service,
                           const struct copy_about *about, const char **why)
{
    struct arena *mem = self->ctl->mem;

    if (strcmp(about->mark.service, service->name) != 0 ||
        strcmp(about->mark.batch, self->manifest.batch) != 0)
        *why = arena_printf(mem, "%s.db is copy %s of %s, not copy %s", service->name,
                            about->mark.batch, about->mark.service, self->manifest.batch);
    else if (about->oldest_reader > service->schema)
        *why = arena_printf(mem,
                            "%s.db has schema %lld, which admits programs that know schema %lld;"
                            " this release knows %d: a newer one is needed",
                            service->name, (long long)about->schema,
                            (long long)about->oldest_reader, service->schema);
    else
        return OK;
    return ERR_CONFIG;
}

static enum err stage(struct restore *self, size_t i, const char **why)
{
    struct arena *mem = self->ctl->mem;
    const struct manifest_service *service = &self->services[i];
    const struct backup_copy *copy = manifest_find(&self->manifest, service->name);
    const char *path = manifest_copy(mem, self->folder, service->name);
    struct copy_about about;

    if (!copy) {
        *why = arena_printf(mem, MANIFEST_FILE " has no copy of %s", service->name);
        return ERR_NOT_FOUND;
    }
    enum err e = put_back_open(database(self, i), &self->places[i], mem, why);
    if (!e)
        e = manifest_check(path, copy, mem, why);
    if (!e)
        e = put_back_stage(self->places[i], path, mem, &about, why);
    return e ? e : check_mark(self, service, &about, why);
}

/* --- the change --- */

static enum err swap(struct restore *self, const char **why)
{
    struct arena *mem = self->ctl->mem;
    long long now = (long long)clock_now();

    for (size_t i = 0; i < self->n; i++) {
        const char *kept = arena_printf(mem, "%s.before-%lld", database(self, i), now);
        if (access(database(self, i), F_OK) == 0)
            self->kept[i] = kept;
        enum err e = put_back_swap(self->places[i], kept, mem, why);
        if (e)
            return e;
    }
    return OK;
}

static enum ctl_status report(const struct restore *self)
{
    struct buf text;
    struct json json;

    buf_init(&text, self->ctl->mem, 1024);
    json_init(&json, &text);
    json_open(&json, NULL, '{');
    json_str(&json, "batch", self->manifest.batch);
    json_open(&json, "kept", '{');
    for (size_t i = 0; i < self->n; i++)
        json_str(&json, self->services[i].name, self->kept[i]);
    json_close(&json, '}');
    json_close(&json, '}');
    fputs(NOTICE, self->ctl->err);
    return ctl_answer(self->ctl, buf_text(&text));
}

enum ctl_status restore_run(struct ctl *ctl, const struct command *self,
                            const struct option_line *line)
{
    AUTO(restore) it = {.ctl = ctl};
    struct restore_options q = {0};
    const char *why = NULL;
    enum err e = OK;

    if (option_fill(ctl->mem, command_request(self), line->request, ctl->in, &q, &why) != OK ||
        manifest_choose(&q.service, ctl->mem, &it.services, &it.n, &why) != OK)
        return ctl_complain(ctl, CTL_USAGE, "restore: %s", why);
    enum ctl_status status = enter(&it, q.from);
    if (status)
        return status;
    for (size_t i = 0; !e && i < it.n; i++)
        e = stage(&it, i, &why);
    if (!e)
        e = swap(&it, &why);
    return e ? refuse_it(&it, e, why) : report(&it);
}
