#include "gql_run.h"
#include "gql_coerce.h"
#include "gql_collect.h"
#include "gql_print.h"
#include <string.h>

enum { KNOWN = 64 };

/* A field that was looked up: a list asks for the same one with each of its elements. */
struct known {
    const char *name, *type; /* name: that very text of the document */
    const struct gql_field *field;
};

struct run {
    const struct gql_world *world;
    const struct gql_job *job;
    struct arena *mem;
    struct gql_errors *errors;
    struct gql_coerce coerce;
    struct json *out;
    size_t begin; /* of the answer, in bytes of out */
    int answered;
    bool too_much; /* the answer has become too large: nothing of it is given */
    struct known known[KNOWN];
};

/* Where in the answer something is. */
struct path {
    const char *key; /* NULL: an element of a list */
    size_t index;
    const struct path *above;
};

/* An object of the answer while it is made. */
struct object {
    const char *type;
    const void *p;
    const struct path *path;
};

/* A field of it: the selections that ask for it, and where they ask. */
struct place {
    const struct gql_group *group;
    struct gql_at at;
    const struct path *path;
};

static void print_path(struct json *out, const struct path *p)
{
    if (!p)
        return;
    print_path(out, p->above);
    if (p->key)
        json_str(out, NULL, p->key);
    else
        json_int(out, NULL, (int64_t)p->index);
}

static const char *path_text(struct arena *mem, const struct path *p)
{
    struct buf text;
    struct json json;

    buf_init(&text, mem, 64);
    json_init(&json, &text);
    json_open(&json, NULL, '[');
    print_path(&json, p);
    json_close(&json, ']');
    return buf_text(&text);
}

static void fail(struct run *self, const struct place *at, const struct gql_said *said)
{
    gql_errors_add(self->errors, &(struct gql_error){.text = said->text,
                                                     .code = said->code,
                                                     .extra = said->extra,
                                                     .at = at->at,
                                                     .path = path_text(self->mem, at->path)});
}

static bool within_bounds(struct run *self, const struct place *at)
{
    if (self->too_much)
        return false;
    self->answered++;
    self->too_much = self->answered > GQL_MAX_ANSWERED ||
                     self->out->out->n - self->begin > GQL_MAX_ANSWER ||
                     self->mem->total > self->mem->limit / 2;
    if (self->too_much)
        fail(self, at, &(struct gql_said){"the answer would be too large", "BAD_USER_INPUT", NULL});
    return !self->too_much;
}

/* -- which fields ---------------------------------------------------------------------------------
 */

static bool holds(struct run *self, const struct gql_directive *d)
{
    const struct gql_inputs of = {"directive", d->name, d->name, d->at, d->args};
    const struct gql_value *args;

    if (!gql_coerce_inputs(&self->coerce, &of, &args))
        return false;
    return gql_member(args, "if")->truth == (strcmp(d->name, "include") == 0);
}

/* The type around is that of the object itself, and stays so in fragments. */
static bool enter(void *ctx, const struct gql_selection *s, const char **type)
{
    struct run *self = ctx;
    const char *on = s->on;

    for (const struct gql_directive *d = s->directives; d; d = d->next) {
        if (!holds(self, d))
            return false;
    }
    if (s->kind == GQL_SPREAD)
        on = gql_fragment(self->job->document, s->name)->on;
    return !on || gql_schema_is(self->world->schema, *type, on);
}

/* -- values ---------------------------------------------------------------------------------------
 */

static bool put_object(struct run *self, const char *key, const struct object *object,
                       const struct gql_part *parts);

static bool put(struct run *self, const char *key, struct gql_ref ref,
                const struct gql_given *given, const struct place *at);

static bool put_list(struct run *self, const char *key, struct gql_ref ref,
                     const struct gql_given *given, const struct place *at)
{
    const struct gql_ref inner = gql_ref_element(ref);

    json_open(self->out, key, '[');
    for (size_t i = 0; i < given->n; i++) {
        const struct path path = {.index = i, .above = at->path};
        const struct place element = {at->group, at->at, &path};
        const struct gql_mark mark = gql_print_mark(self->out);
        if (put(self, NULL, inner, &given->items[i], &element))
            continue;
        if (gql_ref_required(inner))
            return false;
        gql_print_cut(self->out, mark);
        json_raw(self->out, NULL, "null");
    }
    json_close(self->out, ']');
    return true;
}

/* The selection sets of all that ask for it, as one. */
static bool put_selected(struct run *self, const char *key, struct gql_ref ref,
                         const struct gql_given *given, const struct place *at)
{
    const char *type = given->type ? given->type : gql_ref_name(self->mem, ref);
    const struct gql_part *parts = NULL, **end = &parts;

    for (const struct gql_entry *e = at->group->first; e; e = e->next) {
        struct gql_part *part = arena_alloc(self->mem, sizeof *part);
        *part = (struct gql_part){e->field->set, type, NULL};
        *end = part;
        end = &part->next;
    }
    return put_object(self, key, &(struct object){type, given->p, at->path}, parts);
}

/* false: something that may not be null is; what was printed is to be cut. */
static bool put(struct run *self, const char *key, struct gql_ref ref,
                const struct gql_given *given, const struct place *at)
{
    if (gql_ref_required(ref) && gql_given_null(given)) {
        fail(self, at, &(struct gql_said){"this is not known", "INTERNAL_SERVER_ERROR", NULL});
        return false;
    }
    if (given->kind == GQL_G_LIST)
        return put_list(self, key, ref, given, at);
    if (given->kind == GQL_G_OBJECT && given->p)
        return put_selected(self, key, ref, given, at);
    gql_print_plain(self->out, key, given);
    return true;
}

/* -- fields ---------------------------------------------------------------------------------------
 */

static struct gql_given member(const struct gql_field *f, const void *object)
{
    const char *p = (const char *)object + f->offset;
    struct gql_given given = {.kind = f->member};

    assert(object); /* only objects have members; the root has resolvers */
    if (f->member == GQL_G_INT || f->member == GQL_G_TIME)
        memcpy(&given.number, p, sizeof given.number);
    else if (f->member == GQL_G_BOOL)
        given.number = *(const bool *)p;
    else
        memcpy(&given.text, p, sizeof given.text);
    return given;
}

/* false: it failed, which was said. */
static bool resolve(struct run *self, const struct gql_field *f, const struct object *object,
                    const struct place *at, struct gql_given *out)
{
    const struct gql_selection *s = at->group->first->field;
    const size_t before = self->errors->n;
    struct gql_ask ask = {self->mem,    self->world->schema, self->world->ctx,
                          object->type, object->p,           NULL};
    const struct gql_inputs args = {f->type, f->name, f->name, s->at, s->args};
    struct gql_said said = {0};

    if (!gql_coerce_inputs(&self->coerce, &args, &ask.args)) {
        for (size_t i = before; i < self->errors->n; i++)
            self->errors->v[i].path = path_text(self->mem, at->path);
        return false;
    }
    if (!f->resolve) {
        *out = member(f, object->p);
        return true;
    }
    enum err e = f->resolve(&ask, out);
    if (!e)
        return true;
    self->world->say(self->world->ctx, e, &said);
    fail(self, at, &said);
    return false;
}

static const struct gql_field *field_of(struct run *self, const char *type, const char *name)
{
    struct known *known = &self->known[(uintptr_t)name / 16 % KNOWN]; /* as arenas align */

    if (known->name != name || strcmp(known->type, type) != 0)
        *known = (struct known){name, type, gql_schema_field(self->world->schema, type, name)};
    return known->field;
}

/* false: the object cannot be without it. */
static bool put_field(struct run *self, const struct object *object, const struct gql_group *g)
{
    const struct gql_selection *s = g->first->field;
    const struct gql_field *f = field_of(self, object->type, s->name);
    const struct path path = {.key = g->key, .above = object->path};
    const struct place at = {g, s->at, &path};
    const struct gql_mark mark = gql_print_mark(self->out);
    struct gql_given given = {0};

    if (!within_bounds(self, &at))
        return false;
    if (resolve(self, f, object, &at, &given) && put(self, g->key, gql_ref_of(f->ref), &given, &at))
        return true;
    if (gql_ref_required(gql_ref_of(f->ref)))
        return false;
    gql_print_cut(self->out, mark);
    json_raw(self->out, g->key, "null");
    return !self->too_much;
}

static bool put_object(struct run *self, const char *key, const struct object *object,
                       const struct gql_part *parts)
{
    const struct gql_collector collector = {self->mem, self->job->document, self, enter};

    json_open(self->out, key, '{');
    for (const struct gql_group *g = gql_collect(&collector, parts); g; g = g->next) {
        if (!put_field(self, object, g))
            return false;
    }
    json_close(self->out, '}');
    return true;
}

void gql_run(const struct gql_world *world, const struct gql_job *job, struct gql_errors *errors,
             struct json *out)
{
    bool mutation = strcmp(job->operation->keyword, "mutation") == 0;
    const char *type = mutation ? world->schema->mutation : world->schema->query;
    const struct gql_part whole = {job->operation->set, type, NULL};
    const struct gql_mark mark = gql_print_mark(out);
    struct run self = {
        .world = world,
        .job = job,
        .mem = errors->mem,
        .errors = errors,
        .out = out,
        .begin = out->out->n,
        .coerce = {.mem = errors->mem,
                   .schema = world->schema,
                   .errors = errors,
                   .code = "BAD_USER_INPUT",
                   .variables = job->variables},
    };

    if (put_object(&self, "data", &(struct object){.type = type}, &whole))
        return;
    gql_print_cut(out, mark);
    json_raw(out, "data", "null");
}
