#include "msg_form.h"
#include "msg_kind.h"
#include <string.h>

static const struct msg_field *public_field(const struct msg_desc *desc, const char *name)
{
    const struct msg_field *f = msg_field_by_name(desc, name, strlen(name));

    if (!f || f->flags & MSG_INTERNAL || !msg_kinds[f->kind]->parse)
        return NULL;
    return f;
}

/* One parameter; NULL or what is wrong with it. */
static const char *take(const struct msg_field *f, const char *value, struct arena *mem, void *msg)
{
    const struct msg_kind_row *kind = msg_kinds[f->kind];
    void *member = msg_member_of(f, msg);
    const char *why = kind->parse(f, value, member);

    return why ? why : kind->fault(f, member, mem);
}

static const char *missing(const struct msg_desc *desc, uint64_t seen)
{
    for (size_t i = 0; i < desc->n_fields; i++) {
        unsigned flags = desc->fields[i].flags;
        if (flags & MSG_REQUIRED && !(flags & MSG_INTERNAL) && !(seen & UINT64_C(1) << i))
            return desc->fields[i].name;
    }
    return NULL;
}

static enum err fault(struct arena *mem, enum err e, const char *name, const char *what,
                      const char **why)
{
    *why = arena_printf(mem, "%s is %s", name, what);
    return e;
}

enum err msg_from_form(const struct msg_desc *desc, const struct param *params, size_t n,
                       struct arena *mem, void *msg, const char **why)
{
    uint64_t seen = 0;
    char *fresh = arena_alloc(mem, desc->size ? desc->size : 1);

    for (size_t i = 0; i < n; i++) {
        const struct msg_field *f = public_field(desc, params[i].name);
        if (!f || params[i].value[0] == '\0') /* as if it were not there; RFC 6749 3.1 */
            continue;
        uint64_t bit = UINT64_C(1) << (f - desc->fields);
        if (seen & bit)
            return fault(mem, ERR_PARAMETER_TWICE, f->name, "repeated", why);
        seen |= bit;
        const char *wrong = take(f, params[i].value, mem, fresh);
        if (wrong)
            return fault(mem, ERR_BAD_FIELD, f->name, wrong, why);
    }
    const char *absent = missing(desc, seen);
    if (absent)
        return fault(mem, ERR_PARAMETER_MISSING, absent, "missing", why);
    memcpy(msg, fresh, desc->size);
    return OK;
}
