#include "gql_parse_inside.h"
#include <string.h>

static const struct gql_directive *take_directives(struct gql_parser *self)
{
    const struct gql_directive *first = NULL, **end = &first;

    while (gql_parse_is(self, "@")) {
        struct gql_directive *d = arena_alloc(self->mem, sizeof *d);
        d->at = self->lexer.token.at;
        gql_lexer_next(&self->lexer);
        d->name = gql_parse_name(self, "the name of a directive");
        d->args = gql_parse_arguments(self, false);
        *end = d;
        end = &d->next;
    }
    return first;
}

static const struct gql_selection *take_set(struct gql_parser *self);

static void take_field(struct gql_parser *self, struct gql_selection *s)
{
    s->kind = GQL_FIELD;
    s->name = gql_parse_name(self, "a field");
    if (gql_parse_skip(self, ":")) {
        s->alias = s->name;
        s->name = gql_parse_name(self, "a field");
    }
    s->args = gql_parse_arguments(self, false);
    s->directives = take_directives(self);
    if (gql_parse_is(self, "{"))
        s->set = take_set(self);
}

/* Behind "...": a fragment's name, or a fragment in its place. */
static void take_fragment(struct gql_parser *self, struct gql_selection *s)
{
    s->kind = GQL_INLINE;
    if (gql_parse_is_word(self, "on")) {
        gql_lexer_next(&self->lexer);
        s->on = gql_parse_name(self, "a type");
    } else if (self->lexer.token.kind == GQL_T_NAME) {
        s->kind = GQL_SPREAD;
        s->name = gql_parse_name(self, "a fragment");
    }
    s->directives = take_directives(self);
    if (s->kind == GQL_INLINE)
        s->set = take_set(self);
}

static const struct gql_selection *take_set(struct gql_parser *self)
{
    const struct gql_selection *first = NULL, **end = &first;

    gql_parse_expect(self, "{");
    if (!gql_parse_enter(self))
        return NULL;
    do {
        struct gql_selection *s = arena_alloc(self->mem, sizeof *s);
        s->at = self->lexer.token.at;
        if (gql_parse_skip(self, "..."))
            take_fragment(self, s);
        else
            take_field(self, s);
        *end = s;
        end = &s->next;
    } while (!gql_parse_is(self, "}") && !self->lexer.failed);
    gql_parse_expect(self, "}");
    gql_parse_leave(self);
    return first;
}

static const struct gql_variable *take_variables(struct gql_parser *self)
{
    const struct gql_variable *first = NULL, **end = &first;

    if (!gql_parse_skip(self, "("))
        return NULL;
    do {
        struct gql_variable *v = arena_alloc(self->mem, sizeof *v);
        v->at = self->lexer.token.at;
        gql_parse_expect(self, "$");
        v->name = gql_parse_name(self, "the name of a variable");
        gql_parse_expect(self, ":");
        v->ref = gql_parse_ref(self);
        if (gql_parse_skip(self, "="))
            v->fallback = gql_parse_value(self, true);
        (void)take_directives(self);
        *end = v;
        end = &v->next;
    } while (!gql_parse_is(self, ")") && !self->lexer.failed);
    gql_parse_expect(self, ")");
    return first;
}

static void take_operation(struct gql_parser *self, struct gql_definition *d)
{
    d->keyword = "query";
    if (!gql_parse_is(self, "{")) {
        d->keyword = gql_parse_name(self, "an operation");
        if (self->lexer.token.kind == GQL_T_NAME)
            d->name = gql_parse_name(self, "a name");
        d->variables = take_variables(self);
        d->directives = take_directives(self);
    }
    d->set = take_set(self);
}

static void take_named_fragment(struct gql_parser *self, struct gql_definition *d)
{
    d->keyword = gql_parse_name(self, "fragment");
    if (gql_parse_is_word(self, "on"))
        gql_parse_surprise(self, "the name of a fragment");
    d->name = gql_parse_name(self, "the name of a fragment");
    if (!gql_parse_is_word(self, "on"))
        gql_parse_surprise(self, "\"on\" and a type");
    gql_lexer_next(&self->lexer);
    d->on = gql_parse_name(self, "a type");
    d->directives = take_directives(self);
    d->set = take_set(self);
}

static bool begins_operation(const struct gql_parser *self)
{
    return gql_parse_is(self, "{") || gql_parse_is_word(self, "query") ||
           gql_parse_is_word(self, "mutation") || gql_parse_is_word(self, "subscription");
}

enum err gql_parse(const char *text, struct gql_errors *errors, struct gql_document *out)
{
    struct gql_parser self = {.mem = errors->mem};
    const struct gql_definition **operation = &out->operations, **fragment = &out->fragments;

    *out = (struct gql_document){0};
    if (strlen(text) > GQL_MAX_BYTES) {
        gql_errors_say(errors, "GRAPHQL_PARSE_FAILED", (struct gql_at){0},
                       "the document has more than %d bytes", GQL_MAX_BYTES);
        return ERR_BAD_MESSAGE;
    }
    gql_lexer_init(&self.lexer, text, errors);
    do {
        struct gql_definition *d = arena_alloc(self.mem, sizeof *d);
        d->at = self.lexer.token.at;
        if (gql_parse_is_word(&self, "fragment")) {
            take_named_fragment(&self, d);
            *fragment = d;
            fragment = &d->next;
        } else if (begins_operation(&self)) {
            take_operation(&self, d);
            *operation = d;
            operation = &d->next;
        } else {
            gql_parse_surprise(&self, "an operation or a fragment");
        }
    } while (self.lexer.token.kind != GQL_T_END);
    return self.lexer.failed ? ERR_BAD_MESSAGE : OK;
}
