#include "gql_collect.h"
#include <string.h>

struct visited {
    const struct gql_definition *fragment;
    const struct visited *next;
};

struct state {
    const struct gql_collector *by;
    struct gql_group *first, **end;
    const struct visited *visited;
};

const struct gql_definition *gql_fragment(const struct gql_document *document, const char *name)
{
    const struct gql_definition *f = document->fragments;

    while (f && strcmp(f->name, name) != 0)
        f = f->next;
    return f;
}

static struct gql_group *group_of(struct state *self, const char *key)
{
    for (struct gql_group *g = self->first; g; g = g->next) {
        if (strcmp(g->key, key) == 0)
            return g;
    }
    struct gql_group *g = arena_alloc(self->by->mem, sizeof *g);
    g->key = key;
    g->end = &g->first;
    *self->end = g;
    self->end = &g->next;
    return g;
}

static void add_field(struct state *self, const struct gql_selection *s, const char *type)
{
    struct gql_group *g = group_of(self, s->alias ? s->alias : s->name);
    struct gql_entry *e = arena_alloc(self->by->mem, sizeof *e);

    e->field = s;
    e->type = type;
    *g->end = e;
    g->end = &e->next;
}

/* Once is enough in one place. */
static bool first_visit(struct state *self, const struct gql_definition *fragment)
{
    for (const struct visited *v = self->visited; v; v = v->next) {
        if (v->fragment == fragment)
            return false;
    }
    struct visited *v = arena_alloc(self->by->mem, sizeof *v);
    *v = (struct visited){fragment, self->visited};
    self->visited = v;
    return true;
}

static void walk(struct state *self, const struct gql_selection *s, const char *around)
{
    for (; s; s = s->next) {
        const char *type = around;
        if (!self->by->enter(self->by->ctx, s, &type))
            continue;
        if (s->kind == GQL_FIELD) {
            add_field(self, s, type);
        } else if (s->kind == GQL_INLINE) {
            walk(self, s->set, type);
        } else {
            const struct gql_definition *f = gql_fragment(self->by->document, s->name);
            if (f && first_visit(self, f))
                walk(self, f->set, type);
        }
    }
}

const struct gql_group *gql_collect(const struct gql_collector *self, const struct gql_part *parts)
{
    struct state state = {.by = self};

    state.end = &state.first;
    for (; parts; parts = parts->next)
        walk(&state, parts->set, parts->type);
    return state.first;
}
