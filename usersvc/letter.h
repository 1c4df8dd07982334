/*
 * letter - a mail to a person, ready to be put into the outbox, and the token in its link.
 *
 * A letter to nobody is put like any other and sent nowhere: so whoever asks
 * for one cannot tell by the time it takes whether there is somebody.
 */
#ifndef USERSVC_LETTER_H
#define USERSVC_LETTER_H
#include "call.h"
#include "outbox_store.h"

struct letter_about {
    const char *mail;   /* which: courier/mails.def */
    const char *to;     /* NULL: nobody */
    const char *locale; /* NULL: unknown */
    int64_t life;       /* ms that its link works; 0: it has no link that proves anything */
};

struct letter {
    const char *hash;   /* of the token, for the table that it is looked up in */
    int64_t expires_at; /* of the link */
    struct outbox_letter sealed;
};

enum err letter_write(struct call *c, const struct letter_about *about,
                      struct letter *out) MUST_CHECK;

/* What a token is kept and looked up as. */
const char *letter_hash(struct arena *mem, const char *token);

#endif
