/* gql_check_selection.c - fields and fragments against the types of the schema. */
#include "gql_check_inside.h"
#include <string.h>

/* -- what may be taken ----------------------------------------------------------------------------
 */

static bool within_bounds(struct gql_checker *self, const struct gql_selection *s)
{
    self->fields++;
    self->aliases += s->alias != NULL;
    if (self->fields == GQL_MAX_FIELDS + 1)
        gql_check_say(self, s->at, "more than %d fields and fragments are asked for",
                      GQL_MAX_FIELDS);
    if (s->alias && self->aliases == GQL_MAX_ALIASES + 1)
        gql_check_say(self, s->at, "more than %d fields have an alias", GQL_MAX_ALIASES);
    return self->fields <= GQL_MAX_FIELDS && self->aliases <= GQL_MAX_ALIASES;
}

/* The type condition of a fragment; NULL: it cannot be, which was said. */
static const char *condition(struct gql_checker *self, const struct gql_selection *s,
                             const char *around)
{
    const char *on = s->on ? s->on : around;

    if (s->kind == GQL_SPREAD) {
        const struct gql_definition *f = gql_fragment(self->document, s->name);
        if (!f) {
            gql_check_say(self, s->at, "there is no fragment \"%.64s\"", s->name);
            return NULL;
        }
        on = f->on;
    }
    const struct gql_type *type = gql_schema_type(self->schema, on);
    if (!type || !gql_type_composite(type)) {
        gql_check_say(self, s->at, "there is no type \"%.64s\" that has fields", on);
        return NULL;
    }
    if (!gql_schema_overlap(self->schema, around, on)) {
        gql_check_say(self, s->at, "what is of the type %s is never of the type %s", around, on);
        return NULL;
    }
    return on;
}

static bool enter(void *ctx, const struct gql_selection *s, const char **type)
{
    struct gql_checker *self = ctx;

    if (!within_bounds(self, s))
        return false;
    gql_check_directives(self, s->directives);
    if (s->kind == GQL_FIELD)
        return true;
    const char *on = condition(self, s, *type);
    if (on)
        *type = on;
    return on;
}

/* -- fields ---------------------------------------------------------------------------------------
 */

static const struct gql_field *field_of(const struct gql_checker *self, const struct gql_entry *e)
{
    const struct gql_field *f = gql_schema_field(self->schema, e->type, e->field->name);

    if (!f)
        gql_check_say(self, e->field->at, "there is no field \"%.64s\" in the type %s",
                      e->field->name, e->type);
    return f;
}

static bool composite(const struct gql_checker *self, const struct gql_field *f)
{
    const char *name = gql_ref_name(self->mem, gql_ref_of(f->ref));

    return gql_type_composite(gql_schema_type(self->schema, name));
}

/* NULL: there is no such field. */
static const struct gql_field *check_field(struct gql_checker *self, const struct gql_entry *e)
{
    const struct gql_field *f = field_of(self, e);
    const struct gql_value *unused;

    if (!f)
        return NULL;
    const struct gql_inputs args = {f->type, f->name, f->name, e->field->at, e->field->args};
    gql_coerce_inputs(&self->coerce, &args, &unused);
    if (composite(self, f) && !e->field->set)
        gql_check_say(self, e->field->at, "\"%s\" is of the type %s: say which fields of it",
                      f->name, f->ref);
    if (!composite(self, f) && e->field->set)
        gql_check_say(self, e->field->at, "\"%s\" is of the type %s, which has no fields", f->name,
                      f->ref);
    return f;
}

static bool is_object(const struct gql_checker *self, const char *type)
{
    return gql_schema_type(self->schema, type)->kind == GQL_TYPE_OBJECT;
}

/* Two fields under one key (GraphQL 5.3.2).  Those of two object types never meet in one object. */
static void check_pair(const struct gql_checker *self, const char *key, const struct gql_entry *a,
                       const struct gql_entry *b, bool same_ref)
{
    const struct gql_value x = {.kind = GQL_OBJECT, .first = a->field->args};
    const struct gql_value y = {.kind = GQL_OBJECT, .first = b->field->args};
    bool apart =
        strcmp(a->type, b->type) != 0 && is_object(self, a->type) && is_object(self, b->type);

    if (!same_ref)
        gql_check_say(self, b->field->at, "\"%s\" would have two types here: use an alias", key);
    else if (!apart && strcmp(a->field->name, b->field->name) != 0)
        gql_check_say(self, b->field->at, "\"%s\" would be two fields here: use an alias", key);
    else if (!apart && !gql_value_equal(&x, &y))
        gql_check_say(self, b->field->at,
                      "\"%s\" is asked for with other arguments before: use an alias", key);
}

static void check_group(struct gql_checker *self, const struct gql_group *g, int depth)
{
    const struct gql_part *below = NULL, **end = &below;
    const struct gql_field *first = NULL;

    for (const struct gql_entry *e = g->first; e; e = e->next) {
        const struct gql_field *f = check_field(self, e);
        if (!f)
            continue;
        if (!first)
            first = f;
        if (e != g->first)
            check_pair(self, g->key, g->first, e, strcmp(first->ref, f->ref) == 0);
        if (!e->field->set || !composite(self, f))
            continue;
        struct gql_part *part = arena_alloc(self->mem, sizeof *part);
        part->set = e->field->set;
        part->type = gql_ref_name(self->mem, gql_ref_of(f->ref));
        *end = part;
        end = &part->next;
    }
    if (below && depth == GQL_MAX_DEPTH)
        gql_check_say(self, g->first->field->at, "fields are nested more than %d deep",
                      GQL_MAX_DEPTH);
    else if (below)
        gql_check_selection(self, below, depth + 1);
}

void gql_check_selection(struct gql_checker *self, const struct gql_part *parts, int depth)
{
    const struct gql_collector collector = {self->mem, self->document, self, enter};

    int n = 0;

    for (const struct gql_group *g = gql_collect(&collector, parts); g; g = g->next) {
        check_group(self, g, depth);
        if (self->mutation && depth == 1 && ++n == GQL_MAX_CHANGES + 1)
            gql_check_say(self, g->first->field->at, "a mutation has more than %d fields",
                          GQL_MAX_CHANGES);
    }
}
