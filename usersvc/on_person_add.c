#include "handlers.h"
#include "person_rules.h"
#include "person_store.h"
#include "random.h"
#include "text.h"
#include "usersvc.h"

/* 128 random bits.  Hex, so that ids are in the same order in every database. */
static const char *new_id(struct arena *mem)
{
    uint8_t raw[16];

    random_bytes(raw, sizeof raw);
    return text_hex(mem, (struct bytes){raw, sizeof raw});
}

static struct person new_person(struct call *c, const struct person_add_request *q)
{
    return (struct person){
        .id = new_id(c->mem),
        .sub = new_id(c->mem),
        .username = q->username,
        .email = q->email,
        .email_verified = q->email_verified,
        .name = q->name,
        .given_name = q->given_name,
        .family_name = q->family_name,
        .nickname = q->nickname,
        .picture = q->picture,
        .website = q->website,
        .zoneinfo = q->zoneinfo,
        .locale = q->locale,
        .groups = q->groups && *q->groups ? q->groups : NULL,
        .generation = 1,
        .created_at = c->now,
        .updated_at = c->now,
    };
}

enum err on_person_add(struct call *c, const struct person_add_request *q, struct person *a)
{
    struct usersvc *svc = c->svc;
    const char *taken = NULL;

    enum err e = person_rules_check(c, &person_add_request_desc, q);
    if (e)
        return e;
    struct person_row row = {.person = new_person(c, q)};
    e = password_hash(&svc->passwords, c->mem, q->password, &row.password);
    if (e)
        return e;
    e = person_store_add(c, &row, &taken);
    if (e == ERR_EXISTS)
        return refuse_openly(c, e, "%s is taken", taken);
    if (e)
        return e;
    *a = row.person;
    return OK;
}
