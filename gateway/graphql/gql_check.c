#include "gql_check_inside.h"
#include <string.h>

void gql_check_say(const struct gql_checker *self, struct gql_at at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *text = arena_vprintf(self->mem, fmt, ap);
    va_end(ap);
    gql_errors_add(self->errors, &(struct gql_error){
                                     .text = text, .code = "GRAPHQL_VALIDATION_FAILED", .at = at});
}

void gql_check_directives(const struct gql_checker *self, const struct gql_directive *first)
{
    for (const struct gql_directive *d = first; d; d = d->next) {
        const struct gql_value *unused;
        if (strcmp(d->name, "include") != 0 && strcmp(d->name, "skip") != 0) {
            gql_check_say(self, d->at, "there is no directive @%.64s for this place", d->name);
            continue;
        }
        for (const struct gql_directive *o = first; o != d; o = o->next) {
            if (strcmp(o->name, d->name) == 0)
                gql_check_say(self, d->at, "@%s stands here twice", d->name);
        }
        const struct gql_inputs args = {"directive", d->name,
                                        arena_printf(self->mem, "@%s", d->name), d->at, d->args};
        gql_coerce_inputs(&self->coerce, &args, &unused);
    }
}

/* -- fragments ------------------------------------------------------------------------------------
 */

/* A chain of fragments, each put into the one before. */
struct chain {
    const struct gql_definition *fragment;
    const struct chain *before;
};

static bool reaches_itself(struct gql_checker *self, const struct gql_selection *s,
                           const struct chain *chain);

static bool spread_reaches(struct gql_checker *self, const struct gql_selection *s,
                           const struct chain *chain)
{
    const struct gql_definition *f = gql_fragment(self->document, s->name);
    const struct chain link = {f, chain};

    if (!f)
        return false; /* that is said elsewhere */
    if (++self->fields > GQL_MAX_FIELDS) {
        gql_check_say(self, s->at, "more than %d fields and fragments are asked for",
                      GQL_MAX_FIELDS);
        return true;
    }
    for (const struct chain *c = chain; c; c = c->before) {
        if (c->fragment == f) {
            gql_check_say(self, s->at, "the fragment \"%s\" contains itself", s->name);
            return true;
        }
    }
    return reaches_itself(self, f->set, &link);
}

static bool reaches_itself(struct gql_checker *self, const struct gql_selection *s,
                           const struct chain *chain)
{
    for (; s; s = s->next) {
        if (s->kind == GQL_SPREAD ? spread_reaches(self, s, chain)
                                  : reaches_itself(self, s->set, chain))
            return true;
    }
    return false;
}

static bool selects(const struct gql_selection *s, const char *fragment)
{
    for (; s; s = s->next) {
        if (s->kind == GQL_SPREAD && strcmp(s->name, fragment) == 0)
            return true;
        if (s->kind != GQL_SPREAD && selects(s->set, fragment))
            return true;
    }
    return false;
}

static bool is_used(const struct gql_document *document, const char *fragment)
{
    const struct gql_definition *lists[] = {document->operations, document->fragments};

    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        for (const struct gql_definition *d = lists[i]; d; d = d->next) {
            if (selects(d->set, fragment))
                return true;
        }
    }
    return false;
}

static void check_fragments(struct gql_checker *self)
{
    for (const struct gql_definition *f = self->document->fragments; f; f = f->next) {
        const struct gql_type *type = gql_schema_type(self->schema, f->on);
        if (gql_fragment(self->document, f->name) != f)
            gql_check_say(self, f->at, "there are two fragments \"%s\"", f->name);
        if (!type || !gql_type_composite(type))
            gql_check_say(self, f->at, "there is no type \"%.64s\" that has fields", f->on);
        if (!is_used(self->document, f->name))
            gql_check_say(self, f->at, "the fragment \"%s\" is not used", f->name);
        if (f->directives)
            gql_check_say(self, f->directives->at, "there is no directive @%.64s for this place",
                          f->directives->name);
    }
}

/* -- operations -----------------------------------------------------------------------------------
 */

static void check_name(const struct gql_checker *self, const struct gql_definition *op)
{
    const struct gql_definition *first = self->document->operations;

    if (!op->name && first->next)
        gql_check_say(self, op->at, "an operation without a name must be the only one");
    for (const struct gql_definition *o = first; o != op; o = o->next) {
        if (op->name && o->name && strcmp(op->name, o->name) == 0)
            gql_check_say(self, op->at, "there are two operations \"%s\"", op->name);
    }
}

static void check_operation(struct gql_checker *self, const struct gql_definition *op)
{
    bool mutation = strcmp(op->keyword, "mutation") == 0;
    const struct gql_part whole = {op->set, mutation ? self->schema->mutation : self->schema->query,
                                   NULL};

    check_name(self, op);
    if (strcmp(op->keyword, "subscription") == 0) {
        gql_check_say(self, op->at, "there are no subscriptions here");
        return;
    }
    if (op->directives)
        gql_check_say(self, op->directives->at, "there is no directive @%.64s for this place",
                      op->directives->name);
    gql_check_variables(self, op);
    self->mutation = mutation;
    gql_check_selection(self, &whole, 1);
    if (self->errors->n == 0)
        gql_check_unused_variables(self);
}

enum err gql_check(const struct gql_schema *schema, const struct gql_document *document,
                   struct gql_errors *errors)
{
    struct gql_checker self = {
        .mem = errors->mem, .schema = schema, .document = document, .errors = errors};

    if (!document->operations)
        gql_check_say(&self, (struct gql_at){0}, "there is no operation in the document");
    check_fragments(&self);
    for (const struct gql_definition *op = document->operations; op; op = op->next) {
        if (reaches_itself(&self, op->set, NULL))
            return ERR_BAD_FIELD;
    }
    self.fields = 0;
    for (const struct gql_definition *op = document->operations; op; op = op->next)
        check_operation(&self, op);
    return errors->n ? ERR_BAD_FIELD : OK;
}
