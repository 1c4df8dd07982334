/*
 * message_encode - characters that a mail cannot carry as they are.
 */
#ifndef COURIER_MESSAGE_ENCODE_H
#define COURIER_MESSAGE_ENCODE_H
#include "buf.h"

/* RFC 2047: as it is, or as encoded words, folded so that lines are short.  text: valid UTF-8. */
void message_encode_header(struct buf *out, const char *text);

/* RFC 2045 6.7: lines of at most 76 characters; \n becomes CR LF. */
void message_encode_quoted(struct buf *out, const char *text);

/* As it is, but for the ends of lines. */
void message_encode_eight_bit(struct buf *out, const char *text);

#endif
