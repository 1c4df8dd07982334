#include "discriminator_store.h"
#include "db.h"
#include "random.h"
#include "text.h"

/* The words are those of the index person_called. */
static const struct sql SQL_TAKEN = {"discriminators_taken",
                                     "SELECT discriminator FROM person"
                                     " WHERE lower(COALESCE(nickname, username)) = $1"
                                     " AND discriminator IS NOT NULL AND id <> COALESCE($2, '')"};

struct taken {
    bool digits[DISCRIMINATORS + 1];
    int64_t n;
};

static enum err read_taken(struct db *db, struct arena *mem, const struct discriminator_wish *wish,
                           struct taken *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_TAKEN, "tt", text_lower(mem, wish->called), wish->id);
    while (!e && !(e = db_row(&st))) {
        int64_t digits = stmt_int(&st, 0);
        assert(digits >= 1 && digits <= DISCRIMINATORS);
        out->digits[digits] = true;
        out->n++;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The one that comes after `skip` others that are free. */
static int64_t nth_free(const struct taken *taken, uint64_t skip)
{
    int64_t at = 1;

    for (;; at++) {
        if (taken->digits[at])
            continue;
        if (skip-- == 0)
            return at;
    }
}

enum err discriminator_pick(struct db *db, struct arena *mem, const struct discriminator_wish *wish,
                            int64_t *out)
{
    struct taken *taken = ARENA_NEW(mem, taken);
    uint64_t chance = 0;

    enum err e = read_taken(db, mem, wish, taken);
    if (e)
        return e;
    if (wish->keep && !taken->digits[wish->keep]) {
        *out = wish->keep;
        return OK;
    }
    if (taken->n == DISCRIMINATORS)
        return ERR_TOO_MANY;
    random_bytes(&chance, sizeof chance);
    *out = nth_free(taken, chance % (uint64_t)(DISCRIMINATORS - taken->n));
    return OK;
}

enum err discriminator_outcome(struct call *c, enum err e)
{
    if (e != ERR_TOO_MANY)
        return e;
    return refuse_openly(c, e, "nickname is that of %d people already", DISCRIMINATORS);
}

const char *discriminator_text(struct arena *mem, int64_t digits)
{
    return digits ? arena_printf(mem, "%04d", (int)digits) : NULL;
}

int64_t discriminator_of(const char *text)
{
    int64_t digits = 0;

    for (; text && *text; text++)
        digits = digits * 10 + (*text - '0');
    return digits;
}
