/*
 * notice - telling people by mail of the apps that they have let in.
 *
 * The mail is ordered by the unit of the consent, so that it is sent if and
 * only if there is something to tell.
 */
#ifndef AUTHSVC_NOTICE_H
#define AUTHSVC_NOTICE_H
#include "consent_store.h"
#include "messages.h"
#include "visitor.h"

/* Inside a write unit: consent that is new, or wider than before.  Otherwise nothing is told. */
enum err notice_of_consent(struct db *db, struct call *c, const struct visitor *who,
                           const struct client *app, const struct consent *before,
                           const struct consent *now) MUST_CHECK;

#endif
