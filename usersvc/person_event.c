#include "person_event.h"
#include "msg_diff.h"

enum err person_event_append(struct db *db, struct call *c, enum event_kind kind,
                             const struct person *before, const struct person *after)
{
    const char *id = after ? after->id : before->id;
    struct msg_diff plain = msg_diff(c->mem, &person_desc, before, after, MSG_DIFF_PLAIN);
    const struct event e = {
        .subject = id, .person = id, .before = plain.before, .after = plain.after};

    return event_append(db, c, kind, &e);
}
