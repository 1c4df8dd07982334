/*
 * email_change_store - new addresses that wait to be proved.
 *
 * A link is good once, until it expires, for the person who asked alone, and
 * while no new password came since.  Whoever asks again makes the one before void.
 */
#ifndef USERSVC_EMAIL_CHANGE_STORE_H
#define USERSVC_EMAIL_CHANGE_STORE_H
#include "letter.h"
#include "person_store.h"

/* free goes out if the address is nobody's, or this person's; taken if it is somebody else's. */
enum err email_change_store_begin(struct call *c, const struct person *person, const char *email,
                                  const struct letter *free, const struct letter *taken) MUST_CHECK;

/* Which address it would be.  ERR_NOT_FOUND: the link is not good. */
enum err email_change_store_look(struct call *c, const char *hash, const struct person *person,
                                 const char **email) MUST_CHECK;

/* The link is taken, the address changed and proved, links to the old one are void, the notice is
 * put; or none of it.  ERR_NOT_FOUND: the link is not good; ERR_EXISTS: the address has become
 * somebody else's. */
enum err email_change_store_finish(struct call *c, const char *hash, const char *person,
                                   const struct letter *notice) MUST_CHECK;

#endif
