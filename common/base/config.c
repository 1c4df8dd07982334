#include "config.h"
#include "file.h"
#include "text.h"
#include <czmq.h>

enum { FILE_MAX = 64 << 10 };

struct loading {
    struct config_table table;
    const char *path;
    zconfig_t *file; /* NULL: there is none */
    struct arena *mem;
    const char **why;
};

static const char *kind_text(const struct config_row *row, struct arena *mem)
{
    switch (row->kind) {
    case CONFIG_int:
        return arena_printf(mem, "an integer from %lld to %lld", (long long)row->min,
                            (long long)row->max);
    case CONFIG_bool:
        return "true or false";
    default:
        return arena_printf(mem, "a text of %lld to %lld bytes", (long long)row->min,
                            (long long)row->max);
    }
}

static const char *variable_of(const struct config_row *row, struct arena *mem)
{
    char *name = arena_printf(mem, "OSTIARY_%s_%s", row->section, row->name);

    for (char *p = name; *p; p++) {
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    }
    return name;
}

static bool put_int(const struct config_row *row, const char *text, void *member)
{
    int64_t value;

    if (!text_int(text, &value) || value < row->min || value > row->max)
        return false;
    *(config_int *)member = value;
    return true;
}

static bool put_bool(const char *text, void *member)
{
    *(config_bool *)member = streq(text, "true");
    return streq(text, "true") || streq(text, "false");
}

static bool put_str(const struct config_row *row, const char *text, struct arena *mem, void *member)
{
    size_t n = strlen(text);

    if (!text_valid(text, n) || (int64_t)n < row->min || (int64_t)n > row->max)
        return false;
    *(config_str *)member = n ? arena_strdup(mem, text) : NULL;
    return true;
}

static bool put(const struct config_row *row, const char *text, struct arena *mem, void *out)
{
    void *member = (char *)out + row->offset;

    switch (row->kind) {
    case CONFIG_int:
        return put_int(row, text, member);
    case CONFIG_bool:
        return put_bool(text, member);
    default:
        return put_str(row, text, mem, member);
    }
}

static zconfig_t *section_in(zconfig_t *file, const char *name)
{
    return file ? zconfig_locate(file, name) : NULL;
}

/* The environment decides, then the file, then the default; *place says which it was. */
static const char *value_of(const struct loading *l, const struct config_row *row,
                            const char **place)
{
    *place = variable_of(row, l->mem);
    const char *text = secure_getenv(*place);
    if (text)
        return text;
    *place = arena_printf(l->mem, "%s: %s/%s", l->path, row->section, row->name);
    zconfig_t *section = section_in(l->file, row->section);
    return section ? zconfig_get(section, row->name, row->fallback) : row->fallback;
}

static bool known(struct config_table table, const char *section, const char *name)
{
    for (size_t i = 0; i < table.n; i++) {
        if (streq(table.rows[i].section, section) && streq(table.rows[i].name, name))
            return true;
    }
    return false;
}

static bool repeated(zconfig_t *entry)
{
    for (zconfig_t *e = zconfig_next(entry); e; e = zconfig_next(e)) {
        if (streq(zconfig_name(e), zconfig_name(entry)))
            return true;
    }
    return false;
}

/* A misspelt or repeated name would otherwise be a setting silently not in force. */
static enum err check_section(const struct loading *l, const char *name)
{
    zconfig_t *section = section_in(l->file, name);

    if (section && repeated(section)) {
        *l->why = arena_printf(l->mem, "%s: section %s is there twice", l->path, name);
        return ERR_CONFIG;
    }
    for (zconfig_t *e = section ? zconfig_child(section) : NULL; e; e = zconfig_next(e)) {
        const char *fault = NULL;
        if (!known(l->table, name, zconfig_name(e)))
            fault = "is not a setting; --help lists them";
        else if (repeated(e))
            fault = "is set twice";
        if (fault) {
            *l->why = arena_printf(l->mem, "%s: %s/%s %s", l->path, name, zconfig_name(e), fault);
            return ERR_CONFIG;
        }
    }
    return OK;
}

static enum err fill(const struct loading *l, void *out)
{
    for (size_t i = 0; i < l->table.n; i++) {
        const struct config_row *row = &l->table.rows[i];
        const char *place = NULL;
        const char *text = value_of(l, row, &place);
        enum err e = check_section(l, row->section);
        if (e)
            return e;
        if (!put(row, text, l->mem, out)) {
            *l->why = arena_printf(l->mem, "%s = \"%s\" will not do: it takes %s (%s)", place,
                                   text_printable(l->mem, text), kind_text(row, l->mem), row->doc);
            return ERR_CONFIG;
        }
    }
    return OK;
}

/* No file gives NULL and OK.  (zconfig_load would do, but keeps the file open where it finds a
 * mistake.) */
static enum err read_file(struct loading *l)
{
    struct bytes text;

    enum err e = file_read(l->path, FILE_MAX, l->mem, &text);
    if (e == ERR_NOT_FOUND)
        return OK;
    if (e) {
        *l->why = arena_printf(l->mem, "%s: %s", l->path, err_text(e));
        return ERR_CONFIG;
    }
    l->file = zconfig_str_load((const char *)text.p);
    if (l->file)
        return OK;
    *l->why = arena_printf(l->mem, "%s is not in zconfig form", l->path);
    return ERR_CONFIG;
}

enum err config_load(struct config_table table, const char *path, struct arena *mem, void *out,
                     const char **why)
{
    struct loading l = {table, path, NULL, mem, why};

    enum err e = read_file(&l);
    if (!e)
        e = fill(&l, out);
    zconfig_destroy(&l.file);
    return e;
}

void config_help(struct config_table table, struct buf *out)
{
    for (size_t i = 0; i < table.n; i++) {
        const struct config_row *row = &table.rows[i];
        buf_printf(out, "  %s/%s\n", row->section, row->name);
        buf_printf(out, "      %s.\n", row->doc);
        buf_printf(out, "      %s; default \"%s\"; environment %s\n", kind_text(row, out->mem),
                   row->fallback, variable_of(row, out->mem));
    }
}

void config_markdown(struct config_table table, struct buf *out)
{
    buf_str(out, "| setting | environment | kind | default | meaning |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < table.n; i++) {
        const struct config_row *row = &table.rows[i];
        buf_printf(out, "| `%s/%s` | `%s` | %s | ", row->section, row->name,
                   variable_of(row, out->mem), kind_text(row, out->mem));
        if (row->fallback[0])
            buf_printf(out, "`%s`", row->fallback);
        buf_printf(out, " | %s |\n", row->doc);
    }
}
