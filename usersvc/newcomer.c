#include "newcomer.h"
#include "random.h"
#include "text.h"

enum { ID_BYTES = 16, SUB_BYTES = 12 }; /* docs/decisions/0016 */

/* Hex, so that ids are in the same order in every database. */
static const char *drawn(struct arena *mem, size_t n)
{
    uint8_t *raw = arena_alloc(mem, n);

    random_bytes(raw, n);
    return text_hex(mem, (struct bytes){raw, n});
}

struct person newcomer(struct call *c, const struct person_add_request *q)
{
    return (struct person){
        .id = drawn(c->mem, ID_BYTES),
        .sub = q->sub ? q->sub : drawn(c->mem, SUB_BYTES),
        .number = q->number,
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
