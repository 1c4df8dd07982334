/*
 * mail_sink - a mail server of a test: one thread, one connection at a time, answers as it is told.
 */
#ifndef COURIER_MAIL_SINK_H
#define COURIER_MAIL_SINK_H
#include "arena.h"

struct mail_sink_answers { /* NULL: the usual one */
    const char *greeting, *hello, *from, *recipient, *data, *end;
    bool silent; /* takes connections and says nothing */
};

struct mail_sink;
struct mail_sink *mail_sink_open(const struct mail_sink_answers *answers); /* borrowed */
void mail_sink_close(struct mail_sink **self);

const char *mail_sink_url(const struct mail_sink *self); /* smtp://127.0.0.1:PORT */

/* All that clients have said, a copy in check_mem; and how many mails came to their end. */
const char *mail_sink_heard(struct mail_sink *self);
int mail_sink_mails(struct mail_sink *self);

#endif
