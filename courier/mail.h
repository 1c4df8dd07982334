/*
 * mail - from an order to what is written in the mail.
 *
 * Which mails there are is mails.def, what they say mail_texts.h.  Links are made of
 * the issuer in the settings and of the order's token, of nothing else.
 */
#ifndef COURIER_MAIL_H
#define COURIER_MAIL_H
#include "message.h"
#include "messages.h"

struct mail_site {
    const char *issuer;    /* https://id.example */
    const char *authority; /* id.example: what mails call us */
    const char *from;      /* mailbox */
    bool readable;         /* see message.h */
};

/* ERR_NOT_FOUND: there is no such mail; ERR_BAD_FIELD: a token is missing, or the mailbox is none;
 * ERR_EXPIRED: the link would no longer work. */
enum err mail_write(struct arena *mem, const struct mail_site *site, const char *id,
                    const struct mail_order *order, int64_t now, struct bytes *out) MUST_CHECK;

#endif
