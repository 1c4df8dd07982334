#include "newcomer.h"
#include "random.h"
#include "text.h"

/* 128 random bits.  Hex, so that ids are in the same order in every database. */
static const char *new_id(struct arena *mem)
{
    uint8_t raw[16];

    random_bytes(raw, sizeof raw);
    return text_hex(mem, (struct bytes){raw, sizeof raw});
}

struct person newcomer(struct call *c, const struct person_add_request *q)
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
