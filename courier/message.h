/*
 * message - a mail as the bytes that travel: header and two bodies, one of them HTML.
 *
 * Quoted-printable, which every server carries; or 8 bit, for a file that a
 * developer reads.  Lines end with CR LF.  A text that has a control character
 * cannot come into a header: all of them are refused.
 * Source: RFC 5322, RFC 2045 6.7, RFC 2046 5.1.4, RFC 2047, RFC 3834 5.
 */
#ifndef COURIER_MESSAGE_H
#define COURIER_MESSAGE_H
#include "arena.h"

struct message {
    const char *id;          /* 32 hex digits; the same at each try */
    const char *from, *to;   /* mailboxes: message_mailbox_valid */
    const char *subject;     /* UTF-8 */
    const char *language;    /* language tag */
    const char *text, *html; /* UTF-8, lines end with \n */
    int64_t date;            /* ms since 1970 */
    bool readable;           /* 8 bit */
};

/* ERR_BAD_FIELD: a mailbox is none, or the subject has a control character. */
enum err message_write(struct arena *mem, const struct message *self, struct bytes *out) MUST_CHECK;

/* Plain ASCII with one '@' and nothing that has a meaning in a header or an SMTP command. */
bool message_mailbox_valid(const char *mailbox);

#endif
