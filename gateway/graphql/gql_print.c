#include "gql_print.h"
#include <time.h>

struct gql_mark gql_print_mark(const struct json *out)
{
    return (struct gql_mark){out->out->n, out->comma};
}

void gql_print_cut(struct json *out, struct gql_mark to)
{
    out->out->n = to.n;
    out->comma = to.comma;
}

bool gql_given_null(const struct gql_given *given)
{
    switch (given->kind) {
    case GQL_G_TEXT:
    case GQL_G_WORDS:
        return !given->text;
    case GQL_G_TIME:
        return given->number == 0;
    case GQL_G_OBJECT:
        return !given->p;
    case GQL_G_NULL:
        return true;
    default:
        return false;
    }
}

/* ISO 8601, UTC, to the millisecond. */
static const char *time_text(struct arena *mem, int64_t ms)
{
    time_t second = (time_t)(ms / 1000);
    struct tm tm;

    gmtime_r(&second, &tm);
    return arena_printf(mem, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900,
                        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                        (int)(ms % 1000));
}

void gql_print_plain(struct json *out, const char *key, const struct gql_given *given)
{
    if (gql_given_null(given))
        json_raw(out, key, "null");
    else if (given->kind == GQL_G_INT)
        json_int(out, key, given->number);
    else if (given->kind == GQL_G_BOOL)
        json_bool(out, key, given->number);
    else if (given->kind == GQL_G_TIME)
        json_str(out, key, time_text(out->out->mem, given->number));
    else if (given->kind == GQL_G_WORDS)
        json_words(out, key, given->text);
    else
        json_str(out, key, given->text);
}
