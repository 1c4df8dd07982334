/* option_parse.c - a command line, taken apart. */
#include "option.h"
#include "text.h"
#include <string.h>

/* Options that may be given, and what was. */
struct table {
    const struct option *options;
    size_t n;
    struct option_set set;
};

struct parsing {
    struct arena *mem;
    struct table request, person;
    struct option_args args; /* what is left */
    struct option_line *line;
    const char **why;
};

static struct table table_of(struct arena *mem, const struct msg_desc *desc, const char *except)
{
    struct table t = {0};

    t.n = option_list(mem, desc, except, &t.options);
    t.set.given = arena_array(mem, desc->n_fields + 1, sizeof *t.set.given);
    return t;
}

static bool is_list(const struct msg_field *field)
{
    return field->kind == MSG_words || field->kind == MSG_strs;
}

static const struct option *find(const struct table *t, const char *name, size_t n)
{
    for (size_t i = 0; i < t->n; i++) {
        if (strlen(t->options[i].name) == n && strncmp(t->options[i].name, name, n) == 0)
            return &t->options[i];
    }
    return NULL;
}

static enum err fault(struct parsing *p, const char *why)
{
    *p->why = why;
    return ERR_BAD_FIELD;
}

static enum err give(struct parsing *p, struct table *t, const struct option *option,
                     const char *value)
{
    struct option_given *g = t->set.given;

    while (g < t->set.given + t->set.n && g->field != option->field)
        g++;
    if (g == t->set.given + t->set.n) {
        size_t room = p->args.n + 2; /* each further value takes an argument */
        t->set.n++;
        *g = (struct option_given){option->field, option->how,
                                   arena_array(p->mem, room, sizeof *g->values), 0};
    } else if (g->how != option->how) {
        return fault(p,
                     arena_printf(p->mem, "--%s contradicts what stands before it", option->name));
    } else if (!is_list(option->field)) {
        return fault(p, arena_printf(p->mem, "--%s is there twice", option->name));
    }
    if (value && !text_valid(value, strlen(value)))
        return fault(
            p, arena_printf(p->mem, "--%s is not UTF-8 without control characters", option->name));
    if (value)
        g->values[g->n++] = value;
    return OK;
}

static const char *next(struct parsing *p)
{
    p->args.n--;
    return *p->args.v++;
}

/* The value of the option, after '=' or as the next argument; NULL: neither. */
static const char *value_of(struct parsing *p, const char *equals)
{
    if (equals)
        return equals + 1;
    return p->args.n > 0 ? next(p) : NULL;
}

static enum err take(struct parsing *p, struct table *t, const struct option *option,
                     const char *equals)
{
    const char *value = NULL;

    if (option->how == OPTION_VALUE) {
        value = value_of(p, equals);
        if (!value)
            return fault(p, arena_printf(p->mem, "--%s lacks its value", option->name));
    } else if (equals) {
        return fault(p, arena_printf(p->mem, "--%s takes no value", option->name));
    }
    return give(p, t, option, value);
}

static enum err take_named(struct parsing *p, const char *arg)
{
    const char *name = arg + 2, *equals = strchr(arg, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);

    const struct option *option = find(&p->request, name, n);
    if (option)
        return take(p, &p->request, option, equals);
    option = find(&p->person, name, n);
    if (option)
        return take(p, &p->person, option, equals);
    if (strcmp(arg, "--help") == 0) {
        p->line->help = true;
        return OK;
    }
    if (n == 4 && strncmp(name, "data", n) == 0) {
        p->line->data = value_of(p, equals);
        return p->line->data ? OK : fault(p, "--data lacks its value");
    }
    return fault(p, arena_printf(p->mem, "there is no option %s", arg));
}

enum err option_parse(struct arena *mem, const struct msg_desc *desc, const char *person,
                      struct option_args args, struct option_line *out, const char **why)
{
    struct option_line line = {.arguments = arena_array(mem, args.n + 1, sizeof *line.arguments)};
    struct parsing p = {.mem = mem, .args = args, .line = &line, .why = why};

    p.request = table_of(mem, desc, person);
    if (person)
        p.person = table_of(mem, &person_ref_desc, NULL);
    while (p.args.n > 0) {
        const char *arg = next(&p);
        if (strncmp(arg, "--", 2) != 0) {
            line.arguments[line.n_arguments++] = arg;
            continue;
        }
        enum err e = take_named(&p, arg);
        if (e)
            return e;
    }
    line.request = p.request.set;
    line.person = p.person.set;
    *out = line;
    return OK;
}
