#include "dialect_settings.h"
#include "dialects/tachi/tachi.h"
#include "text.h"
#include <string.h>

enum kind { LINE, LINES, SWITCH, CHOICE, DURATION };
enum apps { ALL, CONFIDENTIAL };

struct dialect_setting {
    const char *dialect, *field;
    enum kind kind;
    enum text title, lead, fault;
    enum apps apps;
    const char *holds;
};

#define OPTION(...)
#define LIFE(...)
#define SETTING(dialect, field, kind, words, fault, apps, holds)                                   \
    {#dialect, #field, kind, TEXT_##words, TEXT_##words##_lead, TEXT_##fault, apps, holds},
static const struct dialect_setting settings[] = {
#include "dialect_settings.def"
};
#undef SETTING
#undef OPTION

#define SETTING(...)
#define OPTION(field, value, words) {#field, value, TEXT_##words},
static const struct option {
    const char *field, *value;
    enum text words;
} options[] = {
#include "dialect_settings.def"
};
#undef OPTION
#undef LIFE

#define OPTION(...)
#define LIFE(field, seconds) {#field, seconds},
static const struct life {
    const char *field;
    int64_t seconds;
} lives[] = {
#include "dialect_settings.def"
};
#undef LIFE
#undef OPTION
#undef SETTING

/* -- values --------------------------------------------------------------------------------------
 */

static const void *member_of(const struct msg_desc *desc, const void *msg, const char *name)
{
    return (const char *)msg + msg_field_by_name(desc, name, strlen(name))->offset;
}

static const char *value_of(struct arena *mem, const struct own_app *app,
                            const struct dialect_setting *row)
{
    const void *member = member_of(&own_app_desc, app, row->field);
    const char *text = NULL;

    switch (row->kind) {
    case SWITCH:
        return *(const bool *)member ? "true" : "";
    case DURATION:
        return arena_printf(mem, "%lld", (long long)*(const int64_t *)member);
    default:
        text = *(const char *const *)member;
        return text ? text : "";
    }
}

/* The longest that an owner may set: as long as usual in the app's first dialect, or as it is. */
static int64_t longest(const struct dialect_settings *self, const struct dialect_setting *row)
{
    const size_t n = strcspn(self->app->dialects, " ");
    int64_t most = *(const int64_t *)member_of(&own_app_desc, self->app, row->field);

    for (size_t i = 0; i < self->choices->dialects.n; i++) {
        const struct app_dialect *d = &self->choices->dialects.v[i];
        int64_t usual = *(const int64_t *)member_of(&app_dialect_desc, d, row->field);
        if (strncmp(d->name, self->app->dialects, n) == 0 && d->name[n] == '\0' && usual > most)
            most = usual;
    }
    return most;
}

void dialect_settings_of(struct exchange *x, const char *dialect, const struct own_app *app,
                         const struct app_choices_reply *choices, struct dialect_settings *out)
{
    *out = (struct dialect_settings){.app = app, .choices = choices};
    for (size_t i = 0; i < ARRAY_LEN(settings) && out->n < DIALECT_SETTINGS_MAX; i++) {
        const struct dialect_setting *row = &settings[i];
        if (strcmp(row->dialect, dialect) != 0 || (row->apps == CONFIDENTIAL && !app->confidential))
            continue;
        out->rows[out->n] = row;
        out->typed[out->n++] = value_of(x->call.mem, app, row);
    }
}

bool dialect_settings_has(const struct dialect_settings *self, const char *field)
{
    for (size_t i = 0; i < self->n; i++) {
        if (strcmp(self->rows[i]->field, field) == 0)
            return true;
    }
    return false;
}

/* -- read ----------------------------------------------------------------------------------------
 */

/* Browsers end the lines of a text by CR LF (HTML 4.10.11); files have LF. */
static const char *without_cr(struct arena *mem, const char *text)
{
    char *out = arena_strdup(mem, text), *to = out;

    for (const char *p = out; *p; p++) {
        if (*p != '\r')
            *to++ = *p;
    }
    *to = '\0';
    return out;
}

static bool fits(struct exchange *x, const struct dialect_setting *row, const char *value)
{
    const struct msg_field *f =
        msg_field_by_name(&app_update_request_desc, row->field, strlen(row->field));

    if (row->kind == LINE || row->kind == LINES)
        return !*value || (!msg_text_fault(f, value, strlen(value), x->call.mem) &&
                           (!row->holds || strstr(value, row->holds)));
    return row->kind == SWITCH || *value;
}

static bool read_one(struct exchange *x, struct dialect_settings *self, size_t i)
{
    const struct dialect_setting *row = self->rows[i];
    const char *value = form_get(&x->form, row->field);

    self->typed[i] = value ? without_cr(x->call.mem, value) : "";
    self->faults[i] = fits(x, row, self->typed[i]) ? NULL : page_text(x, row->fault);
    return !self->faults[i];
}

/* A text that is empty is cleared; to a form it would be absent. */
static void clear_empty(const struct dialect_settings *self, struct app_update_request *q)
{
    for (size_t i = 0; i < self->n; i++) {
        const struct dialect_setting *row = self->rows[i];
        const struct msg_field *f =
            msg_field_by_name(&app_update_request_desc, row->field, strlen(row->field));
        if ((row->kind == LINE || row->kind == LINES) && !*self->typed[i])
            *(const char **)((char *)q + f->offset) = "";
    }
}

bool dialect_settings_read(struct exchange *x, struct dialect_settings *self,
                           struct app_update_request *out)
{
    struct param v[DIALECT_SETTINGS_MAX + 1] = {{"client_id", self->app->client_id}};
    bool whole = true;

    for (size_t i = 0; i < self->n; i++) {
        const struct dialect_setting *row = self->rows[i];
        whole = read_one(x, self, i) && whole;
        v[i + 1] = (struct param){row->field, self->typed[i]};
        if (row->kind == SWITCH && !*self->typed[i])
            v[i + 1].value = "false";
    }
    const struct form form = {v, self->n + 1};
    if (!whole)
        return false;
    if (exchange_take(x, &app_update_request_desc, &form, out) != OK) {
        dialect_settings_explain(x, self);
        return false;
    }
    clear_empty(self, out);
    return true;
}

bool dialect_settings_explain(struct exchange *x, struct dialect_settings *self)
{
    const char *said = x->call.text ? x->call.text : "";

    for (size_t i = 0; i < self->n; i++) {
        const struct dialect_setting *row = self->rows[i];
        const size_t n = strlen(row->field);
        if (strncmp(said, row->field, n) != 0 || !strchr(": ", said[n]))
            continue;
        self->faults[i] = page_text(x, row->fault);
        return true;
    }
    return false;
}

/* -- show ----------------------------------------------------------------------------------------
 */

static const char *duration(struct exchange *x, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        enum text one, many;
    } units[] = {
        {86400, TEXT_duration_day, TEXT_duration_days},
        {3600, TEXT_duration_hour, TEXT_duration_hours},
        {60, TEXT_duration_minute, TEXT_duration_minutes},
        {1, TEXT_duration_second, TEXT_duration_seconds},
    };
    size_t i = 0;

    while (i + 1 < ARRAY_LEN(units) && seconds % units[i].seconds != 0)
        i++;
    const int64_t n = seconds / units[i].seconds;
    const struct text_hole hole = {"n", arena_printf(x->call.mem, "%lld", (long long)n)};
    return texts_fill(x->call.mem, page_language(x), n == 1 ? units[i].one : units[i].many, &hole,
                      1);
}

static struct slots option(struct arena *mem, const char *value, const char *words, bool chosen)
{
    const struct slot cells[] = {
        {"value", value, NULL, 0},
        {"words", words, NULL, 0},
        {"chosen", chosen ? "chosen" : NULL, NULL, 0},
    };
    struct slot *kept = arena_array(mem, ARRAY_LEN(cells), sizeof *kept);

    memcpy(kept, cells, sizeof cells);
    return (struct slots){kept, ARRAY_LEN(cells)};
}

static size_t add_options(struct exchange *x, const struct dialect_setting *row, const char *value,
                          struct slots *rows)
{
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(options); i++) {
        const struct option *o = &options[i];
        if (strcmp(o->field, row->field) == 0)
            rows[n++] =
                option(x->call.mem, o->value, page_text(x, o->words), strcmp(o->value, value) == 0);
    }
    return n;
}

static struct slots life(struct exchange *x, int64_t seconds, int64_t chosen)
{
    return option(x->call.mem, arena_printf(x->call.mem, "%lld", (long long)seconds),
                  duration(x, seconds), seconds == chosen);
}

/* What is chosen may be none of those that are offered: it has its place among them. */
static size_t add_lives(struct exchange *x, const struct dialect_settings *self, size_t which,
                        struct slots *rows)
{
    const struct dialect_setting *row = self->rows[which];
    const int64_t most = longest(self, row);
    int64_t chosen = 0;
    size_t n = 0;
    bool known = !text_int(self->typed[which], &chosen) || chosen > most;

    for (size_t i = 0; i < ARRAY_LEN(lives); i++) {
        const struct life *l = &lives[i];
        if (strcmp(l->field, row->field) != 0 || l->seconds > most)
            continue;
        if (!known && chosen < l->seconds)
            rows[n++] = life(x, chosen, chosen);
        known = known || chosen <= l->seconds;
        rows[n++] = life(x, l->seconds, chosen);
    }
    if (!known)
        rows[n++] = life(x, chosen, chosen);
    return n;
}

static struct slot options_slot(struct exchange *x, const struct dialect_settings *self, size_t i)
{
    enum { MOST = ARRAY_LEN(options) + ARRAY_LEN(lives) + 1 };
    struct slots *rows = arena_array(x->call.mem, MOST, sizeof *rows);
    size_t n = self->rows[i]->kind == DURATION
                   ? add_lives(x, self, i, rows)
                   : add_options(x, self->rows[i], self->typed[i], rows);

    return (struct slot){"options", NULL, rows, n};
}

static struct slots row_of(struct exchange *x, const struct dialect_settings *self, size_t i)
{
    static const char *const kinds[] = {[LINE] = "line",
                                        [LINES] = "lines",
                                        [SWITCH] = "switch",
                                        [CHOICE] = "choice",
                                        [DURATION] = "duration"};
    const struct dialect_setting *row = self->rows[i];
    const struct slot cells[] = {
        {"name", row->field, NULL, 0},
        {"title", page_text(x, row->title), NULL, 0},
        {"lead", page_text(x, row->lead), NULL, 0},
        {"value", self->typed[i], NULL, 0},
        {"fault", self->faults[i], NULL, 0},
        {kinds[row->kind], kinds[row->kind], NULL, 0},
        options_slot(x, self, i),
    };
    struct slot *kept = arena_array(x->call.mem, ARRAY_LEN(cells), sizeof *kept);

    memcpy(kept, cells, sizeof cells);
    return (struct slots){kept, ARRAY_LEN(cells)};
}

struct slot dialect_settings_slot(struct exchange *x, const struct dialect_settings *self)
{
    struct slots *rows = arena_array(x->call.mem, DIALECT_SETTINGS_MAX, sizeof *rows);

    for (size_t i = 0; i < self->n; i++)
        rows[i] = row_of(x, self, i);
    return (struct slot){"settings", NULL, rows, self->n};
}
