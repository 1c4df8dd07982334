#include "gql_lexer.h"
#include <string.h>

static const char digits[] = "0123456789";
static const char name_start[] = "_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char name_letters[] =
    "_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

void gql_lexer_init(struct gql_lexer *self, const char *text, struct gql_errors *errors)
{
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) /* a byte order mark means nothing */
        text += 3;
    *self = (struct gql_lexer){.p = text, .line = text, .number = 1, .errors = errors};
    gql_lexer_next(self);
}

/* Characters, not bytes. */
struct gql_at gql_lexer_at(const struct gql_lexer *self, const char *p)
{
    int column = 1;

    for (const char *c = self->line; c < p; c++)
        column += ((unsigned char)*c & 0xc0) != 0x80;
    return (struct gql_at){self->number, column};
}

void gql_lexer_fail(struct gql_lexer *self, struct gql_at at, const char *fmt, ...)
{
    va_list ap;

    if (!self->failed) {
        va_start(ap, fmt);
        const char *text = arena_vprintf(self->errors->mem, fmt, ap);
        va_end(ap);
        gql_errors_add(self->errors,
                       &(struct gql_error){.text = text, .code = "GRAPHQL_PARSE_FAILED", .at = at});
    }
    self->failed = true;
    self->token = (struct gql_token){.kind = GQL_T_END, .at = at, .text = ""};
}

static void skip_line_end(struct gql_lexer *self)
{
    if (*self->p == '\r' && self->p[1] == '\n')
        self->p++;
    self->p++;
    self->line = self->p;
    self->number++;
}

/* Blanks, commas and comments mean nothing (GraphQL 2.1.2 to 2.1.7). */
static void skip_ignored(struct gql_lexer *self)
{
    for (; *self->p;) {
        if (strchr(" \t,", *self->p))
            self->p++;
        else if (*self->p == '\n' || *self->p == '\r')
            skip_line_end(self);
        else if (*self->p == '#')
            self->p += strcspn(self->p, "\r\n");
        else
            return;
    }
}

static void take(struct gql_lexer *self, enum gql_token_kind kind, size_t n)
{
    self->token.kind = kind;
    self->token.text = arena_strndup(self->errors->mem, self->p, n);
    self->p += n;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? with no name, digit or dot behind it. */
static void take_number(struct gql_lexer *self)
{
    const char *p = self->p + (*self->p == '-');
    bool fraction = false, fine = true;
    size_t whole = strspn(p, digits);

    fine = whole > 0 && (whole == 1 || *p != '0');
    p += whole;
    if (*p == '.') {
        fraction = true;
        fine = fine && strspn(p + 1, digits) > 0;
        p += 1 + strspn(p + 1, digits);
    }
    if (*p == 'e' || *p == 'E') {
        fraction = true;
        p += 1 + (p[1] == '+' || p[1] == '-');
        fine = fine && strspn(p, digits) > 0;
        p += strspn(p, digits);
    }
    if (!fine || (*p && (*p == '.' || strchr(name_letters, *p)))) {
        gql_lexer_fail(self, self->token.at, "this is not a number");
        return;
    }
    take(self, fraction ? GQL_T_FLOAT : GQL_T_INT, (size_t)(p - self->p));
}

static void take_string(struct gql_lexer *self)
{
    const char *text = gql_string_read(self);

    if (text) {
        self->token.kind = GQL_T_STRING;
        self->token.text = text;
    }
}

void gql_lexer_next(struct gql_lexer *self)
{
    if (self->failed)
        return;
    skip_ignored(self);
    self->token = (struct gql_token){GQL_T_END, gql_lexer_at(self, self->p), ""};
    const char c = *self->p;
    if (!c)
        return;
    if (++self->tokens > GQL_MAX_TOKENS)
        gql_lexer_fail(self, self->token.at, "the document has more than %d tokens",
                       GQL_MAX_TOKENS);
    else if (strncmp(self->p, "...", 3) == 0)
        take(self, GQL_T_PUNCT, 3);
    else if (strchr("!$&():=@[]{|}", c))
        take(self, GQL_T_PUNCT, 1);
    else if (strchr(name_start, c))
        take(self, GQL_T_NAME, strspn(self->p, name_letters));
    else if (c == '-' || strchr(digits, c))
        take_number(self);
    else if (c == '"')
        take_string(self);
    else if (c > ' ' && c <= '~')
        gql_lexer_fail(self, self->token.at, "'%c' means nothing here", c);
    else
        gql_lexer_fail(self, self->token.at, "here is a character that means nothing");
}
