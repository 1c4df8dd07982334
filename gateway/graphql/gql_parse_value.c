/* gql_parse_value.c - values, arguments, references to types (GraphQL 2.6, 2.9, 2.11). */
#include "buf.h"
#include "gql_parse_inside.h"
#include "text.h"
#include <string.h>

static void take_members(struct gql_parser *self, const char *end, bool constant,
                         const struct gql_value **out)
{
    while (!gql_parse_is(self, end) && !self->lexer.failed) {
        const struct gql_at at = self->lexer.token.at;
        const char *name = gql_parse_name(self, "a name");
        gql_parse_expect(self, ":");
        struct gql_value *member = arena_alloc(self->mem, sizeof *member);
        *member = *gql_parse_value(self, constant);
        member->name = name;
        member->at = at;
        *out = member;
        out = &member->next;
    }
    gql_parse_expect(self, end);
}

static void take_elements(struct gql_parser *self, bool constant, const struct gql_value **out)
{
    while (!gql_parse_is(self, "]") && !self->lexer.failed) {
        struct gql_value *element = arena_alloc(self->mem, sizeof *element);
        *element = *gql_parse_value(self, constant);
        *out = element;
        out = &element->next;
    }
    gql_parse_expect(self, "]");
}

static void take_word(struct gql_parser *self, struct gql_value *v)
{
    v->text = self->lexer.token.text;
    v->truth = gql_parse_is_word(self, "true");
    v->kind = GQL_ENUM;
    if (v->truth || gql_parse_is_word(self, "false"))
        v->kind = GQL_BOOLEAN;
    else if (gql_parse_is_word(self, "null"))
        v->kind = GQL_NULL;
    gql_lexer_next(&self->lexer);
}

static void take_plain(struct gql_parser *self, struct gql_value *v)
{
    const struct gql_token t = self->lexer.token;

    v->text = t.text;
    v->kind = t.kind == GQL_T_INT ? GQL_INT : t.kind == GQL_T_FLOAT ? GQL_FLOAT : GQL_STRING;
    if (v->kind == GQL_INT && !text_int(t.text, &v->number))
        gql_lexer_fail(&self->lexer, t.at, "the number is too large");
    gql_lexer_next(&self->lexer);
}

static void take_variable(struct gql_parser *self, struct gql_value *v, bool constant)
{
    v->kind = GQL_VARIABLE;
    v->text = gql_parse_name(self, "the name of a variable");
    if (constant)
        gql_lexer_fail(&self->lexer, v->at, "a variable cannot stand in the default of another");
}

/* One that may contain others. */
static void take_nested(struct gql_parser *self, struct gql_value *v, bool constant)
{
    v->kind = gql_parse_is(self, "[") ? GQL_LIST : GQL_OBJECT;
    gql_lexer_next(&self->lexer);
    if (!gql_parse_enter(self))
        return;
    if (v->kind == GQL_LIST)
        take_elements(self, constant, &v->first);
    else
        take_members(self, "}", constant, &v->first);
    gql_parse_leave(self);
}

const struct gql_value *gql_parse_value(struct gql_parser *self, bool constant)
{
    struct gql_value *v = arena_alloc(self->mem, sizeof *v);
    const enum gql_token_kind kind = self->lexer.token.kind;

    v->at = self->lexer.token.at;
    if (gql_parse_skip(self, "$"))
        take_variable(self, v, constant);
    else if (gql_parse_is(self, "[") || gql_parse_is(self, "{"))
        take_nested(self, v, constant);
    else if (kind == GQL_T_NAME)
        take_word(self, v);
    else if (kind == GQL_T_INT || kind == GQL_T_FLOAT || kind == GQL_T_STRING)
        take_plain(self, v);
    else
        gql_parse_surprise(self, "a value");
    return v;
}

const struct gql_value *gql_parse_arguments(struct gql_parser *self, bool constant)
{
    const struct gql_value *args = NULL;

    if (!gql_parse_skip(self, "("))
        return NULL;
    if (gql_parse_is(self, ")"))
        gql_parse_surprise(self, "an argument");
    take_members(self, ")", constant, &args);
    return args;
}

static void take_ref(struct gql_parser *self, struct buf *out)
{
    if (gql_parse_skip(self, "[")) {
        buf_char(out, '[');
        if (gql_parse_enter(self)) {
            take_ref(self, out);
            gql_parse_leave(self);
        }
        gql_parse_expect(self, "]");
        buf_char(out, ']');
    } else {
        buf_str(out, gql_parse_name(self, "a type"));
    }
    if (gql_parse_skip(self, "!"))
        buf_char(out, '!');
}

const char *gql_parse_ref(struct gql_parser *self)
{
    struct buf out;

    buf_init(&out, self->mem, 32);
    take_ref(self, &out);
    return buf_text(&out);
}

const struct gql_value *gql_parse_constant(struct arena *mem, const char *text)
{
    struct gql_parser self = {.mem = mem};
    struct gql_errors errors;

    gql_errors_init(&errors, mem);
    gql_lexer_init(&self.lexer, text, &errors);
    const struct gql_value *v = gql_parse_value(&self, true);
    assert(!self.lexer.failed && self.lexer.token.kind == GQL_T_END);
    return v;
}
