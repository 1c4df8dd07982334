#include "vouching.h"
#include "digest.h"
#include "messages.h"
#include <stdio.h>
#include <string.h>

static uint16_t mark_of(const char *kind, const char *id)
{
    uint8_t hash[DIGEST_LEN];
    char text[80]; /* ids have 64 bytes at most */

    if (!id)
        return VOUCHING_MARKS;
    snprintf(text, sizeof text, "%s %s", kind, id);
    digest_sha256(bytes_of(text), hash);
    return (uint16_t)((hash[0] | hash[1] << 8) % VOUCHING_MARKS);
}

struct about about_whom(const char *client_id, const char *person)
{
    return (struct about){mark_of("client", client_id), mark_of("person", person)};
}

/* What happens between a person and a client concerns what was said of that person: a client's own
 * record does not care who has consented. */
static struct about about_event(const struct event *e)
{
    return about_whom(e->person ? NULL : e->client_id, e->person);
}

static void mark(struct vouching *self, uint16_t who, int64_t number)
{
    if (who < VOUCHING_MARKS)
        self->marks[who] = number;
}

void vouching_told(struct vouching *self, const struct news *news)
{
    if (!self->service || news->gap) {
        self->since = news->n ? news->events[0].number : news->head;
        self->begun = news->asked_at;
        self->heard = 0;
    }
    self->service = news->service;
    for (size_t i = 0; i < news->n; i++) {
        struct about about = about_event(&news->events[i]);
        mark(self, about.client, news->events[i].number);
        mark(self, about.person, news->events[i].number);
    }
    if (news->complete)
        self->heard = news->asked_at;
}

static bool happened_since(const struct vouching *self, uint16_t who, int64_t as_of)
{
    return who < VOUCHING_MARKS && self->marks[who] > as_of;
}

bool vouching_denies(const struct vouching *self, const struct said *said)
{
    return happened_since(self, said->about.client, said->as_of) ||
           happened_since(self, said->about.person, said->as_of);
}

bool vouching_holds(const struct vouching *self, const struct said *said, int64_t now)
{
    if (!self->heard || now - self->heard >= VOUCHING_FOR)
        return false;
    return said->as_of >= self->since && said->asked_at >= self->begun &&
           !vouching_denies(self, said);
}
