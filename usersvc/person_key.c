#include "person_key.h"
#include "text.h"
#include <string.h>

struct person_key person_key_by_name(struct arena *mem, const char *username_or_email)
{
    const char *lower = text_lower(mem, username_or_email);

    if (strchr(lower, '@'))
        return (struct person_key){.email = lower};
    return (struct person_key){.username = lower};
}

enum err person_key_of(struct call *c, const struct person_ref *ref, struct person_key *out)
{
    if (!ref->id && !ref->sub && !ref->username)
        return refuse_openly(c, ERR_BAD_FIELD, "one of id, sub and username is needed");
    if (ref->sub && ref->id)
        return refuse_openly(c, ERR_BAD_FIELD, "sub may not stand beside id");
    if (ref->username && (ref->id || ref->sub))
        return refuse_openly(c, ERR_BAD_FIELD, "username may not stand beside id or sub");
    if (ref->username)
        *out = person_key_by_name(c->mem, ref->username);
    else
        *out = (struct person_key){.id = ref->id, .sub = ref->sub};
    return OK;
}
