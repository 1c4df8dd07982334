/*
 * door - what pages have in common for people who are outside: who have no account yet, or cannot
 * get into it, and read a mail to go on.
 *
 * A link is shown before it is used: asking for its page changes nothing, since
 * mail scanners do that too.  An app that waits in this browser is remembered in
 * a cookie meanwhile, so that whoever comes back by a mail comes back to it.
 */
#ifndef GATEWAY_DOOR_H
#define GATEWAY_DOOR_H
#include "page.h"

/* The transaction that the form or address names; NULL: none. */
const char *door_handle(struct exchange *x, const struct form *form);

/* What is behind a link to another page of the door, so that the app goes on waiting: "" or
 * "?handle=...". */
const char *door_onward(struct exchange *x, const char *handle);

/* Where an account can be had; NULL: nowhere, or nobody can say at the moment. */
const char *door_sign_up(struct exchange *x);

/* This page of the door again, for the app that waits: where another language leads back to. */
const char *door_back(struct exchange *x, const char *path, const char *handle);

/* The same with the link that was followed to it. */
const char *door_back_by(struct exchange *x, const char *path, const struct link_ref *link);

/* A mail goes out: the transaction of the form waits in this browser. */
void door_wait(struct exchange *x);

/* Which one waits; NULL: none. */
const char *door_waiting(struct exchange *x);

/* The token of a link, from its address or the form on its page.  ERR_EXPIRED: none of ours. */
enum err door_link(struct exchange *x, const struct form *form, struct link_ref *out) MUST_CHECK;

/* What a handler returns on an error.  again: where another link can be asked for. */
enum err door_refuse(struct exchange *x, enum err e, const char *again) MUST_CHECK;

/* Is that what the service complained of?  Its sentences begin with the field. */
bool door_is_about(const struct exchange *x, const char *field);

#endif
