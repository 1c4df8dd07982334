/* gql_parse_text.c - tokens, as the parser asks for them. */
#include "gql_parse_inside.h"
#include <string.h>

bool gql_parse_is(const struct gql_parser *self, const char *punct)
{
    return self->lexer.token.kind == GQL_T_PUNCT && strcmp(self->lexer.token.text, punct) == 0;
}

bool gql_parse_is_word(const struct gql_parser *self, const char *word)
{
    return self->lexer.token.kind == GQL_T_NAME && strcmp(self->lexer.token.text, word) == 0;
}

bool gql_parse_skip(struct gql_parser *self, const char *punct)
{
    if (!gql_parse_is(self, punct))
        return false;
    gql_lexer_next(&self->lexer);
    return true;
}

void gql_parse_surprise(struct gql_parser *self, const char *wanted)
{
    const struct gql_token *t = &self->lexer.token;

    if (t->kind == GQL_T_END)
        gql_lexer_fail(&self->lexer, t->at, "the document ends where %s is expected", wanted);
    else if (t->kind == GQL_T_STRING)
        gql_lexer_fail(&self->lexer, t->at, "%s is expected, not a string", wanted);
    else
        gql_lexer_fail(&self->lexer, t->at, "%s is expected, not \"%.64s\"", wanted, t->text);
}

void gql_parse_expect(struct gql_parser *self, const char *punct)
{
    if (!gql_parse_skip(self, punct))
        gql_parse_surprise(self, arena_printf(self->mem, "\"%s\"", punct));
}

const char *gql_parse_name(struct gql_parser *self, const char *what)
{
    const char *name = self->lexer.token.text;

    if (self->lexer.token.kind != GQL_T_NAME) {
        gql_parse_surprise(self, what);
        return "";
    }
    gql_lexer_next(&self->lexer);
    return name;
}

bool gql_parse_enter(struct gql_parser *self)
{
    if (++self->nesting <= GQL_MAX_NESTING)
        return true;
    gql_lexer_fail(&self->lexer, self->lexer.token.at, "the document is nested more than %d deep",
                   GQL_MAX_NESTING);
    return false;
}

void gql_parse_leave(struct gql_parser *self)
{
    self->nesting--;
}
