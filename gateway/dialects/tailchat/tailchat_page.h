/*
 * tailchat_page - an error as a page of Tailchat's: our own, with what programs look for in it,
 * line by line.
 */
#ifndef GATEWAY_DIALECTS_TAILCHAT_PAGE_H
#define GATEWAY_DIALECTS_TAILCHAT_PAGE_H
#include "tailchat_says.h"

/* error, error_description, the request's state, iss. */
void tailchat_page(struct exchange *x, enum err e, const struct tailchat_words *words);

/* A text alone. */
void tailchat_page_line(struct exchange *x, enum err e, int status, const char *line);

#endif
