#include "family.h"
#include <string.h>

bool family_alive(const struct family *self, int64_t now)
{
    return !self->ended && now < self->expires_at;
}

bool family_expired(const struct family *self, int64_t now)
{
    return !self->ended && now >= self->expires_at;
}

/* A reply may have been lost: of this very request, or just before the client slept for long. */
static bool may_be_lost(const struct family *self, const struct presenter *by)
{
    return by->authenticated || strcmp(by->attempt, self->attempt) == 0;
}

enum verdict family_verdict(const struct family *self, int64_t counter, const struct presenter *by)
{
    int64_t behind = self->head - counter;

    if (behind < 0)
        return VERDICT_AHEAD;
    if (behind == 0)
        return VERDICT_HEAD;
    if (behind <= FAMILY_REPLACED && by->now - self->replaced[behind - 1] <= by->grace)
        return VERDICT_SAME;
    if (behind == 1 && may_be_lost(self, by))
        return VERDICT_SAME;
    return VERDICT_THEFT;
}
