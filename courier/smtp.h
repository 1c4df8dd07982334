/*
 * smtp - hands a mail to the mail server of the settings.
 *
 * With TLS unless the settings say otherwise: smtp:// without STARTTLS is a
 * failure, not a fallback.  One per thread; the connection is kept for the next
 * mail.  Source: RFC 5321, RFC 3207, RFC 8314.
 */
#ifndef COURIER_SMTP_H
#define COURIER_SMTP_H
#include "arena.h"
#include "outcome.h"
#include <stdatomic.h>

struct smtp_options {
    const char *url, *user, *password, *ca_file; /* all but url may be NULL */
    bool plain;
    const char *name;        /* what we call ourselves in EHLO; NULL: this machine's name */
    const atomic_bool *stop; /* becomes true: what is under way fails */
};

struct smtp;
struct smtp *smtp_open(const struct smtp_options *options); /* copied, its texts are borrowed */
void smtp_close(struct smtp **self);

/* message: bytes of message.h.  *why: what went wrong, in mem. */
enum outcome smtp_send(struct smtp *self, struct arena *mem, const char *from, const char *to,
                       struct bytes message, const char **why);

#endif
